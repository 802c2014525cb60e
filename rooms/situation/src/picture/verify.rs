//! A plain recount: unit by unit, slot by slot, as `duty list` shows them, compared with the picture.

use std::collections::BTreeMap;

use act::{Relation, Result};
use db::Read;
use duty::judge::State;
use rules::{Label, Rules, Who};
use systems::{Family, Systems};

use super::{Part, Tally, draw};
use crate::view::{Ask, Scope, look, place_day};

/// A duty whose figures differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub duty: String,
    /// Of the picture, and of the recount.
    pub picture: Tally,
    pub recount: Tally,
}

/// The year of the day, counted twice. Empty: everything agrees. Many statements: for the operator.
pub fn verify(read: &Read, rules: &Rules, systems: &Systems, ask: Ask) -> Result<Vec<Difference>> {
    let Some(view) = look(read, rules, systems, ask)? else { return Ok(Vec::new()) };
    let picture = draw(&view, systems, Scope::year(ask.on), &Part::default());
    let mut recount: BTreeMap<String, Tally> = BTreeMap::new();
    let law = duty::Law::load(read, rules)?;
    for row in view.tree.rows().filter(|row| row.family == Family::Party) {
        let (standings, _) = duty::list(read, &law, row.id, ask.on.year(), ask.on)?;
        let units = standings.iter().filter(|it| it.bearer.history.who == Who::Unit);
        for verdict in units.flat_map(|it| &it.verdicts) {
            let slot = &verdict.slot;
            let hidden = ask.relation == Relation::Line && slot.duty.label == Label::WorkSecret;
            let ahead = slot.stands.is_empty() && slot.opens_on > ask.on;
            let here = row.side(place_day(slot, ask.on)).is_some();
            let void = matches!(verdict.state, State::NotKept | State::NotApplicable);
            if !hidden && !ahead && here && !void {
                recount.entry(slot.duty.key.clone()).or_default().add(verdict.state);
            }
        }
    }
    let counted = picture.duties.into_iter().map(|it| (it.duty.key, it.tally));
    let mut both: BTreeMap<String, (Tally, Tally)> =
        counted.map(|(duty, tally)| (duty, (tally, Tally::default()))).collect();
    for (duty, tally) in recount {
        both.entry(duty).or_default().1 = tally;
    }
    let differ = both.into_iter().filter(|(_, (picture, recount))| picture != recount);
    Ok(differ.map(|(duty, (picture, recount))| Difference { duty, picture, recount }).collect())
}
