//! Lists that somebody may outgrow are turned over, each alone, and say how many there are.

use people::Status;
use testkit::day;

use crate::world::{Fields, World, faults};

#[test]
fn meetings_to_tell_the_absent_of_are_turned_over() {
    let world = World::of(4, 0);
    for number in 0..33 {
        let mut plan = world.new_plan("theme_day", "2026-11-20", &[(3, "leave:on_duty")]);
        plan.set("title", &format!("主题党日第{number:02}次"));
        world.closed(&plan);
    }
    let first = world.browser(0).get("/records/relaying");
    assert!(first.body.contains("共33次会，第1页，共2页，33人次"), "{}", first.body);
    assert_eq!(first.body.matches("已传达1人").count(), 30);
    let second = world.browser(0).get("/records/relaying?page=2");
    assert_eq!(second.body.matches("已传达1人").count(), 3);
    assert!(second.statements <= 8);
}

#[test]
fn new_secretaries_and_risk_posts_are_turned_over_apart() {
    let mut world = World::of(2, 0);
    let chief = world.admit("党委书记", Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    for number in 0_i64..51 {
        let unit = 500 + number;
        let paths = (format!("/1/{unit}/"), format!("/100/{unit}/"));
        world.found(unit, "branch", &format!("第{number:02}党支部"), &paths.0, &paths.1);
        let one = world.admit(&format!("新书记{number:02}"), Status::Full, unit);
        let person = world.people[one];
        world.prepare(|w| people::appoint(w, person, unit, "secretary", day("2026-11-02"), "任命"));
        world.prepare(|w| people::list_risk_post(w, person, "money", day("2026-02-01"), None));
    }
    let why = [("reason", "安排年度谈话")];
    assert_eq!(world.browser(chief).post("/talks/posts/opening", &why).status, 303);
    let page = world.browser(chief).get("/talks/posts");
    assert!(page.body.contains("还有102人要谈"), "both lists are counted whole: {}", page.body);
    assert_eq!(page.body.matches("共51人，第1页，共2页").count(), 2);
    let page = world.browser(chief).get("/talks/posts?list=risk&page=2");
    assert!(page.body.contains("共51人，第2页") && page.body.contains("共51人，第1页"));
    assert!(page.body.contains("list=new&amp;page=2#list-new") && page.statements <= 8);
}

#[test]
fn who_is_asked_by_many_turns_over_and_answers_the_last_of_them() {
    let world = World::of(24, 0);
    for by in 2..24 {
        let chosen = world.people[0].to_string();
        let sent = [("chosen", chosen.as_str()), ("when", "noon")];
        assert_eq!(world.browser(by).post("/me/wishes", &sent).status, 303);
    }
    let page = world.browser(0).get("/me/wishes?list=asked&page=2");
    assert!(page.body.contains("党员02") && !page.body.contains("党员23"), "{}", page.body);
    assert!(page.statements <= 8, "however many asked: {}", page.statements);
    let from = page.body.find("action=\"/me/wishes/").expect("it can be answered") + 19;
    let wish = page.body[from..].split('/').next().unwrap().to_owned();
    let (on, at, place) = (format!("on_{wish}"), format!("from_{wish}"), format!("place_{wish}"));
    let answer = [(on.as_str(), "2026-11-23"), (&at, "17:30"), (&place, "谈心室")];
    let url = format!("/me/wishes/{wish}/answer");
    assert_eq!(world.browser(0).post(&url, &answer).status, 303);
}

/// What the page of the form shows, as it would be sent.
fn sent(body: &str) -> Fields {
    let mut fields = Fields::default();
    for input in body.split("<input type=\"hidden\" name=\"").skip(1) {
        let mut parts = input.split('"');
        let (name, value) = (parts.next().unwrap(), parts.nth(1).unwrap());
        if !name.starts_with('_') {
            fields.add(name, value);
        }
    }
    for select in body.split("<select ").skip(1) {
        let name = select.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
        let options = select.split("</select>").next().unwrap();
        let chosen = options.split("<option ").find(|it| it.contains(" selected"));
        let value = chosen.map_or("", |it| it.split("value=\"").nth(1).unwrap());
        fields.add(name, value.split('"').next().unwrap_or_default());
    }
    fields
}

#[test]
fn a_long_plan_of_talks_is_proposed_and_kept_page_by_page() {
    let world = World::of(62, 0);
    let form = world.browser(0).get("/talks/plan?unit=3&year=2026");
    assert!(form.body.contains("第1页，共2页") && form.body.contains("name=\"r50_one\""));
    assert!(!form.body.contains("name=\"r51_one\""));
    let answer = world.browser(0).post("/talks/plan", &sent(&form.body).pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(answer.location, "/talks/plan?unit=3&year=2026&page=2");
    assert_eq!(world.count("SELECT count(*) FROM talk_plan"), 50);
    let form = world.browser(0).get(&answer.location);
    assert!(form.body.contains("第51行") && form.body.contains("最后三行是空的"));
    let last = sent(&form.body);
    let answer = world.browser(0).post("/talks/plan", &last.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let all = world.count("SELECT count(*) FROM talk_plan");
    assert!(all > 90, "the first page stays: {all}");
    let again = world.browser(0).post("/talks/plan", &last.pairs());
    assert_eq!(again.status, 422, "who sends the page twice is told that they are planned");
    let list = world.browser(0).get("/talks/owed?unit=3&list=plan&page=2");
    assert!(
        list.body.contains(&format!("共{all}次，第2页")) && list.body.contains("共62人，第1页")
    );
}

#[test]
fn a_page_of_the_plan_that_somebody_else_changed_is_refused() {
    let world = World::of(6, 0);
    let form = world.browser(0).get("/talks/plan?unit=3&year=2026");
    assert_eq!(world.browser(0).post("/talks/plan", &sent(&form.body).pairs()).status, 303);
    let one = world.browser(0).get("/talks/plan?unit=3&year=2026").body;
    assert_eq!(world.browser(0).post("/talks/plan", &sent(&one).pairs()).status, 303);
    let answer = world.browser(0).post("/talks/plan", &sent(&one).pairs());
    assert!(answer.status == 409 && answer.body.contains("刚才有人改过"), "{}", answer.status);
}
