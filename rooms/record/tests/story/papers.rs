//! Papers of a meeting beside its minutes: notice, sign-in sheet, list of who came; letters with a red head.

use crate::world::{Fields, World, faults, minutes};

/// A draft of a theme day, saved.
fn drafted(world: &World) -> String {
    let fields = world.new_plan("theme_day", "2026-11-25", &[(3, "leave:travel")]);
    let answer = world.browser(0).post("/records", &fields.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    answer.location
}

#[test]
fn a_draft_has_its_notice_and_a_sheet_to_sign() {
    let world = World::of(6, 1);
    let url = drafted(&world);
    let form = world.browser(0).get(&url).body;
    for link in ["papers/notice", "papers/sign-in"] {
        assert!(form.contains(&format!("{url}/{link}")), "{link}\n{form}");
    }
    let notice = world.browser(0).get(&format!("{url}/papers/notice")).body;
    for words in [
        "关于开展theme_day记录的通知",
        "全体党员：",
        "2026年11月25日15时至16时30分，二楼会议室",
        "会议议题",
        "听取工作报告",
        "应到会党员7人",
        "向党员01请假",
    ] {
        assert!(notice.contains(words), "{words}\n{notice}");
    }
    let sheet = world.browser(0).get(&format!("{url}/papers/sign-in")).body;
    for words in [
        "theme_day记录签到表",
        "党小组",
        ">签到<",
        "党员05",
        "请假（出差）",
        "预备党员",
        "主持人（签字）",
    ] {
        assert!(sheet.contains(words), "{words}\n{sheet}");
    }
    assert!(!sheet.contains("到会情况"), "{sheet}");
    for paper in ["notice", "sign-in"] {
        let word = world.browser(0).get(&format!("{url}/papers/{paper}/docx"));
        assert!(word.status == 200 && word.bytes.starts_with(b"PK"), "{paper}");
    }
    assert_eq!(world.browser(0).get(&format!("{url}/papers/minutes")).status, 404);
    assert_eq!(world.browser(0).get(&format!("{url}/papers/anything")).status, 404);
}

#[test]
fn after_the_meeting_the_sheet_is_filled_from_the_roll() {
    let world = World::of(6, 0);
    let plan = world.new_plan("theme_day", "2026-11-19", &[(3, "leave:travel"), (4, "absent")]);
    let url = world.closed(&plan);
    let sheet = world.browser(0).get(&format!("{url}/papers/sign-in")).body;
    for words in ["到会情况", "请假（出差）", "缺席", "实到4人"] {
        assert!(sheet.contains(words), "{words}\n{sheet}");
    }
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("到会名单（表格）") && page.contains("papers/sign-in"), "{page}");
}

#[test]
fn the_list_of_who_came_says_whose_copy_it_is() {
    let world = World::of(5, 0);
    let url = world.closed(&world.new_plan("theme_day", "2026-11-19", &[(3, "absent")]));
    let file = world.browser(0).post(&format!("{url}/attendance"), &[]);
    assert!(file.status == 200 && file.bytes.starts_with(b"PK"), "{}", faults(&file));
    let book = sheets::read(&file.bytes).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.cell(1, 1), &sheets::Cell::Text("theme_day记录到会名单".into()));
    assert_eq!(sheet.cell(4, 2), &sheets::Cell::Text("党员00".into()));
    assert_eq!(sheet.cell(7, 5), &sheets::Cell::Text("缺席".into()));
    assert_eq!(world.count("SELECT count(*) FROM export_mark WHERE kind = 'record.attendance'"), 1);
    let draft = drafted(&world);
    assert_eq!(world.browser(0).post(&format!("{draft}/attendance"), &[]).status, 404);
}

#[test]
fn papers_of_another_unit_are_not_there() {
    let mut world = World::of(4, 0);
    let stranger = world.admit("旁人", people::Status::Full, 5);
    world.appoint(stranger, 5, "secretary");
    let url = world.closed(&world.new_plan("theme_day", "2026-11-19", &[]));
    for paper in ["papers/notice", "papers/sign-in", "papers/sign-in/docx", "papers/notice/pdf"] {
        assert_eq!(world.browser(stranger).get(&format!("{url}/{paper}")).status, 404, "{paper}");
    }
    assert_eq!(world.browser(stranger).post(&format!("{url}/attendance"), &[]).status, 404);
}

