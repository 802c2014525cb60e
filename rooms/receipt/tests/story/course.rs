//! One report: received, returned, completed, sent again; who reads it and who does not.

use crate::world::World;

fn url(report: i64) -> String {
    format!("/receipts/{report}")
}

const RECEIVED: &[(&str, &str)] = &[("came_on", "2026-11-20")];

#[test]
fn a_report_is_received_once_by_who_leads_the_sender() {
    let world = World::new();
    let report = world.filed("分局干部", ("3", "study_report", "2026-11-18"));
    assert!(world.get("市局干部", &url(report)).body.contains("集体学习五次"));
    assert!(world.at_home(1).contains("1份报告待收"));
    let at = format!("{}/reception", url(report));
    assert_eq!(world.post("分局干部", &at, RECEIVED).status, 403, "nobody receives his own");
    assert_eq!(world.post("市局纪检", &at, RECEIVED).status, 403, "discipline reads");
    assert_eq!(world.get("市局纪检", &url(report)).status, 200);
    let early = world.post("市局干部", &at, &[("came_on", "2026-11-17")]);
    assert!(early.body.contains("收到不会更早"), "{}", early.body);
    let ahead = world.post("市局干部", &at, &[("came_on", "2026-11-21")]);
    assert!(ahead.body.contains("还没有到"));
    world.done("市局干部", &at, RECEIVED);
    assert_eq!(world.post("市局干部", &at, RECEIVED).status, 409, "once");
    let page = world.get("分局干部", &url(report)).body;
    assert!(page.contains("已收") && page.contains("市局干部"), "the sender sees by whom: {page}");
    assert!(!world.at_home(1).contains("份报告待收"));
    assert_eq!(world.get("支部书记", &url(report)).status, 404);
    assert_eq!(world.get("县局干部", &url(report)).status, 404);
}

#[test]
fn what_was_returned_comes_again_only_with_something_new() {
    let world = World::new();
    let report = world.filed("分局干部", ("3", "study_report", "2026-11-18"));
    let (back, again) = (format!("{}/return", url(report)), format!("{}/resending", url(report)));
    let empty = world.post("市局干部", &back, &[("missing", "")]);
    assert!(empty.body.contains("缺什么、改什么"), "{}", empty.body);
    assert_eq!(world.post("分局干部", &again, &[("words", "没有")]).status, 409, "not returned");
    world.done("市局干部", &back, &[("missing", "没有附完成表")]);
    assert_eq!(world.post("市局干部", &back, &[("missing", "还缺")]).status, 409, "once");
    let home = world.at_home(3);
    assert!(home.contains("补充“今年的报告”"), "{home}");
    assert!(!world.at_home(1).contains("份报告待收"), "it lies with the sender");
    assert!(world.get("分局干部", &url(report)).body.contains("没有附完成表"));
    let nothing = world.post("分局干部", &again, &[("words", "")]);
    assert!(nothing.body.contains("先补充，或者在这里说明"), "{}", nothing.body);
    let right = [
        ("title", "今年的报告"),
        ("on1", "2026-11-18"),
        ("topic", "党字〔2026〕52号"),
        ("guests", "上级党组织"),
        ("minutes", "集体学习五次，附完成表。"),
        ("makes_up", ""),
        ("late_reason", ""),
        ("reason", "上级要求补充"),
        ("_version", "1"),
    ];
    world.done("分局干部", &format!("/records/{report}/correction"), &right);
    world.done("分局干部", &again, &[("words", "")]);
    assert!(world.at_home(1).contains("1份报告待收"));
    world.done("市局干部", &format!("{}/reception", url(report)), RECEIVED);
    let page = world.get("分局干部", &url(report)).body;
    assert!(page.contains("退回补充") && page.contains("补充后再报") && page.contains("附完成表"));
    assert!(!page.contains("上次办过以后"), "nothing since");
    let said: i64 = world.one("SELECT count(*) FROM event WHERE reason LIKE '%没有附完成表%'");
    assert_eq!(said, 0, "the words lie sealed");
}

