//! The names that regulations may use, with their Chinese.

use super::case;
use super::conditions::{ON_BEARER, ON_FACT};
use crate::kinds;
use rules::{Names, Vocabulary};
use serde::Deserialize;
use std::sync::LazyLock;
use systems::{Family, Systems};

/// Kinds of records that regulations name and no system offers a form for yet.
const RECORDS_WITHOUT_FORM: &[(&str, &str)] = &[
    ("appraisal", "民主评议党员"),
    ("election_meeting", "选举大会"),
    ("election_report", "选举结果报告"),
    ("cadre_meeting", "党员干部大会"),
    ("self_governance_meeting", "全面从严治党专题会"),
    ("ideology_meeting", "意识形态专题会"),
    ("democratic_life_meeting", "民主生活会"),
    ("life_meeting_report", "民主生活会情况报告"),
    ("duty_report", "述职报告"),
    ("year_report", "年度报告"),
    ("study_plan", "学习计划"),
    ("responsibility_list", "责任清单"),
    ("activist_review", "积极分子队伍分析"),
    ("circular", "通报"),
    ("reminder", "提醒函"),
    ("reply", "批复"),
    ("public_notice", "公示"),
    ("appraisal_notice", "评议结果通报"),
    ("contact", "联系记录"),
    ("correction_review", "限期改正期满评议"),
    ("ideology_report", "意识形态工作报告"),
    ("receipt", "组织关系介绍信回执"),
    ("building_report", "抓机关党建情况报告"),
    ("responsibility_report", "主体责任情况报告"),
    ("study_report", "中心组学习情况报告"),
    ("life_meeting_plan", "民主生活会方案"),
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
    ("abroad-members", "出国（境）学习的党员"),
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
    ("appraisal-held", "民主评议党员完成"),
    ("correction-set", "作出限期改正决定"),
    ("letter-received", "收到组织关系介绍信"),
];

fn names(list: &[(&str, &str)]) -> Names {
    list.iter().map(|(name, title)| ((*name).to_owned(), (*title).to_owned())).collect()
}

/// The Party's kinds in `systems/kinds.toml`.
fn unit_kinds(systems: &Systems) -> Names {
    let party = systems.unit_kinds().iter().filter(|kind| kind.family == Family::Party);
    party.map(|kind| (kind.key().to_owned(), kind.title.clone())).collect()
}

/// Every post in every Party kind of unit: `branch_secretary`.
fn post_kinds(systems: &Systems) -> Names {
    let units = systems.unit_kinds().iter().filter(|kind| kind.family == Family::Party);
    let pairs = units.flat_map(|unit| systems.posts_in(unit.key()).map(move |post| (unit, post)));
    let named = pairs.map(|(unit, post)| {
        (kinds::post_in(unit.key(), post.key()), systems.post_title(post.key(), unit.key()))
    });
    named.collect()
}

/// The kinds in `records.toml` of every system, and those that only regulations name.
fn record_kinds(systems: &Systems) -> Names {
    let files = systems.each::<RecordFile>("records.toml").unwrap_or_default();
    let kinds = files.into_iter().flat_map(|(_, file)| file.record);
    let mut found = names(RECORDS_WITHOUT_FORM);
    found.extend(kinds.map(|kind| (kind.key, kind.title)));
    found
}

#[derive(Deserialize)]
struct RecordFile {
    record: Vec<RecordKind>,
}

#[derive(Deserialize)]
struct RecordKind {
    key: String,
    title: String,
}

/// Every name that Rust and `systems/` offer to `regulations/`, and the judge of its cases.
pub fn vocabulary() -> Vocabulary {
    let systems = Systems::built_in();
    let bearer: Vec<_> = ON_BEARER.iter().map(|c| (c.name, c.title)).collect();
    let fact: Vec<_> = ON_FACT.iter().map(|c| (c.name, c.title)).collect();
    Vocabulary {
        unit_kinds: unit_kinds(systems),
        post_kinds: post_kinds(systems),
        person_classes: names(kinds::PERSON_CLASSES),
        record_kinds: record_kinds(systems),
        bearer_conditions: names(&bearer),
        fact_conditions: names(&fact),
        figures: names(FIGURES),
        marks: names(MARKS),
        events: names(EVENTS),
        judge: Some(case::judge),
    }
}

static FORMS: LazyLock<Names> = LazyLock::new(|| {
    let without: Vec<&str> = RECORDS_WITHOUT_FORM.iter().map(|(name, _)| *name).collect();
    let mut kinds = record_kinds(Systems::built_in());
    kinds.retain(|kind, _| !without.contains(&kind.as_str()));
    kinds
});

/// The kinds of records that have a form: the keys of `records.toml`.
pub(crate) fn forms() -> &'static Names {
    &FORMS
}
