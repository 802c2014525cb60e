//! The page of one's own exports, and taking one.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use exports::{Export, State, Taken};
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/exports", Door::SignedIn, list),
        Route::data("/me/exports/{id}/file", Door::SignedIn, file),
    ]
}

const PER_PAGE: i64 = 50;

struct Line {
    title: String,
    scope: String,
    purpose: String,
    at: String,
    rows: i64,
    tag: Markup,
    words: String,
    url: Option<String>,
    /// (done, in all)
    bar: Option<(usize, usize)>,
}

#[derive(Template)]
#[template(path = "exported/list.html")]
struct List {
    is_running: bool,
    days: i64,
    scope: Markup,
    lines: Vec<Line>,
    pager: Markup,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let pager = Pager::of(req, PER_PAGE, exports::count_mine(ctx, read)?);
    let all = exports::mine(ctx, read, (pager.offset(), PER_PAGE))?;
    let is_open = |it: &Export| matches!(it.state, State::Queued | State::Running(_));
    let page = List {
        is_running: all.iter().any(is_open),
        days: exports::kept_days(),
        scope: parts::scope("您自己导出的名单，别人看不到", &pager.words("份")),
        lines: all.into_iter().map(line).collect(),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("我的导出", &page)?.under([("我的", "/me")]).section(Section::Me))
}

fn line(it: Export) -> Line {
    let (tag, words) = said(&it.state);
    let is_ready = matches!(it.state, State::Ready { .. });
    let bar = if let State::Running(bar) = it.state { bar } else { None };
    Line {
        title: it.title,
        scope: it.scope,
        purpose: it.purpose,
        at: format!("{} {}", it.asked_at.day(), it.asked_at.time_zh()),
        rows: it.rows,
        tag,
        words,
        url: is_ready.then(|| format!("/me/exports/{}/file", it.id)),
        bar,
    }
}

fn said(state: &State) -> (Markup, String) {
    use parts::State as Shape;
    let (shape, word, words) = match state {
        State::Queued => (Shape::Due, "排队中", "轮到就生成。可以离开这一页".to_owned()),
        State::Running(Some((done, total))) => {
            (Shape::Soon, "正在生成", format!("已生成{done}行，共{total}行"))
        }
        State::Running(None) => (Shape::Soon, "正在生成", "可以离开这一页".to_owned()),
        State::Ready { until } => (Shape::Done, "可以下载", format!("保留到{}", until.zh())),
        State::Failed(why) => (Shape::Late, "没有生成", why.clone()),
        State::Expired => (Shape::Void, "已过期", "文件已经删除，要用请重新导出".to_owned()),
    };
    (parts::tag_bare(shape, word), words)
}

fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let Taken { name, format, content } = exports::take(ctx, read, req.id("id")?)?;
    Ok(Reply::File { name, media_type: format.media_type(), content })
}
