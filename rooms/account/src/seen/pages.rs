//! 谁能看到我的信息: by which post, and who has looked.

use act::{Act, Ctx, Place, Result};
use askama::Template;
use db::Read;
use systems::Systems;
use web::{Door, Page, Req, Route, Section};

use super::{SEE_MEMBER, Watcher, store, store::Look, watchers};

const LOOKS_SHOWN: i64 = 100;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/me/seen", Door::SignedIn, show)]
}

#[derive(Template)]
#[template(path = "seen/show.html")]
struct Show {
    unit: Option<String>,
    watchers: Vec<Watcher>,
    looks: Vec<Seen>,
}

/// One look in words.
struct Seen {
    at: String,
    who: String,
    what: &'static str,
}

fn show(ctx: &Ctx, read: &Read, _: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let place = match people::unit_of(read, person)? {
        Some(unit) => Place::find(read, unit)?,
        None => None,
    };
    let watchers = match &place {
        Some(place) => watchers(&ctx.core, read, place, person, ctx.today)?,
        None => Vec::new(),
    };
    let looks = store::looks(read, &format!("person:{person}"), person, LOOKS_SHOWN)?;
    let systems = ctx.part::<Systems>();
    let looks = looks.into_iter().map(|look| seen(systems, look)).collect();
    let page = Show { unit: place.map(|place| place.name), watchers, looks };
    Ok(Page::of("谁能看到我的信息", &page)?.section(Section::Me).under([("我的", "/me")]))
}

fn seen(systems: &Systems, look: Look) -> Seen {
    let name = look.name.unwrap_or_else(|| "已不在册的人".into());
    let post = match (look.post_kind, look.unit_kind, look.unit_name) {
        (Some(post), Some(kind), Some(unit)) => {
            format!("（{unit}，{}）", systems.post_title(&post, &kind))
        }
        _ => String::new(),
    };
    Seen { at: look.at.zh(), who: format!("{name}{post}"), what: title(&look.act) }
}

fn title(act: &str) -> &'static str {
    const REVEAL: Act = Act::new("member.reveal", "打开了证件号或电话全号");
    if act == REVEAL.key {
        REVEAL.title
    } else if act == SEE_MEMBER.key {
        "看了您的信息页"
    } else {
        "看了有您的名单"
    }
}
