//! Whoever follows the database is woken by what is committed, here or by another node.

use std::{sync::Arc, thread, time::Duration};

use act::{Act, Actor, Core, Ctx, Powers};
use calendar::Clock;
use crypto::Keys;
use db::{Db, Durability, Target};
use testkit::Home;

const NOTE: Act = Act::new("test.note", "记一笔");
/// Nobody waits so long unless he is not woken; nextest ends the test before.
const LONG: Duration = Duration::from_mins(10);

fn home() -> Home {
    Home::on("2026-11-20", |core| core.with(Powers::default()))
}

fn note(core: &Arc<Core>) {
    Ctx::new(core, Actor::System("test")).act_system(&NOTE, |_| Ok(())).unwrap();
}

#[test]
fn a_commit_wakes_whoever_waits_for_news() {
    let home = home();
    let core = &home.core;
    let heard = core.db.wait_for_news(0, Duration::ZERO);
    thread::scope(|scope| {
        let waiter = scope.spawn(|| core.db.wait_for_news(heard, LONG));
        note(core);
        assert!(waiter.join().unwrap() > heard);
    });
    let heard = core.db.wait_for_news(0, Duration::ZERO);
    note(core);
    assert!(core.db.wait_for_news(heard, LONG) > heard, "nothing is missed while at work");
}

#[test]
fn seals_of_one_node_wake_the_others_also_after_a_cut_connection() {
    let home = home();
    let Target::Url(url) = home.target() else { return };
    let other = Db::open_as_it_is(&home.target(), Durability::Full).unwrap();
    let other = Core::new(other, Keys::for_tests(), Clock::system());
    // Its connection stands.
    let mut heard = other.db.wait_for_news(0, LONG);
    let mut cutter = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    for _ in 0..3 {
        note(&home.core);
        while home.core.db.seal_pending().unwrap() > 0 {}
        let again = other.db.wait_for_news(heard, LONG);
        assert!(again > heard);
        let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                   WHERE query LIKE 'LISTEN %' AND datname = current_database()";
        assert_eq!(cutter.query_one(sql, &[]).unwrap().get::<_, i64>(0), 1);
        // Whoever comes back has perhaps missed something, and says so.
        heard = other.db.wait_for_news(again, LONG);
        assert!(heard > again);
    }
}

#[test]
fn waiting_ends_by_itself() {
    let home = home();
    let heard = home.core.db.wait_for_news(u64::MAX, Duration::from_millis(5));
    assert!(heard < u64::MAX);
}
