//! A batch of units is taken back as if it had never been, but for units on which something hangs.

use act::Relation;
use org::import;
use testkit::day;

use crate::{
    five_organs::{Organs, organs, organs_in},
    kit::{World, refused},
};

const LIST: &str = "\
名称,编码,类别,上级单位,隶属上级,成立日期,最近选举,任期,支委会
刑事侦查大队,130123-X01,大队,,,2012-03,,,
刑侦大队党总支,130123-X02,总支,刑事侦查大队,正安县公安局机关党委,2012-05-01,2024-05-10,5,是
刑侦一中队党支部,130123-X03,党支部,,刑侦大队党总支,2013-06-01,2024-06-01,3,否
技术中队党支部,130123-X04,支部,,刑侦大队党总支,2013-06-01,,,
";

/// Every table of this room; what a taken back batch leaves is what stood before.
const TABLES: [&str; 8] = [
    "SELECT count(*) FROM unit",
    "SELECT count(*) FROM unit_name",
    "SELECT count(*) FROM tie",
    "SELECT count(*) FROM serves",
    "SELECT count(*) FROM unit_path",
    "SELECT count(*) FROM unit_change",
    "SELECT count(*) FROM unit_fact",
    "SELECT count(*) FROM term",
];

fn rows(world: &World) -> Vec<i64> {
    TABLES.iter().map(|sql| world.count(sql)).collect()
}

fn imported(it: &Organs) -> (act::Ctx, i64) {
    let ctx = it.world.wearing("affairs_manager", it.county);
    let (batch, plan) = import::commit(&ctx, it.county, (LIST.as_bytes(), "刑侦.csv")).unwrap();
    assert_eq!(plan.units.len(), 4);
    (ctx, batch)
}

fn coded(it: &Organs, code: &str) -> Option<org::Unit> {
    it.world.read(|read| org::by_code(read, code))
}

fn names(undone: &imports::Undone) -> Vec<(&str, &str)> {
    undone.kept.iter().map(|it| (it.name.as_str(), it.why.as_str())).collect()
}

#[test]
fn an_undone_batch_leaves_no_trace_in_any_year() {
    let it = organs();
    let before = rows(&it.world);
    let (ctx, batch) = imported(&it);
    let then = it.world.below(it.county, Relation::Line, "2020-01-01").len();
    let undone = import::undo(&ctx, batch, "表拿错了").unwrap();
    assert_eq!((undone.taken.removed, names(&undone)), (4, vec![]));
    assert_eq!(rows(&it.world), before);
    let now = it.world.below(it.county, Relation::Line, "2020-01-01").len();
    assert_eq!(then - now, 4, "the tree of an earlier year has lost them too");
    let reasons = it.world.home.reasons("unit.import.undo");
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons[0].1.as_deref(), Some("表拿错了"));
    let again = refused(import::undo(&ctx, batch, "再撤"));
    assert!(again.contains("已经撤回了"), "{again}");

    // The codes are free again.
    imported(&it);
}

#[test]
fn a_renamed_unit_and_what_stands_above_it_stay() {
    let it = organs();
    let (ctx, batch) = imported(&it);
    let branch = coded(&it, "130123-X03").unwrap();
    let officer = it.world.wearing("party_officer", it.county_party);
    let on = day("2026-11-01");
    officer
        .act(&org::RENAME, branch.id, |w| {
            let unit = org::get(w, branch.id)?.unwrap();
            let name = "刑侦重案中队党支部".to_owned();
            org::rename(w, &unit, &org::Rename { name, short_name: None, on, basis: "批复".into() })
        })
        .unwrap();
    let undone = import::undo(&ctx, batch, "重来").unwrap();
    assert_eq!(undone.taken.removed, 1);
    assert_eq!(
        names(&undone),
        [
            ("刑事侦查大队", "有下级组织"),
            ("刑侦大队党总支", "有下级组织"),
            ("刑侦重案中队党支部", "被人改过"),
        ]
    );
    assert!(coded(&it, "130123-X04").is_none() && coded(&it, "130123-X03").is_some());
    assert_eq!(it.world.unit(branch.id).lead_parent, coded(&it, "130123-X02").map(|it| it.id));
    let kept = "SELECT kept FROM import_batch WHERE kind = 'units'";
    assert_eq!(it.world.count(kept), 3);
}

#[test]
fn a_unit_founded_below_holds_up_what_is_above_it() {
    let it = organs();
    let (ctx, batch) = imported(&it);
    let branch = coded(&it, "130123-X04").unwrap();
    it.world.found("subgroup", "第一党小组", "2026-01-01", |new| new.lead = Some(branch.id));
    let undone = import::undo(&ctx, batch, "重来").unwrap();
    let stays: Vec<&str> = undone.kept.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(stays, ["刑事侦查大队", "刑侦大队党总支", "技术中队党支部"]);
}

#[test]
fn what_another_room_has_put_upon_a_unit_is_named() {
    let question = "SELECT id FROM unit WHERE code = '130123-X01' AND id IN ";
    let uses = || org::Uses(vec![(question, "有党员"), (question, "有任职")]);
    let it = organs_in(World::with(|core| core.with(uses())));
    let (ctx, batch) = imported(&it);
    let undone = import::undo(&ctx, batch, "重来").unwrap();
    assert_eq!(undone.taken.removed, 3);
    assert_eq!(names(&undone), [("刑事侦查大队", "有党员、有任职")]);
}

#[test]
fn only_who_may_import_there_may_undo() {
    let it = organs();
    let (_, batch) = imported(&it);
    let elsewhere = it.world.wearing("affairs_manager", it.district);
    let refused = import::undo(&elsewhere, batch, "不归我管");
    assert!(matches!(refused, Err(act::Error::NotAllowed(_))), "{refused:?}");
    assert!(coded(&it, "130123-X01").is_some());
}
