//! One entry as its viewer sees it: what it is, its tasks and how each stands, how it stands at each level below.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Req, Section, parts, parts::State};

use super::{
    Instruction,
    actions::{AMEND, BREAK_DOWN, CANCEL},
    find,
    report::REPORT,
    store::{self, Carried, Report},
};
use crate::{
    SEE_INSTRUCTION,
    directive::{self, store::Child},
    task::{self, Counts, Said, Stand, Task, Word},
};

struct Line {
    task: Task,
    who: String,
    tag: Markup,
    /// What was said of it last.
    last: Option<String>,
}

#[derive(Template)]
#[template(path = "instruction/show.html")]
struct Show {
    it: Instruction,
    unit: String,
    relation: &'static str,
    tag: Markup,
    lines: Vec<Line>,
    counts: Counts,
    node: String,
    up: Option<String>,
    children: Vec<(Child, Option<String>)>,
    carried: Vec<(Carried, Markup)>,
    reports: Vec<(Report, Markup, String)>,
    opens_records: bool,
    cancelled_because: Option<String>,
    may_amend: bool,
    may_cancel: bool,
    may_break_down: bool,
    may_report: bool,
}

/// The node that the levels below are looked at from: the one asked for, else the entry's own unit.
fn node(ctx: &Ctx, read: &Read, req: &Req, own: &Place) -> Result<Place> {
    let Some(unit) = req.query_as::<i64>("under") else { return Ok(own.clone()) };
    let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
    if ctx.sight(&SEE_INSTRUCTION).holds(&place) { Ok(place) } else { Err(Error::NotFound) }
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = find(ctx, read, req.id("id")?)?;
    let (it, place) = (seen.it, seen.place);
    let node = node(ctx, read, req, &place)?;
    let tasks = task::store::of_instructions(read, &[it.id], ctx.today)?;
    let said = task::said(ctx, read, (it.id, None))?;
    let directives: Vec<i64> = tasks.iter().filter_map(|it| it.directive).collect();
    let has_below = !directives.is_empty();
    let children = if has_below {
        directive::store::children(read, &directives, &node, ctx.today)?
    } else {
        Vec::new()
    };
    let sight = ctx.sight(&SEE_INSTRUCTION);
    let carried = if has_below { store::carried(read, &sight, it.id)? } else { Vec::new() };
    let mut counts = Counts::default();
    for it in &tasks {
        counts.add(it.stand, 1);
    }
    let is_open = it.is_open();
    let may = |act| is_open && ctx.allows(act, &place);
    let cancelled = said.iter().find(|it| it.sort == Word::Cancelled).map(|it| it.words.clone());
    let page = Show {
        unit: place.name.clone(),
        relation: match directive::relation(&place) {
            act::Relation::Lead => "按隶属",
            act::Relation::Line => "按条线",
        },
        tag: it.tag(ctx.today),
        counts,
        node: node.short_name.clone(),
        up: (node.id != place.id).then(|| it.url()),
        children: leading(children, &it, &node, &directives),
        carried: carried
            .into_iter()
            .map(|it| {
                let tag = it.it.tag(ctx.today);
                (it, tag)
            })
            .collect(),
        reports: reports(read, &it)?,
        opens_records: ctx.sight(&record::SEE_RECORD).holds(&place),
        cancelled_because: cancelled,
        may_amend: may(&AMEND),
        may_cancel: may(&CANCEL),
        may_break_down: may(&BREAK_DOWN),
        may_report: may(&REPORT),
        lines: lines(ctx, tasks, &said),
        it,
    };
    let title = format!("{} {}", page.it.number, page.it.title);
    Ok(Page::of(title, &page)?.under([("批示台账", "/instructions")]).section(Section::Life))
}

/// Each with where it leads: further down, or to the one unit of the one directive.
fn leading(
    children: Vec<Child>,
    it: &Instruction,
    node: &Place,
    directives: &[i64],
) -> Vec<(Child, Option<String>)> {
    let only = if directives.len() == 1 { directives.first() } else { None };
    let url = |child: &Child| match (child.is_alone || child.unit == node.id, only) {
        (false, _) => Some(format!("{}?under={}", it.url(), child.unit)),
        (true, Some(directive)) if child.is_alone => {
            Some(format!("/directives/{directive}/units/{}", child.unit))
        }
        _ => None,
    };
    let with = |child: Child| {
        let url = url(&child);
        (child, url)
    };
    children.into_iter().map(with).collect()
}

/// Each with what was said of it last: of one that is explained, the reason.
fn lines(ctx: &Ctx, tasks: Vec<Task>, said: &[Said]) -> Vec<Line> {
    let last = |task: &Task| {
        let of_it = |it: &&Said| it.task == Some(task.id);
        let is_reason = |it: &&Said| task.stand != Stand::Said || it.sort == Word::More;
        let found = said.iter().filter(of_it).rfind(is_reason)?;
        Some(format!("{}：{}（{}）", found.sort.zh(), found.words, found.at.day().zh_short()))
    };
    tasks
        .into_iter()
        .map(|task| Line { who: task.who(ctx), tag: task.tag(), last: last(&task), task })
        .collect()
}

fn reports(read: &Read, it: &Instruction) -> Result<Vec<(Report, Markup, String)>> {
    let of = |report: Report| {
        let tag = match (report.is_withdrawn, report.closes) {
            (true, _) => parts::tag(State::Void, "已撤回"),
            (_, true) => parts::tag(State::Done, "办结报告"),
            _ => parts::tag(State::Due, "阶段报告"),
        };
        let url = match report.record {
            Some(record) => format!("/records/{record}"),
            None => format!("{}/reports/{}", it.url(), report.id),
        };
        (report, tag, url)
    };
    Ok(store::reports(read, it.id)?.into_iter().map(of).collect())
}
