//! Renaming, moving, merging, splitting and dissolving leave the days before alone.

use act::Relation;
use calendar::Day;
use org::{ChangeKind, Merge, MoveKind, NewUnit, Rename, Split};
use testkit::day;

use crate::{
    five_organs::organs,
    kit::{World, refused},
};

fn name_on(world: &World, unit: i64, on: &str) -> Option<String> {
    world.read(|read| org::on_day(read, unit, day(on))).map(|unit| unit.name)
}

#[test]
fn a_unit_keeps_its_old_name_for_the_days_before() {
    let it = organs();
    let world = &it.world;
    let new = |name: &str, on: &str| Rename {
        name: name.into(),
        short_name: None,
        on: day(on),
        basis: "编办批复".into(),
    };
    let unit = world.unit(it.station);
    world.write(|_, w| org::rename(w, &unit, &new("东关派出所", "2026-06-01"))).unwrap();
    assert_eq!(name_on(world, it.station, "2026-05-31").as_deref(), Some("城关派出所"));
    assert_eq!(name_on(world, it.station, "2026-06-01").as_deref(), Some("东关派出所"));
    assert_eq!(name_on(world, it.station, "2009-12-31"), None);

    let slower = world.write(|_, w| org::rename(w, &unit, &new("西关派出所", "2026-07-01")));
    assert!(matches!(slower, Err(act::Error::Stale(theirs)) if theirs[0].value == "东关派出所"));
    let now = world.unit(it.station);
    let early = world.write(|_, w| org::rename(w, &now, &new("北关派出所", "2026-01-01")));
    assert!(refused(early).contains("不能早于这一天"));
}

#[test]
fn a_merged_branch_keeps_its_past_and_its_groups_go_on() {
    let it = organs();
    let world = &it.world;
    let second = world.found("branch", "巡特警大队党支部", "2015-01-01", |new| {
        new.lead = Some(it.county_organ_party);
        new.host = Some(it.county);
    });
    let group = world.found("subgroup", "第一党小组", "2016-01-01", |new| {
        new.lead = Some(second);
    });
    let merge = Merge {
        units: vec![second],
        into: it.station_branch,
        on: day("2026-04-01"),
        basis: "机关党委批复".into(),
    };
    world.write(|ctx, w| org::merge(ctx, w, &merge)).unwrap();

    let led = |on| world.below(it.county_organ_party, Relation::Lead, on);
    let (before, after) = (led("2025-12-31"), led("2026-04-01"));
    assert!(before.contains(&second) && !after.contains(&second));
    assert_eq!(world.below(second, Relation::Lead, "2025-12-31"), [second, group]);
    assert_eq!(
        world.below(it.station_branch, Relation::Lead, "2026-04-01"),
        [it.station_branch, group]
    );
    assert_eq!(world.unit(group).lead_parent, Some(it.station_branch));
    assert_eq!(world.unit(second).dissolved_on, Some(day("2026-04-01")));
    let past = world.read(|read| org::history(read, it.station_branch));
    assert_eq!((past[0].kind, past[0].unit), (ChangeKind::Merge, second));
}

#[test]
fn merged_organs_hand_over_stations_and_hosted_branches() {
    let it = organs();
    let world = &it.world;
    let merge = Merge {
        units: vec![it.county],
        into: it.district,
        on: day("2026-05-01"),
        basis: "撤县设区".into(),
    };
    world.write(|ctx, w| org::merge(ctx, w, &merge)).unwrap();
    for moved in [it.station, it.station_branch, it.county_party, it.county_organ_party] {
        assert_eq!(world.unit(moved).organ, Some(it.district), "{}", world.unit(moved).name);
    }
    let last_year = world.below(it.county, Relation::Line, "2025-11-20");
    assert!(last_year.contains(&it.station_branch));
    assert!(world.below(it.county, Relation::Line, "2026-05-01").is_empty());
    let joint: Vec<i64> = world
        .read(|read| org::services(read, it.joint_branch))
        .iter()
        .filter(|service| service.to_on.is_none())
        .map(|service| service.administrative)
        .collect();
    assert_eq!(joint, [it.district]);
}

