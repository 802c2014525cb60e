//! The administrator sets when digests go out, for the whole installation.

use calendar::Instant;
use notify::Tell;
use testkit::{Browser, day};

use crate::{
    pages::{app, browser},
    world::{FURNISH, PASSWORD, World},
};

const PAGE: &str = "/admin/notices";
const LATER: [(&str, &str); 4] =
    [("_version", "0"), ("from", "10：00"), ("to", "19:30"), ("digests", "19:00、10:30")];

fn signed_in(world: &World, kind: &str, login: &str) -> Browser {
    let person = world.person("高管理", 3);
    world.appoint(person, 3, kind);
    world.account(person, login);
    browser(&app(world), &world.try_to_sign_in(login, PASSWORD).unwrap().token)
}

fn tell(world: &World, person: i64) {
    let (text, url, kind) = ("党课还没有安排", "/duties", "reminder");
    let one = Tell { person, unit: Some(5), kind, text, url, sender: None, dedup: None };
    world.home.operator().act_system(&FURNISH, |w| notify::tell(w, &one)).unwrap();
}

fn at(world: &World, on: &str, hour: i8, minute: i8) {
    world.home.core.clock.set(Instant::at(day(on), hour, minute));
}

/// How many have gone out after what is due now was done.
fn sent(world: &World) -> i64 {
    let runner = jobs::Runner::new(&world.home.core, [notify::job()], notify::schedules());
    runner.run_due().unwrap();
    world.ask("SELECT count(*) FROM notice WHERE sent_at IS NOT NULL", &[])
}

#[test]
fn digests_go_out_at_the_hours_that_were_set_and_what_waits_follows() {
    let world = World::new();
    at(&world, "2026-11-20", 17, 0);
    let admin = signed_in(&world, "system_administrator", "admin3");
    let page = admin.get(PAGE).body;
    assert!(page.contains("value=\"9:00、14:30\"") && page.contains("默认17:30"), "{page}");
    tell(&world, world.person("张伟华", 5));

    let answer = admin.post(PAGE, &LATER);
    assert_eq!((answer.status, answer.location.as_str()), (303, PAGE), "{}", answer.body);
    let page = admin.get(PAGE).body;
    assert!(page.contains("value=\"10:30、19:00\""), "{page}");
    assert!(page.contains("上一次是高管理在2026年11月20日17:00改的"), "{page}");
    let event = "SELECT count(*) FROM event WHERE act = 'notice.set_hours'";
    assert_eq!(world.ask::<i64>(event, &[]), 1);

    at(&world, "2026-11-20", 18, 59);
    assert_eq!(sent(&world), 0, "it waited for Monday morning, and now for this evening");
    at(&world, "2026-11-20", 19, 0);
    assert_eq!(sent(&world), 1);
    tell(&world, world.person("李敏", 5));
    for (on, hour) in [("2026-11-21", 10), ("2026-11-22", 19), ("2026-11-23", 9)] {
        at(&world, on, hour, 45);
        assert_eq!(sent(&world), 1, "{on}: weekends and mornings before work stay quiet");
    }
    at(&world, "2026-11-23", 10, 30);
    assert_eq!(sent(&world), 2);
}

#[test]
fn hours_that_disturb_people_come_back_with_the_reason() {
    let world = World::new();
    let admin = signed_in(&world, "system_administrator", "admin3");
    for (field, value, words) in [
        ("digests", "18:00", "18:00不在工作时间内"),
        ("digests", "、", "至少要有一个汇总时刻"),
        ("from", "5:00", "上班时间不能早于7:00"),
        ("to", "22:00", "不能晚于21:00"),
        ("to", "傍晚", "“傍晚”不是时刻"),
    ] {
        let mut form =
            vec![("_version", "0"), ("from", "9:00"), ("to", "17:30"), ("digests", "9:00")];
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let answer = admin.post(PAGE, &form);
        assert!(answer.status == 422 && answer.body.contains(words), "{}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{value}\"")), "{value} is kept");
    }
    assert_eq!(world.ask::<i64>("SELECT count(*) FROM notice_hours", &[]), 0);
}

#[test]
fn who_opened_the_page_before_another_set_them_sees_both() {
    let world = World::new();
    let admin = signed_in(&world, "system_administrator", "admin3");
    assert_eq!(admin.post(PAGE, &LATER).status, 303);
    let form = [("_version", "0"), ("from", "9:00"), ("to", "17:30"), ("digests", "9:30")];
    let answer = admin.post(PAGE, &form);
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.body.contains("10:30、19:00") && answer.body.contains("value=\"9:30\""));
    assert_eq!(world.ask::<i64>("SELECT count(*) FROM notice_hours", &[]), 1);
}

#[test]
fn nobody_but_the_system_administrator_sets_them() {
    let world = World::new();
    let officer = signed_in(&world, "line_officer", "officer");
    assert_eq!(officer.post(PAGE, &LATER).status, 403);
    assert!(!officer.get("/me").body.contains(PAGE));
    assert_eq!(world.ask::<i64>("SELECT count(*) FROM notice_hours", &[]), 0);
}
