//! Last year's meetings as one sheet.

use crate::world::World;

const SHEET: &str = "日期,会议类型,到会人数\n\
    2025-03-10,支部党员大会,4\n\
    2025-04-10,支委会,3人\n\
    2025-05-10,支部大会,5\n\
    2025-06-10,茶话会,5\n\
    2025-07-01,党课,\n\
    2025-03-10,党员大会,4\n\
    2026-03-10,主题党日,5\n";

fn send(world: &World, unit: &str, text: &str) -> testkit::Answer {
    let file = ("file", "2025年会议台账.csv", text.as_bytes());
    world.browser(0).upload("/records/import/files", &[("unit", unit)], file)
}

#[test]
fn a_list_of_meetings_goes_from_file_to_batch_and_back() {
    let world = World::of(5, 0);
    let secretary = world.browser(0);
    assert!(secretary.get("/records").body.contains("/records/import"));
    let sent = send(&world, "3", SHEET);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let look = secretary.get(&sent.location);
    for words in [
        "4处要看一下",
        "刑侦大队党支部没有这种会议",
        "没有写到会人数",
        "表里同一天的同一种会议写了两次",
        "这一天已经启用本系统",
        "导入3次会议",
    ] {
        assert!(look.body.contains(words), "{words} in {}", look.body);
    }
    assert_eq!(secretary.get(&format!("{}/list", sent.location)).status, 200);
    assert_eq!(world.count("SELECT count(*) FROM record"), 0, "a rehearsal writes nothing");
    assert_eq!(world.browser(1).get(&sent.location).status, 404, "it is his file");
    assert_eq!(world.browser(2).get("/records/import").status, 403);

    let done = secretary.post(&format!("{}/import", sent.location), &[]);
    assert_eq!(done.status, 303, "{}", done.body);
    let page = secretary.get(&done.location);
    assert!(page.body.contains("3次会议") && page.body.contains("2025-05-10"), "{}", page.body);
    assert_eq!(world.count("SELECT count(*) FROM record WHERE batch IS NOT NULL"), 3);
    assert_eq!(world.count("SELECT count(*) FROM import_upload"), 0);
    let services = "SELECT count(*) FROM service WHERE fact_room = 'record'";
    assert!(world.count(services) > 0);

    let again = send(&world, "3", SHEET);
    let look = secretary.get(&again.location);
    assert!(look.body.contains("这一天的这种会议已经有记录"), "{}", look.body);
    let again = secretary.post(&format!("{}/import", again.location), &[]);
    assert_eq!(again.status, 409, "nothing is left to write");

    let undoing = secretary.get(&format!("{}/undoing", done.location));
    assert!(undoing.body.contains("撤回3次会议"), "{}", undoing.body);
    let undo = format!("{}/undo", done.location);
    assert_eq!(secretary.post(&undo, &[("reason", "")]).status, 422);
    assert_eq!(secretary.post(&undo, &[("reason", "年份错了")]).status, 303);
    assert_eq!(world.count("SELECT count(*) FROM record"), 0);
    assert_eq!(world.count(services), 0);
    assert!(secretary.get("/records/import").body.contains("已撤回"));
    assert_eq!(secretary.post(&undo, &[("reason", "年份错了")]).status, 409);
}

#[test]
fn a_list_is_for_ones_own_branch_only() {
    let world = World::of(5, 0);
    let elsewhere = send(&world, "5", SHEET);
    assert!([403, 404].contains(&elsewhere.status), "{}", elsewhere.status);
    let named = "日期,会议类型,到会人数,党支部\n2025-03-10,支部党员大会,4,治安大队党支部\n";
    let sent = send(&world, "3", named);
    let look = world.browser(0).get(&sent.location);
    assert!(look.body.contains("下面没有这个支部"), "{}", look.body);
    assert_eq!(send(&world, "3", "甲,乙\n1,2\n").status, 422);
}

#[test]
fn a_batch_of_meetings_is_not_undone_as_one_of_people() {
    let world = World::of(5, 0);
    let ctx = world.home.operator();
    let source = (SHEET.as_bytes(), "2025年会议台账.csv");
    let done = record::past::import(&ctx, 3, source).unwrap();
    assert_eq!((done.written, done.refused), (3, 4));
    assert!(people::import::undo(&ctx, done.batch, "误").is_err());
    assert_eq!(record::past::undo(&ctx, done.batch, "误").unwrap().taken.removed, 3);
}
