//! What the columns of an event are called in Chinese.

use std::collections::BTreeMap;

/// Names of changed fields and tables; what is not here is shown as it is written.
const FIELDS: &[(&str, &str)] = &[
    ("abroad", "出国出境"),
    ("affiliation", "组织关系"),
    ("agenda", "议程"),
    ("attendance", "到会情况"),
    ("closed_at", "结束时间"),
    ("dissolved_on", "撤销日期"),
    ("done_at", "办结时间"),
    ("elected_on", "选举日期"),
    ("ended_at", "结束时间"),
    ("ends_on", "届满日期"),
    ("exemption", "免办"),
    ("exemption_answer", "免办答复"),
    ("exemption_request", "免办申请"),
    ("explanation", "说明"),
    ("fact", "单位情况"),
    ("grant", "检查授权"),
    ("id_number", "证件号"),
    ("leave", "请假外出"),
    ("local_rule", "本地要求"),
    ("member_status", "党员身份"),
    ("merged", "合并"),
    ("minutes", "记录正文"),
    ("motions", "议题"),
    ("name", "名称"),
    ("notice_hours", "消息时间"),
    ("number", "文号"),
    ("participation", "参加组织生活的地方"),
    ("password", "口令"),
    ("person", "人员信息"),
    ("phone", "电话"),
    ("post", "职务"),
    ("record", "组织生活记录"),
    ("record_grant", "记录的检查授权"),
    ("relayed_at", "传达时间"),
    ("right_limit", "权利限制"),
    ("roll", "签到名单"),
    ("short_name", "简称"),
    ("split", "拆分"),
    ("task", "任务"),
    ("tasks", "任务"),
    ("term", "任期"),
    ("to_on", "截止日期"),
    ("unit", "组织"),
    ("use_from", "启用日"),
    ("withdrawn_at", "撤回时间"),
    ("works_from", "上班时间"),
    ("works_to", "下班时间"),
];

/// Kinds of things that an act can be about.
const KINDS: &[(&str, &str)] = &[
    ("audit", "审计记录"),
    ("audit_head", "每日签名"),
    ("audit_key", "签名密钥"),
    ("data_key", "密钥"),
    ("demand", "额外要求"),
    ("duty", "职责"),
    ("export", "导出的名单"),
    ("grant", "检查授权"),
    ("import_batch", "导入批次"),
    ("import_upload", "导入的文件"),
    ("job", "后台任务"),
    ("local_rule", "本地要求"),
    ("notice_hours", "消息时间"),
    ("person", "人员"),
    ("post", "职务"),
    ("record", "组织生活记录"),
    ("switch", "系统开关"),
    ("task", "任务"),
    ("term", "任期"),
    ("unit", "组织"),
];

fn called<'n>(names: &[(&str, &'static str)], key: &'n str) -> &'n str {
    names.iter().find(|(known, _)| *known == key).map_or(key, |(_, zh)| zh)
}

/// 证件号、电话
pub(super) fn changed(fields: &str) -> String {
    let named: Vec<&str> = fields.split_whitespace().map(|it| called(FIELDS, it)).collect();
    named.join("、")
}

/// 组织生活记录，编号123; a person by name where he is still there.
pub(super) fn about(about: &str, names: &BTreeMap<i64, String>) -> String {
    let (kind, id) = about.split_once(':').unwrap_or((about, ""));
    let name = (kind == "person").then(|| id.parse().ok().and_then(|id: i64| names.get(&id)));
    match name.flatten() {
        Some(name) => name.clone(),
        None if id.is_empty() => called(KINDS, kind).to_owned(),
        None => format!("{}，编号{id}", called(KINDS, kind)),
    }
}

/// Who acts where no person does.
pub(super) fn actor(actor: &str) -> String {
    match actor {
        "operator" => "服务器上的操作员".into(),
        "visitor" => "没有登录的人".into(),
        "person" => "已不在册的人".into(),
        _ => "系统自动".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_told_in_chinese_and_the_rest_as_it_is() {
        assert_eq!(changed("id_number phone new_field"), "证件号、电话、new_field");
        let names = BTreeMap::from([(7, "李明".to_owned())]);
        assert_eq!(about("person:7", &names), "李明");
        assert_eq!(about("person:8", &names), "人员，编号8");
        assert_eq!(about("record:3", &names), "组织生活记录，编号3");
        assert_eq!(about("audit", &names), "审计记录");
        assert_eq!(actor("system:job.sweep"), "系统自动");
    }
}
