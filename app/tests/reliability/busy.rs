//! A crowd before a writer that is held up: who comes too late is told so at once, and pages go on.

use std::{
    sync::{Barrier, mpsc},
    thread,
    time::Duration,
};

use act::{Act, Actor, Core, Ctx};

use crate::{
    browser::{Answer, Browser},
    site::{Site, all, unit_of},
    storm::report,
};

/// More than may wait (`crates/db/src/lib.rs`), with those that hold a connection already.
const CROWD: usize = 300;
const HOLD: Act = Act::new("test.hold", "占着");

/// An act of this process that keeps the server's acts upon the unit waiting until `meanwhile` is over.
fn held_up(core: &std::sync::Arc<Core>, unit: i64, meanwhile: impl FnOnce()) {
    let (begun, ended) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(|| {
            let ctx = Ctx::new(core, Actor::Operator);
            let held = ctx.act(&HOLD, unit, |_| {
                begun.wait();
                ended.wait();
                Ok(())
            });
            held.unwrap();
        });
        begun.wait();
        meanwhile();
        ended.wait();
    });
}

#[test]
fn a_crowd_is_told_to_come_back_and_pages_go_on() {
    let site = Site::new();
    let core = site.core();
    let server = site.serve();
    let unit = unit_of(&core, "ganshi");
    let officer = Browser::sign_in(server.port, "ganshi");
    let (answered, answers) = mpsc::channel::<Option<Answer>>();
    let mut refused: Vec<Answer> = Vec::new();
    thread::scope(|scope| {
        held_up(&core, unit, || {
            for number in 0..CROWD {
                let (officer, answered, unit) = (&officer, answered.clone(), unit.to_string());
                scope.spawn(move || {
                    let title = format!("第{number}份");
                    let _ = answered.send(officer.post("/records/filing", &report(&unit, &title)));
                });
            }
            let first = answers.recv_timeout(Duration::from_mins(1)).unwrap().unwrap();
            assert_eq!(first.status, 503, "{}", first.body);
            let page = officer.get("/records").unwrap();
            assert_eq!(page.status, 200, "pages go on: {}", page.body);
            refused.push(first);
        });
        drop(answered);
        let late = answers.iter().map(|answer| answer.expect("everybody is answered"));
        refused.extend(late.filter(|answer| answer.status == 503));
    });
    for answer in &refused {
        assert_eq!(answer.header("retry-after"), "5", "{}", answer.head);
        assert!(answer.body.contains("请过一会儿再点一次。您填的内容还在"), "{}", answer.body);
    }
    let written: i64 = all(&core, "SELECT count(*) FROM record WHERE title LIKE '第%份'")[0];
    assert_eq!(written as usize + refused.len(), CROWD, "answered as done is done");
    assert!(refused.len() < CROWD / 2, "{} were sent away", refused.len());
}
