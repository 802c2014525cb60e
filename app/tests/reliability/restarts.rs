//! PostgreSQL restarted under load, kindly and not, and its connections cut: acts wait or are told to
//! come back, pages too, and afterwards everything goes on unaided.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use crate::{
    browser::Browser,
    database::Database,
    site::{Site, Watcher, all_agree, all_is_well, unit_of},
    storm::Storm,
};

fn pause(millis: u64) {
    thread::park_timeout(Duration::from_millis(millis));
}

#[test]
fn a_restarted_database_loses_nothing_and_is_found_again() {
    if Site::is_embedded() {
        return;
    }
    let database = Database::start();
    let site = Site::on(Some(database.url.clone()));
    let node = site.serve();
    let core = site.core();
    let unit = unit_of(&core, "ganshi");
    let officer = Browser::sign_in(node.port, "ganshi");
    let watchers = Watcher::above(&core, unit, node.port);
    let storm = Storm::by(officer.clone(), unit);
    let (is_over, pages, cuts) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                let page = officer.get("/records").expect("pages are answered");
                let is_clear = page.status == 200
                    || (page.status == 503 && page.body.contains("过一会儿刷新这一页"));
                assert!(is_clear, "{}: {}", page.status, page.body);
                pages.fetch_add(usize::from(page.status == 200), Ordering::SeqCst);
            }
        });
        storm.rage(node.port, || {
            for mode in ["immediate", "fast"] {
                pause(300);
                database.restart(mode);
                pause(300);
                for _ in 0..4 {
                    cuts.fetch_add(database.cut() as usize, Ordering::SeqCst);
                    pause(fastrand::u64(20..200));
                }
            }
            let answered = storm.answered();
            while storm.answered() < answered + 8 {
                pause(5);
            }
        });
        is_over.store(true, Ordering::SeqCst);
    });
    assert!(cuts.into_inner() > 4 && pages.into_inner() > 4);
    storm.finish(node.port);
    let core = site.core();
    storm.nothing_is_lost_or_doubled(&core);
    all_agree(&core, &watchers, &[node.port], "after two restarts");
    let hears_again = (0..500).any(|_| {
        pause(20);
        database.listeners() == 1
    });
    assert!(hears_again, "the node listens again");
    drop(node);
    all_is_well(&site);
}
