//! The sign-in page.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Door, Form, Markup, Page, Reply, Req, Route, parts, percent};

use super::{Entered, SignedIn, actions, ticket};
use crate::{
    opening, passkey, second, security,
    settings::{Installed, Site, settings},
    sign_on::SignOn,
    throttle::Device,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/sign-in", Door::Public, show),
        Route::public_act("/sign-in", enter).again(show),
        Route::public_act("/sign-in/certificate", enter_by_certificate).again(show),
        Route::page("/sign-in/second", Door::Public, show_second),
        Route::public_act("/sign-in/second", enter_second).again(show_second),
    ]
}

#[derive(Template)]
#[template(path = "entry/sign_in.html")]
struct SignIn<'p> {
    /// Of the installation.
    name: Option<&'p str>,
    /// Whom to call about secrecy.
    contact: Option<&'p str>,
    form: &'p Form,
    to: &'p str,
    key: Markup,
    password: Markup,
    failures: i64,
    /// The login of the client's certificate.
    certified: Option<&'p str>,
    /// Browsers that can may sign in by a passkey.
    by_passkey: bool,
    /// “省厅统一认证”
    sign_on: Option<&'p str>,
    /// Where he may sign out at the provider as well, after signing out here.
    way_out: Option<String>,
    /// A fresh installation: the first administrator enters himself.
    is_fresh: bool,
    /// Where the one-time code for that was said.
    code_hint: &'static str,
}

pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let asked = if req.form.was_sent() { req.form.value("to") } else { req.query("to") };
    let sign_on = SignOn::of(&ctx.core);
    let installed = ctx.core.maybe_part::<Installed>();
    let page = SignIn {
        name: installed.and_then(|it| it.name.as_deref()),
        contact: security::contact(ctx),
        form: &req.form,
        to: inside(asked),
        key: req.once(),
        password: parts::field_password(&req.form, "password", "口令", "", "current-password"),
        failures: settings().failures,
        certified: req.certified(),
        by_passkey: passkey::pages::is_offered(ctx, req),
        sign_on: sign_on.map(|on| on.at.name.as_str()),
        way_out: sign_on.filter(|_| req.query("left") == "sign-on").and_then(SignOn::way_out),
        is_fresh: !opening::store::is_any(read)?,
        code_hint: opening::pages::code_hint(ctx),
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
    let entered = with_device(ctx, req, |it| actions::sign_in(ctx, &login, typed, it))?;
    Ok(after_first(ctx, &entered, to))
}

fn enter_by_certificate(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let to = inside(form.many("to").first().copied().unwrap_or_default());
    form.check()?;
    let words = "没有收到证书。请插好证书，关掉浏览器重新打开再试";
    let certified = req.certified().ok_or_else(|| Error::invalid("", words))?;
    let sign_in = |it: &Device| actions::sign_in_by_certificate(ctx, certified, it);
    Ok(after_first(ctx, &with_device(ctx, req, sign_in)?, to))
}

pub(crate) fn after_first(ctx: &Ctx, entered: &Entered, to: &str) -> Reply {
    match entered {
        Entered::SignedIn(signed_in) => after_last(ctx, signed_in, to),
        Entered::Second(ticket) => {
            let next = format!("/sign-in/second?to={}", percent(to));
            Reply::to(next).cookie(step_cookie(ctx, ticket))
        }
    }
}

#[derive(Template)]
#[template(path = "entry/second.html")]
struct Second<'p> {
    form: &'p Form,
    to: &'p str,
    key: Markup,
    /// He has an authenticator app, and not recovery codes alone.
    has_app: bool,
    by_passkey: bool,
}

/// Only for who gave the right password a moment ago.
pub(crate) fn show_second(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let found = ticket::open(ctx, &req.cookie(step(ctx)).unwrap_or_default())?;
    let (account, _) = found.ok_or(Error::SignIn)?;
    let ways = second::store::ways(read, account.person)?;
    let asked = if req.form.was_sent() { req.form.value("to") } else { req.query("to") };
    let page = Second {
        form: &req.form,
        to: inside(asked),
        key: req.once(),
        has_app: ways.apps > 0,
        by_passkey: ways.passkeys > 0 && passkey::pages::is_offered(ctx, req),
    };
    Ok(Page::of("两步验证", &page)?.bare())
}

fn enter_second(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let typed = form.text("code", "验证码", 40);
    let to = inside(form.many("to").first().copied().unwrap_or_default());
    form.check()?;
    let ticket = req.cookie(step(ctx)).unwrap_or_default();
    with_device(ctx, req, |device| {
        let signed_in = actions::second_step(ctx, &ticket, &typed, device)?;
        Ok(after_last(ctx, &signed_in, to).cookie(step_cookie(ctx, "")))
    })
}

pub(crate) fn with_device<T>(
    ctx: &Ctx,
    req: &Req,
    work: impl FnOnce(&Device) -> Result<T>,
) -> Result<T> {
    let token = req.cookie(device_cookie(ctx)).filter(|it| is_token(it));
    work(&Device { name: &req.device, token: token.as_deref() })
}

pub(crate) fn after_last(ctx: &Ctx, signed_in: &SignedIn, to: &str) -> Reply {
    let next = match signed_in {
        SignedIn { must_change: true, .. } => "/me/password",
        SignedIn { must_set_second: true, .. } => "/me/second-factor",
        SignedIn { must_choose: true, .. } => "/hat",
        _ => to,
    };
    let known = remembered(ctx, &signed_in.device_token);
    Reply::to(next).cookie(cookie(ctx, &signed_in.token)).cookie(known)
}

/// The name of the cookie between the two steps: by https no page without it can have set it.
pub(crate) fn step(ctx: &Ctx) -> &'static str {
    if is_https(ctx) { "__Secure-guantong-step" } else { "guantong-step" }
}

/// `""` ends it.
pub(crate) fn step_cookie(ctx: &Ctx, ticket: &str) -> String {
    let secure = if is_https(ctx) { "; Secure" } else { "" };
    let seconds = if ticket.is_empty() { 0 } else { settings().second_step_minutes * 60 };
    let name = step(ctx);
    format!("{name}={ticket}; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// The name of the cookie by which a browser is known: by https only this host can have set it.
fn device_cookie(ctx: &Ctx) -> &'static str {
    if is_https(ctx) { "__Host-guantong-device" } else { "guantong-device" }
}

/// What `crypto::token` makes; anything else was not set by us.
fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|it| it.is_ascii_hexdigit())
}

fn remembered(ctx: &Ctx, token: &str) -> String {
    let secure = if is_https(ctx) { "; Secure" } else { "" };
    let (name, seconds) = (device_cookie(ctx), settings().known_device_days * 24 * 3600);
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

pub(crate) fn is_https(ctx: &Ctx) -> bool {
    ctx.core.maybe_part::<Site>().is_some_and(|site| site.is_https)
}

/// The session cookie: out of reach of scripts, sent by this site only.
fn cookie(ctx: &Ctx, token: &str) -> String {
    web::session_cookie(is_https(ctx), token, settings().longest_hours * 3600)
}

/// The cookie's end.
pub(crate) fn no_cookie(ctx: &Ctx) -> String {
    web::no_session_cookie(is_https(ctx))
}

/// A path of this site, or the home page: never the address of another.
pub(crate) fn inside(path: &str) -> &str {
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
