//! After any row of acts the trees of every day hold, and today's columns say the same as the rows.

use std::collections::BTreeMap;

use act::Relation;
use calendar::Day;
use db::bind;
use org::{Merge, MoveKind, TieKind};
use proptest::prelude::*;
use systems::Family;
use testkit::day;

use crate::kit::{World, days};

#[derive(Debug, Clone)]
enum Deed {
    Found { party: bool, above: usize },
    Move { kind: u8, unit: usize, above: usize },
    Merge { unit: usize, into: usize },
    Dissolve { unit: usize },
}

fn deed() -> impl Strategy<Value = Deed> {
    let pick = 0..40_usize;
    prop_oneof![
        3 => (any::<bool>(), pick.clone()).prop_map(|(party, above)| Deed::Found { party, above }),
        5 => (0..3_u8, pick.clone(), pick.clone())
            .prop_map(|(kind, unit, above)| Deed::Move { kind, unit, above }),
        1 => (pick.clone(), pick.clone()).prop_map(|(unit, into)| Deed::Merge { unit, into }),
        1 => pick.prop_map(|unit| Deed::Dissolve { unit }),
    ]
}

/// A world with a few units of kinds that may stand under one another in many ways.
fn start() -> (World, Vec<i64>) {
    let world = World::new();
    let since = "2020-01-01";
    let root = world.found("city_bureau", "市局", since, |_| {});
    let mut units = vec![root];
    for n in 0..5 {
        let above = units[n / 2];
        units.push(world.found("brigade", "大队", since, |new| new.line = Some(above)));
    }
    let outside = world.found("outside_committee", "市委", since, |_| {});
    let host = units[1];
    let first = world.found("primary_committee", "党委", since, |new| {
        new.lead = Some(outside);
        new.host = Some(host);
    });
    let below = |above: i64, host: i64| {
        world.found("primary_committee", "党委", since, |new| {
            new.lead = Some(above);
            new.host = Some(host);
        })
    };
    let second = below(first, root);
    let third = below(second, units[3]);
    let fourth = below(first, units[4]);
    units.extend([outside, first, second, third, fourth]);
    (world, units)
}

fn perform(world: &World, units: &mut Vec<i64>, deed: &Deed, on: Day) {
    let of = |wanted: Family| -> Vec<i64> {
        units.iter().copied().filter(|id| world.unit(*id).family == wanted).collect()
    };
    let (parties, offices) = (of(Family::Party), of(Family::Administrative));
    let at = |place: &usize| units[place % units.len()];
    let party = |place: &usize| parties[place % parties.len()];
    let office = |place: &usize| offices[place % offices.len()];
    let text = on.to_string();
    // A refusal is as good as a change: what counts is what stands afterwards.
    match deed {
        Deed::Found { party: true, above } => {
            let (lead, host) = (Some(party(above)), Some(office(above)));
            let made = world.try_found("primary_committee", "新设", &text, |new| {
                (new.lead, new.host) = (lead, host);
            });
            units.extend(made);
        }
        Deed::Found { party: false, above } => {
            let line = Some(office(above));
            units.extend(world.try_found("brigade", "新设", &text, |new| new.line = line));
        }
        Deed::Move { kind, unit, above } => {
            let (unit, kind, above) = match kind {
                0 => (party(unit), MoveKind::Tie(TieKind::Lead), party(above)),
                1 => (office(unit), MoveKind::Tie(TieKind::Line), office(above)),
                _ => (party(unit), MoveKind::Host, office(above)),
            };
            let _ = world.relocate(unit, kind, above, &text);
        }
        Deed::Merge { unit, into } => {
            let (unit, into) = if unit % 2 == 0 {
                (party(unit), party(into))
            } else {
                (office(unit), office(into))
            };
            let it = Merge { units: vec![unit], into, on, basis: String::new() };
            let _ = world.write(|ctx, w| org::merge(ctx, w, &it));
        }
        Deed::Dissolve { unit } => {
            let unit = at(unit);
            let _ = world.write(|ctx, w| org::dissolve(ctx, w, unit, on, ""));
        }
    }
}

