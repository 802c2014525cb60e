//! Meetings that are numbered: in the order of closing, without gaps, once and for good.

use crate::world::{World, faults, minutes};

/// Held and closed; where it stands.
fn closed(world: &World, on: &str, late: &str) -> String {
    let away: Vec<(usize, &str)> = Vec::new();
    let url = world.held(&world.new_plan("committee_meeting", on, &away));
    let minutes = minutes("研究。");
    let minutes = if late.is_empty() { minutes } else { minutes.with("late_reason", late) };
    let answer = world.close(&url, &minutes);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    url
}

fn number(world: &World, url: &str) -> String {
    let page = world.browser(0).get(url).body;
    let found = page.split("<dt>编号</dt><dd>").nth(1).and_then(|rest| rest.split('<').next());
    found.unwrap_or_default().to_owned()
}

#[test]
fn committee_meetings_are_numbered_in_the_order_of_closing() {
    let world = World::of(5, 0);
    let first = closed(&world, "2026-11-20", "");
    let late = closed(&world, "2026-10-16", "外出办案");
    let other = world.closed(&world.new_plan("general_meeting", "2026-11-20", &[]));
    assert_eq!(number(&world, &first), "2026年第1次");
    assert_eq!(number(&world, &late), "2026年第2次", "entered later, numbered later");
    assert_eq!(number(&world, &other), "", "a general meeting has no number");
}

#[test]
fn what_could_not_be_closed_leaves_no_gap() {
    let world = World::of(5, 0);
    let url = world.held(&world.new_plan("committee_meeting", "2026-10-16", &[]));
    assert_eq!(world.close(&url, &minutes("研究。")).status, 422, "it is late and says not why");
    assert_eq!(number(&world, &url), "", "what is not closed has no number");
    assert_eq!(number(&world, &closed(&world, "2026-11-20", "")), "2026年第1次");
}

#[test]
fn the_number_stays_through_correction_and_withdrawal() {
    let world = World::of(5, 0);
    let first = closed(&world, "2026-11-20", "");
    let corrected = world
        .plan("committee_meeting", "2026-11-20", &[])
        .and(&minutes("研究换届。"))
        .with("_version", "1")
        .with("reason", "漏了一句");
    let answer = world.browser(0).post(&format!("{first}/correction"), &corrected.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(number(&world, &first), "2026年第1次");

    let version = world.count("SELECT version FROM record").to_string();
    let reason = [("reason", "重复录入"), ("_version", version.as_str())];
    let answer = world.browser(0).post(&format!("{first}/withdrawal"), &reason);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(number(&world, &first), "2026年第1次");
    let list = world.browser(0).get("/records").body;
    assert!(list.contains("2026年第1次") && list.contains("已撤回"), "{list}");
    let second = closed(&world, "2026-11-20", "");
    assert_eq!(number(&world, &second), "2026年第2次", "nobody gets the number of another");
}

#[test]
fn the_paper_carries_the_number_in_its_head() {
    let world = World::of(5, 0);
    let url = closed(&world, "2026-11-20", "");
    let print = world.browser(0).get(&format!("{url}/print")).body;
    assert!(print.contains("支委会记录（2026年第1次）"), "{print}");
    let word = world.browser(0).get(&format!("{url}/minutes.docx"));
    assert_eq!(word.status, 200);
}
