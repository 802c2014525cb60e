//! The year of a unit: what comes first, then every duty with its periods by state.

use act::{Ctx, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use rules::{Modality, Rhythm, Rules, Who};
use web::{Markup, Page, Req, Section, parts};

use super::{Address, listed, pages::sees_records, place};
use crate::{
    Bearer, Law, Standing,
    judge::{State, Verdict},
    list,
    show::{Line, by, shape},
};

#[derive(Template)]
#[template(path = "slot/year.html")]
struct YearPage {
    name: String,
    year: i16,
    unit: i64,
    counts: String,
    urgent: Vec<Line>,
    rows: Vec<Row>,
    people: Vec<PeopleLine>,
    opens_people: bool,
    hidden: usize,
}

/// One duty with its periods, those of one state together.
struct Row {
    title: String,
    is_local: bool,
    states: Vec<Periods>,
}

struct Periods {
    /// Done, late, missed: as many as there are tags.
    word: String,
    tag: Markup,
    /// What the period is called, and where its verdict stands.
    links: Vec<(String, String)>,
}

/// One duty of the members of a unit, as a sum.
struct PeopleLine {
    title: String,
    owed: usize,
    met: usize,
}

pub(crate) fn year(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = place(ctx, read, req.id("unit")?)?;
    let year = req.query_as("year").unwrap_or_else(|| ctx.today.year());
    let law = Law::load(read, ctx.part::<Rules>())?;
    let (standings, _) = list(read, &law, place.id, year, ctx.today)?;
    let mut own: Vec<(&Bearer, &Verdict)> = own(&standings, ctx.today).collect();
    own.sort_by(|(_, a), (_, b)| listed::place(a.slot.duty).cmp(&listed::place(b.slot.duty)));
    let owed = own.iter().filter(|(_, it)| it.is_owed()).count();
    let count = |state| own.iter().filter(|(_, it)| it.state == state).count();
    let (done, late, missed) = (count(State::Done), count(State::Overdue), count(State::Missed));
    let urgent = own.iter().filter(|(_, it)| it.state == State::Overdue || it.soon);
    let all = standings.iter().filter(|it| it.bearer.person.is_none()).flat_map(|it| &it.verdicts);
    let page = YearPage {
        name: place.short_name.clone(),
        year,
        unit: place.id,
        counts: format!("到今天应办{owed}件，已完成{done}件，逾期{late}件，缺项{missed}件。"),
        urgent: urgent.map(|(bearer, it)| Line::of(bearer, it, None)).collect(),
        rows: rows(&own),
        people: people(&standings),
        opens_people: sees_records(ctx, &place),
        hidden: all.count() - own.len(),
    };
    let title = format!("{year}年应办");
    let crumbs = [(place.short_name, format!("/units/{}", place.id))];
    Ok(Page::of(title, &page)?.under(crumbs).section(Section::Life))
}

/// Slots of the unit and its posts that have opened and apply.
pub(super) fn own<'s>(
    standings: &'s [Standing<'_>],
    on: Day,
) -> impl Iterator<Item = (&'s Bearer, &'s Verdict<'s>)> {
    let units = standings.iter().filter(|it| it.bearer.person.is_none());
    let all = units.flat_map(|it| it.verdicts.iter().map(move |verdict| (&it.bearer, verdict)));
    all.filter(move |(_, it)| it.slot.opens_on <= on && it.state != State::NotApplicable)
}

/// By duty, in the order of the regulations.
fn rows(own: &[(&Bearer, &Verdict)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (bearer, verdict) in own {
        let duty = verdict.slot.duty;
        if rows.last().is_none_or(|row| row.title != duty.title) {
            let is_local = duty.modality == Modality::Local;
            rows.push(Row { title: duty.title.clone(), is_local, states: Vec::new() });
        }
        let Some(row) = rows.last_mut() else { continue };
        let link = (label(verdict), Address::of(bearer, &verdict.slot).url());
        let word = verdict.tag();
        match row.states.iter_mut().find(|it| it.word == word) {
            Some(periods) => periods.links.push(link),
            None => row.states.push(Periods {
                word: word.to_owned(),
                tag: parts::tag_bare(shape(verdict), word),
                links: vec![link],
            }),
        }
    }
    rows
}

/// `9月`, `第三季度`; what has no period of its own says its day or reason.
fn label(verdict: &Verdict) -> String {
    match verdict.slot.duty.period {
        Rhythm::Month | Rhythm::Quarter | Rhythm::Half => verdict.slot.period.zh(),
        Rhythm::Year | Rhythm::Event | Rhythm::Standing => {
            Some(by(verdict)).filter(|it| !it.is_empty()).unwrap_or_else(|| "看依据".to_owned())
        }
    }
}

fn people(standings: &[Standing]) -> Vec<PeopleLine> {
    let persons = standings.iter().filter(|it| it.bearer.history.who == Who::Person);
    let mut lines: Vec<PeopleLine> = Vec::new();
    for verdict in persons.flat_map(|it| &it.verdicts).filter(|it| it.is_owed()) {
        let title = verdict.title();
        let met = usize::from(verdict.state == State::Done);
        match lines.iter_mut().find(|it| it.title == title) {
            Some(line) => (line.owed, line.met) = (line.owed + 1, line.met + met),
            None => lines.push(PeopleLine { title, owed: 1, met }),
        }
    }
    lines
}
