//! Facts become services, services become verdicts.

use duty::{Law, Setting};
use rules::Rules;
use testkit::day;

use crate::place::{
    BRANCH, COMMITTEE, OTHER, SECRETARY, by, fact, home, look, person_slots, prepare, serve, tag,
};

const Q3: (&str, &str) = ("branch/general-meeting", "2026-Q3");

#[test]
fn a_meeting_does_its_quarter_and_its_withdrawal_undoes_it() {
    let home = home("2026-11-20");
    assert_eq!(tag(&home, BRANCH, Q3), "逾期");
    serve(&home, &fact(1, "general_meeting", "2026-09-25"), &by(BRANCH));
    assert_eq!(tag(&home, BRANCH, Q3), "已完成");
    assert_eq!(tag(&home, OTHER, Q3), "逾期");
    prepare(&home, |w| duty::withdraw(w, "record", 1));
    assert_eq!(tag(&home, BRANCH, Q3), "逾期");
}

#[test]
fn what_was_held_in_time_and_entered_late_is_done_with_a_mark() {
    let home = home("2026-11-20");
    let mut late = fact(1, "general_meeting", "2026-09-25");
    late.entered_on = day("2026-11-19");
    serve(&home, &late, &by(BRANCH));
    assert_eq!(tag(&home, BRANCH, Q3), "已完成 补录");
}

#[test]
fn what_makes_up_for_an_earlier_period_says_so() {
    let home = home("2026-11-20");
    let mut made_up = fact(1, "general_meeting", "2026-11-10");
    made_up.makes_up = Some("2026-Q3".parse().unwrap());
    serve(&home, &made_up, &by(BRANCH));
    assert_eq!(tag(&home, BRANCH, Q3), "已完成 逾期完成");
    assert_eq!(tag(&home, BRANCH, ("branch/general-meeting", "2026-Q4")), "未到期");
}

#[test]
fn a_meeting_without_quorum_is_kept_with_its_reason() {
    let home = home("2026-11-20");
    let mut small = fact(1, "general_meeting", "2026-09-25");
    small.figures.insert("present".into(), 4);
    serve(&home, &small, &by(BRANCH));
    let reason = look(&home, BRANCH, Q3, |it| it.not_counted().next().unwrap().reason.clone());
    assert!(reason.contains("不足") || reason.contains("没有过半"), "{reason}");
}

#[test]
fn serving_again_replaces_what_was_served() {
    let home = home("2026-11-20");
    let first = fact(1, "general_meeting", "2026-09-25");
    serve(&home, &first, &by(BRANCH));
    serve(&home, &first, &by(BRANCH));
    assert_eq!(look(&home, BRANCH, Q3, |it| it.met), 1);
}

#[test]
fn a_subgroup_meeting_serves_its_branch() {
    let home = home("2026-11-20");
    prepare(&home, |w| {
        for id in [31, 32] {
            let paths = (format!("/20/21/{id}/"), format!("/100/200/{id}/"));
            crate::place::unit(w, id, "subgroup", (&paths.0, &paths.1), "2026-01-01");
        }
        Ok(())
    });
    let october = ("branch/group-meeting", "2026-10");
    serve(&home, &fact(1, "subgroup_meeting", "2026-10-10"), &by(31));
    assert_eq!(look(&home, BRANCH, october, |it| (it.met, it.needed)), (1, 2));
    serve(&home, &fact(2, "subgroup_meeting", "2026-10-12"), &by(32));
    assert_eq!(tag(&home, BRANCH, october), "已完成");
}

#[test]
fn a_lecture_counts_for_the_post_of_who_gave_it_and_not_for_who_was_away() {
    let home = home("2026-11-20");
    let setting = Setting { lecturer: Some(SECRETARY), absent: Some(vec![505]), ..by(BRANCH) };
    serve(&home, &fact(1, "party_lecture", "2026-05-10"), &setting);
    let lecture = ("person/branch-secretary-lecture", "2026");
    assert_eq!(tag(&home, BRANCH, lecture), "已完成");
    home.core
        .db
        .read(|read| {
            let law = Law::load(read, Rules::built_in())?;
            let (all, _) = duty::list(read, &law, BRANCH, 2026, day("2026-11-20"))?;
            let hours = |person| person_slots(&all, person, "person/member-hours")[0].0;
            assert_eq!((hours(504), hours(505)), (90, 0));
            Ok::<_, act::Error>(())
        })
        .unwrap();

    let by_another = Setting { lecturer: Some(502), ..by(OTHER) };
    serve(&home, &fact(2, "party_lecture", "2026-05-10"), &by_another);
    assert_eq!(
        look(&home, OTHER, lecture, |it| it.not_counted().next().unwrap().reason.clone()),
        "不是本人讲的"
    );
}

