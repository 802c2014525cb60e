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
