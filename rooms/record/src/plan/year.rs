//! A unit's year: what is owed, what is planned and held, what is proposed.

use std::collections::{BTreeMap, BTreeSet};

use act::{Ctx, Place, Relation, Result};
use calendar::{Day, Period, PeriodKind, Workdays};
use db::Read;
use duty::{Address, Law, Persons, Scope, Wanted, judge};
use rules::{Counts, Modality, Rules};

use super::{
    Entry, Item, Plan, is_of_subgroups, is_plannable,
    propose::{self, Ask, Ground, HeldOn, Taken},
    store::{self, Beside},
};
use crate::{
    SEE_RECORD,
    kind::{Kinds, RecordKind},
    meeting::{self, Session},
};

/// One duty in one period that meetings answer.
pub(super) struct Owed {
    /// 党员大会
    pub(super) name: String,
    pub(super) url: String,
    pub(super) modality: Modality,
    pub(super) first: Day,
    pub(super) last: Day,
    usual: Option<(Day, Day)>,
    /// The first is the one to plan.
    kinds: Vec<&'static RecordKind>,
    pub(super) needed: i64,
    met: i64,
    is_open: bool,
}

/// What a habit has to say of the next time.
type Habits = BTreeMap<String, propose::Habit>;

/// Everything that the page of a year needs.
pub(super) struct Year {
    pub(super) place: Place,
    pub(super) number: i16,
    pub(super) plan: Option<Plan>,
    pub(super) items: Vec<Item>,
    pub(super) owed: Vec<Owed>,
    /// Not stored.
    pub(super) proposed: Vec<Entry>,
    pub(super) records: Vec<Beside>,
    /// Of these the viewer may not open: that they were held he may know.
    pub(super) shut: BTreeSet<i64>,
    /// For each item the record that is it, by its place in `records`.
    pub(super) held: Vec<Option<usize>>,
    /// Of a hundred members so many are on duty, as far as rosters are here.
    pub(super) on_duty: BTreeMap<Day, i64>,
}

impl Year {
    pub(super) fn load(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Self> {
        let (plan, items) = store::year(read, place.id, year)?;
        let days = Period::of(PeriodKind::Year, Day::new(year, 1, 1).unwrap_or(ctx.today));
        let past = ctx.today.plus_months(-HABIT_MONTHS);
        let stretch = (days.first().min(past), days.last().max(ctx.today));
        let mut records = store::records(read, place.id, stretch)?;
        let habits = habits(&records, (past, ctx.today));
        records.retain(|it| days.holds(it.plan_on));
        // No duty binds a subgroup: its meetings are owed by its branch.
        let is_subgroup = place.kind == "subgroup";
        let owed = if is_subgroup { Vec::new() } else { owed(ctx, read, place, year)? };
        let on_duty = people::on_duty(read, place.id, (days.first(), days.last()))?;
        let held = matched(&items, &records);
        let mut found = Self {
            place: place.clone(),
            number: year,
            plan,
            items,
            owed,
            proposed: Vec::new(),
            records,
            shut: BTreeSet::new(),
            held,
            on_duty,
        };
        found.proposed = found.propose(ctx.today, &habits);
        Ok(found)
    }

    /// The last edition, and what was held and may be read: for who does not make the plan.
    pub(super) fn published(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Self> {
        let (plan, mut items) = store::year(read, place.id, year)?;
        items.retain(|item| item.published.is_some());
        for item in &mut items {
            item.entry = item.published.clone().unwrap_or_else(|| item.entry.clone());
            item.is_removed = false;
        }
        items.sort_by(|a, b| (a.entry.on, &a.entry.from).cmp(&(b.entry.on, &b.entry.from)));
        let (records, shut) = held(ctx, read, place, year)?;
        let held = matched(&items, &records);
        Ok(Self {
            place: place.clone(),
            number: year,
            plan,
            items,
            owed: Vec::new(),
            proposed: Vec::new(),
            records,
            shut,
            held,
            on_duty: BTreeMap::new(),
        })
    }

    /// Nothing planned, nothing proposed, nothing held.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.proposed.is_empty() && self.records.is_empty()
    }

    /// What stands in the plan, whatever the last edition said.
    pub(super) fn planned(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.is_removed)
    }

    fn propose(&self, today: Day, habits: &Habits) -> Vec<Entry> {
        let asks: Vec<Ask> = self.owed.iter().map(|owed| self.ask(owed, today)).collect();
        let planned = self.planned().map(|item| item.entry.on);
        let taken = planned.chain(self.records.iter().map(|it| it.plan_on));
        let hours = Kinds::built_in().iter().map(|it| (it.key.clone(), it.hour.clone())).collect();
        let ground = Ground {
            workdays: Workdays::in_force(),
            today,
            taken: taken.map(|on| Taken { on }).collect(),
            habits,
            hours: &hours,
            on_duty: &self.on_duty,
        };
        let made = propose::propose(&asks, &ground);
        made.into_iter().filter_map(|it| drafted(&self.place, habits, &it)).collect()
    }

