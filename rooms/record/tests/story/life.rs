//! Life meetings: the steps around them, and what is put right afterwards.

use crate::world::{Fields, World, faults, minutes};

const KIND: &str = "organizational_life_meeting";

fn items(list: &[(&str, &str, &str)]) -> Fields {
    let mut fields = minutes("一、党员个人发言\n开展了批评和自我批评。");
    for (problem, task, owner) in list {
        fields.add("problem", problem);
        fields.add("task", task);
        fields.add("owner", owner);
        fields.add("due", "2026-12-31");
    }
    fields
}

fn held(world: &World, on: &str) -> String {
    world.held(&world.new_plan(KIND, on, &[]).with("topic", "学习贯彻细则"))
}

fn two_matters() -> Fields {
    items(&[
        ("理论学习不够深入", "每月领学一次", "党员02"),
        ("联系群众不经常", "每季度下社区一次", "党员03"),
    ])
}

fn finish_first(world: &World, url: &str) {
    let task = world.count("SELECT min(id) FROM record_task");
    let done = [("record", url.rsplit('/').next().unwrap()), ("outcome", "领学了3次")];
    let finish = format!("/records/tasks/{task}/finish");
    assert_eq!(world.browser(0).post(&finish, &done).status, 303);
}

/// Of a meeting whose first matter is done: the URL of its record.
fn half_done(world: &World) -> String {
    let url = held(world, "2026-11-20");
    assert_eq!(world.close(&url, &two_matters()).status, 303);
    finish_first(world, &url);
    url
}

#[test]
fn the_steps_are_read_off_other_records() {
    let world = World::of(6, 0);
    let url = held(&world, "2026-11-20");
    let page = world.browser(0).get(&format!("{url}/preparation")).body;
    for words in [
        "学习贯彻细则",
        "会前两个月没有学习记录",
        "今年还没有谈心谈话的记录",
        "对照检查材料由本人和会议保管人保存",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("报送情况"), "a branch reports to nobody");
    world.closed(&world.new_plan("theme_day", "2026-11-13", &[]));
    let mut talk = world.new_plan("talk", "2026-11-18", &[]);
    talk.set("partner", &world.people[3].to_string());
    talk.set("recorder", "");
    world.closed(&talk);
    let sent = [("opinions", "学习抓得不紧\n谈心少"), ("criticisms", "11"), ("_version", "0")];
    let kept = world.browser(0).post(&format!("{url}/preparation"), &sent);
    assert_eq!(kept.status, 303, "{}", faults(&kept));
    let page = world.browser(0).get(&url).body;
    for words in ["会前两个月学了1次", "今年谈了1次", "听到2条", "批评意见11条"]
    {
        assert!(page.contains(words), "{words}");
    }
    let stale = world.browser(1).post(&format!("{url}/preparation"), &sent);
    assert_eq!(stale.status, 409, "two people write at once");
    let wrong = [("opinions", ""), ("criticisms", "很多"), ("_version", "1")];
    let refused = world.browser(0).post(&format!("{url}/preparation"), &wrong);
    assert!(refused.body.contains("要写数字"), "{}", faults(&refused));
}

#[test]
fn problems_become_a_list_that_is_worked_off() {
    let world = World::of(6, 0);
    let url = held(&world, "2026-11-20");
    let half = items(&[("理论学习不够深入", "", "")]);
    let refused = world.close(&url, &half);
    assert!(refused.body.contains("第1个问题还没有写整改措施"), "{}", faults(&refused));
    assert!(refused.body.contains("value=\"理论学习不够深入\""), "what was typed stays");
    assert_eq!(world.close(&url, &two_matters()).status, 303);
    let page = world.browser(0).get("/records/rectification").body;
    assert!(page.contains("2项，办结0项") && page.contains("每季度下社区一次"), "{page}");
    assert!(world.browser(4).get("/records/rectification").body.contains("联系群众不经常"));

    finish_first(&world, &url);
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("结果：领学了3次") && page.contains("2项，办结1项"), "{page}");
    let open = world.browser(0).get("/records/rectification?open=1").body;
    assert!(!open.contains("理论学习不够深入") && open.contains("联系群众不经常"));
    assert_eq!(world.browser(0).get("/records/rectification?unit=5").status, 404);
}

