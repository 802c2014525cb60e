//! Jobs: claimed once, retried, given up, scheduled; on both databases.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use act::{Act, Ctx, Error, Powers};
use calendar::Instant;
use db::bind;
use jobs::{JobKind, Runner, Schedule, When};
use testkit::{Home, day};

const LEAVE: Act = Act::new("test.leave", "留任务");
const DO: Act = Act::new("test.do", "做任务");

fn home() -> Home {
    Home::on("2026-11-20", |core| core.with(Powers::default()))
}

fn runner(home: &Home, kinds: &[JobKind]) -> Runner {
    Runner::new(&home.core, kinds.iter().copied(), [])
}

fn leave(home: &Home, kind: &'static str, payload: i64) {
    let left = home.operator().act_system(&LEAVE, |w| w.later(kind, &payload, w.now));
    left.unwrap();
}

fn count(home: &Home, sql: &'static str) -> i64 {
    home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap()
}

fn wait_seconds(home: &Home, seconds: i64) {
    home.core.clock.set(home.core.clock.now().plus_seconds(seconds));
}

#[test]
fn a_job_runs_once_as_its_own_actor_and_only_when_due() {
    const KIND: JobKind = JobKind {
        name: "test.note",
        run: |ctx, payload| {
            ctx.act_system(&DO, |w| {
                w.about("payload", payload);
                Ok(())
            })
        },
    };
    let home = home();
    let runner = runner(&home, &[KIND]);
    let ctx = home.operator();
    ctx.act_system(&LEAVE, |w| w.later("test.note", &7, w.now.plus_seconds(60))).unwrap();
    assert_eq!(runner.run_due().unwrap(), 0);
    wait_seconds(&home, 60);
    assert_eq!(runner.run_due().unwrap(), 1);
    assert_eq!(runner.run_due().unwrap(), 0);
    let event = "SELECT count(*) FROM event WHERE act = 'test.do' AND actor = 'system:test.note'
                 AND about = 'payload:7'";
    assert_eq!(count(&home, event), 1);
}

#[test]
fn many_workers_run_each_job_exactly_once() {
    static RUNS: Mutex<Vec<i64>> = Mutex::new(Vec::new());
    const KIND: JobKind = JobKind {
        name: "test.count",
        run: |_, payload| {
            RUNS.lock().unwrap().push(payload.as_i64().unwrap());
            Ok(())
        },
    };
    let home = home();
    (0..60).for_each(|n| leave(&home, "test.count", n));
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| runner(&home, &[KIND]).run_due().unwrap());
        }
    });
    let mut runs = RUNS.lock().unwrap().clone();
    runs.sort_unstable();
    assert_eq!(runs, (0..60).collect::<Vec<_>>());
    assert_eq!(count(&home, "SELECT count(*) FROM job WHERE done_at IS NOT NULL"), 60);
}

#[test]
fn a_failing_job_is_tried_six_times_and_then_waits_for_the_administrator() {
    static TRIES: AtomicUsize = AtomicUsize::new(0);
    const KIND: JobKind = JobKind {
        name: "test.fail",
        run: |_, _| {
            TRIES.fetch_add(1, Ordering::SeqCst);
            Err(Error::broken("磁盘不通"))
        },
    };
    let home = home();
    let runner = runner(&home, &[KIND]);
    leave(&home, "test.fail", 1);
    for _ in 0..10 {
        runner.run_due().unwrap();
        wait_seconds(&home, 7200);
    }
    assert_eq!(TRIES.load(Ordering::SeqCst), 6);
    let ctx = home.operator();
    let failed = ctx.read(|read| jobs::failed(&ctx, read, (0, 50))).unwrap();
    assert_eq!(failed.len(), 1);
    assert_eq!((failed[0].attempts, failed[0].error.as_deref()), (6, Some("磁盘不通")));

    jobs::retry(&ctx, failed[0].id).unwrap();
    runner.run_due().unwrap();
    assert_eq!(TRIES.load(Ordering::SeqCst), 7);
    assert!(matches!(jobs::retry(&ctx, failed[0].id), Err(Error::Conflict(_))));
}

#[test]
fn giving_up_wants_a_reason_and_settles_the_job() {
    const KIND: JobKind = JobKind { name: "test.gone", run: |_, _| Err(Error::NotFound) };
    let home = home();
    leave(&home, "test.gone", 1);
    runner(&home, &[KIND]).run_due().unwrap();
    let ctx = home.operator();
    let id = ctx.read(|read| jobs::failed(&ctx, read, (0, 50))).unwrap()[0].id;
    assert!(matches!(jobs::give_up(&ctx, id, " "), Err(Error::Invalid(_))));
    jobs::give_up(&ctx, id, "单位已撤销").unwrap();
    assert!(ctx.read(|read| jobs::failed(&ctx, read, (0, 50))).unwrap().is_empty());
    let reasons = home.reasons("job.give_up");
    assert!(matches!(&reasons[..], [(_, Some(words))] if words == "单位已撤销"), "{reasons:?}");
}

#[test]
fn somebody_without_the_act_does_not_find_the_jobs() {
    let home = home();
    let nobody = act::Actor::Person { id: 1, name: "甲".into(), hat: None };
    let ctx = Ctx::new(&home.core, nobody);
    assert!(matches!(ctx.read(|read| jobs::failed(&ctx, read, (0, 50))), Err(Error::NotFound)));
    assert!(matches!(jobs::retry(&ctx, 1), Err(Error::NotAllowed(_))));
}

