//! To the provider and back, and the buttons that undo which identity goes with an account.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Reply, Req, Route};

use super::{SignOn, actions, actions::Answer, trip, trip::Trip};
use crate::{
    entry::{
        Entered,
        pages::{self as entry, after_first, inside, is_https, with_device},
    },
    opening, session,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::public_act("/sign-in/sign-on", depart).again(entry::show),
        Route::page("/sign-in/sign-on", Door::Public, leaving),
        Route::page("/sign-in/sign-on/back", Door::Public, arriving),
        Route::public_act("/sign-in/sign-on/back", come_back).again(entry::show),
        Route::own_act("/me/sign-on/removal", remove).again(session::pages::show).fresh(),
        Route::act("/admin/accounts/{person}/sign-on", actions::RESET, reset)
            .again(opening::pages::show)
            .fresh(),
    ]
}

fn on(ctx: &Ctx) -> Result<&SignOn> {
    SignOn::of(&ctx.core).ok_or(Error::NotFound)
}

/// The next page leads on: a form may not be answered by another site's address (`form-action`).
fn depart(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let to = inside(form.many("to").first().copied().unwrap_or_default());
    let is_again = !form.many("again").is_empty();
    form.check()?;
    let sealed = actions::depart(ctx, on(ctx)?, to, is_again)?;
    Ok(Reply::to("/sign-in/sign-on").cookie(trip_cookie(ctx, &sealed)))
}

#[derive(Template)]
#[template(path = "sign_on/leaving.html")]
struct Leaving<'p> {
    name: &'p str,
    /// `None`: too late, or not from here.
    address: Option<&'p str>,
}

fn leaving(ctx: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    let on = on(ctx)?;
    let trip = trip(ctx, req);
    let address = trip.as_ref().map(|it| it.address.as_str());
    let page = Leaving { name: &on.at.name, address };
    Ok(Page::of(format!("到{}登录", on.at.name), &page)?.bare())
}

#[derive(Template)]
#[template(path = "sign_on/arriving.html")]
struct Arriving<'p> {
    name: &'p str,
    key: Markup,
    /// Where to; `None` for a way back that nobody here set out on.
    to: Option<&'p str>,
    /// As they stood in the address.
    fields: [(&'static str, &'p str); 4],
}

/// A page that only asks never signs anybody in: it sends on what stands in its address.
fn arriving(ctx: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    let on = on(ctx)?;
    let trip = trip(ctx, req).filter(|trip| trip.is_mine(req.query("state")));
    let page = Arriving {
        name: &on.at.name,
        key: req.once(),
        to: trip.as_ref().map(|it| it.to.as_str()),
        fields: FIELDS.map(|field| (field, req.query(field))),
    };
    Ok(Page::of(format!("从{}回来", on.at.name), &page)?.bare())
}

const FIELDS: [&str; 4] = ["code", "state", "iss", "error"];

fn come_back(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let on = on(ctx)?;
    let form = req.form.reader();
    let value = |name| form.many(name).first().copied().unwrap_or_default();
    let [code, state, issuer, error] = FIELDS.map(value);
    // Where to is in the cookie; the field is for the page that shows what went wrong.
    let _ = value("to");
    form.check()?;
    let trip = trip(ctx, req);
    let answer = Answer { code, state, issuer, error };
    let entered = with_device(ctx, req, |device| {
        actions::come_back(ctx, on, trip.as_ref(), &answer, device)
    })?;
    let (to, is_again) = trip.map_or_else(Default::default, |trip| (trip.to, trip.is_again));
    let reply = after_first(ctx, &entered, inside(&to)).cookie(trip_cookie(ctx, ""));
    let is_proved = is_again && matches!(entered, Entered::SignedIn(_));
    let words = "已经证明是您本人，刚才要办的请再办一次";
    Ok(if is_proved { reply.saying(words) } else { reply })
}

fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::remove(ctx)?;
    Ok(Reply::to("/me/sessions").saying("已解除。下次用统一认证登录，会按账号重新对上"))
}

fn reset(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let person: i64 = req.id("person")?;
    actions::reset(ctx, person)?;
    let words = "已解除，登录着的设备都已退出；他下次用统一认证登录，会按账号重新对上";
    Ok(Reply::to(format!("/admin/accounts/{person}")).saying(words))
}

fn trip(ctx: &Ctx, req: &Req) -> Option<Trip> {
    Trip::open(ctx, &req.cookie(trip_name(ctx)).unwrap_or_default())
}

/// By https only this very host can have set it: nobody's else way can be laid under a browser.
fn trip_name(ctx: &Ctx) -> &'static str {
    if is_https(ctx) { "__Host-guantong-sign-on" } else { "guantong-sign-on" }
}

/// `""` ends it.
fn trip_cookie(ctx: &Ctx, sealed: &str) -> String {
    let secure = if is_https(ctx) { "; Secure" } else { "" };
    let seconds = if sealed.is_empty() { 0 } else { trip::MINUTES * 60 };
    let name = trip_name(ctx);
    format!("{name}={sealed}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}
