//! The names that regulations may use, with their Chinese.

use super::case;
use super::conditions::{ON_BEARER, ON_FACT};
use crate::kinds;
use rules::{Names, Vocabulary};
use std::sync::LazyLock;
use systems::{Family, Systems};

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
    ("between-seats", "双方都是支部委员"),
    ("seat-and-member", "一方是支部委员，一方是普通党员"),
    ("between-members", "双方都是普通党员，不是支部委员"),
    ("talked-with", "是谈话对象"),
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

/// The kinds in `records.toml` of every system: nothing else can be entered.
fn record_kinds() -> Names {
    let kinds = kinds::RECORDS.iter();
    kinds.map(|kind| (kind.key.clone(), kind.title.clone())).collect()
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
        record_kinds: record_kinds(),
        bearer_conditions: names(&bearer),
        fact_conditions: names(&fact),
        figures: names(FIGURES),
        marks: names(MARKS),
        events: names(EVENTS),
        judge: Some(case::judge),
    }
}

static FORMS: LazyLock<Names> = LazyLock::new(record_kinds);

/// The kinds of records: each has its form.
pub(crate) fn forms() -> &'static Names {
    &FORMS
}