#[test]
fn a_job_of_an_unknown_kind_or_one_that_panics_does_not_stop_the_others() {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    const PANICS: JobKind = JobKind { name: "test.panic", run: |_, _| panic!("broken") };
    const FINE: JobKind = JobKind {
        name: "test.fine",
        run: |_, _| {
            DONE.fetch_add(1, Ordering::SeqCst);
            Ok(())
        },
    };
    let home = home();
    leave(&home, "test.nobody_knows", 1);
    leave(&home, "test.panic", 1);
    leave(&home, "test.fine", 1);
    assert_eq!(runner(&home, &[PANICS, FINE]).run_due().unwrap(), 3);
    assert_eq!(DONE.load(Ordering::SeqCst), 1);
    assert_eq!(count(&home, "SELECT count(*) FROM job WHERE failed_at IS NOT NULL"), 1);
    assert_eq!(
        count(
            &home,
            "SELECT count(*) FROM job WHERE attempts = 1 AND due_at > '2026-11-20T01:00:00.000Z'"
        ),
        1
    );
}

#[test]
fn a_dead_workers_job_is_taken_up_again() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    const KIND: JobKind = JobKind {
        name: "test.lost",
        run: |_, _| {
            RUNS.fetch_add(1, Ordering::SeqCst);
            Ok(())
        },
    };
    let home = home();
    leave(&home, "test.lost", 1);
    let claimed_at = home.core.clock.now();
    let died = |write: &db::Write| {
        write.run("UPDATE job SET claimed_at = $1, attempts = 1", bind![claimed_at])
    };
    home.core.db.write::<_, Error>(&[], |write| Ok(died(write)?)).unwrap();
    let runner = runner(&home, &[KIND]);
    wait_seconds(&home, 1800);
    assert_eq!(runner.run_due().unwrap(), 0);
    wait_seconds(&home, 1);
    assert_eq!(runner.run_due().unwrap(), 1);
}

#[test]
fn a_schedule_comes_once_a_slot_whoever_restarts() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    const KIND: JobKind = JobKind {
        name: "test.daily",
        run: |_, _| {
            RUNS.fetch_add(1, Ordering::SeqCst);
            Ok(())
        },
    };
    let home = home();
    let daily = Schedule { kind: "test.daily", when: When::Workdays(9, 0) };
    let restart = || Runner::new(&home.core, [KIND], [daily]);
    let runs = |now: Instant, runner: &Runner| {
        home.core.clock.set(now);
        runner.run_due().unwrap();
        RUNS.load(Ordering::SeqCst)
    };
    let first = restart();
    assert_eq!(runs(Instant::at(day("2026-11-20"), 9, 0), &first), 1);
    assert_eq!(runs(Instant::at(day("2026-11-20"), 17, 0), &first), 1);
    assert_eq!(runs(Instant::at(day("2026-11-22"), 12, 0), &restart()), 1);
    assert_eq!(runs(Instant::at(day("2026-11-23"), 9, 1), &first), 2);
    assert_eq!(runs(Instant::at(day("2026-11-23"), 9, 2), &restart()), 2);
}

#[test]
fn the_sweep_removes_settled_jobs_and_old_form_keys() {
    const KIND: JobKind = JobKind { name: "test.done", run: |_, _| Ok(()) };
    let home = home();
    leave(&home, "test.done", 1);
    let ctx = home.operator().with_request_key(Some("k1".into()));
    ctx.act_system(&LEAVE, |_| Ok(())).unwrap();
    runner(&home, &[KIND]).run_due().unwrap();
    let sweeper = Runner::new(&home.core, [jobs::sweep_kind()], [jobs::sweep_schedule()]);
    let keys = "SELECT count(*) FROM event WHERE request_key IS NOT NULL";
    sweeper.run_due().unwrap();
    assert_eq!(count(&home, "SELECT count(*) FROM job WHERE kind = 'test.done'"), 1);
    home.wait_until("2026-12-31");
    sweeper.run_due().unwrap();
    assert_eq!(count(&home, "SELECT count(*) FROM job WHERE kind = 'test.done'"), 0);
    assert_eq!(count(&home, keys), 1);
    home.wait_until("2027-03-01");
    sweeper.run_due().unwrap();
    assert_eq!(count(&home, keys), 0);
}

#[test]
fn nothing_begins_while_the_installation_is_read_only() {
    const KIND: JobKind = JobKind { name: "test.quiet", run: |_, _| Ok(()) };
    let home = home();
    leave(&home, "test.quiet", 1);
    *home.core.read_only.write().unwrap() = Some("正在恢复备份".into());
    let runner = runner(&home, &[KIND]);
    assert_eq!(runner.run_due().unwrap(), 0);
    *home.core.read_only.write().unwrap() = None;
    assert_eq!(runner.run_due().unwrap(), 1);
}

#[test]
fn the_threads_work_and_end() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    const KIND: JobKind = JobKind {
        name: "test.thread",
        run: |_, _| {
            RUNS.fetch_add(1, Ordering::SeqCst);
            Ok(())
        },
    };
    let home = home();
    leave(&home, "test.thread", 1);
    let running = jobs::start(runner(&home, &[KIND]));
    let mut turns = 0;
    while RUNS.load(Ordering::SeqCst) == 0 || count(&home, "SELECT count(*) FROM unsealed") > 0 {
        turns += 1;
        assert!(turns < 100_000_000, "the threads never came");
        std::thread::yield_now();
    }
    drop(running);
    assert_eq!(RUNS.load(Ordering::SeqCst), 1);
}
