//! 谁能看到我的信息: which posts see which of it by which rule, and who has looked, when and for what act.

use act::{Act, Ctx, Place, Powers, Result};
use askama::Template;
use db::Read;
use systems::{DataClass, Keep, Systems};
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
    classes: Vec<Class<'p>>,
    /// What belongs to no class, for only he sees it.
    others: Vec<Kept<'p>>,
    watchers: Vec<Watcher>,
    looks: Vec<Seen>,
}

/// A class of his data, and how long what is in it is kept.
struct Class<'p> {
    class: &'p DataClass,
    kept: Vec<Kept<'p>>,
}

struct Kept<'p> {
    title: &'p str,
    words: String,
}

fn kept(keep: &Keep) -> Kept<'_> {
    Kept { title: &keep.title, words: keep.words() }
}

fn class<'p>(class: &'p DataClass, keeps: &'p [Keep]) -> Class<'p> {
    let of_it = keeps.iter().filter(|keep| keep.classes().any(|key| key == class.key));
    Class { class, kept: of_it.map(kept).collect() }
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
    let classes = systems.personal().iter().map(|it| class(it, systems.keeps())).collect();
    let others = systems.keeps().iter().filter(|keep| keep.classes().next().is_none());
    let page = Show { unit, classes, others: others.map(kept).collect(), watchers, looks };
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
