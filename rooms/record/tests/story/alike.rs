//! How much of the minutes stood in the last ones: said to their author, to nobody else, and kept nowhere.

use crate::world::{World, faults, minutes};

const TEXT: &str = "书记报告了上季度支部工作，大家认为支部抓学习抓得实，党员参加志愿服务比较积极，夜间巡逻点位覆盖了三个社区，\
                    群众反映的路灯问题已经办结。会议同意这个报告，要求各小组按月检查。";

/// A closed theme day, and one that was held a day later with the same text in other words for its figures.
fn twice(world: &World) -> String {
    let first = world.held(&world.new_plan("theme_day", "2026-11-18", &[]));
    assert_eq!(world.close(&first, &minutes(TEXT)).status, 303);
    let url = world.held(&world.new_plan("theme_day", "2026-11-19", &[]));
    let text = TEXT.replace("三个社区", "四个社区").replace('，', "； ");
    let saved = world.browser(0).post(&format!("{url}/minutes"), &minutes(&text).pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    url
}

const HINT: &str = "和<a href=\"/records/";

#[test]
fn its_author_reads_what_stood_in_the_last_one() {
    let world = World::of(5, 0);
    let url = twice(&world);
    let page = world.browser(0).get(&url).body;
    let hint = page.split("id=\"alike\"").nth(1).unwrap_or_else(|| panic!("{page}"));
    let hint = hint.split("</section>").next().unwrap();
    for words in [
        HINT,
        "11月18日的记录",
        "是同一件事就留着，不是请改",
        "只有您看得到",
        "书记报告了上季度支部工作",
    ] {
        assert!(hint.contains(words), "{words} in {hint}");
    }
    let new = "完全不同的一次活动：参观禁毒教育基地，由讲解员讲解，随后在基地会议室讨论如何结合本职工作做好预防宣传。";
    let form = minutes(new).with("_version", "1");
    assert_eq!(world.browser(0).post(&format!("{url}/minutes"), &form.pairs()).status, 303);
    assert!(!world.browser(0).get(&url).body.contains("id=\"alike\""));
}

#[test]
fn nobody_else_sees_it_and_it_stops_nothing() {
    let mut world = World::of(5, 0);
    let chief = world.admit("党委书记", people::Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    let url = twice(&world);
    // The second may write these minutes too; the chief sees them by sight.
    for other in [1, chief] {
        let page = world.browser(other).get(&url);
        assert!(page.status == 200 && !page.body.contains("id=\"alike\""), "{other}");
    }
    let form = minutes(TEXT).with("_version", "1");
    let closed = world.close(&url, &form);
    assert_eq!(closed.status, 303, "{}", faults(&closed));
    for one in [0, 1, 4, chief] {
        let page = world.browser(one).get(&url).body;
        assert!(!page.contains("id=\"alike\"") && !page.contains("相同"), "{one}");
    }
}

#[test]
fn looking_at_it_leaves_nothing_behind() {
    let world = World::of(5, 0);
    let url = twice(&world);
    let rows = || {
        [
            "SELECT count(*) FROM event",
            "SELECT count(*) FROM notice",
            "SELECT count(*) FROM service",
        ]
        .map(|sql| world.count(sql))
    };
    let record = "SELECT max(version) FROM record";
    let (before, version) = (rows(), world.count(record));
    assert!(world.browser(0).get(&url).body.contains("id=\"alike\""));
    assert_eq!((rows(), world.count(record)), (before, version));
}

#[test]
fn only_the_last_one_of_its_own_kind_and_unit_is_looked_at() {
    let mut world = World::of(5, 0);
    let first = world.held(&world.new_plan("general_meeting", "2026-11-18", &[]));
    assert_eq!(world.close(&first, &minutes(TEXT)).status, 303);
    let url = world.held(&world.new_plan("theme_day", "2026-11-19", &[]));
    assert_eq!(
        world.browser(0).post(&format!("{url}/minutes"), &minutes(TEXT).pairs()).status,
        303
    );
    assert!(!world.browser(0).get(&url).body.contains("id=\"alike\""), "another kind");
    let other = world.admit("治安书记", people::Status::Full, 5);
    world.appoint(other, 5, "secretary");
    let mut plan = world.plan("general_meeting", "2026-11-19", &[]);
    for (name, value) in [("kind", "general_meeting"), ("unit", "5"), ("makes_up", "")] {
        plan.set(name, value);
    }
    for person in &world.people[..5] {
        plan.remove(&format!("att_{person}"));
        plan.remove(&format!("word_{person}"));
    }
    let own = world.people[other].to_string();
    let plan = plan.with("chair", &own).with("recorder", &own);
    let held = world.browser(other).post("/records/held", &plan.pairs());
    assert_eq!(held.status, 303, "{}", faults(&held));
    let saved =
        world.browser(other).post(&format!("{}/minutes", held.location), &minutes(TEXT).pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    assert!(
        !world.browser(other).get(&held.location).body.contains("id=\"alike\""),
        "another unit"
    );
}
