//! The administrator's page of working hours and digests.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use notify::{Hours, SET_HOURS, Setting};
use web::{Door, Markup, Page, Reader, Reply, Req, Route, Section, parts};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/notices", Door::Do(SET_HOURS), form),
        Route::act("/admin/notices", SET_HOURS, set).again(form),
    ]
}

#[derive(Template)]
#[template(path = "digest/form.html")]
struct Form {
    nav: crate::Nav,
    problems: Markup,
    key: Markup,
    version: Markup,
    from: Markup,
    to: Markup,
    digests: Markup,
    /// 沈玉梅2026年11月20日10:05改过; "" while nobody has.
    last_set: String,
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let setting = notify::setting(read)?;
    let (form, shipped) = (&req.form, Hours::built_in());
    let usual = |value: String| format!("默认{value}");
    let text =
        |name, label, hint: &str, value: String| parts::field_text(form, name, label, hint, &value);
    let hours = &setting.hours;
    let several = format!("几个时刻用顿号分开，{}", usual(shipped.digests_zh()));
    let page = Form {
        nav: crate::Nav::on(ctx, "/admin/notices"),
        problems: parts::problems(form),
        key: req.key(),
        version: req.version(setting.version),
        from: text("from", "上班时间", &usual(shipped.from.to_string()), hours.from.to_string()),
        to: text("to", "下班时间", &usual(shipped.to.to_string()), hours.to.to_string()),
        digests: text("digests", "什么时候发汇总", &several, hours.digests_zh()),
        last_set: last_set(read, &setting)?,
    };
    Ok(Page::of("消息汇总", &page)?.section(Section::Admin))
}

fn last_set(read: &Read, setting: &Setting) -> Result<String> {
    let Some(at) = setting.set_at else { return Ok(String::new()) };
    let name = setting.set_by.map(|person| people::name_of(read, person)).transpose()?;
    let name = name.flatten().unwrap_or_else(|| "运行维护人员".to_owned());
    Ok(format!("上一次是{name}在{}改的。", at.zh()))
}

fn set(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let (from, to) = (time(&reader, "from", "上班时间"), time(&reader, "to", "下班时间"));
    let digests = time(&reader, "digests", "汇总时刻");
    reader.check()?;
    let each: Vec<&str> =
        digests.split(['、', ',', ';', ' ']).filter(|it| !it.is_empty()).collect();
    let hours = Hours::built_in().with(&from, &to, &each)?;
    notify::set_hours(ctx, &hours, reader.version())?;
    Ok(Reply::to("/admin/notices").saying("已改。还没有发出的消息也按新的时间发"))
}

/// As people type it: full-width letters, a point for a colon.
fn time(reader: &Reader, name: &str, label: &str) -> String {
    text::half_width(&reader.text(name, label, 100)).replace('.', ":")
}
