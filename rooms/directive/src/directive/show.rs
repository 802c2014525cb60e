//! One directive as its viewer sees it: what it asks, how it stands below a node, what was changed.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{Markup, Page, Pager, Req, Section, parts};

use super::{
    Directive, Figures, Stand,
    actions::{AMEND, CLOSE, WITHDRAW},
    passing,
    store::{self, Child, Line, Past, Wanted},
};
use crate::{
    SEE, SEE_INSTRUCTION, addressed,
    instruction::{self, ENTER},
    task,
};

const PER_PAGE: i64 = 50;

/// A count that opens the units behind it.
struct Count {
    words: &'static str,
    number: i64,
    url: String,
    is_shown: bool,
}

/// What an edition changed.
struct Change {
    title: String,
    words: Vec<String>,
}

#[derive(Template)]
#[template(path = "directive/show.html")]
struct Show {
    it: Directive,
    issuer: String,
    tag: Markup,
    source: String,
    parts: Vec<(String, String, Vec<String>)>,
    changes: Vec<Change>,
    left_out: Vec<String>,
    node: String,
    is_top: bool,
    up: String,
    counts: Vec<Count>,
    /// Only where something stands below one of them: else the list says the same.
    children: Vec<(Child, String)>,
    scope: Markup,
    lines: Vec<(Line, Markup, String)>,
    pager: Markup,
    opens_records: bool,
    may_amend: bool,
    may_withdraw: bool,
    may_close: bool,
    may_pass: bool,
    has_paper: bool,
    /// Its entry in the ledger of the issuer, where that is in sight: URL.
    entry: Option<String>,
    may_enter: bool,
}

/// The node that is looked at: the one asked for, else the hat's own where it stands below the issuer, else the issuer.
fn node(ctx: &Ctx, read: &Read, req: &Req, issuer: &Place) -> Result<Place> {
    let sight = ctx.sight(&SEE);
    if let Some(unit) = req.query_as::<i64>("under") {
        let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
        return if sight.holds(&place) { Ok(place) } else { Err(Error::NotFound) };
    }
    match ctx.actor.hat() {
        Some(hat) if !sight.holds(issuer) => Ok(hat.unit.clone()),
        _ => Ok(issuer.clone()),
    }
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sight = ctx.sight(&SEE);
    let found = store::find(read, &sight, req.id("id")?)?.ok_or(Error::NotFound)?;
    let issuer = found.place();
    let it = found.directive;
    let node = node(ctx, read, req, &issuer)?;
    let children = store::children(read, &[it.id], &node, ctx.today)?;
    let figures = Figures::sum(children.iter().map(|child| child.figures));
    let stand = Stand::find(req.query("state"));
    let total = stand.map_or(figures.addressed, |it| figures.of(it));
    let pager = Pager::of(req, PER_PAGE, total);
    let wanted =
        Wanted { below: Some(&node), sight: Some(&sight), stand, page: Some(pager.span()) };
    let lines = store::lines(read, &it, wanted, ctx.today)?;
    let past = store::past(read, it.id)?;
    let is_plain = req.query("under").is_empty() && stand.is_none();
    let left_out = if is_plain { addressed::left_out(ctx, read, it.id)? } else { Vec::new() };
    let leads_on = children.iter().any(|child| child.unit != node.id);
    let is_deep = children.iter().any(|child| !child.is_alone);
    let children = if is_deep { children } else { Vec::new() };
    let under = |unit: i64| format!("{}?under={unit}", it.url());
    let child = |child: Child| {
        let url = if child.is_alone { it.unit_url(child.unit) } else { under(child.unit) };
        (child, url)
    };
    let words = format!("范围：{}及下级", node.short_name);
    let of_state = stand.map_or_else(String::new, |it| format!("，{}", it.zh()));
    let has_passed = past.iter().any(|it| it.sort == "part" && it.unit == node.id);
    let page = Show {
        issuer: issuer.short_name.clone(),
        tag: it.tag(ctx.today),
        source: source(ctx, &it),
        parts: broken_down(&past, &node),
        changes: changes(&past),
        left_out,
        counts: counts(req, figures, stand),
        is_top: is_plain || node.id == issuer.id,
        up: it.url(),
        node: node.short_name.clone(),
        children: children.into_iter().map(child).collect(),
        scope: parts::scope(&format!("{words}{of_state}"), &pager.words("个组织")),
        lines: lines.into_iter().map(|line| tagged(&it, line)).collect(),
        pager: parts::pager(req, pager),
        opens_records: !ctx.sight(&record::SEE_RECORD).is_empty(),
        may_amend: it.is_open() && ctx.allows(&AMEND, &issuer),
        may_withdraw: it.is_open() && ctx.allows(&WITHDRAW, &issuer),
        may_close: it.is_open() && ctx.allows(&CLOSE, &issuer),
        may_pass: !has_passed && is_plain && leads_on && passing::stands_between(ctx, &it, &issuer),
        has_paper: sight.holds(&issuer) && it.withdrawn_at.is_none(),
        entry: entry(ctx, read, &it, &issuer)?,
        may_enter: it.is_open()
            && ctx.actor.hat().is_some_and(|hat| {
                let unit = &hat.unit;
                unit.id != issuer.id
                    && ctx.allows(&ENTER, unit)
                    && instruction::keeps_one(ctx, &unit.kind)
            }),
        it,
    };
    let title = page.it.title.clone();
    Ok(Page::of(title, &page)?.under([("部署", "/directives")]).section(Section::Life))
}

