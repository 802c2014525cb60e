//! Home and search.

use act::{Ctx, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{Hit, Markup, Page, Reply, Req, Section, Todo};

use crate::rooms::rooms;

#[derive(Template)]
#[template(path = "home/home.html")]
struct Home {
    title: String,
    words: String,
    /// The first one carries the main button of the page.
    todos: Vec<(bool, Todo)>,
    asides: Vec<Markup>,
    nothing: &'static str,
}

/// Leaders see the picture of their node; everybody else what waits for him.
pub(super) fn home(ctx: &Ctx, read: &Read, _req: &Req) -> Result<Reply> {
    if let Some(hat) = ctx.actor.hat()
        && home_of(ctx, &hat.kind) == systems::HomePage::Picture
    {
        return Ok(Reply::to(format!("/situation/{}", hat.unit.id)));
    }
    let mut todos = Vec::new();
    let mut asides = Vec::new();
    for (more, cards) in web::at_home(ctx, read, &rooms())? {
        todos.extend(more);
        asides.extend(cards);
    }
    todos.sort_by_key(|todo| (todo.urgency, todo.due));
    let title = title(ctx, todos.len());
    let todos = todos.into_iter().enumerate().map(|(place, todo)| (place == 0, todo)).collect();
    let page =
        Home { words: words(ctx), todos, asides, nothing: nothing(ctx), title: title.clone() };
    Ok(Page::of(title, &page)?.section(Section::Home).into())
}

fn home_of(ctx: &Ctx, kind: &str) -> systems::HomePage {
    ctx.part::<systems::Systems>().post(kind).map_or(systems::HomePage::Todo, |post| post.home)
}

fn title(ctx: &Ctx, count: usize) -> String {
    let is_branch =
        ctx.actor.hat().is_some_and(|hat| home_of(ctx, &hat.kind) == systems::HomePage::Month);
    match (is_branch, count) {
        (true, 0) => "本月的事都办完了".into(),
        (true, count) => format!("本月还有{}件事", count_zh(count)),
        (false, 0) => "现在没有事等您".into(),
        (false, count) => format!("有{}件事等您", count_zh(count)),
    }
}

/// 三, 十二; figures beyond twenty.
fn count_zh(count: usize) -> String {
    const SMALL: [&str; 11] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    SMALL.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

fn words(ctx: &Ctx) -> String {
    let name = match &ctx.actor {
        act::Actor::Person { name, .. } => name.as_str(),
        _ => "",
    };
    let today: Day = ctx.today;
    format!("{name}，今天是{}{}。", today.zh_short(), today.weekday_zh())
}

fn nothing(ctx: &Ctx) -> &'static str {
    let kind = ctx.actor.hat().and_then(|hat| ctx.part::<systems::Systems>().post(&hat.kind));
    match kind {
        Some(kind) if kind.office == systems::Office::Business => {
            "没有到期、将到期或等您批的事。要提前办下个月的，从菜单进去。"
        }
        Some(_) => "没有等您办的事。平时的管理从菜单进去。",
        None => "没有要您办的事。",
    }
}

#[derive(Template)]
#[template(path = "home/search.html")]
struct Found {
    words: String,
    hits: Vec<Hit>,
    count: String,
}

pub(super) fn search(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let words = req.query("q").trim().to_owned();
    let mut hits = Vec::new();
    if !words.is_empty() {
        for search in rooms().iter().filter_map(|room| room.search) {
            hits.extend(search(ctx, read, &words)?);
        }
    }
    let count = format!("共{}条，您能看的范围内", hits.len());
    Page::of("查找", &Found { words, hits, count })
}
