//! Keeping up with the database: what was touched since is looked at again, and nothing else.
//!
//! A pass reads one snapshot on a connection of its own, one pass at a time, so figures only ever
//! move forward. It follows seals, not sequence numbers: on `PostgreSQL` a later event can be
//! visible before an earlier one. Events that still wait for their seal are taken in at once and
//! again with it; looking at a unit twice does no harm.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use act::{Core, Error, Relation, Result};
use calendar::Day;
use db::{Read, Touch};
use duty::Law;
use rules::Rules;
use systems::{Family, Systems};

use super::{
    Figures, Progress,
    forest::{At, RELATIONS, Stay, by, joined},
    judging::{AGAIN_AT_ONCE, AT_ONCE, Judged, is_enough, judge, judge_again},
    state::State,
    store::{self, Stamp},
};
use crate::view::{Row, Stood};

/// Since when units and slots are kept: the first day of the year before.
fn since(today: Day) -> Day {
    Day::new(today.year() - 1, 1, 1).unwrap_or(Day::MIN)
}

/// What a pass found to do, before anything is changed.
pub(super) struct Changes {
    progress: Progress,
    rows: Vec<(Relation, Stood)>,
    /// Asked for, whether there are rows of them or not.
    placed: Vec<i64>,
    touched: Touched,
}

/// Units by how they were touched.
#[derive(Default)]
struct Touched {
    /// What was held or excused under some duties: their own business alone.
    facts: BTreeMap<i64, BTreeSet<String>>,
    /// Clocks: their own business too.
    whole: BTreeSet<i64>,
    units: BTreeSet<i64>,
    placed: BTreeSet<i64>,
    below: BTreeSet<i64>,
}

impl Touched {
    fn of(rows: Vec<(i64, String)>) -> Self {
        let mut touched = Self::default();
        for (unit, words) in rows {
            let (what, duties) = words.split_once(' ').unwrap_or((&words, ""));
            match Touch::ALL.into_iter().find(|it| it.key() == what) {
                Some(Touch::Facts) if !duties.is_empty() => {
                    let facts = touched.facts.entry(unit).or_default();
                    facts.extend(duties.split(' ').map(str::to_owned));
                    continue;
                }
                Some(Touch::Facts | Touch::Clock) => touched.whole.insert(unit),
                Some(Touch::Place) => touched.placed.insert(unit),
                Some(Touch::Below) => touched.below.insert(unit),
                _ => touched.units.insert(unit),
            };
        }
        touched
    }

    fn is_empty(&self) -> bool {
        let Self { facts, whole, units, placed, below } = self;
        facts.is_empty() && [whole, units, placed, below].iter().all(|them| them.is_empty())
    }
}

impl Figures {
    /// Brings the figures to what the database knows now.
    pub(super) fn pass(&self, core: &Core, today: Day) -> Result<()> {
        core.db.follow(|read| self.pass_in(core, read, today))
    }

    /// The same within a snapshot in which the caller goes on asking.
    pub(super) fn pass_in(&self, core: &Core, read: &Read, today: Day) -> Result<()> {
        let known = self.known();
        let is_of_year = known.as_ref().is_some_and(|(_, day)| day.year() == today.year());
        let Some((progress, day)) = known.filter(|_| is_of_year) else {
            let (state, progress) = self.build(core, read, today)?;
            self.put(state, progress);
            return Ok(());
        };
        let changes = changes(read, &progress, today)?;
        self.apply(core, read, changes, (day, today))
    }

    fn apply(
        &self,
        core: &Core,
        read: &Read,
        changes: Changes,
        (before, today): (Day, Day),
    ) -> Result<()> {
        let is_moved = !changes.placed.is_empty() || before != today;
        if !is_moved && changes.touched.is_empty() {
            self.advance(changes.progress);
            return Ok(());
        }
        let law = Law::load(read, core.part::<Rules>())?;
        if is_moved || !changes.touched.below.is_empty() {
            self.rearrange(core, (read, &law), changes.touched, changes.rows, today)?;
        } else {
            self.renew(read, &law, &changes.touched, today)?;
        }
        self.advance(changes.progress);
        Ok(())
    }

