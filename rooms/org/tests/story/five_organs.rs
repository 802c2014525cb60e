//! The line of the police and the leadership of the Party are two trees.

use act::{Act, Relation};
use org::TieKind;
use testkit::day;

use crate::kit::{World, refused};

const SEE_MEMBER: Act = Act::new("see.member", "查看党员");
const SINCE: &str = "2010-01-01";

/// 部 → 省厅 → 市局 → {县局, 分局}, with their Party organisations and the bodies outside.
pub(crate) struct Organs {
    pub(crate) world: World,
    pub(crate) ministry: i64,
    pub(crate) province: i64,
    pub(crate) city: i64,
    pub(crate) county: i64,
    pub(crate) district: i64,
    pub(crate) station: i64,
    pub(crate) city_party: i64,
    pub(crate) county_party: i64,
    pub(crate) county_organ_party: i64,
    pub(crate) district_party: i64,
    pub(crate) station_branch: i64,
    pub(crate) joint_branch: i64,
}

pub(crate) fn organs() -> Organs {
    organs_in(World::new())
}

pub(crate) fn organs_in(world: World) -> Organs {
    let admin = |kind: &str, name: &str, code: &str, above: Option<i64>| {
        world.found(kind, name, SINCE, |new| {
            new.line = above;
            new.code = Some(code.into());
        })
    };
    let ministry = admin("ministry", "公安部", "000000", None);
    let province = admin("provincial_department", "临江省公安厅", "130000", Some(ministry));
    let city = admin("city_bureau", "南屏市公安局", "130100", Some(province));
    let county = admin("county_bureau", "正安县公安局", "130123", Some(city));
    let district = admin("county_bureau", "南屏市公安局长安分局", "130102", Some(city));
    let station = admin("police_station", "城关派出所", "130123-S01", Some(county));

    let outside = |kind: &str, name: &str| world.found(kind, name, SINCE, |_| {});
    let city_committee = outside("outside_committee", "中共南屏市委");
    let county_committee = outside("outside_committee", "中共正安县委");
    let organs_committee = outside("outside_organs_committee", "中共正安县直属机关工委");

    let party = |kind: &str, name: &str, lead: i64, host: i64| {
        world.found(kind, name, SINCE, |new| {
            new.lead = Some(lead);
            new.host = Some(host);
        })
    };
    let city_party = party("leading_committee", "南屏市公安局党委", city_committee, city);
    let county_party = party("leading_committee", "正安县公安局党委", county_committee, county);
    let county_organ_party =
        world.found("organ_committee", "正安县公安局机关党委", SINCE, |new| {
            new.lead = Some(county_party);
            new.host = Some(county);
            new.approve = Some(organs_committee);
        });
    let district_party = party("leading_committee", "长安分局党委", city_party, district);
    let station_branch = party("branch", "城关派出所党支部", county_organ_party, station);
    let joint_branch = world.found("joint_branch", "看守所联合党支部", SINCE, |new| {
        new.lead = Some(district_party);
        new.host = Some(district);
        new.serves = vec![county];
    });
    Organs {
        world,
        ministry,
        province,
        city,
        county,
        district,
        station,
        city_party,
        county_party,
        county_organ_party,
        district_party,
        station_branch,
        joint_branch,
    }
}

#[test]
fn the_line_sees_units_and_cannot_open_a_member() {
    let it = organs();
    let officer = it.world.wearing("line_officer", it.province);
    let units = officer.sight(&org::SEE_UNIT);
    let members = officer.sight(&SEE_MEMBER);
    for unit in [it.county, it.station, it.county_party, it.station_branch, it.joint_branch] {
        let place = it.world.unit(unit).place();
        assert!(units.holds(&place), "{}", place.name);
        assert!(!members.holds(&place), "{}", place.name);
    }
    let found = it.world.read(|read| org::find(&officer, read, it.station_branch));
    assert_eq!(found.map(|unit| unit.name), Some("城关派出所党支部".into()));
}

#[test]
fn the_sums_of_the_line_count_a_joint_branch_once() {
    let it = organs();
    let branches = |root| {
        let below = it.world.below(root, Relation::Line, "2026-11-20");
        let is_branch = |id: &i64| it.world.unit(*id).kind.ends_with("branch");
        below.into_iter().filter(is_branch).collect::<Vec<_>>()
    };
    assert_eq!(branches(it.province), [it.station_branch, it.joint_branch]);
    assert_eq!(branches(it.county), [it.station_branch]);
    assert_eq!(branches(it.district), [it.joint_branch]);
    let services = it.world.read(|read| org::services(read, it.joint_branch));
    let hosts: Vec<(i64, bool)> = services.iter().map(|s| (s.administrative, s.is_host)).collect();
    assert_eq!(hosts, [(it.district, true), (it.county, false)]);
}

