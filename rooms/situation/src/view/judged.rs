//! Judging bearers by duty's two functions and keeping what figures and lists need.

use std::collections::{BTreeMap, HashMap};

use act::Relation;
use calendar::{Day, Period};
use duty::judge::{Hold, Slot, State, Verdict, owed, state};
use duty::{Bearer, Law, OfBearer, Served};
use rules::{Duty, Label, Rhythm, Who};

use super::{Ask, Item, Named, Row, Share, Tree, View, days};
use crate::{figures::mark::enough, picture::Node};

/// A view in the making.
pub(super) struct Judged<'l> {
    law: &'l Law<'l>,
    tree: &'l Tree,
    ask: Ask,
    days: Vec<Day>,
    duties: Vec<Named>,
    places: HashMap<String, u16>,
    items: Vec<Item>,
    shares: BTreeMap<(i64, u16, Period), Share>,
    late: BTreeMap<(u16, i64), Vec<i64>>,
}

impl<'l> Judged<'l> {
    pub(super) fn new(law: &'l Law<'l>, tree: &'l Tree, ask: Ask) -> Self {
        let mut judged = Self {
            law,
            tree,
            ask,
            days: days(ask.on),
            duties: Vec::new(),
            places: HashMap::new(),
            items: Vec::new(),
            shares: BTreeMap::new(),
            late: BTreeMap::new(),
        };
        for duty in law.rules().duties() {
            if judged.is_shown(duty) {
                judged.name(duty);
            }
        }
        judged
    }

    /// By line nobody learns that a work secret exists.
    fn is_shown(&self, duty: &Duty) -> bool {
        self.ask.relation == Relation::Lead || duty.label != Label::WorkSecret
    }

    fn name(&mut self, duty: &Duty) {
        if self.places.contains_key(&duty.key) {
            return;
        }
        self.places.insert(duty.key.clone(), self.duties.len() as u16);
        self.duties.push(Named::of(duty));
    }

    /// This year's slots and those of the year before, which may still be open or were so within the trend.
    pub(super) fn bearer(&mut self, bearer: &Bearer, served: &Served) {
        let Some(row) = self.tree.row(bearer.unit) else { return };
        let (year, of) = (self.ask.on.year(), served.of(bearer));
        let first = bearer.history.use_from.max(bearer.history.first_day).year();
        for year in (year - 1..=year).filter(|it| *it >= first || *it == year) {
            let slots = owed(self.law.rules(), &bearer.history, year);
            for slot in slots.iter().filter(|slot| bearer.owes(self.law, slot)) {
                self.slot(row, &of, slot);
            }
        }
    }

    fn slot(&mut self, row: &Row, of: &OfBearer, slot: &Slot<'_>) {
        let on = self.ask.on;
        let Some(&duty) = self.places.get(&slot.duty.key) else { return };
        let standing = slot.duty.period == Rhythm::Standing;
        if slot.opens_on > on && !standing {
            return;
        }
        let services = of.services_for(&slot.duty.key);
        let judge = |day: Day| state(slot, services, &of.exemptions, &of.explanations, day);
        let verdict = judge(on);
        if slot.duty.who == Who::Unit {
            self.count_late(row, slot, &verdict, duty, &judge);
        }
        let is_old = standing && slot.period.year() < on.year();
        let is_void = matches!(verdict.state, State::NotKept | State::NotApplicable);
        if is_old || is_void {
            return;
        }
        let Some(side) = row.side(place_day(slot, on)) else { return };
        match slot.duty.who {
            Who::Unit => self.items.push(item(row.id, side, duty, &verdict)),
            Who::Post | Who::Person => self.share(row.id, side, duty, &verdict),
        }
    }

    fn share(&mut self, unit: i64, side: i64, duty: u16, verdict: &Verdict<'_>) {
        if !verdict.is_owed() {
            return;
        }
        let slot = &verdict.slot;
        let blank = Share {
            unit,
            side,
            duty,
            period: slot.period,
            opens_on: slot.opens_on,
            due_on: slot.due_on,
            owed: 0,
            met: 0,
            late: 0,
        };
        let share = self.shares.entry((unit, duty, slot.period)).or_insert(blank);
        share.owed += 1;
        share.met += i64::from(verdict.state == State::Done);
        share.late += i64::from(matches!(verdict.state, State::Overdue | State::Missed));
    }

    /// On which days of the trend it was overdue. What was held in time never was.
    fn count_late<'s>(
        &mut self,
        row: &Row,
        slot: &Slot<'s>,
        verdict: &Verdict<'s>,
        duty: u16,
        judge: &dyn Fn(Day) -> Verdict<'s>,
    ) {
        let standing = slot.duty.period == Rhythm::Standing;
        if !standing && verdict.state == State::Done && !verdict.late_done {
            return;
        }
        for (place, day) in self.days.iter().enumerate() {
            let past = if standing {
                slot.period.year() == day.year()
            } else {
                slot.opens_on <= *day && slot.due_on < *day
            };
            let side = row.side(place_day(slot, self.ask.on)).filter(|_| past);
            if let Some(side) = side
                && judge(*day).state == State::Overdue
            {
                let none = || vec![0; self.days.len()];
                self.late.entry((duty, side)).or_insert_with(none)[place] += 1;
            }
        }
    }

    pub(super) fn view(self, node: Node, tree: Tree) -> View {
        let shares = self.shares.into_values().collect();
        let Self { duties, items, days, late, .. } = self;
        View { node, on: self.ask.on, tree, duties, items, shares, days, late }
    }
}

/// The day that says for which node it counts: its last one; for what must hold all the time today.
pub(crate) fn place_day(slot: &Slot<'_>, on: Day) -> Day {
    if slot.duty.period == Rhythm::Standing { on } else { slot.due_on.min(on) }
}

fn item(unit: i64, side: i64, duty: u16, verdict: &Verdict<'_>) -> Item {
    let slot = &verdict.slot;
    let (opens_on, due_on) = runs(verdict);
    let text = |text: &str| (!text.is_empty()).then(|| text.into());
    Item {
        unit,
        side,
        duty,
        period: slot.period,
        opens_on,
        due_on,
        last_day: verdict.last_day,
        state: verdict.state,
        soon: verdict.soon,
        late_entry: verdict.late_entry,
        late_done: verdict.late_done,
        needed: verdict.needed,
        met: verdict.met,
        hour: slot.unit,
        settled_on: settled_on(verdict),
        standing: slot.duty.period == Rhythm::Standing,
        reason: text(&verdict.reason),
        about: text(&slot.about),
    }
}

/// From when to when; a standing duty that is not met runs since then, however the year went on.
fn runs(verdict: &Verdict<'_>) -> (Day, Day) {
    let slot = &verdict.slot;
    let stand = slot.stands.iter().rfind(|stand| stand.holds(verdict.on));
    match stand.map(|stand| &stand.how) {
        None => (slot.opens_on, slot.due_on),
        Some(Hold::Open { since, due, .. }) => (*since, due.day),
        Some(_) => (slot.period.first(), slot.period.last()),
    }
}

/// Since when nothing was left to do, as was known then.
fn settled_on(verdict: &Verdict<'_>) -> Option<Day> {
    match verdict.state {
        State::Due | State::Overdue => None,
        State::Missed => verdict.slot.closes_on.map(|day| day.plus_days(1)),
        State::Done if verdict.late_done || verdict.late_entry => {
            Some(enough(verdict, |line| line.entered_on.max(line.held_on)))
        }
        State::Done => Some(verdict.last_day),
        State::Explained | State::Exempt | State::NotKept | State::NotApplicable => {
            Some(verdict.last_day)
        }
    }
}
