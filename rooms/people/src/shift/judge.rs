//! What a duty roster says against who is a member here: who is meant, who has time. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use act::{Ctx, Error, Place, Result};
use calendar::{Day, Period};
use db::Read;
use systems::Systems;

use super::{
    Choices, IMPORT, KEY,
    mark::is_free,
    sheet::{Noted, Odd, ShiftSheet},
    store::{self, Candidate},
};

/// A file compared with what stands here.
pub(crate) struct Plan {
    pub(super) unit_name: String,
    /// (person, day, has time), each once.
    pub(super) days: Vec<(i64, Day, bool)>,
    pub(super) busy: usize,
    pub(super) persons: usize,
    /// Rows of the file that say something of a person and a day.
    pub(super) noted: usize,
    pub(super) odd: Vec<Odd>,
    pub(super) unclear: Vec<Unclear>,
    /// (mark, how often): nobody knows whether that is on duty.
    pub(super) marks: Vec<(String, usize)>,
    /// Not members here: left out.
    pub(super) strangers: Vec<String>,
    /// Days that are over for so long that they would go at once.
    pub(super) too_old: usize,
    pub(super) month: Option<Period>,
}

/// A name that may mean several, or one that the file has twice.
pub(super) struct Unclear {
    /// As the choice is kept.
    pub(super) who: String,
    pub(super) row: u32,
    pub(super) candidates: Vec<Candidate>,
}

pub(super) fn judged(
    ctx: &Ctx,
    read: &Read,
    unit: i64,
    file: &ShiftSheet,
    choices: &Choices,
) -> Result<Plan> {
    let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
    if !ctx.allows(&IMPORT, &place) {
        return Err(Error::NotFound);
    }
    let all = store::candidates(read, &ctx.sight(&IMPORT), &place)?;
    let mut by_name: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for it in all {
        by_name.entry(text::name(&it.name)).or_default().push(it);
    }
    let mut plan = Plan {
        unit_name: place.name,
        days: Vec::new(),
        busy: 0,
        persons: 0,
        noted: file.noted.len(),
        odd: file.odd.clone(),
        unclear: Vec::new(),
        marks: Vec::new(),
        strangers: Vec::new(),
        too_old: 0,
        month: file.month,
    };
    let people = plan.meant(file, &by_name, choices);
    plan.gather(ctx, file, &people, choices);
    Ok(plan)
}

impl Plan {
    /// Who is meant by what stands in the file; left out where that is not clear or nobody here.
    fn meant(
        &mut self,
        file: &ShiftSheet,
        by_name: &BTreeMap<String, Vec<Candidate>>,
        choices: &Choices,
    ) -> BTreeMap<String, i64> {
        let mut people = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut strangers = BTreeSet::new();
        for it in file.noted.iter().filter(|it| seen.insert(it.who.clone())) {
            let candidates = by_name.get(&text::name(&it.name)).map_or(&[][..], Vec::as_slice);
            match candidates {
                [] => {
                    strangers.insert(it.name.clone());
                }
                [one] if it.who == it.name => {
                    people.insert(it.who.clone(), one.id);
                }
                several => {
                    let numbered = by_number(it, several);
                    let chosen = choices.who.get(&it.who).copied();
                    let chosen = chosen.filter(|id| several.iter().any(|it| it.id == *id));
                    people.extend(numbered.or(chosen).map(|id| (it.who.clone(), id)));
                    if numbered.is_none() {
                        let candidates = several.to_vec();
                        self.unclear.push(Unclear { who: it.who.clone(), row: it.row, candidates });
                    }
                }
            }
        }
        self.strangers = strangers.into_iter().collect();
        people
    }

    fn gather(
        &mut self,
        ctx: &Ctx,
        file: &ShiftSheet,
        people: &BTreeMap<String, i64>,
        choices: &Choices,
    ) {
        let until = Systems::built_in().keep(KEY).and_then(|keep| keep.until(ctx.today));
        let mut days: BTreeMap<(i64, Day), bool> = BTreeMap::new();
        let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
        let mut too_old = BTreeSet::new();
        for it in &file.noted {
            let Some(person) = people.get(&it.who) else { continue };
            if until.is_some_and(|until| it.on <= until) {
                too_old.insert(it.on);
                continue;
            }
            let known = is_free(&it.mark);
            if known.is_none() {
                *unknown.entry(it.mark.clone()).or_default() += 1;
            }
            let Some(is_free) = known.or_else(|| choices.marks.get(&it.mark).copied()) else {
                continue;
            };
            // Of two shifts on one day the busy one holds.
            let kept = days.entry((*person, it.on)).or_insert(true);
            *kept &= is_free;
        }
        self.marks = unknown.into_iter().collect();
        self.too_old = too_old.len();
        self.busy = days.values().filter(|is_free| !**is_free).count();
        self.persons = days.keys().map(|(person, _)| person).collect::<BTreeSet<_>>().len();
        self.days = days.into_iter().map(|((person, on), is_free)| (person, on, is_free)).collect();
    }

    /// First and last day of each person.
    pub(super) fn spans(&self) -> BTreeMap<i64, (Day, Day)> {
        let mut spans: BTreeMap<i64, (Day, Day)> = BTreeMap::new();
        for (person, on, _) in &self.days {
            let span = spans.entry(*person).or_insert((*on, *on));
            *span = (span.0.min(*on), span.1.max(*on));
        }
        spans
    }
}

/// The one whose police number the file has.
fn by_number(it: &Noted, several: &[Candidate]) -> Option<i64> {
    let is = |candidate: &&Candidate| {
        !it.number.is_empty() && candidate.police_number.as_deref() == Some(it.number.as_str())
    };
    several.iter().find(is).map(|candidate| candidate.id)
}
