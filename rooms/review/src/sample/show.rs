//! A sample: who was drawn, how many tickets each had and why, drawn again for comparison.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{
    Markup, Page, Req, Section,
    parts::{self, State},
};

use super::{Sample, Sampled, store};
use crate::{
    draw::{self, Candidate},
    sees,
};

struct Line {
    name: String,
    url: String,
    tickets: i64,
    reasons: String,
    found: usize,
    tag: Markup,
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
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sample = store::sample(read, req.id("sample")?)?.ok_or(Error::NotFound)?;
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
        }
    };
    let again = draw::sample(&candidates, drawn.len(), &sample.seed);
    let names: Vec<String> =
        people::names_of(read, &inspectors)?.into_iter().map(|(_, name)| name).collect();
    let page = Show {
        lines: drawn.iter().map(line).collect(),
        scope: parts::scope("抽到的组织，按抽出的次序", &format!("共{}个，全部列出", drawn.len())),
        is_same: again == drawn.iter().map(|it| it.unit).collect::<Vec<_>>(),
        tickets: candidates.iter().map(Candidate::tickets).sum(),
        candidates: candidates
            .iter()
            .map(|it| (it.name.clone(), it.id, it.tickets(), words(it)))
            .collect(),
        inspectors: names.join("、"),
        sample,
    };
    Ok(Page::of(page.sample.title.clone(), &page)?
        .under([("巡听和督查", "/review")])
        .section(Section::Reviews))
}

pub(super) fn candidates(sample: &Sample) -> Result<Vec<Candidate>> {
    serde_json::from_str(&sample.input).map_err(Error::broken)
}

/// 人人有份（1）；逾期2项：第三季度党课等（2）
pub(super) fn words(it: &Candidate) -> String {
    let one = |it: &draw::Reason| format!("{}（{}）", it.words, it.tickets);
    it.reasons.iter().map(one).collect::<Vec<_>>().join("；")
}

pub(super) fn tag(it: &Sampled) -> Markup {
    match it.closed_at {
        Some(_) => parts::tag_bare(State::Done, "办结"),
        None => parts::tag_bare(State::Due, "在办"),
    }
}
