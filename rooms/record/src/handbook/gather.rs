//! All that goes into the handbook of a unit and a year, read in a handful of statements.

use std::collections::{BTreeSet, HashMap};

use act::{Ctx, Error, Place, Result};
use calendar::Day;
use db::{Asker, Read, Wanting};
use documents::Paper;
use duty::{
    Law,
    judge::{State, Verdict},
};
use people::{OnDay, OnRoll, Post};
use rules::Rules;
use systems::Systems;

use super::{
    sorted::{Apart, Sorted},
    store,
};
use crate::{
    kind::{Expects, Kinds},
    meeting::{self, Record},
    paper, plan,
    roll::{self, Counts},
    show::Shown,
    task::Task,
};

/// A year of a branch.
pub(super) struct Year {
    pub(super) place: Place,
    /// Name of the committee above; "" where there is none.
    pub(super) above: String,
    /// 2026.
    pub(super) number: i16,
    /// As of which day: today, or the last of a year that is over.
    pub(super) on: Day,
    pub(super) subgroups: Vec<(i64, String)>,
    pub(super) roll: Vec<OnRoll>,
    pub(super) held: Vec<Post>,
    pub(super) meetings: Vec<Bound>,
    /// Talks: only that they were held, and by whom.
    pub(super) talks: Vec<(Day, String, String)>,
    /// Its plan, as the last edition says; what other rooms bind with it.
    pub(super) plan: Option<Paper>,
    pub(super) beside: Vec<Paper>,
    /// Duties as they stand, one line each.
    pub(super) duties: Vec<duty::Listed>,
    pub(super) excused: Vec<Excused>,
    pub(super) apart: Apart,
}

/// A closed record that stands in the book with its text.
pub(super) struct Bound {
    pub(super) record: Record,
    unit_name: String,
    short: String,
    pub(super) paper: Paper,
    /// Names of its files, which stay in the system.
    pub(super) files: Vec<String>,
    pub(super) counts: Counts,
    /// On leave, absent.
    pub(super) away: (usize, usize),
    pub(super) is_filing: bool,
    pub(super) motions: Vec<(String, String)>,
    pub(super) tasks: Vec<Task>,
    /// How often it was corrected, and why the last time.
    pub(super) corrected: Option<(usize, String)>,
}

/// What was not to be done, and why.
pub(super) struct Excused {
    pub(super) title: String,
    pub(super) tag: String,
    pub(super) reason: String,
}

/// Title and rows of papers.
pub type Parts = Vec<(String, i64)>;

/// Papers of other rooms on a year of a unit, bound with its handbook; a part of the core, for this room does not know theirs.
pub struct BoundWith {
    pub papers: fn(&Ctx, &Read, &Place, i16) -> Result<Vec<Paper>>,
    /// Title and rows of each of them, without making them: of a unit and a year.
    pub parts: fn(&Asker, i64, i16) -> Wanting<'static, Parts, Error>,
}

impl Year {
    pub(super) fn of(ctx: &Ctx, read: &Read, place: Place, year: i16) -> Result<Self> {
        let last = Day::new(year, 12, 31).map_or(ctx.today, |day| day.min(ctx.today));
        let sorted = Sorted::of(meeting::in_year(read, &place, year)?);
        let subgroups = store::subgroups(read, &place, year)?;
        let ids: Vec<i64> = subgroups.iter().map(|(id, _)| *id).collect();
        let parent = parent_of(&place);
        let others = Place::find_all(read, &[&ids[..], parent.as_slice()].concat())?;
        let places: HashMap<i64, Place> =
            others.into_iter().chain([place.clone()]).map(|it| (it.id, it)).collect();
        let records = sorted.meetings.into_iter().chain(sorted.talks);
        let records: Vec<(Record, Place)> = records
            .filter_map(|record| Some((places.get(&record.unit)?.clone(), record)))
            .map(|(place, record)| (record, place))
            .collect();
        let days: BTreeSet<Day> =
            records.iter().map(|(record, _)| record.plan_on).chain([last]).collect();
        let days: Vec<Day> = days.into_iter().collect();
        let days = people::on_days(read, place.id, &[&[place.id], &ids[..]].concat(), &days)?;
        let OnDay { roll, held, .. } = days.of(place.id, last);
        let (duties, excused) = duties(ctx, read, &place, year, last)?;
        let mut it = Self {
            above: parent
                .and_then(|id| places.get(&id))
                .map(|it| it.name.clone())
                .unwrap_or_default(),
            number: year,
            on: last,
            roll,
            held,
            meetings: Vec::new(),
            talks: Vec::new(),
            plan: plan::published_paper(read, &place, year)?,
            beside: bound_with(ctx, read, &place, year)?,
            duties,
            excused,
            apart: sorted.apart,
            subgroups,
            place,
        };
        for shown in Shown::many(ctx, read, records, &days)? {
            it.add(ctx, read, shown)?;
        }
        Ok(it)
    }

