//! 谁能看到我的信息: which posts see which of it by which rule, and who has looked, when and for what act.

use act::{Act, Ctx, Place, Powers, Result};
use askama::Template;
use db::Read;
use systems::{DataClass, Systems};
use web::{Door, Page, Req, Route, Section};

use super::{SEE_MEMBER, Watcher, store, store::Look, watchers};

const LOOKS_SHOWN: i64 = 100;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/me/seen", Door::SignedIn, show)]
}

#[derive(Template)]
#[template(path = "seen/show.html")]
struct Show<'p> {
    unit: Option<String>,
    classes: &'p [DataClass],
    watchers: Vec<Watcher>,
    looks: Vec<Seen>,
}

/// One look in words.
struct Seen {
    at: String,
    who: String,
    what: String,
    reason: String,
}

fn show(ctx: &Ctx, read: &Read, _: &Req) -> Result<Page> {
    let (person, systems) = (ctx.person()?, ctx.part::<Systems>());
    let place = match people::unit_of(read, person)? {
        Some(unit) => Place::find(read, unit)?,
        None => None,
    };
    let data = (ctx.part::<Powers>(), systems);
    let watchers = match &place {
        Some(place) => watchers(data, read, place, person, ctx.today)?,
        None => Vec::new(),
    };
    let looks = store::looks(read, &format!("person:{person}"), person, LOOKS_SHOWN)?;
    let looks = looks.into_iter().map(|look| seen(systems, look)).collect();
    let unit = place.map(|place| place.name);
    let page = Show { unit, classes: systems.personal(), watchers, looks };
    Ok(Page::of("谁能看到我的信息", &page)?.section(Section::Me).under([("我的", "/me")]))
}

fn seen(systems: &Systems, look: Look) -> Seen {
    let name = look.name.unwrap_or_else(|| "已不在册的人".into());
    let role = if look.stood_in { "代" } else { "" };
    let post = match (look.post_kind, look.unit_kind, look.unit_name) {
        (Some(post), Some(kind), Some(unit)) => {
            format!("（{unit}，{role}{}）", systems.post_title(&post, &kind))
        }
        _ => String::new(),
    };
    Seen {
        at: look.at.zh(),
        who: format!("{name}{post}"),
        what: title(&look.act),
        reason: look.reason.unwrap_or_default(),
    }
}

fn title(act: &str) -> String {
    const REVEAL: Act = Act::new("member.reveal", "打开了证件号或电话全号");
    if act == REVEAL.key {
        return REVEAL.title.into();
    }
    if act == SEE_MEMBER.key {
        return "看了您的信息页".into();
    }
    let known = people::ACTS.iter().copied().chain(crate::acts());
    let found = known.into_iter().find(|it| it.key == act);
    found.map_or_else(|| "看了有您的名单".into(), |it| format!("办了：{}", it.title))
}
