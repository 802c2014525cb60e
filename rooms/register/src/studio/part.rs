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

/// A look before the last one.
struct Earlier {
    on: String,
    say: String,
    /// (item, why it was not so)
    missing: Vec<(&'static str, String)>,
    words: String,
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
    looks: Looks,
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
    let looks = if is_whole { looks(read, req, (id, rules))? } else { Looks::default() };
    let first = Pager::of_list(req, "pairs", PER_PAGE, PER_PAGE);
    let mut pairs = store::pairs(read, id, of, first.span())?;
    let is_all = (pairs.len() as i64) < PER_PAGE;
    let count = if is_all { pairs.len() as i64 } else { store::count_pairs(read, id, of)? };
    let pager = Pager::of_list(req, "pairs", PER_PAGE, count);
    if pager.page > 1 {
        pairs = store::pairs(read, id, of, pager.span())?;
    }
    let part = Part {
        judged: looks.last.as_ref().map(|it| judged(rules, it)).unwrap_or_default(),
        pairs: pairs.into_iter().map(|it| line(ctx, it, may(&PART))).collect(),
        scope: parts::scope(if is_whole { "全部结对" } else { "我的结对" }, &pager.words("对")),
        pager: parts::pager_of_list(req, "pairs", pager),
        id,
        rules,
        belong,
        proposed,
        looks,
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

/// The last look, and a page of those before it.
#[derive(Default)]
struct Looks {
    last: Option<Look>,
    earlier: Vec<Earlier>,
    pager: Markup,
    /// Whether a page of them was turned.
    are_open: bool,
}

const LOOKS: i64 = 5;

fn looks(read: &Read, req: &Req, (id, rules): (i64, &'static Studio)) -> Result<Looks> {
    let Some(last) = store::last_look(read, id)? else { return Ok(Looks::default()) };
    let pager = Pager::of_list(req, "looks", LOOKS, store::count_looks(read, id)? - 1);
    let (skip, most) = pager.span();
    let earlier = store::looks(read, id, (skip + 1, most))?;
    let earlier = earlier.iter().map(|it| before(rules, it)).collect();
    let are_open = pager.page > 1;
    Ok(Looks {
        last: Some(last),
        earlier,
        pager: parts::pager_of_list(req, "looks", pager),
        are_open,
    })
}

fn before(rules: &'static Studio, look: &Look) -> Earlier {
    let mut missing = look.missing();
    let one = |item: &'static Item| Some((item.title.as_str(), missing.remove(&item.key)?));
    let missing: Vec<(&str, String)> = rules.items.iter().filter_map(one).collect();
    let say = match missing.len() {
        0 => "都做到了".to_owned(),
        count => format!("{count}项还没做到"),
    };
    Earlier { on: look.looked_on.zh(), say, missing, words: look.words.clone() }
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
