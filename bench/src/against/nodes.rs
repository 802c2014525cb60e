//! Which nodes are asked for on each level: the largest of each, the same in every run.

use super::facts::Facts;

/// Places of a level's nodes; none where the data have no such level.
pub(crate) struct Level {
    pub(crate) name: &'static str,
    pub(crate) places: Vec<i64>,
}

/// Fewer units than this below a node make it a leaf, whatever its level.
const INNER: i64 = 12;
const MANY: usize = 20;

/// From the ministry down to branches.
pub(crate) fn levels(facts: &Facts) -> Vec<Level> {
    let of = |(depth, name): (usize, &'static str)| Level { name, places: at(facts, depth) };
    let mut levels: Vec<Level> =
        ["root", "province", "city", "county"].into_iter().enumerate().map(of).collect();
    levels.push(Level { name: "unit", places: branches(facts) });
    levels.retain(|level| !level.places.is_empty());
    levels
}

fn size(facts: &Facts, place: i64) -> i64 {
    facts.units[place as usize].end - place
}

fn at(facts: &Facts, depth: usize) -> Vec<i64> {
    let all = 0..facts.units.len() as i64;
    let mut places: Vec<i64> = all
        .filter(|place| facts.units[*place as usize].depth == depth && size(facts, *place) > INNER)
        .collect();
    places.sort_by_key(|place| (-size(facts, *place), *place));
    places.truncate(if depth == 0 { 1 } else { MANY });
    places
}

fn branches(facts: &Facts) -> Vec<i64> {
    let all: Vec<i64> = (0..facts.units.len() as i64)
        .filter(|place| facts.units[*place as usize].is_branch)
        .collect();
    let step = (all.len() / MANY).max(1);
    all.into_iter().step_by(step).take(MANY).collect()
}

/// Every node that carries figures of its own, evenly over the tree.
pub(crate) fn inner(facts: &Facts, many: usize) -> Vec<i64> {
    let all: Vec<i64> = (0..facts.units.len() as i64)
        .filter(|place| size(facts, *place) > INNER && !facts.units[*place as usize].is_branch)
        .collect();
    let step = (all.len() / many).max(1);
    all.into_iter().step_by(step).take(many).collect()
}
