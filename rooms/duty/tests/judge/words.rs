//! The words of a verdict, as the page of one duty shows them.

use super::small::day;
use duty::judge::{Exemption, Fact, History, Service, Verdict, owed, services, state};
use rules::{Rules, Who};

fn quarter(facts: &[Fact], exempt: &[Exemption], period: &str, on: &str) -> Verdict<'static> {
    let rules = Rules::built_in();
    let bearer = History::new(Who::Unit, "branch", day("2015-07-01"));
    let services: Vec<Service> = facts.iter().flat_map(|f| services(rules, &bearer, f)).collect();
    let slots = owed(rules, &bearer, 2026);
    let slot =
        slots.iter().find(|s| s.key() == format!("branch/general-meeting {period}")).unwrap();
    state(slot, &services, exempt, &[], day(on))
}

fn meeting(on: &str, present: i64) -> Fact {
    let mut fact = Fact::new("general_meeting", day(on));
    fact.figures = [("voters".to_owned(), 26), ("present".to_owned(), present)].into();
    fact
}

#[test]
fn a_done_duty_says_how_many_and_until_when() {
    let mut fact = meeting("2026-06-24", 23);
    fact.entered_on = day("2026-07-03");
    let verdict = quarter(&[fact], &[], "2026-Q2", "2026-11-20");
    assert_eq!(verdict.words(), "应有1次，已有1次，在最后一天（6月30日）之前。");
    assert_eq!((verdict.tag(), verdict.tag_beside()), ("已完成", Some("补录")));
    assert_eq!(verdict.hint(), None);
}

#[test]
fn an_overdue_duty_says_what_did_not_count_and_what_can_be_done() {
    let verdict = quarter(&[meeting("2026-09-25", 13)], &[], "2026-Q3", "2026-11-20");
    assert_eq!(verdict.words(), "应有1次，能计入的0次。");
    assert_eq!(verdict.deadline(), "最后一天是2026年9月30日，已过51天");
    let lines: Vec<_> = verdict.not_counted().map(|l| l.reason.as_str()).collect();
    assert_eq!(lines, ["有表决权26人，到会应超过半数（14人），实到13人，不足"]);
    assert_eq!(
        verdict.hint().unwrap(),
        "会期在第三季度之内的，可以补录；现在再办的，写明补办第三季度，算作逾期完成，到12月31日为止。"
    );
}

#[test]
fn a_coming_duty_says_how_long_it_has() {
    let verdict = quarter(&[], &[], "2026-Q4", "2026-12-21");
    assert_eq!(
        (verdict.tag(), verdict.words().as_str()),
        ("将到期", "应有1次，最后一天是2026年12月31日，还有10天。")
    );
    assert_eq!(quarter(&[], &[], "2026-Q4", "2026-11-20").tag(), "未到期");
}

#[test]
fn an_exemption_for_the_year_covers_its_quarters_and_names_who_gave_it() {
    let exempt = Exemption {
        duty: "branch/general-meeting".to_owned(),
        period: "2026".parse().unwrap(),
        about: String::new(),
        on: day("2026-01-10"),
        by: "机关党委".to_owned(),
        reason: "全体抽调执行安保任务".to_owned(),
    };
    let verdict = quarter(&[], &[exempt], "2026-Q3", "2026-11-20");
    assert_eq!(verdict.words(), "由机关党委免办，原因：全体抽调执行安保任务。");
    assert!(!verdict.is_owed());
}

#[test]
fn what_is_had_and_what_is_missing_add_up_to_what_is_needed() {
    let rules = Rules::built_in();
    let bearer = History::new(Who::Person, "member", day("2015-07-01"));
    let slots = owed(rules, &bearer, 2026);
    let hours = slots.iter().find(|slot| slot.duty.counts == rules::Counts::Hours).unwrap();
    let mut verdict = state(hours, &[], &[], &[], day("2026-11-20"));
    let unit = verdict.slot.unit;
    // 30.66 of 32 hours: 30.6 are had, so 1.4 are missing and not 1.3.
    verdict.met = unit * 3066 / 100;
    verdict.needed = unit * 32;
    assert_eq!(verdict.amount(verdict.met), "30.6学时");
    assert_eq!(verdict.amount_missing(), "1.4学时");
    assert!(verdict.words().contains("还差1.4学时"), "{}", verdict.words());
}
