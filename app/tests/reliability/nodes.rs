//! Several nodes on one PostgreSQL: what one did shows on the next read on each other, on every level;
//! one of them slow, one killed, one with the lease of the sealer in a dead hand.

use std::{thread, time::Duration};

use act::Core;
use postgres::{Client, NoTls};

use crate::{
    browser::Browser,
    site::{Site, Watcher, all, all_agree, all_is_well, unit_of},
    storm::{Storm, report},
};

/// The lock under which one node seals (`crates/db/src/postgres.rs`).
const SEALER: i64 = 0x5ea1;

/// Files a report at one node; its address.
fn file(officer: &Browser, port: u16, unit: i64, title: &str) -> String {
    let unit = unit.to_string();
    let answer = officer.at(port).post("/records/filing", &report(&unit, title)).unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

fn withdraw(officer: &Browser, port: u16, url: &str) {
    let url = format!("{url}/withdrawal");
    let fields = [("_version", "1"), ("reason", "报错了")];
    let answer = officer.at(port).post(&url, &fields).unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
}

fn unsealed(core: &Core) -> i64 {
    all(core, "SELECT count(*) FROM unsealed")[0]
}

/// Waits until some node has sealed everything.
fn until_sealed(core: &Core) {
    for _ in 0..1500 {
        if unsealed(core) == 0 {
            return;
        }
        thread::park_timeout(Duration::from_millis(20));
    }
    panic!("{} events are not sealed", unsealed(core));
}

#[test]
fn an_act_through_one_node_shows_on_the_next_read_on_each_other() {
    let mut site = Site::new();
    if site.url().is_none() {
        return;
    }
    let core = site.core();
    let (a, mut b, mut c) = (site.serve(), site.serve_another(), site.serve_another());
    let ports = [a.port, b.port, c.port];
    let unit = unit_of(&core, "ganshi");
    let officer = Browser::sign_in(a.port, "ganshi");
    let watchers = Watcher::above(&core, unit, a.port);
    all_agree(&core, &watchers, &ports, "before");

    let done = |port: u16| watchers[0].sees(port)["figures"]["done"].as_i64().unwrap();
    let before = done(a.port);
    for turn in 0..3 {
        let url = file(&officer, ports[turn % 3], unit, &format!("第{turn}份"));
        assert_eq!(ports.map(done), [before + 1; 3], "filed at node {}", turn % 3);
        all_agree(&core, &watchers, &ports, &format!("filed at node {}", turn % 3));
        withdraw(&officer, ports[(turn + 1) % 3], &url);
        assert_eq!(ports.map(done), [before; 3], "withdrawn at node {}", (turn + 1) % 3);
    }

    // One stands still for a while, whatever it holds at that moment, and is right at once afterwards.
    b.stop();
    let url = file(&officer, a.port, unit, "慢的时候");
    assert_eq!([done(a.port), done(c.port)], [before + 1; 2], "beside one that stands still");
    thread::park_timeout(Duration::from_secs(2));
    b.go_on();
    assert_eq!(ports.map(done), [before + 1; 3], "after standing still");
    withdraw(&officer, b.port, &url);
    all_agree(&core, &watchers, &ports, "after standing still");

    // One is killed in a storm and comes back, while the others go on.
    let storm = Storm::by(officer, unit);
    storm.rage(c.port, || {
        while storm.answered() < 5 {
            thread::park_timeout(Duration::from_millis(5));
        }
        c.kill();
    });
    all_agree(&core, &watchers, &ports[..2], "one is killed");
    let c = site.serve_another();
    storm.finish(c.port);
    storm.nothing_is_lost_or_doubled(&core);
    all_agree(&core, &watchers, &[a.port, b.port, c.port], "the killed one is back");
    b.kill();
    drop((a, c));
    all_is_well(&site);
}

#[test]
fn reads_do_not_wait_for_seals_and_the_lease_of_a_dead_sealer_passes_on() {
    let mut site = Site::new();
    let Some(url) = site.url().map(str::to_owned) else { return };
    let core = site.core();
    let (a, b) = (site.serve(), site.serve_another());
    let unit = unit_of(&core, "ganshi");
    let officer = Browser::sign_in(a.port, "ganshi");
    let watchers = Watcher::above(&core, unit, a.port);
    until_sealed(&core);

    // A sealer that got stuck in the middle of its work.
    let mut stuck = Client::connect(&url, NoTls).unwrap();
    stuck.batch_execute("BEGIN").unwrap();
    stuck.execute("SELECT pg_advisory_xact_lock($1)", &[&SEALER]).unwrap();
    let (first, second) = (file(&officer, a.port, unit, "甲"), file(&officer, b.port, unit, "乙"));
    assert!(unsealed(&core) > 0, "nobody seals");
    all_agree(&core, &watchers, &[a.port, b.port], "nothing is sealed");
    withdraw(&officer, b.port, &first);
    withdraw(&officer, a.port, &second);
    all_agree(&core, &watchers, &[a.port, b.port], "nothing is sealed, and taken back");

    // Its connection ends with it, and another takes over unasked.
    drop(stuck);
    until_sealed(&core);
    drop((a, b));
    all_is_well(&site);
}