    /// Whether all that was touched since stands elsewhere than at or below a node: then its figures are
    /// what they were, and nobody waits for a pass.
    pub(super) fn is_elsewhere(
        &self,
        (read, stamp): (&Read, Stamp),
        known: &Progress,
        (relation, node): (Relation, i64),
    ) -> Result<bool> {
        let (touched, _) = news(read, known, stamp)?;
        if !touched.placed.is_empty() || !touched.below.is_empty() {
            return Ok(false);
        }
        let state = self.read();
        let Some(node) = state.forest.at(node) else { return Ok(false) };
        let is_below = |at: At| {
            let ways = state.forest.ways(at, by(relation));
            ways.iter().any(|way| way.up.contains(&node))
        };
        Ok(!dirty(&state, &touched).into_iter().any(is_below))
    }

    /// Everything out of rows.
    fn build(&self, core: &Core, read: &Read, today: Day) -> Result<(State, Progress)> {
        let stamp = store::stamp(read)?;
        let unsealed = store::unsealed(read, stamp)?;
        let law = Law::load(read, core.part::<Rules>())?;
        let mut state = State::default();
        state.learn(law.rules());
        plant_all(&mut state, core.part::<Systems>(), read, today)?;
        let all: Vec<At> = state.forest.all().map(|(at, _)| at).collect();
        for part in all.chunks(AT_ONCE) {
            self.refuse_when_ending()?;
            set(read, &law, &mut state, part, today)?;
        }
        state.recount(today);
        Ok((state, Progress { seal: stamp.seal, unsealed: unsealed.into_iter().collect() }))
    }

    fn refuse_when_ending(&self) -> Result<()> {
        if self.is_ending.load(Ordering::Relaxed) {
            return Err(Error::Busy("服务正在停止".to_owned()));
        }
        Ok(())
    }

    /// Judges while others read, and changes only what differs.
    fn renew(&self, read: &Read, law: &Law<'_>, touched: &Touched, today: Day) -> Result<()> {
        let judged = {
            let state = self.read();
            renewed((read, law), &state, touched, today)?
        };
        let mut state = self.write();
        for (at, marks) in judged {
            let marks = state.numbered(marks);
            state.change(at, marks);
        }
        Ok(())
    }

