//! Somebody marks himself as there by the code on the recorder's screen; the recorder's touch always does as well.

use calendar::Instant;
use testkit::day;

use crate::world::{World, faults, minutes};

/// A general meeting of today that was called, with one presumed away.
fn called(world: &World) -> String {
    let plan = world.new_plan("general_meeting", "2026-11-20", &[(3, "leave:travel")]);
    let answer = world.browser(0).post("/records/notice", &plan.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    answer.location
}

/// What stands in the picture: the page has nothing but the picture.
fn scanned(world: &World, url: &str) -> String {
    let id = url.rsplit('/').next().unwrap();
    let slot = world.home.core.clock.now().millis().div_euclid(60_000);
    let code = world.home.core.keys.code(&format!("marking:{id}:1:{slot}"));
    let page = world.browser(0).get(&format!("{url}/code"));
    assert!(page.status == 200 && page.body.contains("的到会码\""), "{}", page.body);
    format!("{url}/marking?s=1&code={code}")
}

fn code_in(address: &str) -> String {
    address.rsplit('=').next().unwrap().to_owned()
}

fn mark(world: &World, number: usize, url: &str, address: &str) -> testkit::Answer {
    let code = code_in(address);
    world.browser(number).post(&format!("{url}/marking"), &[("s", "1"), ("code", &code)])
}

fn state(world: &World, number: usize) -> Option<(String, bool)> {
    let person = world.people[number];
    let sql = "SELECT state, by_self FROM record_attendance WHERE person = $1";
    world
        .home
        .core
        .db
        .read(|read| Ok::<_, act::Error>(read.maybe(sql, db::bind![person])?))
        .unwrap()
}

#[test]
fn who_scans_is_there_and_the_recorder_sees_that_he_said_so() {
    let world = World::of(6, 0);
    let url = called(&world);
    let address = scanned(&world, &url);
    let page = world.browser(3).get(&address).body;
    assert!(page.contains("我到会了") && page.contains("不记地点和手机"), "{page}");
    assert_eq!(state(&world, 3), Some(("leave".into(), false)), "looking is not marking");
    let marked = mark(&world, 3, &url, &address);
    assert_eq!(marked.status, 303, "{}", faults(&marked));
    assert_eq!(state(&world, 3), Some(("came".into(), true)));
    let plan = world.browser(0).get(&url).body;
    assert!(plan.contains("自己标的"), "{plan}");
    assert!(plan.contains(&format!("name=\"marked\" value=\"{}\"", world.people[3])));
    let from = "SELECT count(*) FROM event WHERE act = 'record.mark_self' AND origin IS NULL";
    assert_eq!(world.count(from), 1, "neither an address nor a device stands in the event");
}

#[test]
fn the_recorders_touch_says_as_much_and_overrules_what_he_has_seen() {
    let world = World::of(6, 0);
    let url = called(&world);
    let address = scanned(&world, &url);
    // The recorder has the form open; meanwhile somebody scans.
    let open = world.plan("general_meeting", "2026-11-20", &[(3, "leave:travel")]);
    assert_eq!(mark(&world, 3, &url, &address).status, 303);
    let saved =
        world.browser(0).post(&format!("{url}/holding"), &open.with("_version", "0").pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    assert_eq!(state(&world, 3), Some(("came".into(), true)), "he did not know");
    let mut knows = world.plan("general_meeting", "2026-11-20", &[(3, "leave:travel")]);
    knows.add("marked", &world.people[3].to_string());
    let saved =
        world.browser(0).post(&format!("{url}/holding"), &knows.with("_version", "1").pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    assert_eq!(state(&world, 3), Some(("leave".into(), false)));
    assert_eq!(state(&world, 2), None, "nobody else had to do anything");
    let closed = world.close(&url, &minutes("报告了。").with("_version", "2"));
    assert_eq!(closed.status, 303, "{}", faults(&closed));
    assert_eq!(world.count("SELECT present FROM record"), 5);
}

#[test]
fn the_code_changes_and_ends_with_closing() {
    let world = World::of(6, 0);
    let url = called(&world);
    let address = scanned(&world, &url);
    world.home.core.clock.set(Instant::at(day("2026-11-20"), 9, 3));
    let page = world.browser(3).get(&address).body;
    assert!(page.contains("这个码已经过了时") && page.contains("再扫一次"), "{page}");
    let forged = format!("{url}/marking?s=1&code=00000000000000000000000000000000");
    assert!(world.browser(3).get(&forged).body.contains("过了时"));
    let fresh = scanned(&world, &url);
    let hold = world.plan("general_meeting", "2026-11-20", &[]).with("_version", "0");
    assert_eq!(world.browser(0).post(&format!("{url}/holding"), &hold.pairs()).status, 303);
    assert_eq!(mark(&world, 4, &url, &fresh).status, 303, "still open: minutes are being written");
    assert_eq!(world.close(&url, &minutes("报告了。").with("_version", "1")).status, 303);
    let late = mark(&world, 4, &url, &fresh);
    assert!(late.status == 409 && late.body.contains("已经存档"), "{}", faults(&late));
    assert_eq!(world.browser(0).get(&format!("{url}/code")).status, 404);
    let by_self = "SELECT count(*) FROM record_attendance WHERE by_self = TRUE";
    assert_eq!(world.count(by_self), 0, "that he said so himself is forgotten");
}

#[test]
fn who_is_not_on_the_roll_reads_why_not() {
    let mut world = World::of(6, 0);
    let stranger = world.admit("他支部", people::Status::Full, 5);
    let url = called(&world);
    let address = scanned(&world, &url);
    let page = world.browser(stranger).get(&address).body;
    assert!(page.contains("应到名册里没有您") && page.contains("列席"), "{page}");
    assert!(!page.contains("我到会了"));
    assert_eq!(mark(&world, stranger, &url, &address).status, 409);
    let without = world.browser(stranger).get(&format!("{url}/marking"));
    assert!(!without.body.contains("general_meeting记录"), "without a code nothing is said of it");
    assert_eq!(world.browser(2).get(&format!("{url}/code")).status, 403, "a member shows no code");
}

#[test]
fn another_day_has_no_code() {
    let world = World::of(6, 0);
    let plan = world.new_plan("general_meeting", "2026-11-25", &[]);
    let url = world.browser(0).post("/records/notice", &plan.pairs()).location;
    assert_eq!(world.browser(0).get(&format!("{url}/code")).status, 404);
    assert!(!world.browser(0).get(&url).body.contains("/code\""));
}
