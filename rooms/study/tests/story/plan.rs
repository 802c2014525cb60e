//! A plan from last year's and from above to the session in which it was studied.

use crate::world::World;

fn start(world: &World, who: &str, unit: &str, kind: &str, year: &str) -> String {
    world.done(who, "/study/plans", &[("unit", unit), ("kind", kind), ("year", year)])
}

fn add(world: &World, who: &str, plan: &str, month: &str, topic: &str) {
    let fields =
        [("month", month), ("topic", topic), ("reading", "中国共产党章程"), ("speaker", "")];
    world.done(who, &format!("{plan}/items"), &fields);
}

/// The central group of the leading committee, published.
fn central(world: &World) -> String {
    let plan = start(world, "局党委书记", "1", "central", "2026");
    add(world, "局党委书记", &plan, "6", "主体责任");
    add(world, "局党委书记", &plan, "11", "党内监督");
    let letter = [("number", "党发〔2026〕2号"), ("to", "县委宣传部"), ("_version", "1")];
    world.done("局党委书记", &format!("{plan}/publication"), &letter);
    plan
}

#[test]
fn a_published_central_plan_is_filed_once_and_stands_as_the_duty() {
    let world = World::new();
    let plan = central(&world);
    let filed: (String, String) =
        world.one("SELECT topic, minutes FROM record WHERE kind = 'study_plan'");
    assert_eq!(filed, ("党发〔2026〕2号".into(), "6月：主体责任\n11月：党内监督".into()));
    let served: i64 = world.one("SELECT count(*) FROM service WHERE duty = 'leading/study-plan'");
    assert_eq!(served, 1);
    let again = world.post("局党委书记", &format!("{plan}/publication"), &[("_version", "2")]);
    assert_eq!(again.status, 409, "nothing was changed");
    add(&world, "局党委书记", &plan, "12", "交流");
    assert!(world.get("局党委书记", &plan).body.contains("其后改过1处"));
    world.done("局党委书记", &format!("{plan}/publication"), &[("_version", "2")]);
    let count: i64 = world.one("SELECT count(*) FROM record WHERE kind = 'study_plan'");
    assert_eq!(count, 1, "filed once");
}

#[test]
fn a_branch_takes_over_what_the_group_above_studies() {
    let world = World::new();
    central(&world);
    let plan = start(&world, "支部书记", "3", "branch", "2026");
    let page = world.get("支部书记", &plan).body;
    assert!(page.contains("南屏县公安局党委，中心组") && page.contains("主体责任"), "{page}");
    let item: i64 = world.one("SELECT id FROM study_item WHERE topic = '主体责任'");
    let id = item.to_string();
    world.done("支部书记", &format!("{plan}/taking"), &[("item", &id)]);
    let again = world.post("支部书记", &format!("{plan}/taking"), &[("item", &id)]);
    assert_eq!(again.status, 409, "once");
    let mine: (i64, String) =
        world.one("SELECT month, reading FROM study_item WHERE source IS NOT NULL");
    assert_eq!(mine, (6, "中国共产党章程".into()));
    assert_eq!(world.get("党员", &plan).status, 404, "a draft is the planner's");
    assert_eq!(world.get("别处书记", &plan).status, 404);
    world.done("支部书记", &format!("{plan}/publication"), &[("_version", "1")]);
    assert!(world.get("党员", &plan).body.contains("主体责任"), "published");
    assert_eq!(world.get("别处书记", &plan).status, 404);
    assert!(world.get("局党委书记", "/study").body.contains(&plan), "the level above sees it");
    assert_eq!(world.post("党员", &format!("{plan}/taking"), &[("item", &id)]).status, 403);
}

#[test]
fn a_session_drafted_from_an_item_is_tied_to_it_and_says_when_it_was_studied() {
    let world = World::new();
    let plan = start(&world, "支部书记", "3", "branch", "2026");
    let speaker = world.person("党员").to_string();
    let fields = [("month", "11"), ("topic", "六项纪律"), ("reading", ""), ("speaker", &speaker)];
    world.done("支部书记", &format!("{plan}/items"), &fields);
    add(&world, "支部书记", &plan, "3", "党员的义务");
    world.done("支部书记", &format!("{plan}/publication"), &[("_version", "1")]);
    let page = world.get("支部书记", &plan).body;
    assert!(page.contains("本月要学") && page.contains("过了月份，还没学"), "{page}");
    let item: i64 = world.one("SELECT id FROM study_item WHERE month = 11");
    let draft = world.done("支部书记", &format!("/study/items/{item}/draft"), &[]);
    let record: (i64, String, Option<i64>) =
        world.one("SELECT id, topic, lecturer FROM record WHERE kind = 'rules_study'");
    assert_eq!(draft, format!("/records/{}/plan", record.0));
    assert_eq!((record.1.as_str(), record.2), ("六项纪律", Some(world.person("党员"))));
    assert_eq!(world.post("支部书记", &format!("/study/items/{item}/draft"), &[]).status, 409);
    assert!(world.get("支部书记", &plan).body.contains("已起草，11月20日"));
    let held = world.held("2026-03-17");
    let page = world.get("支部书记", &plan).body;
    assert!(page.contains("3月17日学过"), "topic and month agree, nobody has to tie it: {page}");
    world.prepare(|w| {
        let sql = "UPDATE study_item SET topic = '义务和权利' WHERE month = 3";
        Ok(w.run(sql, &[])?)
    });
    let item: i64 = world.one("SELECT id FROM study_item WHERE month = 3");
    let url = format!("/study/items/{item}");
    assert!(world.get("支部书记", &url).body.contains("就是这一次"));
    let wrong = world.post("支部书记", &format!("{url}/session"), &[("record", "1")]);
    assert_eq!(wrong.status, 422);
    world.done("支部书记", &format!("{url}/session"), &[("record", &held.to_string())]);
    let page = world.get("党员", &plan).body;
    assert!(page.contains("3月17日学过") && page.contains(&format!("/records/{held}")), "{page}");
    let gone = world.post("支部书记", &format!("{url}/removal"), &[("_version", "2")]);
    assert_eq!(gone.status, 409, "what was studied stays");
}

#[test]
fn next_years_plan_begins_with_this_years_and_leaves_as_a_sheet() {
    let world = World::new();
    let plan = start(&world, "支部书记", "3", "youth", "2026");
    add(&world, "支部书记", &plan, "5", "五四精神");
    let next = start(&world, "支部书记", "3", "youth", "2027");
    assert!(world.get("支部书记", &next).body.contains("五四精神"));
    let again = [("unit", "3"), ("kind", "youth"), ("year", "2027")];
    assert_eq!(world.post("支部书记", "/study/plans", &again).status, 409);
    let wrong = [("unit", "3"), ("kind", "central"), ("year", "2027")];
    assert_eq!(world.post("支部书记", "/study/plans", &wrong).status, 404, "no central group");
    assert_eq!(world.post("党员", "/study/plans", &again).status, 403);
    for format in ["docx", "xlsx"] {
        let file = world.get("支部书记", &format!("{next}/sheet/{format}"));
        assert_eq!((file.status, &file.bytes[..2]), (200, &b"PK"[..]), "{format}");
    }
    let print = world.get("支部书记", &format!("{next}/print")).body;
    assert!(print.contains("刑侦大队党支部2027年青年理论学习小组学习计划"), "{print}");
    assert_eq!(world.get("支部书记", &format!("{next}/sheet/csv")).status, 404);
    assert!(world.get("党员", "/study").body.contains("党支部集中学习"));
}