/// The entry of the issuer's ledger that it is a task of.
fn entry(ctx: &Ctx, read: &Read, it: &Directive, issuer: &Place) -> Result<Option<String>> {
    if !ctx.sight(&SEE_INSTRUCTION).holds(issuer) {
        return Ok(None);
    }
    let found = task::store::of_directive(read, it.id)?;
    Ok(found.map(|(entry, _)| instruction::url(entry)))
}

/// A line with how it stands and where it leads.
fn tagged(it: &Directive, line: Line) -> (Line, Markup, String) {
    let said_until = line.said_until.filter(|_| line.stand == Stand::Said);
    let (tag, url) = (line.stand.tag(line.held_on, it.to_on), it.unit_url(line.unit));
    (Line { said_until, ..line }, tag, url)
}

/// What makes it an addition or not.
pub(crate) fn source(ctx: &Ctx, it: &Directive) -> String {
    let rules = ctx.part::<rules::Rules>();
    match rules.duty_on(&it.duty, it.from_on) {
        Some(duty) => {
            format!("{}（{}）", duty.title, rules.source(&duty.text, &duty.article))
        }
        None => "条例没有要求，登在负担台账上".to_owned(),
    }
}

/// Of those that stand above or at the node, or right below: who broke it down, when, into what.
fn broken_down(past: &[Past], node: &Place) -> Vec<(String, String, Vec<String>)> {
    let on = |path: &Option<String>, unit: i64| {
        path.as_deref().is_some_and(|it| it.contains(&format!("/{unit}/")))
    };
    let parts = past.iter().filter(|it| it.sort == "part");
    parts
        .filter(|it| on(&node.lead_path, it.unit) || on(&node.line_path, it.unit))
        .map(|it| {
            let items = it.items.lines().map(str::to_owned).collect();
            (it.name.clone(), it.at.day().zh_short(), items)
        })
        .collect()
}

fn changes(past: &[Past]) -> Vec<Change> {
    let editions: Vec<&Past> = past.iter().filter(|it| it.sort == "edition").collect();
    editions
        .windows(2)
        .map(|pair| {
            let (before, after) = (pair[0], pair[1]);
            let day =
                |it: &Past| it.to_on.parse::<Day>().map_or_else(|_| it.to_on.clone(), Day::zh);
            let (last, moved) = (day(before), day(after));
            let fields = [
                ("部署什么", &before.title, &after.title),
                ("依据", &before.basis, &after.basis),
                ("最后一天", &last, &moved),
                ("要做的事", &before.items, &after.items),
            ];
            let changed = fields.into_iter().filter(|(_, before, after)| before != after);
            let one = |(name, before, after): (&str, &String, &String)| {
                let line = |it: &str| it.replace('\n', "；");
                format!("{name}：原来是“{}”，改为“{}”", line(before), line(after))
            };
            Change {
                title: format!("{}第{}次修改", after.at.day().zh(), after.edition - 1),
                words: changed.map(one).collect(),
            }
        })
        .rev()
        .collect()
}

fn counts(req: &Req, figures: Figures, shown: Option<Stand>) -> Vec<Count> {
    let whole = Count {
        words: "应办",
        number: figures.addressed,
        url: req.with_queries(&[("state", ""), ("page", "")]),
        is_shown: shown.is_none(),
    };
    let of = |stand: Stand| Count {
        words: stand.zh(),
        number: figures.of(stand),
        url: req.with_queries(&[("state", stand.key()), ("page", "")]),
        is_shown: shown == Some(stand),
    };
    let rest = Stand::ALL.into_iter().filter(|it| *it != Stand::Exempt || figures.exempt > 0);
    std::iter::once(whole).chain(rest.map(of)).collect()
}
