//! One's own lists (我的责任清单): what a post answers for, with the records that prove it.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::{Asker, Read};
use systems::Systems;
use web::{Markup, Page, Pager, Req, Section, parts};

use super::{
    Mine,
    pages::{Line, line},
    seen,
};
use crate::{
    item::{self, Item, store::Said},
    proof::{Deed, Traces, store as proof},
};

/// One list as its holder reads it.
struct MyPart {
    title: String,
    say: String,
    is_now: bool,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "list/mine.html")]
struct MyPage<'p> {
    req: &'p Req,
    problems: Markup,
    parts: Vec<MyPart>,
    pager: Markup,
}

/// Lists on one page: somebody has held many posts.
const LISTS_PER_PAGE: i64 = 4;

pub(crate) fn mine(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let all = seen::of_person(read, person)?;
    let pager = Pager::of(req, LISTS_PER_PAGE, all.len() as i64);
    let shown = pager.cut(all);
    let (known, traces) = known(ctx, read, person, &shown)?;
    let parts_ =
        shown.iter().zip(known).map(|(it, known)| my_part(ctx, person, it, known, &traces));
    let page = MyPage {
        req,
        problems: parts::problems(&req.form),
        parts: parts_.collect(),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("我的责任清单", &page)?.under([("我的", "/me")]).section(Section::Me))
}

/// What is read for one list of his.
struct Known {
    items: Vec<Item>,
    said: Vec<Said>,
    deeds: Vec<Deed>,
}

/// The days on which he held the post in the year of the list, up to today.
fn days_of(ctx: &Ctx, it: &Mine) -> (Day, Day) {
    let (from, to) = it.days();
    (from, to.min(ctx.today))
}

/// For every list that is shown, with what he himself did: three statements, however many they are.
fn known(ctx: &Ctx, read: &Read, person: i64, shown: &[Mine]) -> Result<(Vec<Known>, Traces)> {
    let ask = Asker::default();
    let (known, own) = ask.finish(read, async {
        let own = ask.all(proof::HOME, proof::home(person));
        let asked: Vec<_> = shown
            .iter()
            .map(|it| {
                let (list, unit) = (it.list.id, it.list.unit);
                let items = ask.all(item::store::ITEMS, item::store::items(list));
                let said = ask.all(item::store::WORDS, item::store::words(list));
                let deeds = ask.all(proof::DEEDS, proof::deeds(unit, days_of(ctx, it)));
                (items, said, deeds)
            })
            .collect();
        let mut known = Vec::new();
        for (items, said, deeds) in asked {
            known.push(Known { items: items.await?, said: said.await?, deeds: deeds.await? });
        }
        Ok::<_, Error>((known, own.await?))
    })?;
    let committees: Vec<i64> = shown.iter().map(|it| it.list.unit).collect();
    let days = shown.iter().map(|it| days_of(ctx, it));
    let span = days.reduce(|(from, to), it| (from.min(it.0), to.max(it.1)));
    let span = span.unwrap_or((ctx.today, ctx.today));
    Ok((known, Traces::find(read, (&[person], own), &committees, span)?))
}

fn my_part(ctx: &Ctx, person: i64, it: &Mine, known: Known, traces: &Traces) -> MyPart {
    let is_now = it.is_held_on(ctx.today);
    let Known { items, said, deeds } = known;
    let evidence = traces.of(person, (it.list.unit, days_of(ctx, it)), deeds);
    let lines = items.iter().filter(|item| item.class == it.class.key).map(|item| {
        let deeds: Vec<&Deed> = evidence.of(item).collect();
        let own: Vec<String> = said
            .iter()
            .filter(|(of, by, _)| *of == item.id && *by == person)
            .map(|(.., words)| words.clone())
            .collect();
        let stands = own.first().cloned().unwrap_or_default();
        let say = is_now.then(|| (format!("/responsibilities/items/{}/words", item.id), stands));
        Line { say, ..line(ctx, item, &deeds, own) }
    });
    let post = ctx.part::<Systems>().post(&it.post).map_or("", |post| post.title.as_str());
    let held = match it.to_on {
        Some(to) if !is_now => {
            format!("任职到{}，留着可以看，不再补", to.plus_days(-1).zh())
        }
        _ => format!("{}起任职", it.from_on.zh()),
    };
    MyPart {
        title: format!("{}年，{}{post}", it.list.year, it.unit_name),
        say: held,
        is_now,
        lines: lines.collect(),
    }
}
