//! Systems and their switches; the burden ledger.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use rules::Rules;
use systems::Systems;
use web::{Door, Form, Markup, Page, Reply, Req, Route, Section, parts, parts::Choice};

use super::{
    NewSwitch,
    actions::{self, OFF, ON, SEE},
    may_decide, store,
    store::Row,
};

const MINUTES_AT_MOST: i64 = 10_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/switches", Door::See(SEE), list),
        Route::page("/admin/switches/new", Door::Do(ON), form),
        Route::act("/admin/switches/new", ON, switch_on).again(form).fresh(),
        Route::act("/admin/switches/{id}/end", OFF, switch_off).again(list).fresh(),
    ]
}

/// A system that always runs.
struct National {
    key: String,
    title: String,
    /// 《中国共产党支部工作条例（试行）》
    text: String,
}

/// A switch with its system's title.
struct Switched {
    title: String,
    row: Row,
}

#[derive(Template)]
#[template(path = "switches/list.html")]
struct List {
    nav: crate::Nav,
    problems: Markup,
    key: Markup,
    national: Vec<National>,
    switched: Vec<Switched>,
    minutes: i64,
    unit: String,
    can_switch_on: bool,
    can_switch_off: bool,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let systems = ctx.part::<Systems>();
    let home = ctx.actor.hat().map(|hat| &hat.unit).ok_or(Error::NotFound)?;
    let rows = store::list(read, home.id, ctx.today)?;
    let title = |key: &str| systems.system(key).map_or(key.to_owned(), |it| it.title.clone());
    let minutes = rows.iter().filter(|row| row.on_from <= ctx.today).map(|row| row.minutes).sum();
    let national = systems.systems().filter_map(|system| {
        let key = system.national_text.as_deref()?;
        let known = ctx.core.maybe_part::<Rules>().and_then(|rules| rules.text(key));
        let text = known.map_or_else(|| key.to_owned(), |text| format!("《{}》", text.title));
        Some(National { key: system.key.clone(), title: system.title.clone(), text })
    });
    let page = List {
        nav: crate::Nav::on(ctx, "/admin/switches"),
        problems: parts::problems(&req.form),
        key: req.once(),
        national: national.collect(),
        switched: rows.into_iter().map(|row| Switched { title: title(&row.system), row }).collect(),
        minutes,
        unit: home.name.clone(),
        can_switch_on: ctx.allows(&ON, home) && may_decide(systems, &home.kind),
        can_switch_off: ctx.carries(&OFF),
    };
    Ok(Page::of("系统开关", &page)?.section(Section::Admin))
}

#[derive(Template)]
#[template(path = "switches/new.html")]
struct New {
    unit: String,
    problems: Markup,
    key: Markup,
    system: Markup,
    document_no: Markup,
    owner: Markup,
    from: Markup,
    to: Markup,
    minutes: Markup,
    has_any: bool,
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let systems = ctx.part::<Systems>();
    let home = ctx.actor.hat().map(|hat| &hat.unit).ok_or(Error::NotFound)?;
    if !may_decide(systems, &home.kind) {
        return Err(Error::NotFound);
    }
    let offered: Vec<Choice> = systems
        .systems()
        .filter(|system| !system.is_default_on())
        .map(|system| Choice::new(&system.key, format!("{}：{}", system.title, system.summary)))
        .collect();
    let mut owners = vec![Choice::new("", "请选择")];
    let holders = people::held_in(read, home.id, ctx.today)?;
    owners.extend(holders.into_iter().map(|post| {
        let title = systems.post_title(&post.kind, &home.kind);
        Choice::new(post.person.to_string(), format!("{}（{title}）", post.name))
    }));
    let form: &Form = &req.form;
    let minutes_hint = "每个支部每月要花的分钟数，实际量过再填";
    let page = New {
        unit: home.name.clone(),
        problems: parts::problems(form),
        key: req.key(),
        has_any: !offered.is_empty(),
        system: parts::field_select(form, "system", "启用哪个系统", &offered, ""),
        document_no: parts::field_text(form, "document_no", "决定启用的文件号", "", ""),
        owner: parts::field_select(form, "owner", "负责人", &owners, ""),
        from: parts::field_day(form, "from", "从哪天起", "", &ctx.today.to_string()),
        to: parts::field_day(form, "to", "最后一天", "到期自动停用，要续就再下文", ""),
        minutes: parts::field_number(form, "minutes", "负担（分钟）", minutes_hint, ""),
    };
    let page = Page::of("启用系统", &page)?.section(Section::Admin);
    Ok(page.under([("系统开关", "/admin/switches")]).task())
}

fn switch_on(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let unit = ctx.actor.hat().map(|hat| hat.unit.id).ok_or(Error::NotFound)?;
    let form = req.form.reader();
    let owner = form.id("owner");
    if owner.is_none() {
        form.fault("owner", "请选择负责人");
    }
    let new = NewSwitch {
        system: form.text("system", "系统", 10),
        unit,
        from: form.day("from", "开始的日期"),
        to: form.day("to", "最后一天"),
        document_no: form.text("document_no", "文件号", 60),
        owner,
        minutes: form.number("minutes", "负担（分钟）", 0..=MINUTES_AT_MOST),
    };
    form.check()?;
    actions::switch_on(ctx, &new)?;
    Ok(Reply::to("/admin/switches").saying("已启用，记进了负担台账"))
}

fn switch_off(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let reason = form.text("reason", "停用的原因", 100);
    form.check()?;
    actions::switch_off(ctx, req.id("id")?, form.version(), &reason)?;
    Ok(Reply::to("/admin/switches").saying("已停用。以前的内容都还能看"))
}
