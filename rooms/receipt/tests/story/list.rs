//! What came in and what is owed; sums downwards; the spreadsheet.

use crate::world::World;

/// Between two marks of a page.
fn part<'p>(page: &'p str, from: &str) -> &'p str {
    let rest = page.split(&format!("id=\"{from}\"")).nth(1).unwrap_or_default();
    rest.split("</section>").next().unwrap_or_default()
}

#[test]
fn the_receiver_sees_what_came_and_what_is_owed_with_its_last_day() {
    let world = World::new();
    let page = world.get("市局干部", "/receipts").body;
    let direct = part(&page, "direct");
    assert!(direct.contains("东区分局党委") && direct.contains("市局机关党委"), "{direct}");
    assert!(!direct.contains("南屏县局党委"), "led from outside");
    assert!(direct.contains("学习情况报告") && direct.contains("12月31日"), "{direct}");
    assert!(direct.contains("/duties/3/leading.study-report/2026"), "the verdict explains itself");
    let (city, county) = (direct.find("市级"), direct.find("县级"));
    assert!(city < county && city.is_some(), "by level from above: {direct}");
    let report = world.filed("分局干部", ("3", "study_report", "2026-11-18"));
    let direct_url = format!("/receipts/{report}");
    let page = world.get("市局干部", "/receipts?state=waiting").body;
    let direct = part(&page, "direct");
    assert!(direct.contains(&direct_url) && direct.contains("按期报送"), "{direct}");
    assert!(!direct.contains("教育管理报告"), "the others do not wait: {direct}");
    let own = world.get("分局干部", "/receipts").body;
    assert!(part(&own, "own").contains(&direct_url), "{own}");
    assert!(page.contains("不排名"));
}

#[test]
fn a_line_moves_with_the_report_and_the_day() {
    let world = World::new();
    world.home.wait_until("2027-01-10");
    let page = world.get("市局干部", "/receipts?year=2026").body;
    assert!(part(&page, "direct").contains("逾期未报"), "{page}");
    let carried = world.get("市局干部", "/receipts").body;
    assert!(part(&carried, "direct").contains("2026年学习情况报告"), "still owed: {carried}");
    let late = [("makes_up", "2026"), ("on1", "2027-01-09")];
    let mut fields: Vec<(&str, &str)> = vec![
        ("kind", "study_report"),
        ("unit", "3"),
        ("about", ""),
        ("title", "2026年报告"),
        ("topic", ""),
        ("guests", "上级"),
        ("minutes", "集体学习五次。"),
        ("late_reason", ""),
    ];
    fields.extend(late);
    world.done("分局干部", "/records/filing", &fields);
    let page = world.get("市局干部", "/receipts?year=2026&kind=study_report").body;
    let direct = part(&page, "direct");
    assert!(direct.contains("逾期报送") && direct.contains("待收"), "{direct}");
    assert!(page.contains("报了的里面逾期报送1"), "{page}");
}

#[test]
fn a_leader_by_line_sees_copies_and_opens_the_tree_downwards() {
    let world = World::new();
    let page = world.get("省厅领导", "/receipts").body;
    assert!(part(&page, "direct").contains("市局党委"), "{page}");
    let deeper = part(&page, "deeper");
    assert!(deeper.contains("某市公安局") && deeper.contains("unit=110"), "{deeper}");
    assert!(!deeper.contains("教育管理报告"));
    let city = world.get("省厅领导", "/receipts?unit=110").body;
    let direct = part(&city, "direct");
    assert!(direct.contains("东区分局党委") && direct.contains("南屏县局党委"), "{direct}");
    assert_eq!(world.get("市局条线", "/receipts?unit=100").status, 404, "nothing above");
    assert_eq!(world.get("县局干部", "/receipts?unit=1").status, 404);
}

#[test]
fn the_list_goes_out_as_a_spreadsheet_and_is_noted() {
    let world = World::new();
    let answer = world.post("市局干部", "/receipts/lists?year=2026", &[]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let noted: i64 = world.one("SELECT count(*) FROM event WHERE act = 'export.ask'");
    assert_eq!(noted, 1);
    let branch = world.get("支部书记", "/receipts").body;
    assert!(branch.contains("这里没有要报的"), "{branch}");
}

#[test]
fn each_life_meeting_has_its_row_and_its_report_and_the_row_leads_to_the_form() {
    let world = World::new();
    let meeting = |on: &str| {
        let on = testkit::day(on);
        let session = record::Session {
            on,
            from: "09:00".into(),
            to: "12:00".into(),
            place: "一楼会议室".into(),
        };
        let at = calendar::Instant::at(on, 17, 0);
        record::Closed {
            minutes: "逐个对照检查。".into(),
            ..record::Closed::new(3, "democratic_life_meeting", session, at)
        }
    };
    let meetings = [meeting("2026-03-10"), meeting("2026-11-10")];
    let ids = world.prepare(|w| record::close_many(w, rules::Rules::built_in(), &meetings));
    let row = |page: &str, day: &str| -> String {
        let from = page.find(&format!("民主生活会报告（{day}的会）")).map(|at| &page[at..]);
        from.and_then(|it| it.split("</tr>").next()).unwrap_or_default().to_owned()
    };
    let page = world.get("分局干部", "/receipts").body;
    for (id, day) in ids.iter().zip(["3月10日", "11月10日"]) {
        let url = format!("/records/new?kind=life_meeting_report&#38;unit=3&#38;about={id}");
        assert!(row(&page, day).contains(&url), "{day}: {page}");
    }
    let above = world.get("市局干部", "/receipts").body;
    assert!(!above.contains("unit=3&#38;about="), "not for who receives");
    let url = format!("/records/new?kind=life_meeting_report&unit=3&about={}", ids[0]);
    let form = world.get("分局干部", &url).body;
    assert!(form.contains("2026年3月10日的民主生活会"), "{form}");
    let it = ("3", "life_meeting_report", "2026-11-18");
    let report = world.filed_about("分局干部", it, &ids[0].to_string());
    let page = world.get("分局干部", "/receipts").body;
    assert!(page.contains(&format!("/receipts/{report}\"")), "{page}");
    assert!(row(&page, "11月10日").contains("还没有"), "the other one is still owed: {page}");
    assert!(row(&page, "3月10日").is_empty(), "sent rows have the title of the paper: {page}");
    let other = ids[1].to_string();
    let late = world.filed_about("分局干部", ("3", "life_meeting_report", "2026-11-19"), &other);
    let page = world.get("分局干部", &format!("/receipts/{late}")).body;
    assert!(page.contains("2026年11月25日"), "its own last day: {page}");
}

#[test]
fn a_report_knows_to_whom_it_goes() {
    let world = World::new();
    let form = world.get("分局干部", "/records/new?kind=life_meeting_plan&unit=3").body;
    assert!(form.contains("value=\"市局党委、上级纪检机关和党委组织部\""), "{form}");
    let form = world.get("县局干部", "/records/new?kind=life_meeting_plan&unit=4").body;
    assert!(form.contains("value=\"中共南屏县委员会、上级纪检机关和党委组织部\""), "{form}");
}