    /// The tree, the law or the day is another: rare, so others wait.
    fn rearrange(
        &self,
        core: &Core,
        (read, law): (&Read, &Law<'_>),
        touched: Touched,
        rows: Vec<(Relation, Stood)>,
        today: Day,
    ) -> Result<()> {
        let mut state = self.write();
        state.learn(law.rules());
        let mut units = dirty(&state, &touched);
        replant(&mut state, core.part::<Systems>(), &touched.placed, rows);
        units.extend(touched.placed.iter().filter_map(|id| state.forest.at(*id)));
        set(read, law, &mut state, &units.into_iter().collect::<Vec<_>>(), today)?;
        state.recount(today);
        Ok(())
    }
}

/// The new marks of everything that was touched: of the touched duties alone where that is enough.
fn renewed(
    (read, law): (&Read, &Law<'_>),
    state: &State,
    touched: &Touched,
    today: Day,
) -> Result<Vec<Judged>> {
    let mut whole = dirty_whole(state, touched);
    let rules = law.rules();
    let mut again = Vec::new();
    for (id, duties) in &touched.facts {
        match state.forest.at(*id) {
            Some(at) if whole.contains(&at) || !is_party(state, at) => {}
            Some(at) if duties.iter().all(|duty| is_enough(rules, duty)) => {
                again.push((at, duties));
            }
            Some(at) => drop(whole.insert(at)),
            None => {}
        }
    }
    let mut judged = Vec::new();
    for part in again.chunks(AGAIN_AT_ONCE) {
        for (at, marks) in judge_again(read, law, state, part, today)? {
            match marks {
                Some(marks) => judged.push((at, marks)),
                None => drop(whole.insert(at)),
            }
        }
    }
    for part in party(state, whole).chunks(AT_ONCE) {
        judged.extend(judge(read, law, state, part, today)?);
    }
    Ok(judged)
}

/// What was touched since, and how far that goes.
fn news(read: &Read, known: &Progress, stamp: Stamp) -> Result<(Touched, Progress)> {
    let sealed = store::sealed_after(read, known.seal, stamp)?;
    let unsealed = store::unsealed(read, stamp)?;
    let is_new = |event: &i64| !known.unsealed.contains(event);
    let events: Vec<i64> = sealed.iter().chain(&unsealed).copied().filter(is_new).collect();
    let touched = Touched::of(store::touched(read, &events)?);
    Ok((touched, Progress { seal: stamp.seal, unsealed: unsealed.into_iter().collect() }))
}

fn changes(read: &Read, known: &Progress, today: Day) -> Result<Changes> {
    let (touched, progress) = news(read, known, store::stamp(read)?)?;
    let placed: Vec<i64> = touched.placed.iter().copied().collect();
    let mut rows = Vec::new();
    for relation in RELATIONS.iter().filter(|_| !placed.is_empty()) {
        let spans = store::spans(read, *relation, &placed, since(today))?;
        rows.extend(spans.into_iter().map(|stood| (*relation, stood)));
    }
    Ok(Changes { progress, rows, placed, touched })
}

/// Units to judge again, for whatever reason.
fn dirty(state: &State, touched: &Touched) -> BTreeSet<At> {
    let mut dirty = dirty_whole(state, touched);
    dirty.extend(touched.facts.keys().filter_map(|id| state.forest.at(*id)));
    dirty
}

/// Units to judge whole: those touched, the bodies right above those that are not what they were (a
/// branch's term is their business too), and everything below a unit that set a rule.
fn dirty_whole(state: &State, touched: &Touched) -> BTreeSet<At> {
    let forest = &state.forest;
    let known = |id: &i64| forest.at(*id);
    let mut dirty: BTreeSet<At> = touched.units.iter().filter_map(known).collect();
    let above =
        |at: At| forest.unit(at).stays[by(Relation::Lead)].all().last().and_then(|it| it.parent);
    let raised: Vec<At> = dirty.iter().filter_map(|at| known(&above(*at)?)).collect();
    dirty.extend(raised);
    dirty.extend(touched.whole.iter().filter_map(known));
    for at in touched.below.iter().filter_map(known) {
        for relation in RELATIONS.map(by) {
            dirty.extend(forest.subtree(at, relation));
        }
    }
    dirty
}

pub(super) fn party(state: &State, units: impl IntoIterator<Item = At>) -> Vec<At> {
    units.into_iter().filter(|at| is_party(state, *at)).collect()
}

fn is_party(state: &State, at: At) -> bool {
    state.forest.unit(at).row.family == Family::Party
}

/// Judges units and keeps their marks, to be counted afterwards.
fn set(read: &Read, law: &Law<'_>, state: &mut State, units: &[At], today: Day) -> Result<()> {
    for part in party(state, units.iter().copied()).chunks(AT_ONCE) {
        for (at, marks) in judge(read, law, state, part, today)? {
            let marks = state.numbered(marks);
            state.set(at, marks);
        }
    }
    Ok(())
}

/// Puts every unit where its rows say.
pub(super) fn plant_all(
    state: &mut State,
    systems: &Systems,
    read: &Read,
    today: Day,
) -> Result<()> {
    store::all_spans(read, since(today), |rows| plant(state, systems, rows))
}

fn plant(state: &mut State, systems: &Systems, rows: Vec<(Relation, Stood)>) {
    let mut units: std::collections::BTreeMap<i64, (Row, [Vec<Stay>; 2])> =
        std::collections::BTreeMap::new();
    for (relation, stood) in rows {
        let stay = store::stay(&stood);
        let unit = units.entry(stood.unit);
        let (_, stays) =
            unit.or_insert_with(|| (Row::bare(systems, stood), <[Vec<Stay>; 2]>::default()));
        stays[by(relation)].push(stay);
    }
    for (_, (row, stays)) in units {
        state.forest.put(row, stays.map(joined));
    }
}

/// Those that were asked for and have no rows any more stand nowhere.
fn replant(
    state: &mut State,
    systems: &Systems,
    placed: &BTreeSet<i64>,
    rows: Vec<(Relation, Stood)>,
) {
    let found: BTreeSet<i64> = rows.iter().map(|(_, stood)| stood.unit).collect();
    let gone = placed.iter().filter(|id| !found.contains(id));
    for at in gone.filter_map(|id| state.forest.at(*id)).collect::<Vec<_>>() {
        state.forest.uproot(at);
    }
    plant(state, systems, rows);
}
