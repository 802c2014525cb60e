//! 谁能看到我的信息: which posts see which of it by which rule, and who has looked, when and for what act.

use act::{Act, Ctx, Place, Powers, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use systems::{DataClass, Keep, Systems};
use web::{Door, Markup, Page, Pager, Req, Route, Section, parts};

use super::{SEE_MEMBER, Watcher, spells, store, store::Look, watchers};

const SEE_TALK: &str = "see.talk";
const PER_PAGE: i64 = 50;

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
    scope: Markup,
    looks: Vec<Seen>,
    pager: Markup,
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

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (person, systems) = (ctx.person()?, ctx.part::<Systems>());
    let spells = spells(read, person)?;
    let now = spells.iter().find(|it| it.from <= ctx.now && it.to.is_none());
    let place = match now.map(|it| it.units[0]) {
        Some(unit) => Place::find(read, unit)?,
        None => None,
    };
    let data = (ctx.part::<Powers>(), systems);
    let watchers = match &place {
        Some(place) => watchers(data, read, place, person, ctx.today)?,
        None => Vec::new(),
    };
    let pager = Pager::of(req, PER_PAGE, store::count_looks(read, person, &spells)?);
    let looks = store::looks(read, person, &spells, (pager.offset(), PER_PAGE))?;
    let looks = looks.into_iter().map(|look| seen(ctx, look)).collect::<Result<_>>()?;
    let unit = place.map(|place| place.name);
    let classes = systems.personal().iter().map(|it| class(it, systems.keeps())).collect();
    let others = systems.keeps().iter().filter(|keep| keep.classes().next().is_none());
    let page = Show {
        unit,
        classes,
        others: others.map(kept).collect(),
        watchers,
        scope: parts::scope("谁看过、办过", &pager.words("次")),
        looks,
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("谁能看到我的信息", &page)?.section(Section::Me).under([("我的", "/me")]))
}

fn seen(ctx: &Ctx, look: Look) -> Result<Seen> {
    let (what, systems) = (what(&look), ctx.part::<Systems>());
    let reason = look.reason.words(&ctx.core.keys, look.id)?;
    let name = look.name.unwrap_or_else(|| "已不在册的人".into());
    let role = if look.stood_in { "代" } else { "" };
    let post = match (look.post_kind, look.unit_kind, look.unit_name) {
        (Some(post), Some(kind), Some(unit)) => {
            format!("（{unit}，{role}{}）", systems.post_title(&post, &kind))
        }
        _ => String::new(),
    };
    let reason = reason.unwrap_or_default();
    Ok(Seen { at: look.at.zh(), who: format!("{name}{post}"), what, reason })
}

/// For his copy: (day, who, what with the reason).
pub(super) fn in_words(ctx: &Ctx, look: Look) -> Result<(Day, String, String)> {
    let on = look.at.day();
    let Seen { who, what, reason, .. } = seen(ctx, look)?;
    let what = if reason.is_empty() { what } else { format!("{what}。原因：{reason}") };
    Ok((on, who, what))
}

/// A list may hold him: it is not kept who stood in it.
fn what(look: &Look) -> String {
    let unit = look.list_unit.as_deref().unwrap_or("已撤销的组织");
    match look.list.as_str() {
        "" => title(&look.act),
        "roster" => format!("打开了{unit}的名册，一页{}人，里面可能有您", look.shown),
        list => format!("导出了有{unit}的名单（{list}，{}人），里面可能有您", look.shown),
    }
}

/// What an act is called on his pages.
pub(crate) fn act_title(ctx: &Ctx, act: &str) -> String {
    let all = ctx.core.maybe_part::<crate::trail::ActTitles>();
    let found = all.and_then(|all| all.0.iter().find(|it| it.key == act));
    found.map_or_else(|| act.to_owned(), |it| it.title.to_owned())
}

fn title(act: &str) -> String {
    const REVEAL: Act = Act::new("member.reveal", "打开了证件号或电话全号");
    if act == REVEAL.key {
        return REVEAL.title.into();
    }
    if act == SEE_MEMBER.key {
        return "看了您的信息页".into();
    }
    if act == SEE_TALK {
        return "看了有您的谈话".into();
    }
    let known = people::ACTS.iter().copied().chain(crate::acts());
    let found = known.into_iter().find(|it| it.key == act);
    found.map_or_else(|| "看了有您的名单".into(), |it| format!("办了：{}", it.title))
}