#[test]
fn the_city_party_leads_its_district_and_only_guides_the_county() {
    let it = organs();
    let officer = it.world.wearing("party_officer", it.city_party);
    let sight = officer.sight(&org::SEE_UNIT);
    let holds = |unit| sight.holds(&it.world.unit(unit).place());
    assert!(holds(it.district_party) && holds(it.joint_branch) && holds(it.city));
    assert!(!holds(it.county_party) && !holds(it.station_branch) && !holds(it.county));

    let guides = |a, b| {
        let (a, b) = (it.world.unit(a), it.world.unit(b));
        it.world.read(|read| org::guides(read, &a, &b))
    };
    assert!(guides(it.city_party, it.county_party));
    assert!(!guides(it.city_party, it.district_party));
    assert!(!guides(it.county_party, it.city_party));
    assert!(!guides(it.county_party, it.station_branch));
}

#[test]
fn an_officer_reaches_her_own_organ_and_not_the_next() {
    let it = organs();
    let may = |post: &str, home: i64, unit: i64| {
        it.world.wearing(post, home).allows(&org::MERGE, &it.world.unit(unit).place())
    };
    assert!(may("party_officer", it.county_party, it.station_branch));
    assert!(may("affairs_manager", it.county, it.station_branch));
    assert!(may("affairs_manager", it.county, it.station));
    assert!(!may("party_officer", it.city_party, it.district_party));
    assert!(!may("affairs_manager", it.city, it.county));
    assert!(!may("secretary", it.station_branch, it.station_branch));
    assert!(!may("line_officer", it.province, it.station_branch));
    let branch = it.world.wearing("secretary", it.station_branch);
    assert!(branch.allows(&org::ARRANGE_SUBGROUPS, &it.world.unit(it.station_branch).place()));
}

#[test]
fn another_body_than_the_leading_one_approves() {
    let it = organs();
    let parents = it.world.read(|read| org::parents_on(read, it.county_organ_party, day(SINCE)));
    let mut parents: Vec<(TieKind, &str)> =
        parents.iter().map(|tie| (tie.relation, tie.parent_name.as_str())).collect();
    parents.sort_unstable();
    assert_eq!(
        parents,
        [(TieKind::Lead, "正安县公安局党委"), (TieKind::Approve, "中共正安县直属机关工委")]
    );
}

#[test]
fn an_industry_bureau_comes_to_the_police_line() {
    let it = organs();
    let world = &it.world;
    let railway = world.found("industry_bureau", "南屏铁路公安处", SINCE, |_| {});
    let group = world.found("outside_committee", "中共南屏铁路集团", SINCE, |_| {});
    let committee = world.found("leading_committee", "南屏铁路公安处党委", SINCE, |new| {
        new.lead = Some(group);
        new.host = Some(railway);
    });
    world.line(railway, it.ministry, "2026-03-01").unwrap();
    world.lead(committee, it.city_party, "2026-03-01").unwrap();

    let in_line = |on| world.below(it.ministry, Relation::Line, on).contains(&committee);
    assert!(!in_line("2026-02-28"));
    assert!(in_line("2026-03-01"));
    let led = |on| world.below(it.city_party, Relation::Lead, on).contains(&committee);
    assert!(!led("2026-02-28") && led("2026-03-01"));
    assert_eq!(world.unit(committee).organ, Some(railway));
}

#[test]
fn the_metamodel_and_the_trees_are_kept() {
    let it = organs();
    let world = &it.world;
    let upside_down = refused(world.line(it.city, it.county, "2026-01-01"));
    assert!(upside_down.contains("不能按“条线”关系"), "{upside_down}");
    let cycle = refused(world.lead(it.city_party, it.district_party, "2026-01-01"));
    assert!(cycle.contains("不能反过来当它的上级"), "{cycle}");
    let homeless = refused(world.try_found("branch", "支部", SINCE, |_| {}));
    assert!(homeless.contains("设在哪个单位"), "{homeless}");
    let party_line = refused(world.line(it.station_branch, it.county, "2026-01-01"));
    assert!(party_line.contains("不能按“条线”关系"), "{party_line}");
    let too_early = refused(world.lead(it.station_branch, it.county_party, "2009-01-01"));
    assert!(too_early.contains("不能早于"), "{too_early}");
    let tomorrow = refused(world.lead(it.station_branch, it.county_party, "2026-11-21"));
    assert!(tomorrow.contains("还没有到"), "{tomorrow}");
    let twice = refused(world.try_found("outside_committee", "重号", SINCE, |new| {
        new.code = Some("130123".into());
    }));
    assert!(twice.contains("已经有组织在用"), "{twice}");
}