#[test]
fn what_was_received_too_soon_is_returned_and_a_withdrawn_report_is_gone() {
    let world = World::new();
    let report = world.filed("机关干部", ("2", "year_report", "2026-11-18"));
    world.done("市局干部", &format!("{}/reception", url(report)), RECEIVED);
    world.done("市局干部", &format!("{}/return", url(report)), &[("missing", "缺流动党员的情况")]);
    world.done("机关干部", &format!("{}/resending", url(report)), &[("words", "没有流动党员")]);
    assert!(world.get("市局干部", &url(report)).body.contains("没有流动党员"));
    let why = [("reason", "重复登记"), ("_version", "1")];
    world.done("机关干部", &format!("/records/{report}/withdrawal"), &why);
    assert_eq!(world.get("市局干部", &url(report)).status, 404);
    assert!(!world.at_home(1).contains("份报告待收"));
    let late = world.post("市局干部", &format!("{}/reception", url(report)), RECEIVED);
    assert_eq!(late.status, 404);
}

#[test]
fn a_copy_is_read_by_line_and_nothing_is_received_for_outside_bodies() {
    let world = World::new();
    let report = world.filed("县局干部", ("4", "study_report", "2026-11-18"));
    let page = world.get("县局干部", &url(report)).body;
    assert!(page.contains("中共南屏县委员会") && page.contains("按公文送达"), "{page}");
    assert!(page.contains("某市公安局") && page.contains("不用签收"), "who gets the copy");
    let copy = world.get("市局条线", &url(report)).body;
    assert!(copy.contains("集体学习五次") && !copy.contains("哪天收到的"), "{copy}");
    assert_eq!(world.get("市局条线", &format!("{}/letter/docx", url(report))).status, 200);
    assert_eq!(world.get("市局干部", &url(report)).status, 404, "it leads another organ");
    let at = format!("{}/reception", url(report));
    assert!([403, 409].contains(&world.post("市局条线", &at, RECEIVED).status));
    let inner = world.filed("机关干部", ("2", "year_report", "2026-11-18"));
    assert_eq!(world.get("市局条线", &url(inner)).status, 404, "no copy of it goes to the line");
}

#[test]
fn a_file_travels_and_what_was_agreed_at_the_meeting_but_not_its_minutes() {
    let world = World::new();
    let meeting = "INSERT INTO record (id, unit, kind, variety, also, title, topic, about, plan_on, held_on, sessions, guests,
          agenda, minutes, drafted_at, held_at, minuted_at, closed_at, version)
        VALUES (901, 3, 'democratic_life_meeting', '', '', '民主生活会', '', '', '2026-11-10', '2026-11-10', '[]', '', '',
          '张某对照检查：自己急躁', '2026-11-10T09:00:00.000Z', '2026-11-10T09:00:00.000Z', '2026-11-10T09:00:00.000Z',
          '2026-11-10T09:00:00.000Z', 1)";
    let task =
        "INSERT INTO record_task (id, record, unit, place, problem, text, owner, due_on, outcome)
        VALUES (902, 901, 3, 1, '下基层少', '每月到所队两次', '张某', '2027-03-31', '')";
    world.prepare(|w| {
        w.run(meeting, &[])?;
        w.run(task, &[])?;
        Ok(())
    });
    let report = world.filed_about("分局干部", ("3", "life_meeting_report", "2026-11-18"), "901");
    let sent = world.browser("分局干部").upload(
        &format!("/records/{report}/files"),
        &[("what", ""), ("back", "")],
        ("file", "名单.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
    );
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = world.get("市局干部", &url(report)).body;
    assert!(page.contains("下基层少") && page.contains("每月到所队两次"), "{page}");
    assert!(!page.contains("自己急躁"), "what was said stays at the meeting");
    let file: i64 = world.one("SELECT file FROM record_file");
    assert_eq!(world.get("市局干部", &format!("{}/files/{file}", url(report))).status, 200);
    assert_eq!(
        world.get("市局条线", &format!("{}/files/{file}", url(report))).status,
        200,
        "a copy"
    );
    assert_eq!(world.get("县局干部", &format!("{}/files/{file}", url(report))).status, 404);
    assert_eq!(world.get("市局干部", &format!("{}/letter/docx", url(report))).status, 200);
}
