//! A year of talks, closed in bulk: that two talked and when, without a word of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use act::Ctx;
use anyhow::{Context, Result};
use calendar::{Day, Instant};
use demo::{Plan, PlannedPerson, PlannedTalk, PlannedUnit};
use record::{
    Closed, Planned, Said, Session,
    roll::{Entry, Presence},
};
use rules::Rules;

use super::{SEED, people::Held as Post};

/// When talks begin and end.
const HOURS: [(&str, &str); 3] = [("09:30", "10:00"), ("14:40", "15:10"), ("16:30", "17:00")];

/// The talks of a plan with the ids that its units and people got.
pub(super) struct Talks<'p> {
    planned: &'p [PlannedTalk],
    ids: &'p BTreeMap<String, i64>,
    persons: &'p [i64],
    people: &'p [PlannedPerson],
    units: &'p [PlannedUnit],
    posts: &'p [Post],
    /// By branch, the place of the first of its roll in the plan's people.
    first: HashMap<&'p str, usize>,
}

impl<'p> Talks<'p> {
    pub(super) fn new(
        plan: &'p Plan,
        ids: &'p BTreeMap<String, i64>,
        persons: &'p [i64],
        posts: &'p [Post],
    ) -> Self {
        let mut first = HashMap::new();
        for (place, person) in plan.people.iter().enumerate() {
            first.entry(person.branch.as_str()).or_insert(place);
        }
        Self {
            planned: &plan.talks,
            ids,
            persons,
            people: &plan.people,
            units: &plan.units,
            posts,
            first,
        }
    }

    fn closed(&self, talk: &PlannedTalk) -> Result<Closed> {
        let branch = talk.branch.as_str();
        let missing = || format!("没有单位{branch}");
        let unit = self.ids.get(branch).copied().with_context(missing)?;
        let first = self.first.get(branch).copied().with_context(missing)?;
        let (by, with) = (self.persons[first + talk.by], self.persons[first + talk.with]);
        let came = Entry { person: with, votes: false, presence: Presence::Came(1) };
        let (from, to) = HOURS[(talk.by + talk.with) % HOURS.len()];
        let place = "谈心室".to_owned();
        let session = Session { on: talk.held_on, from: from.into(), to: to.into(), place };
        Ok(Closed {
            chair: Some(by),
            partner: Some(with),
            roll: vec![(came, None)],
            late_reason: talk.is_late.then(|| "当时忙于值班，过后补录".to_owned()),
            ..Closed::new(unit, "talk", session, Instant::at(talk.entered_on, 17, 40))
        })
    }
}

/// Closes every talk of the plan; then what is planned for the year, the risk posts, and some talks of the organization.
pub(super) fn load(ctx: &Ctx, talks: &Talks) -> Result<()> {
    let closed = talks.planned.iter().map(|talk| talks.closed(talk)).collect::<Result<Vec<_>>>()?;
    if closed.is_empty() {
        return Ok(());
    }
    let (plans, risks) = (talks.plans(ctx.today)?, talks.risks()?);
    let mut all = talks.kept(ctx.today)?;
    all.extend(talks.on_appointment(ctx.today)?);
    let (kept, said): (Vec<Closed>, Vec<Said>) = all.into_iter().unzip();
    Ok(ctx.act_system(&SEED, |w| {
        record::close_many(w, ctx.part::<Rules>(), &closed)?;
        for (unit, rows) in &plans {
            record::plan_talks(w, *unit, ctx.today.year(), rows)?;
        }
        for (person, class, from_on) in &risks {
            people::list_risk_post(w, *person, class, *from_on, None)?;
        }
        let ids = record::close_many(w, ctx.part::<Rules>(), &kept)?;
        let said: Vec<_> = ids.into_iter().zip(said.iter().cloned()).collect();
        record::keep_said(w, &ctx.core.keys, &said)?;
        w.rows(closed.len() + kept.len());
        Ok(())
    })?)
}

