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
    assert!(
        list.body.contains("财务")
            && list.body.contains("党员04")
            && list.body.contains("还有2人要谈")
    );
    let draft = format!("/talks/new?kind=integrity_talk&unit=1&partner={new}&reason=new_secretary");
    assert!(list.body.contains(&draft.replace('&', "&#38;")), "one touch");
    let form = world.browser(chief).get(&draft);
    assert!(form.body.contains(&format!("<option value=\"{new}\" selected>")), "he is filled in");
    let mut talk = Fields::default();
    for (name, value) in [
        ("kind", "integrity_talk"),
        ("unit", "1"),
        ("about", ""),
        ("on1", "2026-11-19"),
        ("from1", "10:00"),
        ("to1", "10:30"),
        ("place1", "谈话室"),
        ("partner", &new.to_string()),
        ("reason", "new_secretary"),
        ("document_no", ""),
        ("points", "履行第一责任人职责"),
        ("statement", ""),
        ("late_reason", ""),
        ("closes", "1"),
    ] {
        talk.set(name, value);
    }
    let answer = world.browser(chief).post("/talks", &talk.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let list = world.browser(inspector).get("/talks/posts");
    assert!(list.body.contains("11月19日谈过") && list.body.contains("还有1人要谈"));
    for other in [2, 4] {
        assert_eq!(world.browser(other).get("/talks/posts").status, 404);
    }
}