#[test]
fn a_moved_subtree_is_cut_on_its_day() {
    let it = organs();
    let world = &it.world;
    world.line(it.station, it.district, "2026-02-01").unwrap();
    world.lead(it.station_branch, it.district_party, "2026-03-01").unwrap();
    let of = |root: i64, relation, on| world.below(root, relation, on).contains(&it.station_branch);
    assert!(of(it.county, Relation::Line, "2026-01-31"));
    assert!(of(it.district, Relation::Line, "2026-02-01"));
    assert!(of(it.county_party, Relation::Lead, "2026-02-28"));
    assert!(of(it.district_party, Relation::Lead, "2026-03-01"));
    assert_eq!(world.unit(it.station_branch).organ, Some(it.district));

    let (from, to) = (day("2026-01-01"), day("2026-12-31"));
    let spans = |root| {
        let all = world.read(|read| org::below(read, root, Relation::Line, from, to));
        let own = all.into_iter().filter(|span| span.unit == it.station_branch);
        own.map(|span| (span.from_on, span.to_on)).collect::<Vec<(Day, Option<Day>)>>()
    };
    assert_eq!(spans(it.county), [(day("2010-01-01"), Some(day("2026-02-01")))]);
    assert_eq!(spans(it.district), [(day("2026-02-01"), None)]);
    assert_eq!(spans(it.city).len(), 2);
    let children =
        |on| world.read(|read| org::children_on(read, it.county, Relation::Line, day(on)));
    assert!(children("2026-01-31").contains(&it.station));
    assert!(!children("2026-02-01").contains(&it.station));
}

#[test]
fn what_moves_later_keeps_what_moved_earlier() {
    let it = organs();
    let world = &it.world;
    world.relocate(it.station_branch, MoveKind::Host, it.county, "2026-02-01").unwrap();
    let early = refused(world.line(it.county, it.province, "2009-06-01"));
    assert!(early.contains("不能早于"), "{early}");
    world.line(it.county, it.province, "2026-01-15").unwrap();
    let path = |on: &str| {
        world.read(|read| org::path_on(read, it.station_branch, Relation::Line, day(on))).unwrap()
    };
    let (root, branch) = (format!("/{}/{}/", it.ministry, it.province), it.station_branch);
    assert_eq!(
        path("2026-01-14"),
        format!("{root}{}/{}/{}/{branch}/", it.city, it.county, it.station)
    );
    assert_eq!(path("2026-01-20"), format!("{root}{}/{}/{branch}/", it.county, it.station));
    assert_eq!(path("2026-02-01"), format!("{root}{}/{branch}/", it.county));
    assert_eq!(world.unit(branch).line_path.unwrap(), path("2026-11-20"));
}

#[test]
fn a_split_founds_units_beside_the_old_one() {
    let it = organs();
    let world = &it.world;
    let group = world.found("subgroup", "第一党小组", "2016-01-01", |new| {
        new.lead = Some(it.station_branch);
    });
    let split = Split {
        unit: it.station_branch,
        new: vec![NewUnit::new("branch", "城关派出所第二党支部", day("2026-04-01"))],
        moves: vec![(group, 0)],
        on: day("2026-04-01"),
        basis: "机关党委批复".into(),
    };
    let made = world.write(|ctx, w| org::split(ctx, w, &split)).unwrap();
    let new = world.unit(made[0]);
    assert_eq!(new.lead_parent, Some(it.county_organ_party));
    assert_eq!(new.host, Some(it.station));
    assert_eq!(world.unit(group).lead_parent, Some(new.id));
    let before = world.below(it.station_branch, Relation::Lead, "2026-03-31");
    assert!(before.contains(&group));
}

#[test]
fn a_unit_with_others_below_it_cannot_be_dissolved() {
    let it = organs();
    let world = &it.world;
    let dissolve =
        |unit| world.write(|ctx, w| org::dissolve(ctx, w, unit, day("2026-09-01"), "撤销"));
    assert!(refused(dissolve(it.county_organ_party)).contains("下面还有1个组织"));
    assert!(refused(dissolve(it.station)).contains("城关派出所党支部"));
    dissolve(it.station_branch).unwrap();
    dissolve(it.station).unwrap();
    assert!(world.read(|read| org::on_day(read, it.station, day("2026-09-01"))).is_none());
    assert!(world.read(|read| org::on_day(read, it.station, day("2026-08-31"))).is_some());
    assert!(refused(dissolve(it.station)).contains("已经撤销"));
}

#[test]
fn other_rooms_follow_in_the_same_act() {
    let furnish = |core: act::Core| {
        core.with(systems::Systems::built_in().clone())
            .with(org::Followers(vec![|_, _, _| Err(act::Error::Conflict("还有3名党员".into()))]))
    };
    let world = World { home: testkit::Home::on("2026-11-20", furnish) };
    let outside = world.found("outside_committee", "中共某县委", "2010-01-01", |_| {});
    let refusal =
        refused(world.write(|ctx, w| org::dissolve(ctx, w, outside, day("2026-01-01"), "撤销")));
    assert_eq!(refusal, "还有3名党员");
    assert!(world.unit(outside).dissolved_on.is_none());
}
