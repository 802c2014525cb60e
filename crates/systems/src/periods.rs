//! What must hold of the periods: every class has one, a name stays as long as the papers that it stands on.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::{
    Finding, PERSONAL, Period, Report, Retention, Systems, Then,
    check::{nearest, unique},
};

/// The period after which a name goes.
const NAME: &str = "name";

pub(crate) fn all(systems: &Systems, report: &mut Report) {
    unique(systems.keeps.iter().map(|keep| &keep.key), PERSONAL, report);
    classes(systems, report);
    for keep in systems.keeps.iter().filter(|keep| keep.then == Then::Erase) {
        if matches!(keep.period(), Period::Permanent | Period::Records) {
            let label = "then 写成 stay 或者 appraise".to_owned();
            report.add(Finding::at(
                PERSONAL,
                keep.period.span(),
                "没有定数的期限不能自动清除",
                label,
            ));
        }
    }
    names(systems, report);
}

fn classes(systems: &Systems, report: &mut Report) {
    let known: BTreeSet<&str> = systems.personal.iter().map(|class| class.key.as_str()).collect();
    let mut kept = BTreeSet::new();
    for class in systems.keeps.iter().flat_map(|keep| &keep.classes) {
        if !known.contains(class.get_ref().as_str()) {
            let label = nearest(class.get_ref(), known.iter().copied());
            report.add(Finding::at(PERSONAL, class.span(), "没有这一类个人信息", label));
        }
        kept.insert(class.get_ref().as_str());
    }
    for class in known.difference(&kept) {
        let label = format!("“{class}”没有写保管多久，加一段 [[keep]]");
        report.add(Finding::whole(PERSONAL, "缺少保管期限", label));
    }
}

/// A file of records, as far as it says how long they are kept; the rest is the room's to check.
#[derive(Deserialize)]
struct Records {
    #[serde(default)]
    record: Vec<Kept>,
}

#[derive(Deserialize)]
struct Kept {
    retention: Retention,
}

fn names(systems: &Systems, report: &mut Report) {
    let Some(name) = systems.keep(NAME) else { return };
    let of_systems = systems.rows.values().map(|system| system.retention);
    let files = systems.sources.iter().filter(|(path, _)| path.ends_with("/records.toml"));
    let files = files.filter_map(|(_, text)| toml::from_str::<Records>(text).ok());
    let of_records = files.flat_map(|file| file.record).map(|kept| kept.retention);
    let longest = of_systems.chain(of_records).map(Retention::years).max();
    let is_shorter = match name.period() {
        Period::Years(years) => longest.is_some_and(|longest| years < longest),
        Period::Permanent => false,
        Period::Days(_) | Period::Records => true,
    };
    if is_shorter {
        let label = "姓名写在记录上，不能比最长的记录先清除".to_owned();
        report.add(Finding::at(PERSONAL, name.period.span(), "姓名的期限太短", label));
    }
}

pub(crate) fn carried_out(systems: &Systems, known: &BTreeSet<&str>, report: &mut Report) {
    let mut erased = BTreeSet::new();
    for keep in systems.keeps.iter().filter(|keep| keep.then == Then::Erase) {
        if !known.contains(keep.key()) {
            let label = nearest(keep.key(), known.iter().copied());
            report.add(Finding::at(PERSONAL, keep.key.span(), "程序里没有清除它的办法", label));
        }
        erased.insert(keep.key());
    }
    for key in known.difference(&erased) {
        let label = format!("程序会清除“{key}”，这里没有写它的期限");
        report.add(Finding::whole(PERSONAL, "缺少保管期限", label));
    }
}