#[test]
fn a_talk_counts_for_both_by_what_the_other_is() {
    let home = home("2026-11-20");
    let setting = Setting { talk: Some((502, 507)), absent: None, ..by(BRANCH) };
    serve(&home, &fact(1, "talk", "2026-05-10"), &setting);
    home.core
        .db
        .read(|read| {
            let law = Law::load(read, Rules::built_in())?;
            let (all, _) = duty::list(read, &law, BRANCH, 2026, day("2026-11-20"))?;
            let talks = |person| person_slots(&all, person, "branch/talk-with-committee");
            assert_eq!(talks(507), [(1, 1)]);
            assert_eq!(talks(502), [(1, 1)], "a talk of a seat with a member is one to both");
            for person in [502, 507] {
                let among = person_slots(&all, person, "branch/talk-among-members");
                assert!(among.iter().all(|it| it.0 == 0), "{among:?}");
            }
            Ok::<_, act::Error>(())
        })
        .unwrap();
}

#[test]
fn a_branch_owes_contact_with_each_who_studies_abroad_when_the_half_year_begins() {
    let home = home("2026-11-20");
    let of = |period| ("branch/abroad-contact", period);
    let go = |person, purpose, from: &str, back: Option<&str>| {
        prepare(&home, |w| {
            crate::place::abroad(w, person, purpose, (from, back));
            Ok(())
        });
    };
    let needed = |period| look(&home, BRANCH, of(period), |it| it.slot.needed);
    go(504, "posting", "2026-01-10", None);
    assert_eq!(tag(&home, BRANCH, of("2026-H2")), "不适用", "nobody studies");
    go(505, "study", "2026-03-01", None);
    go(506, "own_study", "2026-07-01", Some("2027-07-01"));
    go(507, "study", "2026-07-02", None);
    go(508, "study", "2025-09-01", Some("2026-07-01"));
    assert_eq!((needed("2026-H1"), needed("2026-H2")), (1, 2));
    assert_eq!(tag(&home, OTHER, of("2026-H2")), "不适用");

    serve(&home, &fact(1, "contact", "2026-08-10"), &by(BRANCH));
    assert_eq!(look(&home, BRANCH, of("2026-H2"), |it| (it.met, it.needed)), (1, 2));
    serve(&home, &fact(2, "contact", "2026-09-10"), &by(BRANCH));
    assert_eq!(tag(&home, BRANCH, of("2026-H2")), "已完成");

    prepare(&home, |w| {
        let sql = "UPDATE member_status SET to_on = '2026-06-30' WHERE person = 505";
        w.run(sql, &[])?;
        w.touch(BRANCH, db::Touch::Unit);
        Ok(())
    });
    assert_eq!(needed("2026-H2"), 1, "whose membership rests is not counted");
}

#[test]
fn before_the_start_of_use_nothing_is_missed_and_a_merged_branch_keeps_its_past() {
    let home = home("2026-11-20");
    serve(&home, &fact(1, "theme_day", "2026-03-10"), &by(OTHER));
    prepare(&home, |w| {
        let sql = "UPDATE unit SET use_from = '2026-06-01' WHERE id = $1";
        w.run(sql, db::bind![BRANCH])?;
        let sql = "UPDATE unit SET dissolved_on = '2026-08-15' WHERE id = $1";
        w.run(sql, db::bind![OTHER])?;
        let sql = "UPDATE unit_path SET to_on = '2026-08-15' WHERE unit = $1";
        w.run(sql, db::bind![OTHER])?;
        let sql = "INSERT INTO unit_change (id, kind, unit, successor, on_day, basis, event)
                   VALUES (1, 'merge', $1, $2, '2026-08-15', '测试', 1)";
        w.run(sql, db::bind![OTHER, BRANCH])?;
        w.touch_all([OTHER, BRANCH], db::Touch::Place);
        Ok(())
    });
    let theme = |period| ("branch/theme-day", period);
    assert_eq!(tag(&home, BRANCH, theme("2026-05")), "启用前");
    assert_eq!(tag(&home, BRANCH, theme("2026-07")), "缺项");
    assert_eq!(tag(&home, OTHER, theme("2026-03")), "已完成");
    assert_eq!(tag(&home, OTHER, theme("2026-02")), "缺项");
    assert_eq!(tag(&home, OTHER, theme("2026-08")), "不适用");
}

