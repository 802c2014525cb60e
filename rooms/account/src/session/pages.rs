//! One's own devices, and signing out.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Reply, Req, Route, Section};

use super::{actions, store, store::Session};
use crate::{
    entry::pages::{no_cookie, session},
    settings::settings,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/sessions", Door::SignedIn, show),
        Route::own_act("/me/sessions/{id}/end", revoke),
        Route::own_act("/sign-out", sign_out),
    ]
}

#[derive(Template)]
#[template(path = "session/list.html")]
struct List {
    key: Markup,
    /// With whether it is the one at hand.
    sessions: Vec<(Session, bool)>,
    idle_minutes: i64,
    longest_hours: i64,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let idle_before = ctx.now.plus_seconds(-settings().idle_seconds());
    let sessions = store::list(read, ctx.person()?, ctx.now, idle_before)?;
    let is_this = |session: &Session| req.session == Some(session.id);
    let page = List {
        key: req.once(),
        sessions: sessions.into_iter().map(|it| (it.clone(), is_this(&it))).collect(),
        idle_minutes: settings().idle_minutes,
        longest_hours: settings().longest_hours,
    };
    Ok(Page::of("登录的设备", &page)?.section(Section::Me).under([("我的", "/me")]))
}

fn revoke(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::revoke(ctx, req.id("id")?)?;
    Ok(Reply::to("/me/sessions").saying("那台设备已经退出登录"))
}

fn sign_out(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::sign_out(ctx, session(req)?)?;
    Ok(Reply::to("/sign-in").cookie(no_cookie(ctx)))
}
