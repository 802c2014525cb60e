//! What stands on the page of a studio besides what every entry has.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{
    Markup, Pager, Req,
    parts::{self, State},
};

use super::{Belongs, JOIN, LEAVE, LOOK, Look, PAIR, PART, Pair, store};
use crate::{
    entry::{
        Seen,
        store::{Secretary, secretaries},
    },
    sort::{Item, Studio},
};

const PER_PAGE: i64 = 30;

struct PairLine {
    pair: Pair,
    tag: Markup,
    may_part: bool,
}

/// An item of the standard, and why it is not so yet.
struct Judged {
    item: &'static Item,
    tag: Markup,
    why: String,
}

#[derive(Template)]
#[template(path = "studio/part.html")]
struct Part {
    id: i64,
    rules: &'static Studio,
    belong: Vec<Belongs>,
    pairs: Vec<PairLine>,
    scope: Markup,
    pager: Markup,
    /// New secretaries whom nobody has taken on.
    proposed: Vec<Secretary>,
    last: Option<Look>,
    judged: Vec<Judged>,
    is_whole: bool,
    may_join: bool,
    may_leave: bool,
    may_pair: bool,
    may_look: bool,
}

/// Secretaries of less than `months` whom somebody should take on, in the order of the tree.
pub(crate) fn new_ones(all: Vec<Secretary>, today: Day, months: i32) -> Vec<Secretary> {
    let since = today.plus_months(-months);
    all.into_iter().filter(|it| it.since_on > since && !it.is_placed).collect()
}

/// "" for other sorts. From below only who belongs to it is told, and one's own pair.
pub(crate) fn part(ctx: &Ctx, read: &Read, req: &Req, seen: &Seen) -> Result<Markup> {
    let Some(rules) = &seen.sort.studio else { return Ok(Markup::default()) };
    let (id, is_whole) = (seen.entry.id, seen.is_whole);
    let is_open = !seen.entry.is_over(ctx.today);
    let may = |act| is_open && ctx.allows(act, &seen.place);
    let person = ctx.actor.person();
    let of = if is_whole { None } else { person.or(Some(-1)) };
    let may_pair = may(&PAIR);
    let belong = store::belong(read, id, ctx.today)?;
    let proposed = if may_pair {
        let all = secretaries(read, seen.place.lead_path.as_deref().unwrap_or("~"), ctx.today)?;
        new_ones(all, ctx.today, rules.new_months)
    } else {
        Vec::new()
    };
    let last = if is_whole { store::last_look(read, id)? } else { None };
    let first = Pager::of_list(req, "pairs", PER_PAGE, PER_PAGE);
    let mut pairs = store::pairs(read, id, of, first.span())?;
    let is_all = (pairs.len() as i64) < PER_PAGE;
    let count = if is_all { pairs.len() as i64 } else { store::count_pairs(read, id, of)? };
    let pager = Pager::of_list(req, "pairs", PER_PAGE, count);
    if pager.page > 1 {
        pairs = store::pairs(read, id, of, pager.span())?;
    }
    let part = Part {
        judged: last.as_ref().map(|it| judged(rules, it)).unwrap_or_default(),
        pairs: pairs.into_iter().map(|it| line(ctx, it, may(&PART))).collect(),
        scope: parts::scope(if is_whole { "全部结对" } else { "我的结对" }, &pager.words("对")),
        pager: parts::pager_of_list(req, "pairs", pager),
        id,
        rules,
        belong,
        proposed,
        last,
        is_whole,
        may_join: may(&JOIN),
        may_leave: may(&LEAVE),
        may_pair,
        may_look: may(&LOOK),
    };
    Ok(Markup(part.render().map_err(Error::broken)?))
}

fn line(ctx: &Ctx, pair: Pair, may_part: bool) -> PairLine {
    let tag = match pair.ended_on {
        Some(_) => parts::tag(State::Done, "已结束"),
        None if pair.to_on < ctx.today => parts::tag(State::Late, "到期，写小结"),
        None => parts::tag(State::Due, "正在带"),
    };
    let may_part = pair.ended_on.is_none() && (may_part || pair.is_of(ctx.actor.person()));
    PairLine { pair, tag, may_part }
}

fn judged(rules: &'static Studio, look: &Look) -> Vec<Judged> {
    let mut missing = look.missing();
    let one = |item: &'static Item| match missing.remove(&item.key) {
        None => Judged { item, tag: parts::tag(State::Done, "做到了"), why: String::new() },
        Some(why) => Judged { item, tag: parts::tag(State::Due, "还没做到"), why },
    };
    rules.items.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_is_who_was_appointed_within_the_months_and_has_nobody() {
        let one = |person, since: &str, is_placed| Secretary {
            person,
            name: String::new(),
            unit_name: String::new(),
            since_on: since.parse().unwrap(),
            is_placed,
        };
        let all = vec![
            one(1, "2025-11-20", false),
            one(2, "2025-11-21", false),
            one(3, "2026-09-01", true),
            one(4, "2026-09-01", false),
        ];
        let found = new_ones(all, "2026-11-20".parse().unwrap(), 12);
        let found: Vec<i64> = found.iter().map(|it| it.person).collect();
        assert_eq!(found, [2, 4]);
    }
}