#[test]
fn a_talk_has_no_notice_and_no_sheet() {
    let world = World::of(4, 0);
    let mut plan = world.new_plan("talk", "2026-11-19", &[]);
    plan.set("partner", &world.people[2].to_string());
    let url = world.held(&plan);
    assert_eq!(world.close(&url, &minutes("")).status, 303);
    assert_eq!(world.browser(0).get(&format!("{url}/papers/notice")).status, 404);
    assert!(!world.browser(0).get(&url).body.contains("papers/"));
}

#[test]
fn a_report_upwards_is_a_letter_with_a_red_head_and_who_signed_it() {
    let mut world = World::of(4, 0);
    world.found(7, "leading_committee", "南屏县公安局党委", "/7/", "/100/7/");
    world.appoint(2, 7, "secretary");
    let mut fields = Fields::default();
    for (name, value) in [
        ("kind", "responsibility_report"),
        ("unit", "7"),
        ("title", "2026年落实主体责任情况报告"),
        ("on1", "2026-11-20"),
        ("topic", "南公党〔2026〕12号"),
        ("guests", "中共南屏县委组织部"),
        ("minutes", "一、会议情况\n会议按规定召开。"),
    ] {
        fields.set(name, value);
    }
    let answer = world.browser(2).post("/records/filing", &fields.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let letter = world.browser(2).get(&format!("{}/print", answer.location)).body;
    for words in [
        "<p class=\"issuer pt-40\">南屏县公安局党委文件</p>",
        "南公党〔2026〕12号",
        "签发人：",
        "党员02",
        "中共南屏县委组织部：",
        "<h2>一、会议情况</h2>",
        "联系人：",
        "2026年11月20日印发",
        "closing sealed",
    ] {
        assert!(letter.contains(words), "{words}\n{letter}");
    }
}

#[test]
fn records_and_agreed_matters_go_out_as_lists() {
    let world = World::of(5, 0);
    let url = world.held(&world.new_plan("theme_day", "2026-11-19", &[]));
    let form = minutes("学习。").with("task", "更新图书").with("owner", "党员03");
    assert_eq!(world.close(&url, &form).status, 303);
    let list = world.browser(0).get("/records?kind=theme_day").body;
    assert!(list.contains("/records/lists?kind=theme_day"), "{list}");
    let taken = |what: &str| {
        let file = world.browser(0).post("/records/lists?kind=theme_day", &[("list", what)]);
        assert_eq!(file.status, 200, "{}", faults(&file));
        sheets::read(&file.bytes).unwrap()
    };
    let records = taken("records");
    assert_eq!(records.sheets[0].cell(4, 3), &sheets::Cell::Text("每月主题党日".into()));
    assert_eq!(records.sheets[0].cell(4, 8), &sheets::Cell::Number(5.0));
    let tasks = taken("tasks");
    assert_eq!(tasks.sheets[0].cell(4, 4), &sheets::Cell::Text("更新图书".into()));
    // Each left a mark on its copy, an act, and what it is counted in.
    let marks: Vec<(String, i64, String)> =
        world.all("SELECT title, rows_count, measure FROM export_mark ORDER BY id");
    let named = |title: &str, measure: &str| (title.to_owned(), 1, measure.to_owned());
    assert_eq!(marks, [named("组织生活记录", "条"), named("议定事项", "项")]);
    let asked = world.count("SELECT count(*) FROM event WHERE act = 'export.ask'");
    assert_eq!(asked, 2);
    let copy = world.browser(0).post("/records/lists?kind=theme_day", &[("list", "tasks")]);
    let newest = world.count("SELECT max(id) FROM export_mark");
    assert_eq!(sheets::trace(&copy.bytes), Some(newest));
    let none = world.browser(0).post("/records/lists?kind=talk", &[("list", "records")]);
    assert_eq!(sheets::read(&none.bytes).unwrap().sheets[0].cell(4, 1), &sheets::Cell::Empty);
}