    /// How many are missing of a duty, a day of subgroups as one.
    pub(super) fn missing(&self, owed: &Owed, today: Day) -> i64 {
        self.ask(owed, today).missing
    }

    /// What is missing of a duty: neither held, nor being prepared, nor planned for a day ahead.
    fn ask(&self, owed: &Owed, today: Day) -> Ask {
        let kind = owed.kinds[0];
        let serves = |entry: &Entry| owed.kinds.iter().any(|kind| entry.is(&kind.key));
        let within = |on: Day| owed.first <= on && on <= owed.last;
        let ahead = self.planned().zip(&self.held);
        let ahead = ahead.filter(|(item, held)| {
            held.is_none() && item.entry.on >= today && within(item.entry.on) && serves(&item.entry)
        });
        let prepared = self.records.iter().filter(|it| {
            let also =
                it.also.split(' ').any(|also| owed.kinds.iter().any(|kind| kind.key == also));
            let is = also || owed.kinds.iter().any(|kind| kind.key == it.kind);
            is && it.closed_at.is_none() && within(it.plan_on)
        });
        let there = owed.met + i64::try_from(ahead.count() + prepared.count()).unwrap_or_default();
        // A day on which every subgroup meets is one thing of the branch's plan.
        let is_one = is_of_subgroups(kind, &self.place.kind);
        let needed = if is_one { owed.needed.min(1) } else { owed.needed };
        Ask {
            kind: kind.key.clone(),
            serves: owed.kinds.iter().map(|kind| kind.key.clone()).collect(),
            first: owed.first,
            last: owed.last,
            usual: owed.usual,
            missing: if owed.is_open { (needed - there).max(0) } else { 0 },
            is_optional: owed.modality == Modality::May,
            joins: joins(&owed.kinds, &self.place),
        }
    }
}