/// Every parent on a day, straight from ties and services; panics when there are two.
fn parents(world: &World, relation: Relation, on: Day) -> BTreeMap<i64, i64> {
    let sql = "SELECT child, parent FROM tie
               WHERE relation = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)
               UNION ALL
               SELECT party, administrative FROM serves
               WHERE is_host AND $1 = 'line' AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)";
    let rows: Vec<(i64, i64)> = world.read(|read| Ok(read.all(sql, bind![relation.key(), on])?));
    let mut parents = BTreeMap::new();
    for (child, parent) in rows {
        assert_eq!(parents.insert(child, parent), None, "two parents of {child} on {on}");
    }
    parents
}

fn path_by_ties(parents: &BTreeMap<i64, i64>, unit: i64) -> String {
    let mut path = vec![unit];
    while let Some(parent) = parents.get(&path[path.len() - 1]) {
        assert!(!path.contains(parent), "a cycle at {parent}");
        path.push(*parent);
    }
    let ids: Vec<String> = path.iter().rev().map(ToString::to_string).collect();
    format!("/{}/", ids.join("/"))
}

fn check_day(world: &World, units: &[i64], on: Day) {
    for relation in [Relation::Lead, Relation::Line] {
        let parents = parents(world, relation, on);
        for id in units {
            let unit = world.unit(*id);
            let applies = match relation {
                Relation::Lead => unit.family != Family::Administrative,
                Relation::Line => unit.family != Family::Outside,
            };
            let expected = (applies && unit.exists_on(on)).then(|| path_by_ties(&parents, *id));
            let stored = world.read(|read| org::path_on(read, *id, relation, on));
            assert_eq!(stored, expected, "{relation} of {} ({id}) on {on}", unit.kind);
        }
    }
}

fn check_today(world: &World, units: &[i64]) {
    let today = day("2026-11-20");
    let (lead, line) =
        (parents(world, Relation::Lead, today), parents(world, Relation::Line, today));
    for id in units {
        let unit = world.unit(*id);
        if unit.dissolved_on.is_some() {
            continue;
        }
        let path = |relation| world.read(|read| org::path_on(read, *id, relation, today));
        assert_eq!(unit.lead_path, path(Relation::Lead));
        assert_eq!(unit.line_path, path(Relation::Line));
        assert_eq!(unit.lead_parent, lead.get(id).copied());
        assert_eq!(unit.line_parent, line.get(id).copied());
        assert_eq!(unit.host.is_some(), unit.family.needs_host());
        assert_eq!(unit.organ, Some(organ_by_line(world, &line, *id)));
    }
}

/// The nearest border upwards; without one the highest unit.
fn organ_by_line(world: &World, line: &BTreeMap<i64, i64>, unit: i64) -> i64 {
    let mut at = unit;
    while world.unit(at).kind != "city_bureau" {
        match line.get(&at) {
            Some(parent) => at = *parent,
            None => break,
        }
    }
    at
}

/// Every path of a day, by both relations.
fn tree_on(world: &World, on: Day) -> Vec<(i64, String, String)> {
    let sql = "SELECT unit, relation, path FROM unit_path
               WHERE from_on <= $1 AND (to_on IS NULL OR to_on > $1) ORDER BY unit, relation";
    world.read(|read| Ok(read.all(sql, bind![on])?))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_day_has_one_tree(deeds in prop::collection::vec((deed(), 0..40_i32), 1..25)) {
        let (world, mut units) = start();
        let mut on = day("2021-01-01");
        for (deed, later) in &deeds {
            on = on.plus_days(*later);
            let before = tree_on(&world, on.plus_days(-1));
            perform(&world, &mut units, deed, on);
            prop_assert_eq!(tree_on(&world, on.plus_days(-1)), before, "{:?} changed the past", deed);
        }
        for on in days(day("2019-12-31"), 61, 24).chain([on, on.plus_days(-1), on.plus_days(1)]) {
            check_day(&world, &units, on);
        }
        check_today(&world, &units);
    }
}
