//! Terms, facts and the start-of-use day.

use org::NewTerm;
use testkit::day;

use crate::{five_organs::organs, kit::refused};

#[test]
fn an_election_ends_the_term_before() {
    let it = organs();
    let world = &it.world;
    let start = |on: &str, years| {
        let new = NewTerm {
            unit: it.station_branch,
            elected_on: day(on),
            years,
            basis: "选举结果批复".into(),
        };
        world.write(|_, w| org::start_term(w, &new))
    };
    start("2020-06-10", 3).unwrap();
    world
        .write(|_, w| org::extend_term(w, it.station_branch, day("2023-12-09"), "延期批复"))
        .unwrap();
    start("2023-11-01", 3).unwrap();
    let terms = world.read(|read| org::terms(read, it.station_branch));
    assert_eq!(terms[0].ends_on, day("2026-10-31"));
    assert_eq!((terms[1].ends_on, terms[1].ended_on), (day("2023-12-09"), Some(day("2023-11-01"))));
    let running = world.read(|read| org::term_on(read, it.station_branch, day("2026-11-20")));
    assert_eq!(running.unwrap().elected_on, day("2023-11-01"));
    assert!(refused(start("2023-11-01", 3)).contains("要晚于它"));
    assert!(refused(start("2009-01-01", 3)).contains("成立之后"));
    assert!(refused(start("2026-11-19", 30)).contains("1到10年"));
}

#[test]
fn many_first_terms_start_at_once() {
    let it = organs();
    let term =
        |unit| NewTerm { unit, elected_on: day("2024-05-01"), years: 3, basis: String::new() };
    let both = [term(it.joint_branch), term(it.station_branch)];
    it.world.write(|_, w| org::start_terms(w, &both)).unwrap();
    let ends = |unit| it.world.read(|read| org::terms(read, unit))[0].ends_on;
    assert_eq!([ends(it.joint_branch), ends(it.station_branch)], [day("2027-04-30"); 2]);
    let again = it.world.write(|_, w| org::start_terms(w, &both[..1]));
    assert!(refused(again).contains("已经登记过选举"));
    let unknown = it.world.write(|_, w| org::start_terms(w, &[term(99999)]));
    assert!(matches!(unknown, Err(act::Error::NotFound)));
}

#[test]
fn a_fact_holds_from_its_day_until_the_next() {
    let it = organs();
    let world = &it.world;
    for (on, value) in [("2020-01-01", 5), ("2024-01-01", 9), ("2024-01-01", 8)] {
        world
            .write(|_, w| org::set_fact(w, it.station_branch, "subgroups", day(on), value))
            .unwrap();
    }
    let on = |text: &str| {
        world.read(|read| org::fact_on(read, it.station_branch, "subgroups", day(text)))
    };
    assert_eq!([on("2019-12-31"), on("2023-12-31"), on("2024-01-01")], [None, Some(5), Some(8)]);
    let all = world.read(|read| org::facts_on(read, &[it.station_branch]));
    assert_eq!(all.len(), 2);
}

#[test]
fn a_unit_is_in_use_from_a_day() {
    let it = organs();
    let world = &it.world;
    let unit = world.unit(it.station_branch);
    assert_eq!(unit.use_from, day("2026-11-20"));
    world.write(|_, w| org::set_use_from(w, &unit, day("2026-01-01"))).unwrap();
    assert_eq!(world.unit(unit.id).use_from, day("2026-01-01"));
    let early = world.unit(unit.id);
    let refusal = world.write(|_, w| org::set_use_from(w, &early, day("2009-01-01")));
    assert!(refused(refusal).contains("不能早于成立日期"));
}
