//! Taking a batch of units back, as if they had never been: no dissolution, no trace in any year's tree.
//! A unit on which something hangs (a change by hand, people, records, units below it) stays.

mod store;

use std::collections::{BTreeMap, BTreeSet};

use act::{Acting, Ctx, Result};
use db::Read;
use imports::{Fate, Stays, Taken};

pub(super) use self::store::{Founded, founded, ids};
use super::{IMPORT, UNDO};
use crate::{ACTS, ARRANGE_SUBGROUPS, FOUND, SEE_UNIT, form::url};

/// What a room may put upon a unit: `SELECT unit FROM … WHERE unit IN `, and what it means, 有党员.
pub type Use = (&'static str, &'static str);

/// What all other rooms put upon units; added to the core by `app`.
#[derive(Default)]
pub struct Uses(pub Vec<Use>);

/// Why units stay, by their ids.
type Reasons = BTreeMap<i64, Vec<&'static str>>;

const AT_ONCE: usize = 500;

pub(super) fn fate(ctx: &Ctx, read: &Read, batch: i64) -> Result<Fate> {
    let ids = ids(read, batch)?;
    let mut reasons = reasons(ctx, read, &ids)?;
    let mut below = Vec::new();
    for part in ids.chunks(AT_ONCE) {
        below.extend(store::below(read, part)?);
    }
    hold_up(&mut reasons, &ids, &below);
    let mut stays = Vec::with_capacity(reasons.len());
    for (id, name) in store::names(read, batch)? {
        if let Some(why) = reasons.get(&id) {
            stays.push(Stays { id, name, url: url(id), why: why.join("、") });
        }
    }
    let goes = ids.len() - stays.len();
    let goes_words = format!("{goes}个组织，连同它们的关系、任期和编码，就像没有建过");
    Ok(Fate { goes, goes_words, stays })
}

fn reasons(ctx: &Ctx, read: &Read, ids: &[i64]) -> Result<Reasons> {
    let mut reasons = Reasons::new();
    let mut note = |unit: i64, words: &'static str| {
        let known = reasons.entry(unit).or_default();
        if !known.contains(&words) {
            known.push(words);
        }
    };
    let none = Uses::default();
    let Uses(uses) = ctx.core.maybe_part().unwrap_or(&none);
    for part in ids.chunks(AT_ONCE) {
        for unit in store::changed(read, part, &changing_acts())? {
            note(unit, "被人改过");
        }
        for (question, words) in uses {
            for unit in store::used(read, part, question)? {
                note(unit, words);
            }
        }
    }
    Ok(reasons)
}

/// Acts upon a unit that change it; those that put units below it show in the ties.
fn changing_acts() -> Vec<&'static str> {
    let others = [SEE_UNIT, FOUND, ARRANGE_SUBGROUPS, IMPORT, UNDO];
    ACTS.iter().filter(|act| !others.contains(act)).map(|act| act.key).collect()
}

/// Whoever ever stood above a unit that is not taken back stays as well. `below`: (below, above).
fn hold_up(reasons: &mut Reasons, ids: &[i64], below: &[(i64, i64)]) {
    let of_batch: BTreeSet<i64> = ids.iter().copied().collect();
    let mut above: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (unit, upper) in below {
        above.entry(*unit).or_default().push(*upper);
    }
    let outside = above.keys().filter(|unit| !of_batch.contains(unit));
    let mut staying: Vec<i64> = outside.chain(reasons.keys()).copied().collect();
    while let Some(unit) = staying.pop() {
        for upper in above.get(&unit).into_iter().flatten() {
            if !reasons.contains_key(upper) {
                staying.push(*upper);
            }
            let known = reasons.entry(*upper).or_default();
            if !known.contains(&"有下级组织") {
                known.push("有下级组织");
            }
        }
    }
}

/// Removes what nothing hangs on: the rows of this room, all of them.
pub(super) fn take_back(w: &Acting, batch: i64, fate: &Fate) -> Result<Taken> {
    let stays: BTreeSet<i64> = fate.stays.iter().map(|it| it.id).collect();
    let going: Vec<i64> = ids(w, batch)?.into_iter().filter(|unit| !stays.contains(unit)).collect();
    for part in going.chunks(AT_ONCE) {
        store::remove(w, part)?;
    }
    Ok(Taken { removed: going.len(), restored: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staying(first: &[i64], below: &[(i64, i64)]) -> Vec<i64> {
        let mut reasons: Reasons = first.iter().map(|unit| (*unit, vec!["有党员"])).collect();
        hold_up(&mut reasons, &[1, 2, 3, 4], below);
        reasons.into_keys().collect()
    }

    #[test]
    fn what_stays_holds_up_everything_above_it() {
        let chain = [(2, 1), (3, 2), (4, 1)];
        assert_eq!(staying(&[], &chain), [0; 0]);
        assert_eq!(staying(&[3], &chain), [1, 2, 3]);
        assert_eq!(staying(&[1], &chain), [1], "its children go");
    }

    #[test]
    fn a_unit_from_elsewhere_holds_up_its_superior() {
        assert_eq!(staying(&[], &[(2, 1), (99, 2)]), [1, 2]);
    }
}
