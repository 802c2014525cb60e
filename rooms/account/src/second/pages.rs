//! 我的 → 两步验证: set up, print recovery codes, give up.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts};

use super::{actions, store};
use crate::{entry, passkey};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/second-factor", Door::SignedIn, show).before_all(),
        Route::own_act("/me/second-factor", set).again(show).fresh().before_all(),
        Route::own_act("/me/second-factor/codes", renew).again(show).fresh(),
        Route::own_act("/me/second-factor/removal", remove).again(show).fresh(),
    ]
}

#[derive(Template)]
#[template(path = "second/show.html")]
struct Show {
    problems: Markup,
    key: Markup,
    set: Option<Set>,
    /// Recovery codes that were not used; `None` while he has no second step at all.
    codes_left: Option<i64>,
    passkeys: i64,
    offer: Option<Offer>,
    /// Titles of his posts that can be worn only with it.
    asked_for: Vec<String>,
    /// It is asked of everybody here.
    is_for_everyone: bool,
}

/// What he has.
struct Set {
    since: String,
}

/// What he could set up: a secret that nobody has kept yet.
struct Offer {
    picture: Markup,
    /// In groups of four, for typing.
    secret: String,
    sealed: String,
    code: Markup,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let factor = store::find(read, person)?;
    let set = factor.map(|it| Set { since: it.set_at.zh() });
    let passkeys = passkey::store::count(read, person)?;
    let has_any = set.is_some() || passkeys > 0;
    let codes_left = has_any.then(|| store::recovery_left(read, person)).transpose()?;
    let offer = if set.is_none() { Some(offer(ctx, read, req, person)?) } else { None };
    let page = Show {
        problems: parts::problems(&req.form),
        key: req.once(),
        asked_for: asked_for(ctx, read, person)?,
        is_for_everyone: super::is_asked_of_everyone(&ctx.core),
        set,
        codes_left,
        passkeys,
        offer,
    };
    let page = Page::of("两步验证", &page)?.section(Section::Me).under([("我的", "/me")]);
    Ok(page)
}

/// The titles of held posts that ask for a second step.
pub(crate) fn asked_for(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<String>> {
    let kinds = crate::hat::kinds(read, person, ctx.today)?;
    let systems = ctx.part::<systems::Systems>();
    let asked = kinds.into_iter().filter(|(kind, _)| super::is_asked_for(&ctx.core, kind));
    Ok(asked.map(|(kind, unit)| systems.post_title(&kind, &unit)).collect())
}

/// The same secret again when the form comes back: the app has it already.
fn offer(ctx: &Ctx, read: &Read, req: &Req, person: i64) -> Result<Offer> {
    let sent = crypto::unhex(req.form.value("secret"));
    let sent = sent.and_then(|sealed| super::open(&ctx.core, person, &sealed).ok());
    let secret = sent.unwrap_or_else(super::new_secret);
    let account = entry::store::of_person(read, person)?.ok_or(Error::SignIn)?;
    let address = super::address(&ctx.core, &account.login, &secret);
    let spelled = super::base32(&secret);
    let groups: Vec<&str> =
        (0..spelled.len()).step_by(4).filter_map(|at| spelled.get(at..at + 4)).collect();
    Ok(Offer {
        picture: parts::qr(&address, "用验证器扫的二维码")?,
        secret: groups.join(" "),
        sealed: crypto::hex(&super::seal(&ctx.core, person, &secret)),
        code: parts::field_text(&req.form, "code", "验证器上的6位数字", "", ""),
    })
}

fn set(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let code = form.text("code", "验证器上的6位数字", 20);
    let sealed = form.many("secret").first().copied().and_then(crypto::unhex);
    form.check()?;
    let person = ctx.person()?;
    let stale = || Error::Conflict("这一页放得太久了，请刷新后重新扫码".into());
    let secret = sealed.and_then(|sealed| super::open(&ctx.core, person, &sealed).ok());
    let codes = actions::set(ctx, &secret.ok_or_else(stale)?, &code)?;
    handed_over("两步验证设好了", codes)
}

fn renew(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    handed_over("新的恢复码", actions::renew(ctx)?)
}

fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let words = if actions::remove(ctx)? {
        "验证器已停用，登录的第二步用通行密钥"
    } else {
        "两步验证已停用，以后登录只要口令"
    };
    Ok(Reply::to("/me").saying(words))
}

#[derive(Template)]
#[template(path = "second/codes.html")]
struct Codes {
    title: &'static str,
    codes: Vec<String>,
}

/// The one page that shows the recovery codes; nothing can show them again.
pub(crate) fn handed_over(title: &'static str, codes: Vec<String>) -> Result<Reply> {
    let page = Page::of(title, &Codes { title, codes })?;
    Ok(page.section(Section::Me).under([("我的", "/me"), ("两步验证", "/me/second-factor")]).into())
}
