//! Whom an integrity talk is due to: new secretaries and holders of risk posts, from the list to the record.

use people::Status;
use testkit::day;

use crate::world::{Fields, World, faults};

#[test]
fn who_is_due_is_listed_with_a_clock_and_a_talk_settles_it() {
    let mut world = World::of(5, 0);
    let chief = world.admit("党委书记", Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    let inspector = world.admit("纪检干部", Status::Full, 1);
    world.appoint(inspector, 1, "discipline_inspector");
    let new = world.people[3];
    world.prepare(|w| people::appoint(w, new, 3, "secretary", day("2026-11-02"), "任命"));
    let holder = world.people[4];
    world.prepare(|w| people::list_risk_post(w, holder, "money", day("2026-02-01"), None));
    let list = world.browser(chief).get("/talks/posts");
    assert!(
        list.status == 200 && list.body.contains("党员03") && list.body.contains("12月2日"),
        "{}",
        list.status
    );
    assert!(list.body.contains("还有2人要谈") && !list.body.contains("党员04"), "not without why");
    let opening = "/talks/posts/opening";
    assert_eq!(world.browser(chief).post(opening, &[("reason", "")]).status, 422);
    let why = [("reason", "安排年度谈话")];
    assert!([403, 404].contains(&world.browser(4).post(opening, &why).status));
    assert_eq!(world.browser(chief).post(opening, &why).status, 303);
    let list = world.browser(chief).get("/talks/posts");
    assert!(list.body.contains("财务") && list.body.contains("党员04"));
    let seen = "SELECT count(*) FROM view_log WHERE act = 'see.record' AND about = $1";
    assert_eq!(world.ask::<i64>(seen, db::bind![format!("person:{holder}")]), 1);
    let draft = format!("/talks/new?kind=integrity_talk&unit=1&partner={new}&reason=new_secretary");
    assert!(list.body.contains(&draft.replace('&', "&#38;")), "one touch");
    let form = world.browser(chief).get(&draft);
    assert!(form.body.contains(&format!("<option value=\"{new}\" selected>")), "he is filled in");
    let answer = world.browser(chief).post("/talks", &talk_with(new).pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let list = world.browser(inspector).get("/talks/posts");
    assert!(list.body.contains("11月19日谈过") && list.body.contains("还有1人要谈"));
    for other in [2, 4] {
        assert_eq!(world.browser(other).get("/talks/posts").status, 404);
    }
}

/// A talk of taking office as the form sends it.
fn talk_with(person: i64) -> Fields {
    let mut talk = Fields::default();
    for (name, value) in [
        ("kind", "integrity_talk"),
        ("unit", "1"),
        ("about", ""),
        ("on1", "2026-11-19"),
        ("from1", "10:00"),
        ("to1", "10:30"),
        ("place1", "谈话室"),
        ("partner", &person.to_string()),
        ("reason", "new_secretary"),
        ("document_no", ""),
        ("points", "履行第一责任人职责"),
        ("statement", ""),
        ("late_reason", ""),
        ("closes", "1"),
    ] {
        talk.set(name, value);
    }
    talk
}

#[test]
fn secretaries_of_committees_are_due_to_the_level_above_with_the_same_clock() {
    let mut world = World::of(5, 0);
    world.found(6, "general_branch", "经侦党总支", "/1/6/", "/100/6/");
    let chief = world.admit("党委书记", Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    let new = world.people[3];
    world.prepare(|w| people::appoint(w, new, 6, "secretary", day("2026-11-02"), "任命"));
    let deputy = world.admit("总支副书记", Status::Full, 3);
    world.appoint(deputy, 6, "deputy_secretary");
    let list = world.browser(chief).get("/talks/posts");
    assert!(list.body.contains("经侦党总支") && list.body.contains("12月2日"), "{}", list.body);
    assert!(list.body.contains("还有1人要谈") && !list.body.contains("党委书记</th>"));
    let below = world.browser(deputy).get("/talks/posts");
    assert!(below.status == 200 && !below.body.contains("12月2日"), "the level above talks");
    let draft = format!("/talks/new?kind=integrity_talk&unit=1&partner={new}&reason=new_secretary");
    assert!(list.body.contains(&draft.replace('&', "&#38;")), "one touch");
    let answer = world.browser(chief).post("/talks", &talk_with(new).pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let list = world.browser(chief).get("/talks/posts").body;
    assert!(list.contains("11月19日谈过") && list.contains("都谈过了"), "{list}");
}

#[test]
fn the_secretary_of_a_temporary_branch_takes_no_office() {
    let mut world = World::of(3, 0);
    let chief = world.admit("党委书记", Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    world.found(9, "temporary_branch", "2026年第3临时党支部", "/1/9/", "/100/9/");
    let (new, other) = (world.people[2], world.people[1]);
    world.prepare(|w| people::appoint(w, new, 9, "secretary", day("2026-11-02"), "任命"));
    world.prepare(|w| people::appoint(w, other, 3, "secretary", day("2026-11-02"), "任命"));
    let list = world.browser(chief).get("/talks/posts").body;
    assert!(list.contains("党员01") && !list.contains("党员02"), "{list}");
}
