//! 导出异常: what was unusual, and what the security administrator found.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use exports::{ACKNOWLEDGE, Alarm, SEE_ALARM};
use systems::Systems;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::store;

const PER_PAGE: i64 = 20;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/alarms", Door::See(SEE_ALARM), list),
        Route::act("/admin/alarms/{id}/note", ACKNOWLEDGE, note).again(list),
    ]
}

struct Line {
    id: i64,
    at: String,
    who: String,
    words: String,
    list: String,
    /// What was found, once it was dealt with.
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "alarm/list.html")]
struct List {
    nav: crate::Nav,
    problems: Markup,
    key: Markup,
    scope: Markup,
    open: i64,
    lines: Vec<Line>,
    pager: Markup,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (all, open) = exports::count_alarms(read)?;
    let pager = Pager::of(req, PER_PAGE, all);
    let alarms = exports::alarms(read, pager.offset(), PER_PAGE)?;
    let posts: Vec<i64> = alarms.iter().filter_map(|it| it.post).collect();
    let people: Vec<i64> = alarms.iter().filter_map(|it| it.person).collect();
    let known = (store::posts(read, &posts)?, store::names(read, &people)?);
    let systems = ctx.part::<Systems>();
    let page = List {
        nav: crate::Nav::on(ctx, "/admin/alarms"),
        problems: parts::problems(&req.form),
        key: req.once(),
        scope: parts::scope("全系统，没有处理的在前", &pager.words("条")),
        open,
        lines: alarms.into_iter().map(|it| line(systems, it, &known)).collect(),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("导出异常", &page)?.section(Section::Admin))
}

type Known = (Vec<store::Held>, Vec<(i64, String)>);

fn line(systems: &Systems, it: Alarm, (posts, names): &Known) -> Line {
    let name = names.iter().find(|(id, _)| Some(*id) == it.person);
    let name = name.map_or("已不在册的人", |(_, name)| name.as_str());
    let post = posts.iter().find(|post| Some(post.id) == it.post).map(|post| {
        let title = systems.post_title(&post.kind, &post.unit_kind);
        format!("（{}，{title}）", post.unit_name)
    });
    let done = it
        .acknowledged_at
        .map(|at| format!("{}：{}", at.zh(), it.note.as_deref().unwrap_or_default()));
    Line {
        id: it.id,
        at: it.at.zh(),
        who: format!("{name}{}", post.unwrap_or_default()),
        words: it.words(),
        list: format!(
            "{}，{}{}，编号{}",
            it.title,
            it.rows_count,
            it.measure,
            sheets::code(it.mark)
        ),
        done,
    }
}

fn note(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let note = reader.text("note", "查下来的情况", 200);
    reader.check()?;
    let (id, unit) = (req.id("id")?, ctx.actor.hat().map(|hat| hat.unit.id));
    let unit = unit.ok_or(act::Error::NotAllowed(ACKNOWLEDGE))?;
    let person = ctx.person()?;
    ctx.act(&ACKNOWLEDGE, unit, |w| {
        w.reply("/admin/alarms");
        exports::acknowledge(w, id, person, &note)
    })?;
    Ok(Reply::to("/admin/alarms").saying("已记下"))
}
