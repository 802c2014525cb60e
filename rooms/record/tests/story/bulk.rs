//! Many at once.

use calendar::Instant;
use record::{
    Closed, Imported, Session,
    roll::{Entry, Presence},
};
use rules::Rules;
use testkit::day;

use crate::world::World;

fn closed(world: &World, on: &str) -> Closed {
    let session =
        Session {
            on: day(on), from: "09:00".into(), to: "11:00".into(), place: "会议室".into()
        };
    let entry = |(number, person): (usize, &i64)| {
        let presence = if number == 3 { Presence::Absent } else { Presence::Came(1) };
        (Entry { person: *person, votes: true, presence }, None)
    };
    Closed {
        chair: Some(world.people[0]),
        minutes: "集中学习。".into(),
        roll: world.people.iter().enumerate().map(entry).collect(),
        ..Closed::new(3, "theme_day", session, Instant::at(day(on), 17, 0))
    }
}

#[test]
fn a_year_of_records_is_one_act_and_reads_like_any_other() {
    let world = World::of(5, 0);
    let year: Vec<Closed> =
        (1..=11).map(|month| closed(&world, &format!("2026-{month:02}-10"))).collect();
    let ids = world.prepare(|w| record::close_many(w, Rules::built_in(), &year));
    assert_eq!(ids.len(), 11);
    let counted = "SELECT count(*) FROM service WHERE duty = 'branch/theme-day' AND counts";
    assert_eq!(world.count(counted), 11);
    let page = world.browser(0).get(&format!("/records/{}", ids[0]));
    assert!(page.status == 200 && page.body.contains("应到5人，实到4人"), "{}", page.body);
    assert!(page.body.contains("1月主题党日"));
}

#[test]
fn last_years_meetings_come_in_marked_and_go_as_a_batch() {
    let world = World::of(5, 0);
    let meeting = |on: &str| Imported {
        unit: 3,
        kind: "general_meeting".into(),
        held_on: day(on),
        present: 20,
    };
    let batch = [meeting("2025-03-10"), meeting("2025-06-10")];
    let ids = world.prepare(|w| record::import_meetings(w, Rules::built_in(), 77, &batch));
    let page = world.browser(0).get(&format!("/records/{}", ids[0]));
    assert!(page.body.contains("到会20人（往年记录导入，只有人数）"), "{}", page.body);
    assert!(!page.body.contains("/correction"), "there is nothing to correct");
    let form = [("_version", "0"), ("reason", "不是本支部的")];
    assert_eq!(
        world.browser(0).post(&format!("/records/{}/withdrawal", ids[1]), &form).status,
        303
    );
    assert_eq!(world.prepare(|w| record::undo_import(w, 77)), 1, "what was withdrawn stays");
    assert_eq!(world.count("SELECT count(*) FROM service WHERE fact_room = 'record'"), 0);
}

#[test]
fn the_shipped_kinds_hold() {
    let kinds = record::Kinds::load(systems::Systems::built_in(), Rules::built_in()).unwrap();
    assert_eq!(
        kinds.for_unit("branch").count() + 1,
        record::Kinds::built_in().for_unit("branch").count() + 1
    );
    assert!(kinds.find("theme_day").is_some() && kinds.find("nothing").is_none());
}
