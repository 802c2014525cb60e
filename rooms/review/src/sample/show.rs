//! A sample: who was drawn, how many tickets each had and why, drawn again for comparison.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{
    Markup, Page, Req, Section,
    parts::{self, State},
};

use super::{Sample, Sampled, store, weigh};
use crate::{
    draw::{self, Candidate},
    sees,
};

pub(super) struct Line {
    pub(super) name: String,
    url: String,
    pub(super) tickets: i64,
    pub(super) reasons: String,
    pub(super) found: usize,
    tag: Markup,
    pub(super) state: &'static str,
}

/// A sample as its page and its papers show it.
pub(super) struct Shown {
    pub(super) sample: Sample,
    pub(super) place: Place,
    pub(super) lines: Vec<Line>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) inspectors: String,
    /// Drawn again it comes out the same.
    pub(super) is_same: bool,
}

#[derive(Template)]
#[template(path = "sample/show.html")]
struct Show {
    sample: Sample,
    lines: Vec<Line>,
    scope: Markup,
    candidates: Vec<(String, i64, i64, String)>,
    tickets: i64,
    inspectors: String,
    is_same: bool,
    /// What each reason weighs.
    weights: Vec<String>,
}

pub(super) fn found(ctx: &Ctx, read: &Read, id: i64) -> Result<Shown> {
    let sample = store::sample(read, id)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, sample.unit)?.ok_or(Error::NotFound)?;
    let inspectors = store::inspectors(read, sample.id)?;
    let is_inspector = ctx.actor.person().is_some_and(|it| inspectors.contains(&it));
    if !is_inspector && !sees(ctx, &place) {
        return Err(Error::NotFound);
    }
    let drawn = store::drawn(read, sample.id)?;
    let findings = store::findings(read, sample.id)?;
    let candidates = candidates(&sample)?;
    let line = |it: &Sampled| {
        let of = candidates.iter().find(|candidate| candidate.id == it.unit);
        Line {
            name: it.unit_name.clone(),
            url: it.url(),
            tickets: of.map_or(0, Candidate::tickets),
            reasons: of.map_or_else(String::new, words),
            found: findings.iter().filter(|finding| finding.sampled == it.id).count(),
            tag: tag(it),
            state: if it.closed_at.is_some() { "办结" } else { "在办" },
        }
    };
    let again = draw::sample(&candidates, drawn.len(), &sample.seed);
    let names: Vec<String> =
        people::names_of(read, &inspectors)?.into_iter().map(|(_, name)| name).collect();
    Ok(Shown {
        lines: drawn.iter().map(line).collect(),
        is_same: again == drawn.iter().map(|it| it.unit).collect::<Vec<_>>(),
        inspectors: names.join("、"),
        candidates,
        sample,
        place,
    })
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let Shown { sample, lines, candidates, inspectors, is_same, .. } =
        found(ctx, read, req.id("sample")?)?;
    let page = Show {
        scope: parts::scope("抽到的组织，按抽出的次序", &format!("共{}个，全部列出", lines.len())),
        lines,
        is_same,
        tickets: candidates.iter().map(Candidate::tickets).sum(),
        candidates: candidates
            .iter()
            .map(|it| (it.name.clone(), it.id, it.tickets(), words(it)))
            .collect(),
        inspectors,
        weights: weigh::sentences(),
        sample,
    };
    Ok(Page::of(page.sample.title.clone(), &page)?
        .under([("巡听和督查", "/review")])
        .section(Section::Reviews))
}

pub(super) fn candidates(sample: &Sample) -> Result<Vec<Candidate>> {
    serde_json::from_str(&sample.input).map_err(Error::broken)
}

/// 人人有份（1张）；逾期2项：第三季度党课等（2张）
pub(super) fn words(it: &Candidate) -> String {
    let one = |it: &draw::Reason| format!("{}（{}张）", it.words, it.tickets);
    it.reasons.iter().map(one).collect::<Vec<_>>().join("；")
}

pub(super) fn tag(it: &Sampled) -> Markup {
    match it.closed_at {
        Some(_) => parts::tag_bare(State::Done, "办结"),
        None => parts::tag_bare(State::Due, "在办"),
    }
}
