//! 管理员: who they are, and the security administrator's forms.

use std::collections::BTreeMap;

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use systems::Systems;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts, parts::Choice};

use super::{
    actions::{self, APPOINT, END, SEE, Wish},
    kinds, store,
};

const PER_PAGE: i64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/administrators", Door::See(SEE), list),
        Route::page("/admin/administrators/new", Door::Do(APPOINT), form),
        Route::act("/admin/administrators/new", APPOINT, appoint).again(form).fresh(),
        Route::page("/admin/administrators/{post}/ending", Door::Do(END), end_form),
        Route::act("/admin/administrators/{post}/ending", END, end).again(end_form).fresh(),
    ]
}

struct Line {
    post: i64,
    title: String,
    name: String,
    unit: String,
    since: String,
    may_end: bool,
    /// Why he cannot be taken out of it, and what to do first; in place of the link.
    stays: Option<String>,
}

#[derive(Template)]
#[template(path = "administrator/list.html")]
struct List {
    nav: crate::Nav,
    scope: Markup,
    missing: Vec<String>,
    lines: Vec<Line>,
    may_appoint: bool,
    pager: Markup,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let systems = ctx.part::<Systems>();
    let sight = ctx.sight(&SEE);
    let kinds = kinds(systems);
    let keys: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
    let pager = Pager::of(req, PER_PAGE, store::count(read, &sight, &keys, ctx.today)?);
    let held = store::holders(read, &sight, &keys, ctx.today, (pager.offset(), PER_PAGE))?;
    let missing = kinds.iter().filter(|kind| kind.is_administrator());
    let mut titles = Vec::new();
    for kind in missing {
        if store::seats(read, &[kind.key()], ctx.today)?.is_empty() {
            titles.push(kind.title.clone());
        }
    }
    let ends = ctx.carries(&END);
    let posts: Vec<(i64, &str, i64)> =
        held.iter().map(|it| (it.post, it.kind.as_str(), it.unit)).collect();
    let last = if ends { people::last_ones(read, &posts, ctx.today)? } else { BTreeMap::new() };
    let stays = |it: &store::Holder| {
        let refused = people::check_taking(ctx, it.post, &it.kind).err();
        let first = |words: &String| {
            format!("{}，先任命接替的人", words.split('。').next().unwrap_or_default())
        };
        refused.map(|error| error.to_string()).or_else(|| last.get(&it.post).map(first))
    };
    let line = |it: store::Holder| Line {
        stays: ends.then(|| stays(&it)).flatten(),
        may_end: ends,
        post: it.post,
        title: systems.post(&it.kind).map_or(it.kind.clone(), |kind| kind.title.clone()),
        name: it.name,
        unit: it.unit_name,
        since: it.from_on.zh(),
    };
    let page = List {
        nav: crate::Nav::on(ctx, "/admin/administrators"),
        scope: parts::scope("系统、安全保密、审计三员和各机关的党务管理员", &pager.words("人")),
        missing: titles,
        lines: held.into_iter().map(line).collect(),
        may_appoint: ctx.carries(&APPOINT),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("管理员", &page)?.section(Section::Admin))
}

#[derive(Template)]
#[template(path = "administrator/form.html")]
struct FormPage {
    title: String,
    lead: &'static str,
    problems: Markup,
    key: Markup,
    action: String,
    fields: Vec<Markup>,
    button: &'static str,
    /// It cannot be done now: why, and what to do first.
    stays: Option<String>,
}

fn form(ctx: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    let form = &req.form;
    let offered: Vec<Choice> = kinds(ctx.part::<Systems>())
        .into_iter()
        .map(|kind| Choice::new(kind.key(), kind.title.as_str()))
        .collect();
    let organ = "六位区划代码，如130100；三员都设在管理本系统的机关";
    let page = FormPage {
        title: "任命管理员".into(),
        lead: "他要先有账号，由系统管理员开通：开账号的和任命的不是一个人。管理员只担任这一个职务，看不到党员、记录和统计。",
        problems: parts::problems(form),
        key: req.key(),
        action: "/admin/administrators/new".into(),
        fields: vec![
            parts::field_text(form, "login", "他的账号", "", ""),
            parts::field_select(form, "kind", "职务", &offered, ""),
            parts::field_text(form, "unit_code", "在哪个机关", organ, ""),
            parts::field_day(form, "from", "从哪天起", "", &ctx.today.to_string()),
            parts::field_text(form, "basis", "依据", "任命文件或者会议日期", ""),
        ],
        button: "任命",
        stays: None,
    };
    Ok(under(Page::of("任命管理员", &page)?).task())
}

fn under(page: Page) -> Page {
    page.section(Section::Admin).under([("管理员", "/admin/administrators")])
}

fn appoint(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let keys: Vec<&str> = kinds(ctx.part::<Systems>()).iter().map(|kind| kind.key()).collect();
    let login = reader.text("login", "账号", 32);
    let kind = reader.choice("kind", "职务", &keys);
    let unit_code = reader.text("unit_code", "机关的代码", 40);
    let from = reader.day("from", "从哪天起");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    let wish = Wish { login: &login, unit_code: &unit_code, kind: &kind, from, basis: &basis };
    actions::appoint(ctx, &wish)?;
    Ok(Reply::to("/admin/administrators").saying("已任命。他换上这个身份就能办事"))
}

fn end_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let post: i64 = req.id("post")?;
    let (unit, kind, _) = store::post(read, post, ctx.today)?.ok_or(Error::NotFound)?;
    let systems = ctx.part::<Systems>();
    let known = kinds(systems).into_iter().find(|it| it.key() == kind).ok_or(Error::NotFound)?;
    let form = &req.form;
    let page = FormPage {
        title: format!("免去这位{}", known.title),
        lead: "免去后他马上用不了这个身份，他办过的事都还记在他名下。",
        problems: parts::problems(form),
        key: req.key(),
        action: format!("/admin/administrators/{post}/ending"),
        fields: vec![
            parts::field_day(form, "on", "从哪天起不再担任", "", &ctx.today.to_string()),
            parts::field_text(form, "basis", "依据", "免职文件或者会议日期", ""),
        ],
        button: "免去",
        stays: people::why_it_stays(ctx, read, (post, &kind, unit))?,
    };
    Ok(under(Page::of("免去管理员", &page)?).task())
}

fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let on = reader.day("on", "日期");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    actions::end(ctx, req.id("post")?, on, &basis)?;
    Ok(Reply::to("/admin/administrators").saying("已免去"))
}
