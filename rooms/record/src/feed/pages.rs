//! One's own page about it, and the calendar itself.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Door, Front, Markup, Page, Reply, Req, Route, Section};

use super::{
    CalendarFeeds,
    actions::{self, digest},
    ics::{self, Event},
    store,
};
use crate::{meeting::minute, plan::Entry};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/calendar", Door::SignedIn, show),
        Route::own_act("/me/calendar", make).again(show),
        Route::own_act("/me/calendar/removal", revoke).again(show),
        Route::data("/calendar/{secret}/plan.ics", Door::Public, calendar),
    ]
}

/// Whether the site has switched it on.
pub(crate) fn is_on(ctx: &Ctx) -> bool {
    ctx.core.maybe_part::<CalendarFeeds>().is_some()
}

#[derive(Template)]
#[template(path = "feed/show.html")]
struct Show<'p> {
    req: &'p Req,
    problems: Markup,
    is_on: bool,
    /// 2026年11月20日
    since: Option<String>,
    /// Shown once, when it is made.
    address: String,
}

fn page(ctx: &Ctx, read: &Read, req: &Req, address: String) -> Result<Page> {
    let since = store::made_at(read, ctx.person()?)?.map(|at| at.day().zh());
    let problems = web::parts::problems(&req.form);
    let show = Show { req, problems, is_on: is_on(ctx), since, address };
    Ok(Page::of("日历订阅", &show)?.under([("我的", "/me")]).section(Section::Me))
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    page(ctx, read, req, String::new())
}

fn make(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let secret = actions::make(ctx)?;
    let origin = Front::origin(&ctx.core, req);
    let address = format!("{origin}/calendar/{secret}/plan.ics");
    Ok(ctx.read(|read| page(ctx, read, req, address))?.into())
}

fn revoke(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::revoke(ctx)?;
    Ok(Reply::to("/me/calendar").saying("订阅网址已停用，用过它的手机和电脑不再更新"))
}

/// Whoever has the address reads it; every other is as one that never was.
fn calendar(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let feeds = ctx.core.maybe_part::<CalendarFeeds>().ok_or(Error::NotFound)?;
    let person = store::owner(read, &digest(req.param("secret")))?.ok_or(Error::NotFound)?;
    if !(feeds.may_enter)(read, person)? {
        return Err(Error::NotFound);
    }
    let rows = store::events(read, person, ctx.today.plus_months(-12), ctx.today)?;
    let events: Vec<Event> = rows.iter().map(event).collect::<Result<_>>()?;
    Ok(Reply::File {
        name: "plan.ics".into(),
        media_type: "text/calendar; charset=utf-8",
        content: ics::calendar("组织生活计划", &events).into_bytes(),
    })
}

/// Title and time: neither the place nor the topic leaves the house.
fn event(row: &store::Row) -> Result<Event> {
    let entry: Entry = serde_json::from_str(&row.published).map_err(Error::broken)?;
    Ok(Event {
        uid: format!("plan-item-{}@guantong", row.id),
        title: entry.title,
        on: entry.on,
        from: minute(&entry.from),
        to: minute(&entry.to),
        sequence: row.sequence.max(1) - 1,
        changed_at: row.cancelled_at.unwrap_or(row.published_at),
        is_off: row.cancelled_at.is_some(),
    })
}
