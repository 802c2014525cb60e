//! Claims about the shipped regulations and about the vote engines.

use calendar::Day;
use proptest::prelude::*;
use rules::vote::{Ballot, Engine, decide, elect, quorum};
use rules::{Compare, NoValue, Rules, Share, Sources, Threshold, check_coverage, forbidden};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_shipped_regulations_load() {
    if let Err(report) = Rules::load(Sources::built_in()) {
        panic!("\n{report}");
    }
}

#[test]
fn every_rule_of_the_study_is_carried_or_left_out_with_a_reason() {
    let report = check_coverage(Sources::built_in());
    assert!(report.is_clean(), "\n{report}");
    let listed: usize = Rules::built_in().coverage().sections.iter().map(|s| s.ids.len()).sum();
    assert!(listed > 130, "only {listed} ids are listed");
}

#[test]
fn a_value_is_asked_for_on_the_day_of_the_fact() {
    let rules = Rules::built_in();
    assert_eq!(rules.number("branch/committee-threshold", day("2026-01-01")).unwrap(), 7);
    let before = rules.number("branch/committee-threshold", day("2018-10-27"));
    assert!(matches!(before, Err(NoValue::NotInForce { .. })));
    assert!(matches!(rules.number("branch/nothing", day("2026-01-01")), Err(NoValue::Unknown(_))));
    assert!(matches!(
        rules.number("vote/election/quorum", day("2026-01-01")),
        Err(NoValue::Shape(_))
    ));
    assert_eq!(rules.at("vote/election/quorum", day("2026-01-01")).unwrap().zh(), "不少于五分之四");
    assert_eq!(rules.at("vote/general-meeting/pass", day("2026-01-01")).unwrap().zh(), "超过半数");
}

#[test]
fn a_duty_is_found_in_the_version_of_the_day() {
    let rules = Rules::built_in();
    let of = |on: &str| rules.duty_on("person/secretary-hours", day(on)).map(|d| d.text.clone());
    assert_eq!(of("2023-12-31").as_deref(), Some("V-09-2019"));
    assert_eq!(of("2024-01-01").as_deref(), Some("V-09"));
    assert_eq!(of("2019-01-01"), None);
    let duty = rules.duty_on("branch/general-meeting", day("2026-01-01")).unwrap();
    assert_eq!(rules.quote(duty).source, "《中国共产党支部工作条例（试行）》第十一条");
}

#[test]
fn the_four_fifths_changed_in_2020() {
    let rules = Rules::built_in();
    let met = |on: &str, should, present| {
        quorum(rules, Engine::Election, day(on), should, present).unwrap().met
    };
    assert!(met("2026-05-20", 25, 20) && met("2020-07-13", 25, 20));
    assert!(!met("2020-07-12", 25, 20) && met("2020-07-12", 25, 21));
    assert!(!met("2026-05-20", 26, 20));
}

#[test]
fn engines_differ_in_whom_they_count() {
    let rules = Rules::built_in();
    let passed =
        |engine, ballot: Ballot| decide(rules, engine, day("2026-06-01"), &ballot).unwrap().passed;
    let half = Ballot { should_attend: 20, present: 16, yes: 10, written_yes: 1 };
    assert!(!passed(Engine::GeneralMeeting, half), "ten of twenty are not more than half");
    assert!(passed(Engine::Recruitment, half), "the written view is the eleventh");
    assert!(passed(Engine::Election, half), "ten of sixteen present are more than half");
    assert!(!passed(Engine::LeadingBody, half), "written views are no votes");
    let few = Ballot { should_attend: 20, present: 10, yes: 10, written_yes: 10 };
    assert!(!passed(Engine::GeneralMeeting, few) && !passed(Engine::Recruitment, few));
    assert!(quorum(rules, Engine::LeadingBody, day("2026-06-01"), 9, 5).unwrap().met);
    assert!(!quorum(rules, Engine::LeadingBodyPersonnel, day("2026-06-01"), 9, 5).unwrap().met);
    assert!(quorum(rules, Engine::LeadingBodyPersonnel, day("2026-06-01"), 9, 6).unwrap().met);
}

