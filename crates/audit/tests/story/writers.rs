//! Verified while many write: nothing is found that was not done.

use std::sync::atomic::{AtomicUsize, Ordering};

use audit::Range;

use crate::world::{NOTE, World};

const WRITERS: usize = 4;
const ACTS_EACH: usize = 150;

#[test]
fn a_chain_verifies_while_acts_run() {
    let world = World::with_a_head();
    let busy = AtomicUsize::new(WRITERS);
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                for _ in 0..ACTS_EACH {
                    world.ctx().act_system(&NOTE, |_| Ok(())).unwrap();
                }
                busy.fetch_sub(1, Ordering::SeqCst);
            });
        }
        scope.spawn(|| {
            while busy.load(Ordering::SeqCst) > 0 {
                world.home.core.db.seal_pending().unwrap();
                std::thread::yield_now();
            }
        });
        let mut before = 0;
        while busy.load(Ordering::SeqCst) > 0 {
            let report = world.verify();
            assert_eq!(report.broken, None);
            assert!(report.events + report.waiting >= before, "the chain only grows");
            before = report.events + report.waiting;
            let mut file = Vec::new();
            audit::write_export(&world.ctx(), Range::default(), &mut file).unwrap();
            assert_eq!(audit::verify_export(&file[..], None).unwrap().broken, None);
        }
    });
    world.seal();
    let report = world.verify();
    assert_eq!((report.broken, report.waiting), (None, 0));
    assert_eq!(report.events, 8 + (WRITERS * ACTS_EACH) as i64);
}
