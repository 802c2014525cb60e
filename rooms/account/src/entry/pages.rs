//! The sign-in page.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Door, Form, Markup, Page, Reply, Req, Route, parts};

use super::actions;
use crate::{
    opening,
    settings::{Installed, Site, settings},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/sign-in", Door::Public, show),
        Route::public_act("/sign-in", enter).again(show),
    ]
}

#[derive(Template)]
#[template(path = "entry/sign_in.html")]
struct SignIn<'p> {
    /// Of the installation.
    name: Option<&'p str>,
    form: &'p Form,
    to: &'p str,
    key: Markup,
    password: Markup,
    failures: i64,
    lock_minutes: i64,
    /// A fresh installation: the first administrator enters himself.
    is_fresh: bool,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let asked = if req.form.was_sent() { req.form.value("to") } else { req.query("to") };
    let installed = ctx.core.maybe_part::<Installed>();
    let page = SignIn {
        name: installed.and_then(|it| it.name.as_deref()),
        form: &req.form,
        to: inside(asked),
        key: req.once(),
        password: parts::field_password(&req.form, "password", "口令", "", "current-password"),
        failures: settings().failures,
        lock_minutes: settings().lock_minutes,
        is_fresh: !opening::store::is_any(read)?,
    };
    Ok(Page::of("登录", &page)?.bare())
}

fn enter(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let login = form.text("login", "警号或账号", 60);
    let typed = form.many("password").first().copied().unwrap_or_default();
    if typed.is_empty() {
        form.fault("password", "请填写口令");
    }
    let to = inside(form.many("to").first().copied().unwrap_or_default());
    form.check()?;
    let signed_in = actions::sign_in(ctx, &login, typed, &req.device)?;
    let next = match (signed_in.must_change, signed_in.must_choose) {
        (true, _) => "/me/password",
        (_, true) => "/hat",
        _ => to,
    };
    Ok(Reply::to(next).cookie(cookie(ctx, &signed_in.token)))
}

/// The session cookie: out of reach of scripts, sent by this site only.
fn cookie(ctx: &Ctx, token: &str) -> String {
    web::session_cookie(is_https(ctx), token, settings().longest_hours * 3600)
}

/// The cookie's end.
pub(crate) fn no_cookie(ctx: &Ctx) -> String {
    web::no_session_cookie(is_https(ctx))
}

fn is_https(ctx: &Ctx) -> bool {
    ctx.core.maybe_part::<Site>().is_some_and(|site| site.is_https)
}

/// A path of this site, or the home page: never the address of another.
fn inside(path: &str) -> &str {
    let is_ours = path.starts_with('/') && !path.starts_with("//");
    if is_ours && !path.contains(['\\', '\r', '\n']) { path } else { "/" }
}

/// The session at hand; pages behind a door always have one.
pub(crate) fn session(req: &Req) -> Result<i64> {
    req.session.ok_or(Error::SignIn)
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn signing_in_leads_to_this_site_only() {
        assert_eq!(inside("/units/5?on=2026-01-01"), "/units/5?on=2026-01-01");
        for elsewhere in ["//evil.cn", "https://evil.cn", "/\\evil.cn", "", "/a\r\nSet-Cookie: x"] {
            assert_eq!(inside(elsewhere), "/");
        }
    }
}
