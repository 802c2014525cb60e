//! A calendar to subscribe to: behind a secret, title and time alone, gone when it is taken back.

use act::Core;
use testkit::{Answer, Browser};

use crate::world::World;

/// An installation that has switched it on.
fn world() -> World {
    World::with(5, 0, |core: Core| core.with(record::CalendarFeeds { may_enter: |_, _| Ok(true) }))
}

fn publish(world: &World) {
    for (kind, on, from) in
        [("theme_day", "2027-03-12", "15:00"), ("general_meeting", "2027-03-19", "")]
    {
        let fields = [
            ("unit", "3"),
            ("kind", kind),
            ("title", ""),
            ("on", on),
            ("from", from),
            ("to", ""),
            ("place", "二楼会议室"),
            ("topic", "学习讨论"),
        ];
        assert_eq!(world.browser(0).post("/records/plan", &fields).status, 303);
    }
    let answer =
        world.browser(0).post("/records/plan/publication", &[("unit", "3"), ("year", "2027")]);
    assert_eq!(answer.status, 303);
}

/// The path of the address that a page shows.
fn address(page: &Answer) -> String {
    let from = page.body.find("/calendar/").expect("the address");
    page.body[from..].split('"').next().unwrap().to_owned()
}

#[test]
fn a_member_subscribes_reads_and_takes_it_back() {
    let world = world();
    publish(&world);
    let member = world.browser(3);
    assert!(member.get("/me/calendar").body.contains("生成订阅网址"));
    let made = member.post("/me/calendar", &[]);
    assert_eq!(made.status, 200, "{}", made.body);
    let path = address(&made);
    let anybody = Browser::stranger(&world.app);
    let calendar = anybody.get(&path);
    assert_eq!(calendar.status, 200, "{}", calendar.body);
    for line in [
        "BEGIN:VCALENDAR",
        "SUMMARY:3月主题党日",
        "DTSTART:20270312T070000Z",
        "DTSTART;VALUE=DATE:20270319",
    ] {
        assert!(calendar.body.contains(line), "{line} in {}", calendar.body);
    }
    for words in ["二楼会议室", "学习讨论", "党员"] {
        let without = calendar.body.replace("支部党员大会", "");
        assert!(!without.contains(words), "{words} leaves the house");
    }
    assert_eq!(world.count("SELECT count(*) FROM record_feed"), 1);
    let page = member.get("/me/calendar").body;
    assert!(!page.contains("/calendar/") || !page.contains(&path), "shown once");

    let again = address(&member.post("/me/calendar", &[]));
    assert_eq!(anybody.get(&path).status, 404, "the old one is void");
    assert_eq!(anybody.get(&again).status, 200);
    assert_eq!(member.post("/me/calendar/removal", &[]).status, 303);
    assert_eq!(anybody.get(&again).status, 404);
    assert_eq!(anybody.get("/calendar/abc/plan.ics").status, 404);
}

#[test]
fn an_item_keeps_its_name_and_counts_its_changes() {
    let world = world();
    publish(&world);
    let path = address(&world.browser(3).post("/me/calendar", &[]));
    let anybody = Browser::stranger(&world.app);
    let uid = |body: &str| {
        let from = body.find("UID:").unwrap();
        body[from..].split("\r\n").next().unwrap().to_owned()
    };
    let before = anybody.get(&path).body;
    assert!(before.contains("SEQUENCE:0"));
    let item = world.count("SELECT min(id) FROM record_plan_item");
    let secretary = world.browser(0);
    let url = format!("/records/plan/items/{item}");
    secretary.post(&format!("{url}/day"), &[("on", "2027-03-10"), ("_version", "0")]);
    assert!(anybody.get(&path).body.contains("20270312T070000Z"), "until it is published");
    secretary.post("/records/plan/publication", &[("unit", "3"), ("year", "2027")]);
    let after = anybody.get(&path).body;
    assert!(after.contains("20270310T070000Z") && after.contains("SEQUENCE:1"), "{after}");
    assert_eq!(uid(&before), uid(&after));
    secretary.post(&format!("{url}/removal"), &[("_version", "1")]);
    secretary.post("/records/plan/publication", &[("unit", "3"), ("year", "2027")]);
    let off = anybody.get(&path).body;
    assert!(off.contains("STATUS:CANCELLED") && off.contains("SEQUENCE:2"), "{off}");
}

#[test]
fn it_is_off_until_the_site_switches_it_on() {
    let world = World::of(5, 0);
    let member = world.browser(3);
    assert!(member.get("/me/calendar").body.contains("没有开通日历订阅"));
    assert_eq!(member.post("/me/calendar", &[]).status, 409);
    assert!(!member.get("/records/plan").body.contains("日历订阅"));
    let closed = World::with(5, 0, |core: Core| {
        core.with(record::CalendarFeeds { may_enter: |_, _| Ok(false) })
    });
    publish(&closed);
    let path = address(&closed.browser(3).post("/me/calendar", &[]));
    assert_eq!(Browser::stranger(&closed.app).get(&path).status, 404, "his account is closed");
}