    /// Every unit whose data are in it.
    pub(super) fn units(&self) -> Vec<i64> {
        [self.place.id].into_iter().chain(self.subgroups.iter().map(|(id, _)| *id)).collect()
    }

    fn add(&mut self, ctx: &Ctx, read: &Read, shown: Shown) -> Result<()> {
        if shown.kind.expects == Expects::Partner {
            let (by, with) = (shown.name(shown.record.chair), shown.name(shown.record.partner));
            self.talks.push((shown.record.plan_on, by, with));
        } else {
            self.meetings.push(Bound::of(ctx, read, shown)?);
        }
        Ok(())
    }
}

impl Bound {
    fn of(ctx: &Ctx, read: &Read, shown: Shown) -> Result<Self> {
        let (systems, rules) = (ctx.part::<Systems>(), ctx.part::<Rules>());
        let made = paper::paper(read, systems, rules, &shown)?;
        let corrected = shown.replaced.last().map(|it| (shown.replaced.len(), it.reason.clone()));
        let vote = |it: &crate::motion::Motion| {
            let figures = format!("赞成{}，不赞成{}，弃权{}", it.yes, it.no, it.abstain);
            let outcome = it.outcome.clone().unwrap_or_default();
            (it.text.clone(), format!("{figures}；{outcome}"))
        };
        let is_leave = |it: &&crate::show::Person| matches!(it.presence, roll::Presence::Leave(_));
        let leave = shown.people.iter().filter(is_leave).count();
        let missing =
            shown.people.iter().filter(|it| it.presence == roll::Presence::Absent).count();
        Ok(Self {
            paper: match &corrected {
                Some((times, reason)) => noted(made, shown.record.corrected_at, *times, reason),
                None => made,
            },
            files: shown.files.iter().map(|it| it.name.clone()).collect(),
            unit_name: shown.place.short_name.clone(),
            short: shown.short_title().to_owned(),
            counts: shown.counts,
            away: (leave, missing),
            is_filing: shown.kind.is_filing(),
            motions: shown.motions.iter().map(vote).collect(),
            tasks: shown.tasks.clone(),
            corrected,
            record: shown.record,
        })
    }

    /// The group that met, where it was one; else "".
    fn group(&self) -> &str {
        if self.record.kind == "subgroup_meeting" { &self.unit_name } else { "" }
    }

    /// Its title with the group that met.
    pub(super) fn title(&self) -> String {
        format!("{}{}", self.group(), self.record.title)
    }

    /// What such meetings are called together.
    pub(super) fn kind_zh(&self) -> String {
        Kinds::built_in().short(&self.record.kind).to_owned()
    }

    /// `第一党小组党小组会`, `党员大会`
    pub(super) fn short(&self) -> String {
        format!("{}{}", self.group(), self.short)
    }

    /// `6月24日　党员大会（2026年第3次）`
    pub(super) fn entry(&self) -> String {
        let day = self.record.plan_on.zh_short();
        if self.is_filing {
            return format!("{day}　{}", self.record.title);
        }
        let number = match self.record.number {
            Some(_) => format!("（{}）", self.record.number_zh()),
            None => String::new(),
        };
        let place = match self.group() {
            "" => String::new(),
            group => format!("{group}　"),
        };
        format!("{day}　{place}{}{number}", self.short)
    }
}

/// The valid text says which version it is.
fn noted(paper: Paper, at: Option<calendar::Instant>, times: usize, reason: &str) -> Paper {
    let day = at.map_or_else(String::new, |at| at.day().zh());
    let words =
        format!("本记录为第{}稿，{day}更正，原因：{reason}。以前的原样在系统里可查。", times + 1);
    paper.paragraph(words)
}

fn parent_of(place: &Place) -> Option<i64> {
    let path = place.lead_path.as_deref().unwrap_or_default();
    path.trim_end_matches('/').rsplit('/').nth(1).and_then(|id| id.parse().ok())
}

fn bound_with(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Vec<Paper>> {
    match ctx.core.maybe_part::<BoundWith>() {
        Some(with) => (with.papers)(ctx, read, place, year),
        None => Ok(Vec::new()),
    }
}

/// Of the branch and its posts, never of single persons.
fn duties(
    ctx: &Ctx,
    read: &Read,
    place: &Place,
    year: i16,
    on: Day,
) -> Result<(Vec<duty::Listed>, Vec<Excused>)> {
    let rules = ctx.part::<Rules>();
    let law = Law::load(read, rules)?;
    let (standings, _) = duty::list(read, &law, place.id, year, on)?;
    let of_unit = standings.iter().filter(|it| it.bearer.person.is_none());
    let is_excused = |it: &&Verdict| matches!(it.state, State::Exempt | State::Explained);
    let excused = of_unit.flat_map(|it| &it.verdicts).filter(is_excused).map(|it| Excused {
        title: it.title(),
        tag: it.tag().to_owned(),
        reason: it.reason.clone(),
    });
    let excused = excused.collect();
    Ok((duty::listed(rules, &law, &standings), excused))
}