/// Closed records of a year, and which of them the viewer may not open: all are open in his sight, and of his own
/// branch and subgroup what is open to its members.
fn held(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<(Vec<Beside>, BTreeSet<i64>)> {
    let days = Period::of(PeriodKind::Year, Day::new(year, 1, 1).unwrap_or(ctx.today));
    let mut records = store::records(read, place.id, (days.first(), days.last()))?;
    records.retain(|it| it.closed_at.is_some());
    if ctx.sight(&SEE_RECORD).holds(place) {
        return Ok((records, BTreeSet::new()));
    }
    let own = match ctx.actor.person() {
        Some(person) => meeting::own_units(read, person)?,
        None => Vec::new(),
    };
    let is_open = |key: &str| Kinds::built_in().find(key).is_some_and(|it| it.open_to_members);
    let shut = records.iter().filter(|it| !is_open(&it.kind) || !own.contains(&it.unit));
    let shut = shut.map(|it| it.id).collect();
    Ok((records, shut))
}

/// Kinds whose meeting may be one of these as well.
fn joins(kinds: &[&RecordKind], place: &Place) -> Vec<String> {
    let may =
        |it: &&RecordKind| it.also.iter().any(|also| kinds.iter().any(|kind| kind.key == *also));
    let all = Kinds::built_in().iter().filter(|it| is_plannable(it, &place.kind));
    all.filter(may).map(|it| it.key.clone()).collect()
}

/// A proposal with its title, its hours and where it was last time.
fn drafted(place: &Place, habits: &Habits, made: &propose::Proposal) -> Option<Entry> {
    let kind = Kinds::built_in().find(&made.kind)?;
    Some(entry_of(place, habits.get(&made.kind), kind, made.on, &made.also.join(" ")))
}

/// As last time, else the kind's usual hour in the unit's own room.
fn entry_of(
    place: &Place,
    habit: Option<&propose::Habit>,
    kind: &RecordKind,
    on: Day,
    also: &str,
) -> Entry {
    let usual = meeting::usual_session(kind, place, on);
    let habit = habit.filter(|it| !it.from.is_empty());
    let of_subgroups = is_of_subgroups(kind, &place.kind);
    let place = match habit {
        Some(habit) => habit.place.clone(),
        None => usual.place,
    };
    Entry {
        kind: kind.key.clone(),
        also: also.to_owned(),
        title: kind.title_on("", on),
        on,
        from: habit.map_or(usual.from, |it| it.from.clone()),
        to: habit.map_or(usual.to, |it| it.to.clone()),
        place: if of_subgroups { String::new() } else { place },
        topic: String::new(),
    }
}

/// What the form of something added opens with.
pub(super) fn suggested(
    ctx: &Ctx,
    read: &Read,
    place: &Place,
    kind: &RecordKind,
    on: Day,
) -> Result<Entry> {
    let past = (ctx.today.plus_months(-HABIT_MONTHS), ctx.today);
    let habits = habits(&store::records(read, place.id, past)?, past);
    Ok(entry_of(place, habits.get(&kind.key), kind, on, ""))
}

/// Slots of the unit and its posts that meetings answer, in the order of their periods.
fn owed(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Vec<Owed>> {
    let law = Law::load(read, ctx.part::<Rules>())?;
    let root = (Relation::Lead, place.id);
    let scope = (Scope::One, Persons::Without);
    let bearers = duty::bearers(read, &law, root, year, scope)?;
    let served = duty::served(read, root, year, scope)?;
    let mut found = Vec::new();
    for bearer in bearers.iter().filter(|it| it.unit == place.id) {
        let verdicts = duty::verdicts(&law, bearer, &served, year, ctx.today, Wanted::Owed);
        found.extend(verdicts.iter().filter_map(|verdict| of(place, bearer, verdict)));
    }
    // A temporary branch plans for its own days alone.
    if let Some(end) = store::end_of_joined(read, place)? {
        found.retain(|it| it.last < end);
    }
    found.sort_by_key(|it| (it.first.days_until(it.last), it.first));
    Ok(found)
}

/// `None` for what no meeting of the unit answers.
fn of(place: &Place, bearer: &duty::Bearer, verdict: &judge::Verdict) -> Option<Owed> {
    use judge::State::{Done, Due, Exempt, Explained, Missed, NotApplicable, NotKept, Overdue};
    let slot = &verdict.slot;
    let kinds = slot.duty.serves.iter().filter_map(|key| Kinds::built_in().find(key));
    let kinds: Vec<_> = kinds.filter(|kind| is_plannable(kind, &place.kind)).collect();
    if kinds.is_empty() || slot.duty.counts != Counts::Times || !slot.stands.is_empty() {
        return None;
    }
    let is_open = match verdict.state {
        Done | Due | Overdue => true,
        Missed | Explained => false,
        Exempt | NotKept | NotApplicable => return None,
    };
    Some(Owed {
        name: slot.duty.title.clone(),
        url: Address::of(bearer, slot).url(),
        modality: slot.duty.modality,
        first: slot.opens_on,
        last: slot.due_on,
        usual: slot.usual.map(|it| (it.first(), it.last())),
        kinds,
        needed: verdict.needed,
        met: verdict.met,
        is_open,
    })
}

/// So far back habits are looked for.
const HABIT_MONTHS: i32 = 13;

/// Of what was closed between two days; lists of former years say nothing of hours.
fn habits(records: &[Beside], (from, to): (Day, Day)) -> Habits {
    let mut held: BTreeMap<String, Vec<HeldOn>> = BTreeMap::new();
    let counts = |it: &&Beside| {
        it.closed_at.is_some() && it.batch.is_none() && from <= it.plan_on && it.plan_on <= to
    };
    for record in records.iter().filter(counts) {
        let sessions: Vec<Session> = serde_json::from_str(&record.sessions).unwrap_or_default();
        let Some(Session { on, from, to, place }) = sessions.into_iter().next() else { continue };
        held.entry(record.kind.clone()).or_default().push(HeldOn { on, from, to, place });
    }
    held.into_iter().filter_map(|(kind, held)| Some((kind, propose::habit(&held)?))).collect()
}

/// For each item the record of its kind within the same period, the nearest first; each record once.
fn matched(items: &[Item], records: &[Beside]) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let same = records.iter().enumerate().filter(|(_, record)| is_it(&item.entry, record));
        pairs.extend(
            same.map(|(number, record)| {
                (item.entry.on.days_until(record.plan_on).abs(), at, number)
            }),
        );
    }
    pairs.sort_unstable();
    let mut found = vec![None; items.len()];
    let mut used = BTreeSet::new();
    for (_, at, number) in pairs {
        if found[at].is_none() && used.insert(number) {
            found[at] = Some(number);
        }
    }
    found
}

/// Their titles name the same period.
fn is_it(entry: &Entry, record: &Beside) -> bool {
    let Some(kind) = Kinds::built_in().find(&entry.kind) else { return false };
    let is_same_kind =
        record.kind == entry.kind || record.also.split(' ').any(|also| also == entry.kind);
    is_same_kind && kind.title_on("", entry.on) == kind.title_on("", record.plan_on)
}
