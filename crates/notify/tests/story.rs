//! Telling people: once a day, in digests, within working hours; on both databases.

use act::{Act, Actor, Ctx, Error, Powers};
use calendar::Instant;
use db::bind;
use jobs::Runner;
use notify::{Notice, Tell};
use testkit::{Home, day};

const REMIND: Act = Act::new("test.remind", "提醒");

fn home() -> Home {
    Home::on("2026-11-20", |core| core.with(Powers::default()))
}

fn remind(home: &Home, person: i64, text: &str, dedup: Option<&str>) -> bool {
    let (unit, url, kind, sender) = (Some(5), "/units/5", "reminder", Some(9));
    let one = Tell { person, unit, kind, text, url, sender, dedup };
    home.operator().act_system(&REMIND, |w| notify::tell(w, &one)).unwrap()
}

fn notices(home: &Home, person: i64) -> Vec<Notice> {
    home.core.db.read(|read| notify::list(read, person, (0, 50))).unwrap()
}

fn unread(home: &Home, person: i64) -> i64 {
    let sql = "SELECT count(*) FROM notice WHERE person = $1 AND read_at IS NULL";
    home.core.db.read(|read| read.one(sql, bind![person])).unwrap()
}

fn as_person(home: &Home, id: i64) -> Ctx {
    Ctx::new(&home.core, Actor::Person { id, name: "甲".into(), hat: None })
}

fn set(home: &Home, on: &str, hour: i8, minute: i8) {
    home.core.clock.set(Instant::at(day(on), hour, minute));
}

#[test]
fn what_is_told_at_night_goes_out_in_one_digest_the_next_working_morning() {
    let home = home();
    let runner = Runner::new(&home.core, [notify::job()], notify::schedules());
    set(&home, "2026-11-20", 22, 10);
    remind(&home, 1, "第四季度党课还没有安排", None);
    set(&home, "2026-11-21", 10, 0);
    remind(&home, 1, "换届还有三个月", None);
    runner.run_due().unwrap();
    assert!(notices(&home, 1).iter().all(|notice| notice.sent_at.is_none()));
    assert_eq!(unread(&home, 1), 2);

    set(&home, "2026-11-23", 9, 0);
    runner.run_due().unwrap();
    let sent: Vec<_> = notices(&home, 1).iter().map(|notice| notice.sent_at).collect();
    assert_eq!(sent, [Some(Instant::at(day("2026-11-23"), 9, 0)); 2]);
    let sql = "SELECT rows_count FROM event WHERE act = 'notice.digest'";
    let rows: Vec<i64> = home.core.db.read(|read| read.all(sql, &[])).unwrap();
    assert_eq!(rows, [2]);
}

#[test]
fn the_afternoon_digest_takes_what_the_morning_brought() {
    let home = home();
    let runner = Runner::new(&home.core, [notify::job()], notify::schedules());
    set(&home, "2026-11-20", 10, 0);
    remind(&home, 1, "花名册已导入", None);
    runner.run_due().unwrap();
    assert_eq!(notices(&home, 1)[0].sent_at, None);
    set(&home, "2026-11-20", 14, 30);
    runner.run_due().unwrap();
    assert!(notices(&home, 1)[0].sent_at.is_some());
}

#[test]
fn the_same_matter_is_told_once_a_day_to_each_person() {
    let home = home();
    assert!(remind(&home, 1, "党课还没有安排", Some("lecture/2026-Q4")));
    assert!(!remind(&home, 1, "党课还没有安排", Some("lecture/2026-Q4")));
    assert!(remind(&home, 2, "党课还没有安排", Some("lecture/2026-Q4")));
    home.wait_until("2026-11-21");
    assert!(remind(&home, 1, "党课还没有安排", Some("lecture/2026-Q4")));
    assert_eq!((notices(&home, 1).len(), notices(&home, 2).len()), (2, 1));
}

#[test]
fn a_notice_is_read_by_its_own_person_only() {
    let home = home();
    remind(&home, 1, "一", None);
    remind(&home, 1, "二", None);
    let first = notices(&home, 1)[0].id;
    assert!(matches!(notify::mark_read(&as_person(&home, 2), first), Err(Error::NotFound)));
    assert_eq!(notify::mark_read(&as_person(&home, 1), first).unwrap(), "/units/5");
    assert_eq!(notify::mark_read(&as_person(&home, 1), first).unwrap(), "/units/5");
    assert_eq!(unread(&home, 1), 1);
    assert_eq!(notify::mark_all_read(&as_person(&home, 1)).unwrap(), 1);
    assert_eq!(unread(&home, 1), 0);
}

#[test]
fn read_notices_go_after_half_a_year_and_unread_ones_stay() {
    let home = home();
    let runner = Runner::new(&home.core, [notify::job()], notify::schedules());
    remind(&home, 1, "读过的", None);
    remind(&home, 1, "没读的", None);
    runner.run_due().unwrap();
    let read_one = notices(&home, 1).iter().find(|it| it.text == "读过的").unwrap().id;
    notify::mark_read(&as_person(&home, 1), read_one).unwrap();
    home.wait_until("2027-06-01");
    runner.run_due().unwrap();
    let left: Vec<String> = notices(&home, 1).into_iter().map(|it| it.text).collect();
    assert_eq!(left, ["没读的"]);
}
