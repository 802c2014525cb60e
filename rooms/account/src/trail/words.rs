//! What the columns of an event are called in Chinese.

use std::collections::BTreeMap;

/// Names of changed fields and tables; what is not here is shown as it is written.
const FIELDS: &[(&str, &str)] = &[
    ("abroad", "出国出境"),
    ("account", "账号"),
    ("affiliation", "组织关系"),
    ("agenda", "议程"),
    ("answer", "答复"),
    ("attendance", "到会情况"),
    ("basis", "依据"),
    ("birth", "出生日期"),
    ("birthday_card", "政治生日贺卡"),
    ("body", "正文"),
    ("closed_at", "结束时间"),
    ("conclusion", "小结补充的话"),
    ("correction", "更正申请"),
    ("criticisms", "批评意见"),
    ("degree", "学位"),
    ("digests", "汇总时间"),
    ("directive", "部署"),
    ("dissolved_on", "撤销日期"),
    ("done_at", "办结时间"),
    ("duty_title", "职务"),
    ("edition", "版次"),
    ("education", "学历"),
    ("elected_on", "选举日期"),
    ("ended_at", "结束时间"),
    ("ends_on", "届满日期"),
    ("ethnic", "民族"),
    ("exemption", "免办"),
    ("exemption_answer", "免办答复"),
    ("exemption_request", "免办申请"),
    ("explanation", "说明"),
    ("fact", "单位情况"),
    ("feed", "日历订阅"),
    ("file", "材料"),
    ("full_on", "转正时间"),
    ("grant", "检查授权"),
    ("hold", "暂缓清除"),
    ("id_number", "证件号"),
    ("item", "事项"),
    ("items", "要做的事"),
    ("kept_until", "留用到哪天"),
    ("issued_at", "印发时间"),
    ("due_on", "最后一天"),
    ("cancelled_at", "撤销登记的时间"),
    ("dropped_at", "撤下的时间"),
    ("summary", "摘要"),
    ("task", "任务"),
    ("report", "情况报告"),
    ("words", "任务内容"),
    ("joined_on", "入党时间"),
    ("known_at", "知道了"),
    ("leader", "负责人"),
    ("leave", "请假外出"),
    ("local_rule", "本地要求"),
    ("member_status", "党员身份"),
    ("merged", "合并"),
    ("minutes", "记录正文"),
    ("motions", "议题"),
    ("name", "名称"),
    ("notice_hours", "消息时间"),
    ("number", "文号"),
    ("official_order", "排序"),
    ("operation", "战时行动"),
    ("opinion", "意见"),
    ("receipt", "报告的签收"),
    ("register_entry", "名录"),
    ("register_look", "对照标准"),
    ("register_member", "工作室成员"),
    ("register_pair", "师徒结对"),
    ("opinions", "意见"),
    ("participation", "参加组织生活的地方"),
    ("passkey", "通行密钥"),
    ("password", "口令"),
    ("person", "人员信息"),
    ("phone", "电话"),
    ("police_number", "警号"),
    ("police_rank", "警衔"),
    ("post", "职务"),
    ("record", "组织生活记录"),
    ("record_grant", "记录的检查授权"),
    ("relayed_at", "传达时间"),
    ("remark", "自己补充的话"),
    ("reply", "答复"),
    ("right_limit", "权利限制"),
    ("risk_post", "风险岗位"),
    ("roll", "签到名单"),
    ("second_factor", "两步验证"),
    ("session", "登录"),
    ("sex", "性别"),
    ("short_name", "简称"),
    ("shown_until", "征求意见的最后一天"),
    ("sign_on", "统一认证"),
    ("speakers", "发言的人"),
    ("split", "拆分"),
    ("staff_class", "人员类别"),
    ("stand_in", "代行职务"),
    ("talk", "谈话记录"),
    ("talk_plan", "谈话安排"),
    ("task", "任务"),
    ("tasks", "任务"),
    ("title", "名称"),
    ("term", "任期"),
    ("to_on", "截止日期"),
    ("unit", "组织"),
    ("use_from", "启用日"),
    ("withdrawn_at", "撤回时间"),
    ("work_from", "参加工作时间"),
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
    ("directive", "部署"),
    ("duty", "职责"),
    ("export", "导出的名单"),
    ("finding", "督查意见"),
    ("export_alarm", "导出异常"),
    ("files", "会议材料"),
    ("grant", "检查授权"),
    ("hearing", "巡听的会"),
    ("import_batch", "导入批次"),
    ("import_upload", "导入的文件"),
    ("instruction", "批示台账"),
    ("instruction_task", "批示任务"),
    ("job", "后台任务"),
    ("keep", "保管期限"),
    ("local_rule", "本地要求"),
    ("notice_hours", "消息时间"),
    ("person", "人员"),
    ("post", "职务"),
    ("record", "组织生活记录"),
    ("responsibility", "责任清单"),
    ("responsibility_item", "责任清单里的一项"),
    ("round", "巡听"),
    ("sample", "抽样督查"),
    ("record_plan", "年度计划"),
    ("record_plan_item", "计划事项"),
    ("seal", "封印"),
    ("spill", "失密处置"),
    ("study_circular", "学习情况通报"),
    ("study_item", "学习计划里的一项"),
    ("study_plan", "学习计划"),
    ("switch", "系统开关"),
    ("task", "任务"),
    ("term", "任期"),
    ("unit", "组织"),
];

