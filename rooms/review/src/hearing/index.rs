//! 考评's first page: rounds and samples of units in sight.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use record::Kinds;
use web::{Markup, Page, Pager, Req, Section, parts};

use super::{
    sheet,
    store::{self, Heard},
};
use crate::{ROUND, SAMPLE, figures, is_by_line, sample};

const PER_PAGE: i64 = 20;

struct Line {
    title: String,
    url: String,
    words: String,
    tag: Markup,
}

#[derive(Template)]
#[template(path = "hearing/index.html")]
struct Index {
    /// Where the viewer sits or sat in, and what was said of the meetings of his unit.
    mine: Vec<Line>,
    ours: Vec<Line>,
    mine_scope: Markup,
    ours_scope: Markup,
    mine_pager: Markup,
    ours_pager: Markup,
    /// There are units below that may be heard.
    is_above: bool,
    is_empty: bool,
    rounds: Vec<Line>,
    samples: Vec<Line>,
    rounds_scope: Markup,
    samples_scope: Markup,
    rounds_pager: Markup,
    samples_pager: Markup,
    may_draw: bool,
    may_sample: bool,
    called: &'static str,
    is_by_line: bool,
    /// Of the hat's unit; of an organ also those of the committees in it.
    figures: Vec<(String, String)>,
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let of_rounds = Pager::of_list(req, "rounds", PER_PAGE, store::count_rounds(ctx, read)?);
    let of_samples =
        Pager::of_list(req, "samples", PER_PAGE, sample::store::count_samples(ctx, read)?);
    let rounds: Vec<Line> =
        store::rounds(ctx, read, of_rounds.span())?.into_iter().map(|it| round(ctx, it)).collect();
    let samples: Vec<Line> = sample::store::samples(ctx, read, of_samples.span())?
        .into_iter()
        .map(|it| Line {
            url: format!("/review/samples/{}", it.id),
            words: format!("抽{}个，看{}至{}的记录", it.drawn, it.held_from, it.held_to),
            tag: if it.open == 0 {
                parts::tag_bare(parts::State::Done, "办结")
            } else {
                parts::tag_bare(parts::State::Due, &format!("还有{}个没办结", it.open))
            },
            title: it.title,
        })
        .collect();
    let mine = match ctx.actor.person() {
        Some(person) => store::sat_by(read, person)?,
        None => Vec::new(),
    };
    let ours = match ctx.actor.hat() {
        Some(hat) => store::known_to(read, hat.unit.id, &sheet::announced())?,
        None => Vec::new(),
    };
    let of_mine = Pager::of_list(req, "mine", PER_PAGE, mine.len() as i64);
    let of_ours = Pager::of_list(req, "ours", PER_PAGE, ours.len() as i64);
    let is_above = is_above_branches(ctx);
    let figures = figures::links(ctx, read)?;
    let page = Index {
        mine_scope: parts::scope("我要听的和听过的", &of_mine.words("个")),
        ours_scope: parts::scope("听过我们的", &of_ours.words("个")),
        mine_pager: parts::pager_of_list(req, "mine", of_mine),
        ours_pager: parts::pager_of_list(req, "ours", of_ours),
        is_empty: !is_above
            && mine.is_empty()
            && ours.is_empty()
            && rounds.is_empty()
            && samples.is_empty(),
        mine: of_mine.cut(mine).into_iter().map(sat_in).collect(),
        ours: of_ours.cut(ours).into_iter().map(known).collect(),
        is_above,
        rounds_scope: parts::scope("巡听和旁听，本级及下级", &of_rounds.words("轮")),
        samples_scope: parts::scope("抽样督查，本级及下级", &of_samples.words("次")),
        rounds_pager: parts::pager_of_list(req, "rounds", of_rounds),
        samples_pager: parts::pager_of_list(req, "samples", of_samples),
        rounds,
        samples,
        may_draw: ctx.carries(&ROUND) && is_above,
        may_sample: ctx.carries(&SAMPLE) && is_above && !is_by_line(ctx),
        called: if is_by_line(ctx) { "旁听" } else { "巡听" },
        is_by_line: is_by_line(ctx),
        figures,
    };
    Ok(Page::of("巡听和督查", &page)?.section(Section::Reviews))
}

fn round(ctx: &Ctx, it: super::Round) -> Line {
    let (state, word) = match (&it.ended_at, ctx.today > it.to_on) {
        (Some(_), _) => (parts::State::Void, "已取消"),
        (None, true) => (parts::State::Done, "期满"),
        (None, false) => (parts::State::Due, "在听"),
    };
    let kind = Kinds::built_in().short(&it.kind);
    let nth = it.nth_zh().map(|words| format!("，{words}")).unwrap_or_default();
    let why = it.ended_why.as_ref().map(|why| format!("。取消的原因：{why}")).unwrap_or_default();
    Line {
        url: format!("/review/rounds/{}", it.id),
        words: format!("{kind}，{}至{}{nth}{why}", it.from_on, it.to_on),
        tag: parts::tag_bare(state, word),
        title: it.title,
    }
}

/// `去听第3党支部的组织生活会`
fn sat_in(it: Heard) -> Line {
    let title = format!("{}的{}", it.unit_name, Kinds::built_in().short(&it.kind));
    let tag = match (it.is_called_off, it.filed_on) {
        (_, Some(_)) => parts::tag_bare(parts::State::Done, "听会表已交"),
        (true, None) => parts::tag_bare(parts::State::Void, "已取消"),
        (false, None) => parts::tag_bare(parts::State::Due, "去听"),
    };
    line(it, title, tag)
}

fn known(it: Heard) -> Line {
    let kind = Kinds::built_in().short(&it.kind);
    let title = format!("{}{kind}", sheet::words(&it.kind).0);
    let tag = match it.verdict.as_deref() {
        Some("passed") => parts::tag_bare(parts::State::Done, "通过"),
        Some(_) => parts::tag_bare(parts::State::Late, "重开"),
        None => parts::tag_bare(parts::State::Due, "要来听"),
    };
    line(it, title, tag)
}

fn line(it: Heard, title: String, tag: Markup) -> Line {
    let words = match it.filed_on {
        Some(on) => format!("{on}交的听会表"),
        None => format!("{}至{}开的那一次", it.from_on, it.to_on),
    };
    Line { title, url: format!("/review/hearings/{}", it.hearing), words, tag }
}

/// A branch has nobody below it to hear.
pub(crate) fn is_above_branches(ctx: &Ctx) -> bool {
    let branches = Kinds::built_in().find("general_meeting").map(|kind| &kind.units);
    ctx.actor.hat().is_some_and(|hat| !branches.is_some_and(|it| it.contains(&hat.unit.kind)))
}
