//! The steps of a life meeting on its page, and the page where what was heard is written down.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use rules::Rules;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section,
    parts::{self, State},
};

use super::{
    PREPARE, actions, list, repeats, sheet,
    steps::{self, Known, Step, When},
    store::{self, Heard},
};
use crate::{
    SEE_RECORD,
    filing::FILE,
    kind::Kinds,
    meeting::{self, Record, RecordId, Stage},
    quality::NO_CRITICISM,
    show::{Shown, Wanted},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page(list::LIST, Door::See(SEE_RECORD), list::show),
        Route::own_act(list::SHEET, sheet::take),
        Route::page("/records/{id}/preparation", Door::See(SEE_RECORD), preparation),
        Route::act("/records/{id}/preparation", PREPARE, keep).again(preparation),
    ]
}

/// One step as the page shows it.
struct Line {
    title: &'static str,
    words: String,
    tag: Markup,
    /// Where its paper is entered, filled in as far as it is known.
    url: Option<String>,
}

#[derive(Template)]
#[template(path = "life/card.html")]
struct Card {
    groups: Vec<(&'static str, Vec<Line>)>,
    /// What somebody should look at again; never a score.
    doubts: Vec<String>,
    url: String,
    is_whole: bool,
}

fn known_of(ctx: &Ctx, read: &Read, shown: &Shown) -> Result<(Vec<Step>, Vec<String>, Heard)> {
    let record = &shown.record;
    let (heard, last) = store::heard_and_before(read, record)?;
    let done = last.iter().filter(|(_, done_at)| done_at.is_some()).count();
    let report = ctx.part::<Rules>().number("life/report-days", record.plan_on).ok();
    // Its papers are asked of leading bodies alone.
    let is_leading = Kinds::built_in()
        .find("life_meeting_report")
        .is_some_and(|it| it.is_for(&shown.place.kind));
    let stage = record.stage();
    let known = Known {
        is_leading,
        topic: &record.topic,
        is_held: record.held_at.is_some(),
        is_closed: stage == Stage::Closed,
        around: store::around(read, record)?,
        heard: &heard,
        tasks: &shown.tasks,
        last: (last.len(), done),
        report_days: report.filter(|_| is_leading),
    };
    let steps = steps::steps(&known);
    let doubts = if stage == Stage::Closed { doubts(shown, &heard, &last) } else { Vec::new() };
    Ok((steps, doubts, heard))
}

fn doubts(
    shown: &Shown,
    heard: &Heard,
    last: &[(String, Option<calendar::Instant>)],
) -> Vec<String> {
    let mut doubts = Vec::new();
    if heard.criticisms.unwrap_or_default() == 0 {
        doubts.push(NO_CRITICISM.to_owned());
    }
    let problems: Vec<&str> =
        shown.tasks.iter().map(|it| it.problem.as_str()).filter(|it| !it.is_empty()).collect();
    if problems.is_empty() {
        doubts.push("没有整改清单".to_owned());
    }
    let earlier: Vec<&str> = last.iter().map(|(problem, _)| problem.as_str()).collect();
    for place in repeats::repeated(&problems, &earlier) {
        doubts.push(format!("“{}”和上次查出的几乎一样：是没有改，还是照抄", problems[place]));
    }
    doubts
}

fn groups(ctx: &Ctx, shown: &Shown, steps: &[Step]) -> Vec<(&'static str, Vec<Line>)> {
    let may_file = shown.record.stage() != Stage::Withdrawn && ctx.allows(&FILE, &shown.place);
    let is_there = |step: &Step| match step.when {
        When::Before => true,
        _ => shown.record.held_at.is_some(),
    };
    let line = |step: &Step| Line {
        url: (!step.paper.is_empty() && !step.is_done && may_file && is_there(step)).then(|| {
            let Record { unit, id, .. } = &shown.record;
            format!("/records/new?kind={}&unit={unit}&about={id}", step.paper)
        }),
        title: step.title,
        words: step.words.clone(),
        tag: if step.is_done {
            parts::tag_bare(State::Done, "已办")
        } else {
            parts::tag_bare(State::Due, "还没有")
        },
    };
    let of = |when: When| steps.iter().filter(|it| it.when == when).map(line).collect();
    When::ALL.into_iter().map(|when| (when.zh(), of(when))).collect()
}

/// For the page of a life meeting; empty for every other kind.
pub(crate) fn card(ctx: &Ctx, read: &Read, shown: &Shown, is_whole: bool) -> Result<Markup> {
    if !shown.kind.rectifies {
        return Ok(Markup::default());
    }
    let (steps, doubts, _) = known_of(ctx, read, shown)?;
    drawn(ctx, shown, (&steps, doubts), is_whole)
}

fn drawn(
    ctx: &Ctx,
    shown: &Shown,
    (steps, doubts): (&[Step], Vec<String>),
    is_whole: bool,
) -> Result<Markup> {
    let card =
        Card { groups: groups(ctx, shown, steps), doubts, url: shown.record.url(), is_whole };
    card.render().map(Markup).map_err(Error::broken)
}

#[derive(Template)]
#[template(path = "life/preparation.html")]
struct Preparation {
    title: String,
    steps: Markup,
    problems: Markup,
    opinions: Markup,
    criticisms: Markup,
    heard: Vec<String>,
    key: Markup,
    version: Markup,
    url: String,
    may_write: bool,
    is_held: bool,
}

fn preparation(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (record, place) = meeting::seen(ctx, read, req.id("id")?)?;
    let shown = Shown::of(ctx, read, record, place, Wanted::Itself)?;
    if !shown.kind.rectifies {
        return Err(Error::NotFound);
    }
    let (record, form) = (&shown.record, &req.form);
    let (steps, doubts, heard) = known_of(ctx, read, &shown)?;
    ctx.viewed(&SEE_RECORD, format!("record:{}", record.id), 1);
    let hint = "对班子、对支部工作的意见建议，一行一条。不写是谁提的，也不写对个人的评价";
    let count = heard.criticisms.map_or_else(String::new, |it| it.to_string());
    let page = Preparation {
        title: record.title.clone(),
        steps: drawn(ctx, &shown, (&steps, doubts), false)?,
        problems: parts::problems(form),
        opinions: parts::field_area(form, "opinions", "听到的意见", hint, &heard.opinions),
        criticisms: parts::field_number(
            form,
            "criticisms",
            "会上的批评意见有几条",
            "只记条数",
            &count,
        ),
        heard: heard.opinions().map(str::to_owned).collect(),
        key: req.key(),
        version: req.version(heard.version),
        url: record.url(),
        may_write: record.stage() != Stage::Withdrawn && ctx.allows(&PREPARE, &shown.place),
        is_held: record.held_at.is_some(),
    };
    Ok(Page::of(format!("{}：会前会后", record.title), &page)?
        .under(vec![
            ("组织生活".to_owned(), "/records".to_owned()),
            (record.title.clone(), record.url()),
        ])
        .section(Section::Life))
}

fn keep(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    ctx.read(|read| meeting::seen(ctx, read, id))?;
    let reader = req.form.reader();
    reader.many("opinions");
    let opinions = text::intake_lines(req.form.value("opinions"), 4_000).unwrap_or_else(|fault| {
        reader.fault("opinions", format!("听到的意见：{fault}"));
        String::new()
    });
    let typed = reader.optional_text("criticisms", "批评意见的条数", 4);
    let criticisms = typed.parse().ok().filter(|it| *it >= 0);
    if !typed.is_empty() && criticisms.is_none() {
        reader.fault("criticisms", "批评意见的条数要写数字");
    }
    let version = reader.version();
    reader.check()?;
    actions::keep(ctx, id, &Heard { opinions, criticisms, version })?;
    Ok(Reply::to(format!("{}/preparation", id.url())).saying("已记下"))
}