/// What is counted where no persons are.
const MEASURES: &[(&str, &str)] =
    &[("audit", "条"), ("export", "行"), ("files", "份"), ("import_batch", "行"), ("talks", "次")];

/// Of the number of a look: persons, unless its subject says otherwise.
pub(super) fn measure(about: &str) -> &'static str {
    let kind = about.split(':').next().unwrap_or_default();
    MEASURES.iter().find(|(known, _)| *known == kind).map_or("人", |(_, zh)| zh)
}

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

    /// Names of fields that some act puts into `changed`, out of the sources.
    fn fields_named(folder: &std::path::Path, found: &mut std::collections::BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") && !path.ends_with("target") {
                fields_named(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for part in text.split(".changed(&[").skip(1) {
                    let list = part.split(']').next().unwrap_or_default();
                    let names = list.split('"').skip(1).step_by(2);
                    let is_name =
                        |it: &&str| it.bytes().all(|c| c == b'_' || c.is_ascii_lowercase());
                    found.extend(names.filter(is_name).map(str::to_owned));
                }
            }
        }
    }

    #[test]
    fn every_field_that_an_act_names_has_a_chinese_name() {
        let house = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut named = std::collections::BTreeSet::new();
        for part in ["rooms", "crates"] {
            fields_named(&house.join(part), &mut named);
        }
        named.remove("new_field");
        assert!(named.len() > 30, "{named:?}");
        let missing: Vec<&String> =
            named.iter().filter(|it| !FIELDS.iter().any(|(known, _)| known == it)).collect();
        assert!(missing.is_empty(), "shown in English: {missing:?}");
    }

    #[test]
    fn what_is_known_is_told_in_chinese_and_the_rest_as_it_is() {
        assert_eq!(changed("id_number phone new_field"), "证件号、电话、new_field");
        let names = BTreeMap::from([(7, "李明".to_owned())]);
        assert_eq!(about("person:7", &names), "李明");
        assert_eq!(about("person:8", &names), "人员，编号8");
        assert_eq!(about("record:3", &names), "组织生活记录，编号3");
        assert_eq!(about("audit", &names), "审计记录");
        assert_eq!(["audit", "files:3", "unit:5"].map(measure), ["条", "份", "人"]);
        assert_eq!(actor("system:job.sweep"), "系统自动");
    }
}