#[test]
fn what_repeats_last_time_is_named_and_what_was_not_done_comes_back() {
    let world = World::of(6, 0);
    let before = held(&world, "2026-06-18");
    let first = items(&[("理论学习不够深入，满足于读文件", "每月领学一次", "党员02")]);
    let first = first.with("late_reason", "当时外出办案");
    assert_eq!(world.close(&before, &first).status, 303);
    let url = held(&world, "2026-11-20");
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("上次查出1项，办结0项，会上通报"), "{page}");
    let same = items(&[("理论学习不够深入，还满足于读文件", "再领学", "党员02")]);
    assert_eq!(world.close(&url, &same).status, 303);
    let page = world.browser(0).get(&url).body;
    assert!(
        page.contains("和上次查出的几乎一样") && page.contains("没有记批评意见的条数"),
        "{page}"
    );
    assert!(!world.browser(0).get(&before).body.contains("几乎一样"));
}

#[test]
fn the_list_is_on_the_paper() {
    let world = World::of(6, 0);
    let url = held(&world, "2026-11-20");
    let list = items(&[("联系群众不经常", "每季度下社区一次", "党员03")]);
    assert_eq!(world.close(&url, &list).status, 303);
    let paper = world.browser(0).get(&format!("{url}/print")).body;
    assert!(paper.contains("整改清单") && paper.contains("每季度下社区一次"), "{paper}");
}

#[test]
fn the_list_of_one_meeting_is_a_paper_that_says_how_far_it_is() {
    let world = World::of(6, 0);
    let before = held(&world, "2026-11-20");
    let early = world.browser(0).get(&format!("{before}/papers/rectification"));
    assert_eq!(early.status, 404, "nothing is put right before the meeting is over");
    let world = World::of(6, 0);
    let url = half_done(&world);
    assert!(world.browser(0).get(&url).body.contains("/papers/rectification\">整改清单"));
    let paper = world.browser(0).get(&format!("{url}/papers/rectification")).body;
    for words in [
        "整改清单</h1>",
        "2项，到2026年11月20日办结1项",
        "理论学习不够深入",
        "12月31日",
        "11月20日办结：领学了3次",
        "在办",
        "党支部书记",
    ] {
        assert!(paper.contains(words), "{words}\n{paper}");
    }
    let word = world.browser(0).get(&format!("{url}/papers/rectification/docx"));
    assert!(word.status == 200 && word.bytes.starts_with(b"PK"));
    let other = world.closed(&world.new_plan("theme_day", "2026-11-13", &[]));
    assert_eq!(world.browser(0).get(&format!("{other}/papers/rectification")).status, 404);
}

#[test]
fn the_list_of_every_meeting_goes_out_as_a_spreadsheet() {
    let world = World::of(6, 0);
    half_done(&world);
    let taken = |query: &str| {
        let file = world.browser(0).post(&format!("/records/rectification/sheet{query}"), &[]);
        assert_eq!(file.status, 200, "{}", faults(&file));
        sheets::read(&file.bytes).unwrap()
    };
    let all = taken("");
    let text = |row, column| match all.sheets[0].cell(row, column) {
        sheets::Cell::Text(words) => words.clone(),
        other => panic!("{other:?}"),
    };
    // What is not done stands first.
    assert_eq!((text(4, 5), text(4, 9)), ("联系群众不经常".into(), "在办".into()));
    assert_eq!((text(5, 9), text(5, 10)), ("办结".into(), "2026-11-20，领学了3次".into()));
    let open = taken("?open=1");
    assert_eq!(open.sheets[0].cell(5, 5), &sheets::Cell::Empty, "{:?}", open.sheets[0].cell(5, 5));
    let marks: Vec<(String, i64)> =
        world.all("SELECT kind, rows_count FROM export_mark ORDER BY id");
    let mark = |rows| ("record.rectification".to_owned(), rows);
    assert_eq!(marks, [mark(2), mark(1)]);
    // A member without a post reads it on the page and takes nothing away.
    assert_eq!(world.browser(4).post("/records/rectification/sheet", &[]).status, 404);
    assert!(!world.browser(4).get("/records/rectification").body.contains("导出这些事项"));
}

#[test]
fn a_subgroup_has_no_committee_that_reports() {
    let mut world = World::of(6, 0);
    world.appoint(4, 31, "subgroup_leader");
    let reports = "支部委员会报告工作";
    let draft =
        |number: usize| world.browser(number).get(&format!("/records/new?kind={KIND}")).body;
    assert!(draft(0).contains(reports));
    let of_group = draft(4);
    assert!(of_group.contains("党员个人发言") && !of_group.contains(reports), "{of_group}");
}
