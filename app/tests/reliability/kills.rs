//! A server killed at random moments in a storm of writes keeps what it answered and starts unaided.

use std::{thread, time::Duration};

use crate::{
    browser::Browser,
    site::{Site, Watcher, all_agree, all_is_well, unit_of},
    storm::Storm,
};

/// Kills: few in the check, more in `scripts/soak`.
fn kills() -> usize {
    let wanted = std::env::var_os("SOAK_KILLS").and_then(|it| it.to_str()?.parse().ok());
    wanted.unwrap_or(5)
}

#[test]
fn killed_in_a_storm_it_keeps_what_it_answered() {
    let site = Site::new();
    let core = site.core();
    let unit = unit_of(&core, "ganshi");
    let mut server = site.serve();
    let storm = Storm::by(Browser::sign_in(server.port, "ganshi"), unit);
    let watchers = Watcher::above(&core, unit, server.port);
    for _ in 0..kills() {
        let before = storm.answered();
        let port = server.port;
        storm.rage(port, || {
            while storm.answered() < before + 3 {
                thread::park_timeout(Duration::from_millis(5));
            }
            thread::park_timeout(Duration::from_millis(fastrand::u64(5..400)));
            server.kill();
        });
        server = site.serve();
    }
    storm.finish(server.port);
    storm.nothing_is_lost_or_doubled(&core);
    all_agree(&core, &watchers, &[server.port], "at the end");
    server.kill();
    all_is_well(&site);
}
