//! Events and seals that were changed, taken away, added or exchanged behind the back of the product.

use audit::{Broken, Newest};
use db::bind;

use crate::world::World;

#[test]
fn an_untouched_chain_holds() {
    let world = World::with_a_head();
    let report = world.verify();
    assert_eq!(report.broken, None);
    // Three acts and a look; key and head; two acts.
    assert_eq!((report.events, report.waiting, report.heads), (8, 0, 1));
    assert_eq!(report.fingerprints.len(), 1);
    assert_eq!(world.broken_under(&world.code()), None);
    assert_eq!(World::new().verify().broken, None, "nothing at all holds too");
}

#[test]
fn a_changed_field_is_named_by_its_event() {
    for (sql, seal) in [
        ("UPDATE event SET reason = '别的' WHERE id = $1", 2),
        ("UPDATE event SET person = 7 WHERE id = $1", 1),
        ("UPDATE event SET at = '2026-11-19T01:00:00.000Z' WHERE id = $1", 3),
        ("UPDATE event SET origin = '10.0.0.1' WHERE id = $1", 2),
        ("UPDATE view_log SET origin = NULL WHERE id = $1", 4),
        ("UPDATE view_log SET about = 'person:8' WHERE id = $1", 4),
    ] {
        let world = World::with_a_head();
        let event = world.event_of(seal);
        world.tamper(sql, bind![event]);
        let broken = world.broken();
        let is_it = matches!(broken, Some(Broken::EventChanged { seal: s, event: e, .. })
                                     if (s, e) == (seal, event));
        assert!(is_it, "{sql}: {broken:?}");
        let words = broken.unwrap().to_string();
        assert!(words.contains(&format!("第{event}号记录（2026年11月")), "{words}");
    }
}

#[test]
fn a_change_with_another_digest_is_named_too() {
    let world = World::with_a_head();
    let event = world.event_of(2);
    world.tamper("UPDATE event SET act = 'x', digest = $2 WHERE id = $1", bind![event, [7; 32]]);
    assert!(matches!(world.broken(), Some(Broken::EventChanged { seal: 2, .. })));
}

#[test]
fn a_deleted_event_is_named() {
    let world = World::with_a_head();
    let event = world.event_of(2);
    world.tamper("DELETE FROM event WHERE id = $1", bind![event]);
    assert_eq!(world.broken(), Some(Broken::EventGone { seal: 2, event, at: None }));
    assert!(world.broken().unwrap().to_string().contains(&format!("第{event}号记录被删了")));
}

#[test]
fn an_event_that_was_never_done_is_named() {
    let world = World::with_a_head();
    let sql = "INSERT INTO event (id, at, actor, act, changed, rows_count, digest)
               SELECT $1, at, actor, act, changed, rows_count, digest FROM event WHERE id = $2";
    world.tamper(sql, bind![77, world.event_of(1)]);
    world.tamper(sql, bind![78, world.event_of(1)]);
    let broken = world.broken();
    let is_it = matches!(broken, Some(Broken::Unsealed { event: 77, at: Some(_), many: 2 }));
    assert!(is_it, "{broken:?}");
}

#[test]
fn an_event_sealed_twice_is_named() {
    let world = World::with_a_head();
    let (event, last): (i64, i64) = (world.event_of(1), world.ask("SELECT max(no) FROM seal", &[]));
    let before: Vec<u8> = world.ask("SELECT digest FROM seal WHERE no = $1", bind![last]);
    // Whoever has the database can compute a seal; it needs no key.
    let digest = db::block_digest(&before, &[world.digest_of(event)]);
    let sql = "INSERT INTO seal (no, events, digest) VALUES ($1, $2, $3)";
    world.tamper(sql, bind![last + 1, event.to_string(), digest]);
    assert_eq!(world.broken(), Some(Broken::SealedTwice { event, seal: last + 1 }));
}

#[test]
fn two_events_that_changed_places_are_named() {
    let world = World::with_a_head();
    let (one, two) = (world.event_of(1), world.event_of(2));
    for (from, to) in [(one, 1_i64), (two, one), (1, two)] {
        world.tamper("UPDATE event SET id = $2 WHERE id = $1", bind![from, to]);
    }
    assert!(matches!(world.broken(), Some(Broken::EventChanged { seal: 1, .. })));
}

#[test]
fn two_seals_that_changed_places_are_named() {
    let world = World::with_a_head();
    for (from, to) in [(1, 1000), (2, 1), (1000, 2)] {
        world.tamper("UPDATE seal SET no = $2 WHERE no = $1", bind![from, to]);
    }
    let broken = world.broken();
    let is_it = matches!(broken, Some(Broken::SealWrong { seal: 1, at: Some(_), .. }));
    assert!(is_it, "{broken:?}");
}

#[test]
fn a_seal_that_was_changed_or_taken_away_is_named() {
    let world = World::with_a_head();
    world.tamper("UPDATE seal SET events = 'x' WHERE no = 3", &[]);
    assert_eq!(world.broken(), Some(Broken::SealUnreadable { seal: 3 }));
    world.tamper("DELETE FROM seal WHERE no = 3", &[]);
    assert_eq!(world.broken(), Some(Broken::SealGone { seal: 3, next: 4 }));
}

#[test]
fn the_first_of_two_broken_links_is_the_one_named() {
    let world = World::with_a_head();
    let (early, late) = (world.event_of(2), world.event_of(3));
    world.tamper("DELETE FROM event WHERE id = $1", bind![late]);
    world.tamper("UPDATE event SET reason = '别的' WHERE id = $1", bind![early]);
    assert!(matches!(world.broken(), Some(Broken::EventChanged { seal: 2, .. })));
}

#[test]
fn looks_from_before_their_digest_was_kept_still_hold() {
    let world = World::with_a_head();
    world.tamper("UPDATE view_log SET digest = NULL", &[]);
    assert_eq!(world.broken(), None);
    world.tamper("UPDATE view_log SET shown = 2", &[]);
    assert!(matches!(world.broken(), Some(Broken::SealWrong { seal: 4, .. })));
}

#[test]
fn what_waits_for_its_seal_is_looked_at_as_well() {
    let world = World::with_a_head();
    let waits = "INSERT INTO unsealed (event, digest) VALUES ($1, $2)";
    world.tamper(waits, bind![77, [7; 32]]);
    assert_eq!(world.broken(), Some(Broken::WaitingWrong { event: 77 }));
}

#[test]
fn doctor_looks_at_the_newest_seals() {
    let world = World::with_a_head();
    let newest = |most| audit::check_newest(&world.ctx(), most).unwrap();
    assert_eq!(newest(1000), Newest::Whole { events: 8 });
    assert_eq!(newest(2), Newest::Whole { events: 2 });
    let event = world.event_of(1);
    world.tamper("UPDATE event SET reason = '别的' WHERE id = $1", bind![event]);
    assert_eq!(newest(2), Newest::Whole { events: 2 });
    assert!(matches!(newest(1000), Newest::Broken(Broken::EventChanged { seal: 1, .. })));
}
