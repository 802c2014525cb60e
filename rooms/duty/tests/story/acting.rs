//! Explaining, exempting, reminding, objecting, local rules: who may, and what changes.

use act::Error;
use db::bind;
use duty::{Address, Exempt, NewLocalRule};
use testkit::{Home, day};

use crate::place::{
    BRANCH, COMMITTEE, OTHER, SECRETARY, by, fact, home, look, serve, tag, wearing,
};

const Q3: (&str, &str) = ("branch/general-meeting", "2026-Q3");
const THEME: (&str, &str) = ("branch/theme-day", "2026-10");

fn at(unit: i64, (duty, period): (&str, &str)) -> Address {
    let (duty, period) = (duty.to_owned(), period.parse().unwrap());
    Address { unit, duty, period, about: String::new(), person: None }
}

fn secretary(home: &Home) -> act::Ctx {
    wearing(home, SECRETARY, 901, "secretary", BRANCH)
}

fn officer(home: &Home) -> act::Ctx {
    wearing(home, 700, 905, "party_officer", COMMITTEE)
}

fn decision(on: &str) -> Exempt {
    Exempt { reason: "执行任务".into(), decided_by: "单位20".into(), decided_on: day(on) }
}

#[test]
fn a_branch_explains_what_is_generally_done_and_takes_it_back() {
    let home = home("2026-11-20");
    duty::explain(&secretary(&home), &at(BRANCH, Q3), "支部大部分党员外出执行任务").unwrap();
    assert_eq!(tag(&home, BRANCH, Q3), "有说明");
    duty::withdraw_explanation(&secretary(&home), &at(BRANCH, Q3)).unwrap();
    assert_eq!(tag(&home, BRANCH, Q3), "逾期");
    let twice = duty::withdraw_explanation(&secretary(&home), &at(BRANCH, Q3));
    assert!(matches!(twice, Err(Error::Conflict(_))));
}

#[test]
fn what_shall_be_done_cannot_be_explained_away() {
    let home = home("2026-11-20");
    let refused = duty::explain(&secretary(&home), &at(BRANCH, THEME), "忙");
    assert!(matches!(refused, Err(Error::Conflict(_))));
    assert_eq!(tag(&home, BRANCH, THEME), "逾期");
}

#[test]
fn the_leading_committee_exempts_and_nobody_exempts_himself_or_another() {
    let home = home("2026-11-20");
    let own = duty::exempt(&secretary(&home), &at(BRANCH, THEME), &decision("2026-11-10"));
    assert!(matches!(own, Err(Error::NotAllowed(_))));
    let other = duty::exempt(&secretary(&home), &at(OTHER, THEME), &decision("2026-11-10"));
    assert!(matches!(other, Err(Error::NotAllowed(_))));
    let future = duty::exempt(&officer(&home), &at(BRANCH, THEME), &decision("2026-11-21"));
    assert!(matches!(future, Err(Error::Invalid(_))));

    duty::exempt(&officer(&home), &at(BRANCH, THEME), &decision("2026-11-10")).unwrap();
    assert_eq!(tag(&home, BRANCH, THEME), "免办");
    let by = || look(&home, BRANCH, THEME, |it| it.by.clone());
    assert_eq!(by(), "单位20（免办决定〔2026〕1号）", "refusals take no number");
    assert_eq!(tag(&home, OTHER, THEME), "逾期");
    duty::withdraw_exemption(&officer(&home), &at(BRANCH, THEME)).unwrap();
    assert_eq!(tag(&home, BRANCH, THEME), "逾期");
    duty::exempt(&officer(&home), &at(BRANCH, THEME), &decision("2026-11-20")).unwrap();
    assert_eq!(by(), "单位20（免办决定〔2026〕2号）", "a number is given once");
}

#[test]
fn a_secretary_is_reminded_once_a_day_by_lead_or_by_line() {
    let home = home("2026-11-20");
    duty::remind(&officer(&home), &at(BRANCH, Q3)).unwrap();
    let line = wearing(&home, 701, 906, "line_officer", 100);
    assert!(matches!(duty::remind(&line, &at(BRANCH, Q3)), Err(Error::Conflict(_))));
    duty::remind(&line, &at(OTHER, Q3)).unwrap();
    let told: Vec<(i64, String)> = home
        .core
        .db
        .read(|read| read.all("SELECT person, url FROM notice ORDER BY person", bind![]))
        .unwrap();
    let url = |unit| format!("/duties/{unit}/branch.general-meeting/2026-Q3");
    assert_eq!(told, [(SECRETARY, url(BRANCH)), (601, url(OTHER))]);
}

#[test]
fn what_is_done_needs_no_reminder() {
    let home = home("2026-11-20");
    serve(&home, &fact(1, "general_meeting", "2026-09-25"), &by(BRANCH));
    assert!(matches!(duty::remind(&officer(&home), &at(BRANCH, Q3)), Err(Error::Conflict(_))));
}

#[test]
fn an_objection_reaches_the_officer_of_the_leading_committee() {
    let home = home("2026-11-20");
    duty::object(&secretary(&home), &at(BRANCH, Q3), "9月的会已经开过").unwrap();
    let told: Vec<(i64, String)> =
        home.core.db.read(|read| read.all("SELECT person, text FROM notice", bind![])).unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, 700);
    assert!(told[0].1.contains("9月的会已经开过"));
}

fn rule(from: &str, to: &str) -> NewLocalRule {
    NewLocalRule {
        title: "月度集中学习".into(),
        kinds: vec!["branch".into()],
        serves: vec!["training".into()],
        rhythm: "month".into(),
        needed: 1,
        quote: "党支部每月集中学习不少于1次。".into(),
        document_no: "临公党〔2026〕8号".into(),
        from: day(from),
        to: day(to),
        minutes: 60,
    }
}

#[test]
fn a_city_sets_a_local_rule_that_is_served_and_never_missed() {
    let home = home("2026-03-20");
    let city = wearing(&home, 701, 906, "line_officer", 100);
    let id = duty::set_local_rule(&city, 100, &rule("2026-04-01", "2026-12-31")).unwrap();
    serve(&home, &fact(1, "training", "2026-05-08"), &by(BRANCH));
    home.wait_until("2026-11-20");
    let key = format!("local/{id}");
    assert_eq!(tag(&home, BRANCH, (&key, "2026-05")), "已完成");
    assert_eq!(tag(&home, BRANCH, (&key, "2026-04")), "逾期");
    let city = wearing(&home, 701, 906, "line_officer", 100);
    duty::end_local_rule(&city, 100, id).unwrap();
    assert_eq!(tag(&home, BRANCH, (&key, "2026-04")), "逾期");
}

#[test]
fn a_county_may_not_add_and_nobody_may_measure_what_is_forbidden() {
    let home = home("2026-03-20");
    let post = home.hold(702, "line_officer", 200);
    let county = wearing(&home, 702, post, "line_officer", 200);
    let refused = duty::set_local_rule(&county, 200, &rule("2026-04-01", "2026-12-31"));
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    let city = wearing(&home, 701, 906, "line_officer", 100);
    let check_in =
        NewLocalRule { title: "每日打卡".into(), ..rule("2026-04-01", "2026-12-31") };
    assert!(matches!(duty::set_local_rule(&city, 100, &check_in), Err(Error::Invalid(_))));
    let back = duty::set_local_rule(&city, 100, &rule("2026-01-01", "2026-12-31"));
    assert!(matches!(back, Err(Error::Invalid(_))));
}
