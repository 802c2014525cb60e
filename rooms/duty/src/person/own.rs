//! One's own duties: hours, talks, training, each with the records behind it.

use act::{Ctx, Result};
use askama::Template;
use db::{Asker, Read};
use rules::Rules;
use web::{Gathered, Markup, Page, Req, Section, Todo, Urgency, parts};

use super::{ask_units, asked, of};
use crate::{
    Law, Served,
    home::waits,
    judge::{State, Verdict},
    show::{say, shape, tag_with_days},
    slot::pages::source,
};

#[derive(Template)]
#[template(path = "person/own.html")]
struct Own {
    year: i16,
    units: Vec<OfUnit>,
}

struct OfUnit {
    name: String,
    slots: Vec<Slot>,
}

struct Slot {
    title: String,
    shape: &'static str,
    tag: Markup,
    deadline: String,
    say: String,
    source: String,
    source_url: String,
    rows: Vec<Row>,
}

struct Row {
    on: String,
    title: String,
    url: Option<String>,
    amount: String,
    counts: bool,
    reason: String,
}

/// Whoever has signed in sees himself and nobody else.
pub(crate) fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let year = req.query_as("year").unwrap_or_else(|| ctx.today.year());
    let ask = Asker::default();
    let units = ask.finish(read, of_units(ctx, &ask, (person, year)))?;
    let crumbs = [("我的", "/me")];
    let title = format!("我的{year}年学时和谈话");
    Ok(Page::of(title, &Own { year, units })?.under(crumbs).section(Section::Me))
}

async fn of_units(ctx: &Ctx, ask: &Asker, (person, year): (i64, i16)) -> Result<Vec<OfUnit>> {
    let (law, units) = (Law::asked(ask, ctx.part::<Rules>()), ask_units(ask, person, year));
    let (law, units) = (law.await?, units.await?);
    let mut shown = Vec::new();
    for (standing, served) in of(ask, &law, units, (person, year), ctx.today).await {
        let slots = asked(&standing, ctx.today).map(|it| slot(&law, it, &served));
        shown.push(OfUnit { name: standing.bearer.short_name.clone(), slots: slots.collect() });
    }
    Ok(shown)
}

fn slot(law: &Law, verdict: &Verdict, served: &Served) -> Slot {
    let (source, source_url) = source(law, verdict);
    let rows = verdict.lines.iter().map(|line| Row {
        on: line.held_on.to_string(),
        title: line.title.clone(),
        url: served.url(&line.room, line.fact).map(str::to_owned),
        amount: verdict.amount(line.quantity),
        counts: line.counts,
        reason: line.reason.clone(),
    });
    Slot {
        title: verdict.title(),
        shape: shape(verdict).key(),
        tag: parts::tag(shape(verdict), verdict.tag()),
        deadline: verdict.deadline(),
        say: say(verdict),
        source,
        source_url,
        rows: rows.collect(),
    }
}

#[derive(Template)]
#[template(path = "person/aside.html")]
struct Aside {
    lines: Vec<Line>,
}

struct Line {
    title: String,
    tag: Markup,
    words: String,
}

/// For the home page of somebody without a post: what is overdue or due soon of himself, and the card
/// with all that the year asks of him.
pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let Some(person) = ctx.actor.person() else { return Ok(Default::default()) };
    let year = ctx.today.year();
    let (law, units) = (Law::asked(ask, ctx.part::<Rules>()), ask_units(ask, person, year));
    let (law, units) = (law.await?, units.await?);
    let (mut things, mut lines) = (Vec::new(), Vec::new());
    for (standing, _) in of(ask, &law, units, (person, year), ctx.today).await {
        things.extend(standing.verdicts.iter().filter(|it| waits(it)).map(thing));
        lines.extend(asked(&standing, ctx.today).map(|it| Line {
            title: it.title(),
            tag: parts::tag_bare(shape(it), it.tag()),
            words: with_last_day(it),
        }));
    }
    if lines.is_empty() {
        return Ok((things, Vec::new()));
    }
    let card = Aside { lines }.render().map_err(act::Error::broken)?;
    Ok((things, vec![Markup(card)]))
}

/// What is said of it, and until when unless that says so.
fn with_last_day(verdict: &Verdict) -> String {
    let said = say(verdict);
    if said.contains("最后一天") {
        return said;
    }
    format!("{said}最后一天{}", verdict.last_day.zh_short())
}

fn thing(verdict: &Verdict) -> Todo {
    Todo {
        title: verdict.title(),
        tag: tag_with_days(verdict),
        words: format!("最后一天是{}。{}", verdict.last_day.zh_short(), say(verdict)),
        why: Some(("看计入了哪些记录".to_owned(), "/me/duties".to_owned())),
        actions: Vec::new(),
        due: Some(verdict.last_day),
        urgency: if verdict.state == State::Overdue { Urgency::Late } else { Urgency::Soon },
    }
}
