//! Who spoke: on the page, in the paper, in the handbook, in the version that was replaced; and who cannot have spoken.

use crate::world::{Fields, World, faults, minutes};

const AGENDA: [&str; 2] = ["听取工作报告", "讨论学习计划"];

/// A general meeting of six with two items, one away, one sitting in.
fn held(world: &World) -> String {
    let mut plan = world.new_plan("general_meeting", "2026-11-20", &[(5, "leave:travel")]);
    plan.add("agenda", AGENDA[1]);
    plan.set("guests", "社区王书记");
    world.held(&plan)
}

fn spoke(form: Fields, item: usize, who: &str, words: &str) -> Fields {
    let mut form = form;
    form.add(&format!("spoke_{item}"), who);
    form.with(&format!("said_{item}_{who}"), words)
}

fn person(world: &World, number: usize) -> String {
    format!("p{}", world.people[number])
}

/// In this order of speaking: the second, the fourth, the guest, then the first to the other item.
fn said(world: &World) -> Fields {
    let form = minutes("一、听取工作报告\n报告了。\n二、讨论学习计划\n讨论了。");
    let form = spoke(form, 1, &person(world, 3), "每月学一次。\n带头学。");
    let form = spoke(form, 1, &person(world, 1), "");
    let form = spoke(form, 1, "g社区王书记", "");
    spoke(form, 2, &person(world, 0), "同意。")
}

#[test]
fn who_spoke_stands_in_order_on_the_page_in_the_paper_and_in_the_handbook() {
    let world = World::of(6, 0);
    let url = held(&world);
    let page = world.browser(0).get(&url).body;
    for words in ["谁发了言", "1. 听取工作报告", "2. 讨论学习计划", "其他发言", "社区王书记"]
    {
        assert!(page.contains(words), "{words}");
    }
    let away = format!("name=\"spoke_1\" value=\"{}\"", person(&world, 5));
    assert!(!page.contains(&away), "who was away is not offered");
    let closed = world.close(&url, &said(&world));
    assert_eq!(closed.status, 303, "{}", faults(&closed));
    let in_order = |text: &str, words: &[&str]| {
        let places: Vec<Option<usize>> = words.iter().map(|it| text.find(it)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {text}");
    };
    let member = world.browser(4).get(&url).body;
    in_order(
        &member,
        &["党员03：每月学一次。", "带头学。", "党员01、社区王书记（列席）发言。", "党员00：同意。"],
    );
    let paper = world.browser(0).get(&format!("{url}/print")).body;
    in_order(
        &paper,
        &[
            "听取工作报告",
            "报告了。",
            "党员03：每月学一次。",
            "党员01、社区王书记（列席）发言。",
            "讨论学习计划",
            "党员00：同意。",
        ],
    );
    let book = world.browser(0).get("/records/handbook?unit=3&year=2026");
    assert_eq!(book.status, 200);
    let fields = [("unit", "3"), ("year", "2026"), ("format", "docx")];
    let book = world.browser(0).post("/records/handbook", &fields);
    let text = documents::read_docx(&book.bytes).unwrap().join("\n");
    in_order(
        &text,
        &["党员03：每月学一次。", "党员01、社区王书记（列席）发言。", "党员00：同意。"],
    );
}

#[test]
fn who_was_not_there_cannot_have_spoken() {
    let mut world = World::of(6, 0);
    let stranger = world.admit("他支部", people::Status::Full, 5);
    let url = held(&world);
    for (who, words) in [
        (person(&world, 5), "党员05没有到会，不能记他发了言"),
        (person(&world, stranger), "只能记名册上到会的人和列席的人发言"),
        ("g过路人".to_owned(), "列席人员里没有“过路人”"),
    ] {
        let form = spoke(minutes("报告了。"), 1, &who, "");
        let closed = world.close(&url, &form);
        assert!(closed.status == 422 && closed.body.contains(words), "{}", faults(&closed));
        let saved = world.browser(0).post(&format!("{url}/minutes"), &form.pairs());
        assert_eq!(saved.status, 422, "nor is it kept before closing");
    }
    assert_eq!(world.count("SELECT count(*) FROM record_speaker"), 0);
}

#[test]
fn a_correction_keeps_who_spoke_before() {
    let world = World::of(6, 0);
    let url = held(&world);
    assert_eq!(world.close(&url, &said(&world)).status, 303);
    let mut plan = world.plan("general_meeting", "2026-11-20", &[(5, "leave:travel")]);
    plan.add("agenda", "讨论明年学习计划");
    plan.set("guests", "社区王书记");
    let form = spoke(minutes("一、听取工作报告\n报告了。"), 2, &person(&world, 2), "补一句。");
    let form = plan.and(&form).with("_version", "1").with("reason", "漏了发言");
    let sent = world.browser(0).post(&format!("{url}/correction"), &form.pairs());
    assert_eq!(sent.status, 303, "{}", faults(&sent));
    let page = world.browser(0).get(&url).body;
    assert!(
        page.contains("<h3 class=\"above-4\">讨论明年学习计划</h3><p>党员02：补一句。</p>"),
        "{page}"
    );
    assert!(!page.contains("每月学一次"));
    let before = world.browser(0).get(&format!("{url}/versions/1")).body;
    assert!(before.contains("党员03：每月学一次。") && before.contains("党员00：同意。"));
}

#[test]
fn saved_before_closing_they_keep_their_order_and_follow_the_agenda() {
    let world = World::of(6, 0);
    let url = held(&world);
    let saved = world.browser(0).post(&format!("{url}/minutes"), &said(&world).pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    let page = world.browser(0).get(&url).body;
    let place = |number| page.find(&format!("value=\"{}\" checked", person(&world, number)));
    assert!(place(3) < place(1), "as they spoke, not as the roll has them");
    let mut plan = world.plan("general_meeting", "2026-11-20", &[(5, "leave:travel")]);
    plan.add("agenda", "讨论下半年学习计划");
    plan.set("guests", "社区王书记");
    let moved =
        world.browser(0).post(&format!("{url}/holding"), &plan.with("_version", "1").pairs());
    assert_eq!(moved.status, 303, "{}", faults(&moved));
    let item = "SELECT count(*) FROM record_speaker WHERE item = '讨论下半年学习计划'";
    assert_eq!(world.count(item), 1);
}
