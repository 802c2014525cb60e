//! One's own devices, and signing out.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts};

use super::{actions, store, store::Session};
use crate::{
    entry::pages::{no_cookie, session},
    security,
    settings::settings,
    sign_on::{self, SignOn},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/sessions", Door::SignedIn, show),
        Route::own_act("/me/sessions/{id}/end", revoke).fresh(),
        Route::own_act("/me/sessions/others", revoke_others).fresh(),
        Route::own_act("/sign-out", sign_out).before_all(),
    ]
}

#[derive(Template)]
#[template(path = "session/list.html")]
struct List {
    key: Markup,
    /// With whether it is the one at hand.
    sessions: Vec<(Session, bool)>,
    /// Tries in vain under his name, in the last days.
    failures: i64,
    days: i64,
    idle_minutes: i64,
    longest_hours: i64,
    problems: Markup,
    /// 石家庄市公安局安全保密管理员王某
    whom: String,
    /// “省厅统一认证”
    sign_on: String,
    links: Vec<sign_on::store::Link>,
}

const FAILURES_DAYS: i64 = 30;

pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let idle_before = ctx.now.plus_seconds(-settings().idle_seconds());
    let mut sessions = store::list(read, ctx.person()?, ctx.now, idle_before)?;
    for session in &mut sessions {
        session.device = web::device_words(&session.device);
    }
    let since = ctx.now.plus_seconds(-FAILURES_DAYS * 24 * 3600);
    let is_this = |session: &Session| req.session == Some(session.id);
    let page = List {
        key: req.once(),
        sessions: sessions.into_iter().map(|it| (it.clone(), is_this(&it))).collect(),
        failures: store::failures_since(read, ctx.person()?, since)?,
        days: FAILURES_DAYS,
        idle_minutes: settings().idle_minutes,
        longest_hours: settings().longest_hours,
        problems: parts::problems(&req.form),
        whom: security::whom_to_call(ctx, read)?,
        sign_on: SignOn::name_in(&ctx.core).to_owned(),
        links: sign_on::store::of_person(read, ctx.person()?)?,
    };
    Ok(Page::of("登录的设备", &page)?.section(Section::Me).under([("我的", "/me")]))
}

fn revoke(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::revoke(ctx, req.id("id")?)?;
    Ok(Reply::to("/me/sessions").saying("那台设备已经退出登录"))
}

fn revoke_others(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let ended = actions::revoke_others(ctx, session(req)?)?;
    Ok(Reply::to("/me/sessions").saying(format!("别处的{ended}个登录都已退出")))
}

fn sign_out(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let by_sign_on = actions::sign_out(ctx, session(req)?)?;
    let next = if by_sign_on { "/sign-in?left=sign-on" } else { "/sign-in" };
    Ok(Reply::to(next).cookie(no_cookie(ctx)))
}
