//! Daily heads: signed once a day; forged ones, missing ones and what was cut off behind them are found.

use audit::{Broken, Code};
use crypto::SigningKey;
use db::bind;

use crate::world::{World, first_day};

#[test]
fn a_day_is_signed_once() {
    let world = World::with_a_head();
    let heads = |world: &World| world.ask::<i64>("SELECT count(*) FROM audit_head", &[]);
    world.sign();
    world.sign();
    assert_eq!(heads(&world), 2, "the second day, once");
    world.next_day();
    world.sign();
    let report = world.verify();
    assert_eq!((report.broken, report.heads), (None, 3));
    assert_eq!(world.ask::<i64>("SELECT count(*) FROM audit_key", &[]), 1);
}

#[test]
fn nothing_is_signed_where_nothing_is_sealed_but_the_key() {
    let world = World::new();
    world.sign();
    // Making the key was an act; on PostgreSQL its seal may come a moment later.
    world.sign();
    assert_eq!(world.broken(), None);
    assert_eq!(world.ask::<i64>("SELECT count(*) FROM audit_head", &[]), 1);
}

#[test]
fn a_head_that_was_changed_is_named() {
    for sql in [
        "UPDATE audit_head SET events = events + 1",
        "UPDATE audit_head SET seal = seal - 1",
        "UPDATE audit_head SET day = '2026-11-19'",
        "UPDATE audit_head SET signed_at = '2026-11-20T02:00:00.000Z'",
    ] {
        let world = World::with_a_head();
        world.tamper(sql, &[]);
        assert!(matches!(world.broken(), Some(Broken::HeadForged { .. })), "{sql}");
    }
}

#[test]
fn a_head_signed_by_somebody_else_is_named() {
    let world = World::with_a_head();
    let forger = SigningKey::random();
    let head = world.home.core.db.read(audit::heads).unwrap().remove(0);
    let text = head.text();
    let signature = forger.sign(text.as_bytes());
    world.tamper("UPDATE audit_head SET signature = $1", bind![signature]);
    assert_eq!(world.broken(), Some(Broken::HeadForged { day: first_day(), seal: head.seal }));
    // He puts his own key beside it; the master key he has not.
    world.tamper("UPDATE audit_key SET public = $1", bind![forger.public().to_bytes()]);
    assert_eq!(world.broken(), Some(Broken::KeyForged { key: 1 }));
}

#[test]
fn a_head_that_was_taken_away_is_named() {
    let world = World::with_a_head();
    for _ in 0..2 {
        world.sign();
        world.next_day();
    }
    world.tamper("DELETE FROM audit_head WHERE no = 3", &[]);
    assert_eq!(world.broken(), Some(Broken::HeadsGone { last: 2 }), "the last");
    let world = World::with_a_head();
    for _ in 0..2 {
        world.sign();
        world.next_day();
    }
    world.tamper("DELETE FROM audit_head WHERE no = 2", &[]);
    assert!(matches!(world.broken(), Some(Broken::HeadOutOfLine { .. })), "one between");
    world.tamper("DELETE FROM audit_head WHERE no = 1", &[]);
    assert!(matches!(world.broken(), Some(Broken::HeadOutOfLine { .. })), "the first");
}

#[test]
fn a_chain_computed_anew_does_not_fit_its_signed_head() {
    let world = World::with_a_head();
    let event = world.event_of(2);
    // Event and seal vanish, later seals move up, every digest is right again.
    world.tamper("DELETE FROM event WHERE id = $1", bind![event]);
    world.tamper("DELETE FROM seal WHERE no = 2", &[]);
    let last: i64 = world.ask("SELECT max(no) FROM seal", &[]);
    for no in 3..=last {
        world.tamper("UPDATE seal SET no = no - 1 WHERE no = $1", bind![no]);
    }
    world.reseal_from(1);
    let broken = world.broken();
    assert!(matches!(broken, Some(Broken::HeadOfOtherChain { .. })), "{broken:?}");
}

#[test]
fn seals_cut_off_at_the_end_are_missed_by_the_head() {
    let world = World::with_a_head();
    world.sign();
    let head: i64 = world.ask("SELECT seal FROM audit_head WHERE no = 2", &[]);
    for no in [head, head + 1] {
        let event = world.event_of(no);
        world.tamper("DELETE FROM event WHERE id = $1", bind![event]);
        world.tamper("DELETE FROM seal WHERE no = $1", bind![no]);
    }
    let day = first_day().plus_days(1);
    let beyond = Broken::HeadBeyond { day, seal: head, last: head - 1 };
    assert_eq!(world.broken(), Some(beyond));
}

#[test]
fn the_last_seals_alone_cut_off_leave_events_that_no_seal_knows() {
    let world = World::with_a_head();
    let last: i64 = world.ask("SELECT max(no) FROM seal", &[]);
    let event = world.event_of(last);
    world.tamper("DELETE FROM seal WHERE no = $1", bind![last]);
    let broken = world.broken();
    let is_it = matches!(broken, Some(Broken::Unsealed { event: e, many: 1, .. }) if e == event);
    assert!(is_it, "{broken:?}");
}

#[test]
fn a_printed_code_proves_what_even_the_database_has_forgotten() {
    let world = World::with_a_head();
    let printed = world.code().to_string();
    world.act();
    let code = Code::read(&printed).unwrap();
    assert_eq!(world.broken_under(&code), None, "the chain has gone on");
    // Everything of the last day is taken away, whole: nothing inside is wrong any more.
    let last: i64 = world.ask("SELECT max(no) FROM seal", &[]);
    for no in [last, last - 1, last - 2] {
        let event = world.event_of(no);
        world.tamper("DELETE FROM event WHERE id = $1", bind![event]);
        world.tamper("DELETE FROM seal WHERE no = $1", bind![no]);
    }
    assert_eq!(world.broken(), None);
    let beyond = Broken::CodeBeyond { day: code.day, seal: code.seal, last: last - 3 };
    assert_eq!(world.broken_under(&code), Some(beyond));
    // New acts fill the gap; the paper knows better.
    (0..3).for_each(|_| world.act());
    assert_eq!(world.broken(), None);
    let other = Broken::CodeOfOtherChain { day: code.day, seal: code.seal };
    assert_eq!(world.broken_under(&code), Some(other));
}