/// Every so manyth member without a seat holds a risk post.
const RISK_EVERY: usize = 9;

impl Talks<'_> {
    /// Each branch's plan: what was held, in its month, and the rest of the members in the last one.
    fn plans(&self, today: Day) -> Result<Vec<(i64, Vec<Planned>)>> {
        let mut plans: BTreeMap<&str, Vec<Planned>> = BTreeMap::new();
        let mut seen = HashSet::new();
        for talk in self.planned.iter().filter(|it| it.held_on.year() == today.year()) {
            let first = self.first_of(&talk.branch)?;
            let (one, other) = (self.persons[first + talk.by], self.persons[first + talk.with]);
            if seen.insert((one.min(other), one.max(other))) {
                let month = talk.held_on.month().into();
                plans.entry(&talk.branch).or_default().push(Planned { one, other, month });
            }
        }
        for (branch, rows) in &mut plans {
            let first = self.first_of(branch)?;
            let quiet: Vec<i64> = self
                .roll(first)
                .filter(|place| {
                    let person = self.persons[*place];
                    !self.people[*place].is_on_committee()
                        && !rows.iter().any(|it| it.one == person || it.other == person)
                })
                .map(|place| self.persons[place])
                .collect();
            let pairs =
                quiet.chunks_exact(2).map(|two| Planned { one: two[0], other: two[1], month: 12 });
            rows.extend(pairs);
        }
        plans.into_iter().map(|(branch, rows)| Ok((self.unit_of(branch)?, rows))).collect()
    }

    fn risks(&self) -> Result<Vec<(i64, &'static str, Day)>> {
        let classes = people::risk_classes();
        let from_on = Day::new(2025, 3, 1).context("a day of the calendar")?;
        let holds =
            |place: &usize| *place % RISK_EVERY == 4 && !self.people[*place].is_on_committee();
        let risk = |place: usize| {
            (self.persons[place], classes[place % classes.len()].key.as_str(), from_on)
        };
        Ok((0..self.people.len()).filter(holds).map(risk).collect())
    }

    /// With some of those who hold a risk post, by the secretary of their branch.
    fn kept(&self, today: Day) -> Result<Vec<(Closed, Said)>> {
        let mut kept = Vec::new();
        let held =
            (0..self.people.len()).filter(|place| *place % RISK_EVERY == 4 && *place % 2 == 0);
        for place in held.filter(|place| !self.people[*place].is_on_committee()) {
            let branch = self.people[place].branch.as_str();
            let (first, unit) = (self.first_of(branch)?, self.unit_of(branch)?);
            let secretary =
                self.roll(first).find(|it| self.people[*it].posts.contains(&"secretary"));
            let Some(secretary) = secretary else { continue };
            let on = Day::new(today.year(), 9, 1)
                .context("a day")?
                .plus_days(i32::try_from(place % 25)?);
            let (by, with) = (self.persons[secretary], self.persons[place]);
            let closed = kept_talk(unit, "reminder_talk", (on, AFTERNOON), (by, with));
            let said = Said {
                capacity: "党支部书记".into(),
                reason: "risk_post".into(),
                points: "提醒严格按规定办理业务，有事及时报告。\n提醒管好家人和身边人。".into(),
                statement: "今后注意，按要求办。".into(),
                signed_on: (place % 4 == 0).then(|| on.plus_days(1)),
            };
            kept.push((closed, said));
        }
        Ok(kept)
    }

    /// With most of the secretaries, when they had begun, by the secretary of the committee above.
    fn on_appointment(&self, today: Day) -> Result<Vec<(Closed, Said)>> {
        let mut kept = Vec::new();
        let secretaries =
            (0..self.people.len()).filter(|it| self.people[*it].posts.contains(&"secretary"));
        for (turn, place) in secretaries.enumerate() {
            let branch = self.units.iter().find(|it| it.code == self.people[place].branch);
            let lead = branch.and_then(|it| it.ties.iter().find(|tie| tie.relation == "lead"));
            let Some(above) = lead.and_then(|tie| self.ids.get(&tie.parent)).copied() else {
                continue;
            };
            let by = self.posts.iter().find(|it| it.unit == above && it.kind == "secretary");
            let Some(by) = by.filter(|it| it.person != place && turn % 6 != 0) else { continue };
            let on =
                Day::new(today.year(), 1, 6).context("a day")?.plus_days(i32::try_from(turn % 18)?);
            let (by, with) = (self.persons[by.person], self.persons[place]);
            let closed = kept_talk(above, "integrity_talk", (on, MORNING), (by, with));
            let said = Said {
                capacity: "机关党委书记".into(),
                reason: "new_secretary".into(),
                points: "提醒履行第一责任人职责，带头遵守纪律。\n提醒用好组织生活，管好队伍。"
                    .into(),
                statement: "表示按要求做好。".into(),
                signed_on: Some(on),
            };
            kept.push((closed, said));
        }
        kept.extend(self.with_committees(today));
        Ok(kept)
    }

    /// With most secretaries of organ committees, by the secretary of the leading committee.
    fn with_committees(&self, today: Day) -> Vec<(Closed, Said)> {
        let committees = self.units.iter().filter(|unit| unit.kind == "organ_committee");
        let of = |unit: Option<i64>| {
            self.posts.iter().find(|it| Some(it.unit) == unit && it.kind == "secretary")
        };
        let mut kept = Vec::new();
        for committee in committees {
            let lead = committee.ties.iter().find(|tie| tie.relation == "lead");
            let above = lead.and_then(|tie| self.ids.get(&tie.parent)).copied();
            let with = of(self.ids.get(&committee.code).copied());
            let (Some(above), Some(by), Some(with)) = (above, of(above), with) else { continue };
            // In some organs it is still to be held.
            if by.person == with.person || committee.code.starts_with(['2', '4', '6']) {
                continue;
            }
            let (by, with) = (self.persons[by.person], self.persons[with.person]);
            let Some(on) = Day::new(today.year(), 1, 15).filter(|on| *on < today) else { continue };
            let closed = kept_talk(above, "integrity_talk", (on, AFTERNOON), (by, with));
            let said = Said {
                capacity: "局党委书记".into(),
                reason: "new_secretary".into(),
                points: "提醒带头落实主体责任，管好班子和机关党支部。".into(),
                statement: "表示按要求做好。".into(),
                signed_on: Some(on),
            };
            kept.push((closed, said));
        }
        kept
    }

    /// Places of a branch in the plan's people.
    fn roll(&self, first: usize) -> impl Iterator<Item = usize> {
        let branch = self.people[first].branch.as_str();
        (first..self.people.len()).take_while(move |place| self.people[*place].branch == branch)
    }

    fn first_of(&self, branch: &str) -> Result<usize> {
        self.first.get(branch).copied().with_context(|| format!("没有单位{branch}"))
    }

    fn unit_of(&self, branch: &str) -> Result<i64> {
        self.ids.get(branch).copied().with_context(|| format!("没有单位{branch}"))
    }
}

const MORNING: (&str, &str) = ("09:30", "10:00");
const AFTERNOON: (&str, &str) = ("16:00", "16:30");

/// A talk of the organization in the room for talks.
fn kept_talk(
    unit: i64,
    kind: &str,
    (on, (from, to)): (Day, (&str, &str)),
    (by, with): (i64, i64),
) -> Closed {
    let came = Entry { person: with, votes: false, presence: Presence::Came(1) };
    let place = "谈话室".to_owned();
    let session = Session { on, from: from.into(), to: to.into(), place };
    Closed {
        chair: Some(by),
        partner: Some(with),
        roll: vec![(came, None)],
        ..Closed::new(unit, kind, session, Instant::at(on, 17, 0))
    }
}
