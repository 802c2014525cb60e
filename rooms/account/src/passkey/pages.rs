//! 我的 → 通行密钥: register, rename, remove; and the button beside the password where a proof is asked for.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Reader, Reply, Req, Route, Section, parts};
use webauthn_rs::prelude::{Url, Uuid};

use super::{
    NAME_CHARS, Purpose, Sent, actions,
    challenge::{self, Owner},
    site,
    store::{self, Listed},
};
use crate::{
    entry::{self, pages::session},
    second,
    settings::settings,
};

pub(super) const URL: &str = "/me/passkeys";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page(URL, Door::SignedIn, show).before_all(),
        Route::data("/me/passkeys/question", Door::SignedIn, ask_new).before_all(),
        Route::data("/me/passkeys/proof/question", Door::SignedIn, ask_proof).before_all(),
        Route::own_act(URL, add).again(show).fresh().before_all(),
        Route::own_act("/me/passkeys/{id}/name", rename).again(show),
        Route::own_act("/me/passkeys/{id}/removal", remove).again(show).fresh(),
    ]
}

/// For which origin passkeys hold here, or in words why they are not offered.
pub(super) fn origin(ctx: &Ctx, req: &Req) -> Result<Url> {
    site::origin(&ctx.core, req.host()).map_err(|words| Error::Conflict(words.into()))
}

/// Whether a page may show its button.
pub(crate) fn is_offered(ctx: &Ctx, req: &Req) -> bool {
    site::origin(&ctx.core, req.host()).is_ok()
}

/// The answer that the script has put into a form.
pub(super) fn sent(form: &Reader) -> Result<Sent> {
    let typed = form.many("answer").first().copied().unwrap_or_default();
    let words = "浏览器没有交来通行密钥的回答。请从本系统的页面里点按钮";
    Sent::read(typed).ok_or_else(|| Error::invalid("", words))
}

#[derive(Template)]
#[template(path = "passkey/list.html")]
struct List {
    problems: Markup,
    key: Markup,
    passkeys: Vec<Listed>,
    name: Markup,
    why_not: Option<&'static str>,
    at_most: i64,
    is_full: bool,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let passkeys = store::list(read, ctx.person()?)?;
    let at_most = settings().passkeys_at_most;
    let hint = format!("如“我的手机”，最多{NAME_CHARS}个字。不填的，按设备起名");
    let page = List {
        problems: parts::problems(&req.form),
        key: req.once(),
        is_full: passkeys.len() as i64 >= at_most,
        passkeys,
        name: parts::field_text(&req.form, "name", "名称", &hint, ""),
        why_not: site::origin(&ctx.core, req.host()).err(),
        at_most,
    };
    Ok(Page::of("通行密钥", &page)?.section(Section::Me).under([("我的", "/me")]))
}

fn ask_new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let person = ctx.person()?;
    let account = entry::store::of_person(read, person)?.ok_or(Error::SignIn)?;
    let handle = store::handle(read, person)?.unwrap_or_else(|| crypto::bytes(16));
    let name = match &ctx.actor {
        act::Actor::Person { name, .. } => name.as_str(),
        _ => account.login.as_str(),
    };
    let owner = Owner {
        handle: Uuid::from_slice(&handle).map_err(Error::broken)?,
        login: &account.login,
        name,
        known: store::credentials(read, person)?,
    };
    challenge::new(ctx, session(req)?, &origin(ctx, req)?, owner)
}

fn ask_proof(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let keys = store::credentials(read, ctx.person()?)?;
    challenge::known(ctx, Purpose::Proof(session(req)?), &origin(ctx, req)?, keys)
}

fn add(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let name = form.optional_text("name", "名称", NAME_CHARS);
    let sent = sent(&form);
    form.check()?;
    let codes = actions::add(ctx, session(req)?, &sent?, (&name, &req.device))?;
    if codes.is_empty() {
        return Ok(Reply::to(URL).saying("通行密钥登记好了，下次登录就能用"));
    }
    second::pages::handed_over("通行密钥登记好了", codes)
}

fn rename(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let name = form.text("new_name", "名称", NAME_CHARS);
    form.check()?;
    actions::rename(ctx, req.id("id")?, &name)?;
    Ok(Reply::to(URL).saying("名称改好了"))
}

fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let has_second = actions::remove(ctx, req.id("id")?)?;
    let words = if has_second {
        "通行密钥删掉了。设备里存的那一份，可以在设备的设置里一并删掉"
    } else {
        "通行密钥删掉了，以后登录只要口令。设备里存的那一份，可以在设备的设置里一并删掉"
    };
    Ok(Reply::to(URL).saying(words))
}

#[derive(Template)]
#[template(path = "passkey/proof.html")]
struct Proof;

/// The button beside the password where a proof is asked for; nothing for who has no passkey.
pub(crate) fn beside(ctx: &Ctx, req: &Req) -> Result<Markup> {
    let person = ctx.person()?;
    if !is_offered(ctx, req) || ctx.read(|read| Ok(store::count(read, person)?))? == 0 {
        return Ok(Markup::default());
    }
    Proof.render().map(Markup).map_err(Error::broken)
}