#[test]
fn many_facts_in_bulk_are_the_same_as_one_by_one() {
    let home = home("2026-11-20");
    let facts: Vec<_> =
        (1..=10).map(|n| (fact(n, "theme_day", &format!("2026-{n:02}-05")), by(BRANCH))).collect();
    prepare(&home, |w| duty::serve_many(w, Rules::built_in(), &facts));
    for month in 1..=10 {
        let period = format!("2026-{month:02}");
        assert_eq!(tag(&home, BRANCH, ("branch/theme-day", &period)), "已完成");
    }
}

#[test]
fn a_tree_is_loaded_in_three_statements_and_says_the_same_as_one_unit() {
    let home = home("2026-11-20");
    serve(&home, &fact(1, "general_meeting", "2026-09-25"), &by(BRANCH));
    home.core
        .db
        .read(|read| {
            let rules = Rules::built_in();
            let law = Law::load(read, rules)?;
            let before = read.statements();
            for (relation, root) in [(act::Relation::Lead, COMMITTEE), (act::Relation::Line, 100)] {
                let root = (relation, root);
                let scope = (duty::Scope::Tree, duty::Persons::Without);
                let bearers = duty::bearers(read, &law, root, 2026, scope)?;
                let served = duty::served(read, root, 2026, scope)?;
                let branch = bearers
                    .iter()
                    .find(|it| it.unit == BRANCH && it.history.who == rules::Who::Unit);
                let on = day("2026-11-20");
                let tree =
                    duty::verdicts(&law, branch.unwrap(), &served, 2026, on, duty::Wanted::Owed);
                let done = tree.iter().find(|it| it.slot.key() == "branch/general-meeting 2026-Q3");
                assert_eq!(done.unwrap().tag(), "已完成");
            }
            assert_eq!(read.statements() - before, 6);
            Ok::<_, act::Error>(())
        })
        .unwrap();
}

#[test]
fn the_list_as_json_keeps_its_shape() {
    let home = home("2026-02-10");
    serve(&home, &fact(1, "theme_day", "2026-01-09"), &by(BRANCH));
    let mut small = fact(2, "general_meeting", "2026-02-05");
    small.figures.insert("present".into(), 4);
    serve(&home, &small, &by(BRANCH));
    let list = home.core.db.read(|read| {
        let law = Law::load(read, Rules::built_in())?;
        duty::list_json(read, &law, (act::Relation::Lead, BRANCH), 2026, day("2026-02-10"))
    });
    let text = serde_json::to_string_pretty(&list.unwrap()).unwrap();
    testkit::golden("tests/golden/duty-list.json", &format!("{text}\n"));
}

#[test]
fn a_person_who_moved_in_gets_hours_only_for_what_was_held_since() {
    let home = home("2026-11-20");
    prepare(&home, |w| {
        crate::place::person(w, 800);
        let sql = "INSERT INTO affiliation (id, person, unit, from_on, basis)
                   VALUES (800, 800, $1, '2026-06-01', '测试')";
        w.run(sql, db::bind![BRANCH])?;
        let sql = "INSERT INTO member_status (person, status, from_on, basis)
                   VALUES (800, 'full', '2020-01-01', '测试')";
        w.run(sql, db::bind![])?;
        w.touch(BRANCH, db::Touch::Unit);
        Ok(())
    });
    serve(&home, &fact(1, "theme_day", "2026-05-08"), &by(BRANCH));
    serve(&home, &fact(2, "theme_day", "2026-06-08"), &by(BRANCH));
    let (new, old) = home
        .core
        .db
        .read(|read| {
            let law = Law::load(read, Rules::built_in())?;
            let (all, _) = duty::list(read, &law, BRANCH, 2026, day("2026-11-20"))?;
            let hours = |person| person_slots(&all, person, "person/member-hours")[0];
            Ok::<_, act::Error>((hours(800), hours(504)))
        })
        .unwrap();
    assert_eq!((new.0, old.0), (90, 180));
    assert!(new.1 < old.1, "a part of a year asks for a part of the hours");
}
