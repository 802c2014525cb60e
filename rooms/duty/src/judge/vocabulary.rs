//! The names that regulations may use, with their Chinese.

use super::case;
use super::conditions::{ON_BEARER, ON_FACT};
use rules::{Names, Vocabulary};

const UNIT_KINDS: &[(&str, &str)] = &[
    ("leading-committee", "党组性质党委"),
    ("organ-committee", "机关党委"),
    ("primary-committee", "基层党委"),
    ("general-branch", "党总支"),
    ("branch", "党支部"),
    ("joint-branch", "联合党支部"),
    ("temporary-branch", "临时党支部"),
    ("retired-branch", "离退休党支部"),
    ("floating-branch", "流动党员党支部"),
    ("group", "党小组"),
];

const POST_KINDS: &[(&str, &str)] = &[
    ("leading-committee-secretary", "党委书记"),
    ("organ-committee-secretary", "机关党委书记"),
    ("primary-committee-secretary", "基层党委书记"),
    ("general-branch-secretary", "党总支书记"),
    ("branch-secretary", "党支部书记"),
];

const PERSON_CLASSES: &[(&str, &str)] = &[
    ("member", "正式党员"),
    ("probationary-member", "预备党员"),
    ("new-member", "转正一年内的党员"),
    ("branch-secretary", "党支部书记"),
    ("committee-member", "支部委员"),
];

const RECORD_KINDS: &[(&str, &str)] = &[
    ("general-meeting", "党员大会"),
    ("committee-meeting", "支委会"),
    ("group-meeting", "党小组会"),
    ("lecture", "党课"),
    ("theme-day", "主题党日"),
    ("life-meeting", "组织生活会"),
    ("appraisal", "民主评议党员"),
    ("talk", "谈心谈话"),
    ("study", "集体学习"),
    ("training", "集中培训"),
    ("election-meeting", "选举大会"),
    ("election-report", "选举结果报告"),
    ("cadre-meeting", "党员干部大会"),
    ("leading-meeting", "党委会议"),
    ("self-governance-meeting", "全面从严治党专题会"),
    ("ideology-meeting", "意识形态专题会"),
    ("group-study", "中心组学习"),
    ("democratic-life-meeting", "民主生活会"),
    ("life-meeting-report", "民主生活会情况报告"),
    ("duty-report", "述职报告"),
    ("year-report", "年度报告"),
    ("study-plan", "学习计划"),
    ("responsibility-list", "责任清单"),
    ("activist-review", "积极分子队伍分析"),
    ("circular", "通报"),
    ("reminder", "提醒函"),
    ("reply", "批复"),
    ("public-notice", "公示"),
];

const FIGURES: &[(&str, &str)] = &[
    ("full-members", "正式党员"),
    ("members", "党员"),
    ("groups", "党小组"),
    ("committee-members", "委员"),
    ("committee-present", "到会委员"),
    ("discipline-members", "机关纪委委员"),
    ("secretaries", "书记"),
    ("holders", "任职人数"),
    ("excused", "不作硬性要求"),
    ("voters", "有表决权（选举权）的人数"),
    ("present", "到会人数"),
];

const MARKS: &[(&str, &str)] = &[
    ("by-bearer", "本人讲授"),
    ("with-committee-member", "对方是支部委员"),
    ("with-member", "对方是党员"),
];

const EVENTS: &[(&str, &str)] = &[
    ("term-end", "任期届满"),
    ("branch-term-end", "所属党支部任期届满"),
    ("founding-request", "收到成立党支部的请示"),
    ("election-held", "选举大会召开"),
    ("member-hardship", "党员家庭变故、重大困难或者健康问题"),
    ("early-sign", "党员有苗头性问题"),
    ("grave-problem", "发生应当专题检视的问题"),
    ("life-meeting-held", "民主生活会召开"),
    ("secretary-appointed", "任书记"),
    ("application-received", "收到入党申请书"),
    ("candidate-decision", "讨论列为发展对象"),
];

fn names(list: &[(&str, &str)]) -> Names {
    list.iter().map(|(name, title)| ((*name).to_owned(), (*title).to_owned())).collect()
}

/// Every name that Rust offers to `regulations/`, and the judge of its cases.
pub fn vocabulary() -> Vocabulary {
    let bearer: Vec<_> = ON_BEARER.iter().map(|c| (c.name, c.title)).collect();
    let fact: Vec<_> = ON_FACT.iter().map(|c| (c.name, c.title)).collect();
    Vocabulary {
        unit_kinds: names(UNIT_KINDS),
        post_kinds: names(POST_KINDS),
        person_classes: names(PERSON_CLASSES),
        record_kinds: names(RECORD_KINDS),
        bearer_conditions: names(&bearer),
        fact_conditions: names(&fact),
        figures: names(FIGURES),
        marks: names(MARKS),
        events: names(EVENTS),
        judge: Some(case::judge),
    }
}