#[test]
fn a_quorum_speaks() {
    let found =
        quorum(Rules::built_in(), Engine::GeneralMeeting, day("2026-09-25"), 26, 13).unwrap();
    assert_eq!(found.say(), "有表决权26人，到会应超过半数（14人），实到13人，不足");
}

#[test]
fn seats_are_filled_by_votes_and_ties_are_named() {
    let rules = Rules::built_in();
    let on = day("2026-06-01");
    let result = elect(rules, on, 20, 3, &[18, 12, 12, 11, 10]).unwrap();
    assert_eq!((result.elected, result.tied, result.open), (vec![0, 1, 2], vec![], 0));
    let result = elect(rules, on, 20, 2, &[18, 12, 12, 5]).unwrap();
    assert_eq!((result.elected, result.tied), (vec![0], vec![1, 2]));
    let result = elect(rules, on, 20, 3, &[18, 10, 3]).unwrap();
    assert_eq!((result.elected, result.open), (vec![0], 2), "ten of twenty is not more than half");
}

#[test]
fn forbidden_measures_are_known_by_name_and_by_word() {
    for bad in
        ["daily-check-in", "login-rate-by-login", "点赞次数", "education/study-time", "会场照片"]
    {
        let found = forbidden(bad).unwrap_or_else(|| panic!("{bad} is let through"));
        assert!(found.source.contains("国办函〔2026〕12号") && !found.quote.is_empty());
    }
    for good in ["general-meeting", "tracking", "投票表决", "到会名单", "集中学习培训"]
    {
        assert!(forbidden(good).is_none(), "{good} is refused");
    }
}

proptest! {
    #[test]
    fn the_fewest_is_the_first_that_meets(num in 1..9_i64, extra in 0..9_i64, whole in 1..5000_i64, strict: bool) {
        let compare = if strict { Compare::MoreThan } else { Compare::AtLeast };
        let rule = Threshold { share: Share { num, den: num + extra }, compare };
        let fewest = rule.fewest(whole);
        let first = (0..=whole + 1).find(|&part| rule.met(part, whole));
        prop_assert_eq!(first, Some(fewest));
        prop_assert!(!rule.met(0, 0));
    }
}

/// A vote is tried by cases of its engine; every other threshold needs a case on each side.
#[test]
fn every_threshold_has_a_case_on_each_side_of_it() {
    let rules = Rules::built_in();
    let compares = |v: &&rules::Value| {
        !v.key.starts_with("vote/") && v.versions.iter().any(|d| d.compare.is_some())
    };
    let tried = |key: &str, met: bool| {
        let mut values = rules.cases().iter().filter_map(|c| c.value.as_ref());
        values.any(|v| v.key == key && v.met == Some(met))
    };
    let bare: Vec<&str> = rules
        .values()
        .filter(compares)
        .map(|v| v.key.as_str())
        .filter(|key| !tried(key, true) || !tried(key, false))
        .collect();
    assert!(bare.is_empty(), "no case on each side of {bare:?}");
}

#[test]
fn every_duty_and_every_engine_has_worked_cases() {
    let rules = Rules::built_in();
    let asked = |key: &str| {
        rules.cases().iter().filter_map(|c| c.duty.as_ref()).filter(|c| c.key == key).count()
    };
    let bare: Vec<&str> = rules
        .duty_groups()
        .map(|versions| versions[0].key.as_str())
        .filter(|key| asked(key) == 0)
        .collect();
    assert!(bare.is_empty(), "no case asks for {bare:?}");
    for engine in Engine::ALL {
        let votes = rules.cases().iter().filter_map(|c| c.vote.as_ref());
        let votes: Vec<_> = votes.filter(|v| v.engine == engine).collect();
        assert!(votes.iter().any(|v| v.valid) && votes.iter().any(|v| !v.valid), "{engine:?}");
        let passed = |wanted| votes.iter().any(|v| v.passed == Some(wanted));
        assert!(passed(true) && passed(false), "{engine:?}");
    }
    assert!(rules.cases().len() >= 170, "only {} cases", rules.cases().len());
}
