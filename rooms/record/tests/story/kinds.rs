//! Kinds of records against the duties: whatever is owed can be done, and whatever is kept is for something.

use record::Kinds;
use rules::{Rules, Who};
use systems::Systems;

#[test]
fn every_duty_is_served_by_a_kind_that_its_bearer_may_hold() {
    let (kinds, systems) = (Kinds::built_in(), Systems::built_in());
    let holders = |bind: &str, who: Who| -> Vec<String> {
        let units = systems.unit_kinds().iter().map(|kind| kind.key().to_owned());
        match who {
            Who::Unit => vec![bind.to_owned()],
            Who::Post => units.filter(|unit| bind == format!("{unit}_secretary")).collect(),
            Who::Person => vec!["branch".to_owned()],
        }
    };
    let mut checked = 0;
    // Whom a unit above talks with holds nothing himself.
    let is_done_above = |duty: &rules::Duty| duty.accepts.iter().any(|it| it == "talked-with");
    let asked = Rules::built_in().duties().iter().filter(|duty| !duty.serves.is_empty());
    for duty in asked.filter(|duty| !is_done_above(duty)) {
        for key in &duty.serves {
            assert!(kinds.find(key).is_some(), "{}: no kind {key}", duty.key);
        }
        for bind in &duty.binds {
            let held = holders(bind, duty.who);
            assert!(!held.is_empty(), "{}: {bind}", duty.key);
            // A subgroup's meetings serve its branch.
            let may = |key: &String| {
                let kind = kinds.find(key).unwrap();
                held.iter().any(|unit| kind.is_for(unit)) || kind.is_for("subgroup")
            };
            assert!(duty.serves.iter().any(may), "{}: nothing that {bind} may hold", duty.key);
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked}");
}

#[test]
fn every_duty_that_asks_for_a_deed_says_what_serves_it() {
    let standing = |duty: &rules::Duty| !duty.requires.is_empty();
    for duty in Rules::built_in().duties() {
        assert!(standing(duty) || !duty.serves.is_empty(), "{} can be done by nobody", duty.key);
    }
}

#[test]
fn every_kind_serves_a_duty_or_starts_one_or_somebody_switched_it_on() {
    /// Asked for by practice alone, or as part of something else that is owed.
    const WITHOUT_DUTY: [&str; 5] = [
        "rules_study",
        "youth_study",
        "governance_group_meeting",
        "responsibility_review",
        "study_circular",
    ];
    let duties = Rules::built_in().duties();
    for kind in Kinds::built_in().iter() {
        let serves = duties.iter().any(|duty| duty.serves.contains(&kind.key));
        let system = Systems::built_in().system(&kind.system).unwrap();
        // 诫勉 carries out a decision; no clock asks for one.
        let is_decided = kind.kept_talk().is_some_and(|it| it.asks_document);
        let is_free =
            is_decided || !system.is_default_on() || WITHOUT_DUTY.contains(&kind.key.as_str());
        assert!(serves || !kind.starts.is_empty() || is_free, "{} is for nothing", kind.key);
        for name in &kind.starts {
            let is_start = |duty: &rules::Duty| duty.start.as_ref() == Some(name);
            assert!(duties.iter().any(is_start), "{}: no clock starts with {name}", kind.key);
        }
    }
}
