//! 考评's first page: rounds and samples of units in sight.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use record::Kinds;
use web::{Markup, Page, Pager, Req, Section, parts};

use super::store;
use crate::{ROUND, SAMPLE, is_by_line, sample};

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
    figures: Option<String>,
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let of_rounds = Pager::of_list(req, "rounds", PER_PAGE, store::count_rounds(ctx, read)?);
    let of_samples =
        Pager::of_list(req, "samples", PER_PAGE, sample::store::count_samples(ctx, read)?);
    let rounds: Vec<Line> = store::rounds(ctx, read, of_rounds.span())?
        .into_iter()
        .map(|it| {
            let (state, word) = match (&it.ended_at, ctx.today > it.to_on) {
                (Some(_), _) => (parts::State::Void, "已取消"),
                (None, true) => (parts::State::Done, "期满"),
                (None, false) => (parts::State::Due, "在听"),
            };
            Line {
                url: format!("/review/rounds/{}", it.id),
                words: format!(
                    "{}，{}至{}",
                    Kinds::built_in().short(&it.kind),
                    it.from_on,
                    it.to_on
                ),
                tag: parts::tag_bare(state, word),
                title: it.title,
            }
        })
        .collect();
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
    let page = Index {
        rounds_scope: parts::scope("巡听和旁听，本级及下级", &of_rounds.words("轮")),
        samples_scope: parts::scope("抽样督查，本级及下级", &of_samples.words("次")),
        rounds_pager: parts::pager_of_list(req, "rounds", of_rounds),
        samples_pager: parts::pager_of_list(req, "samples", of_samples),
        rounds,
        samples,
        may_draw: ctx.carries(&ROUND) && is_above_branches(ctx),
        may_sample: ctx.carries(&SAMPLE) && is_above_branches(ctx) && !is_by_line(ctx),
        called: if is_by_line(ctx) { "旁听" } else { "巡听" },
        is_by_line: is_by_line(ctx),
        figures: ctx.actor.hat().map(|hat| format!("/review/figures/{}", hat.unit.id)),
    };
    Ok(Page::of("巡听和督查", &page)?.section(Section::Reviews))
}

/// A branch has nobody below it to hear.
pub(crate) fn is_above_branches(ctx: &Ctx) -> bool {
    let branches = Kinds::built_in().find("general_meeting").map(|kind| &kind.units);
    ctx.actor.hat().is_some_and(|hat| !branches.is_some_and(|it| it.contains(&hat.unit.kind)))
}
