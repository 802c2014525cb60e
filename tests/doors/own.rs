//! What the hats of the demo have themselves: ids that open a door, so that what lies behind it is tried too.

use std::collections::HashMap;

use db::{Read, Result, bind};

use crate::{
    samples::Thing,
    walls::{Hat, House},
};

/// Finds one of each thing by the unit of the hat.
const BY_UNIT: [(Thing, &str); 12] = [
    (
        Thing::Person,
        "SELECT person FROM affiliation WHERE unit = $1 AND to_on IS NULL ORDER BY id LIMIT 1",
    ),
    (
        Thing::Record,
        "SELECT id FROM record WHERE unit = $1 AND withdrawn_at IS NULL ORDER BY plan_on DESC, id LIMIT 1",
    ),
    (Thing::Post, "SELECT id FROM post WHERE unit = $1 AND to_on IS NULL ORDER BY id DESC LIMIT 1"),
    (
        Thing::PlanItem,
        "SELECT id FROM record_plan_item WHERE unit = $1 AND cancelled_at IS NULL ORDER BY id LIMIT 1",
    ),
    (Thing::Round, "SELECT id FROM hearing_round WHERE unit = $1 ORDER BY id LIMIT 1"),
    (Thing::Hearing, "SELECT id FROM hearing WHERE unit = $1 ORDER BY id LIMIT 1"),
    (Thing::Sample, "SELECT id FROM sample WHERE unit = $1 ORDER BY id LIMIT 1"),
    (Thing::Sampled, "SELECT id FROM sampled WHERE unit = $1 ORDER BY id LIMIT 1"),
    (Thing::Task, "SELECT id FROM record_task WHERE unit = $1 ORDER BY id LIMIT 1"),
    (Thing::Switch, "SELECT id FROM switch WHERE unit >= $1 ORDER BY id LIMIT 1"),
    (Thing::Demand, "SELECT id FROM demand WHERE unit >= $1 ORDER BY id LIMIT 1"),
    (Thing::LocalRule, "SELECT id FROM local_rule WHERE unit >= $1 ORDER BY id LIMIT 1"),
];

pub(crate) fn ids(house: &House, hat: &Hat) -> HashMap<Thing, i64> {
    let find = |read: &Read| -> Result<HashMap<Thing, i64>> {
        let sql = "SELECT unit FROM post WHERE id = $1";
        let mut ids = HashMap::new();
        let Some(unit) = read.maybe::<i64>(sql, bind![hat.post])? else { return Ok(ids) };
        ids.insert(Thing::Unit, unit);
        for (thing, sql) in BY_UNIT {
            ids.extend(read.maybe(sql, bind![unit])?.map(|id: i64| (thing, id)));
        }
        let sql = "SELECT id FROM notice WHERE person = $1 ORDER BY id LIMIT 1";
        ids.extend(read.maybe(sql, bind![hat.person])?.map(|id: i64| (Thing::Notice, id)));
        Ok(ids)
    };
    house.home.core.db.read(find).unwrap()
}
