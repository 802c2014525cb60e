//! 我的: what the signed-in person finds about himself.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{Digest, digests};
use crate::{
    Installed,
    entry::{actions, pages::session},
    kept::pages::{Line, lines},
    passkey, password,
};

const PER_PAGE: i64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me", Door::SignedIn, show),
        Route::own_act("/me/notices", read_all),
        Route::own_act("/me/notices/{id}", open),
        Route::page("/me/password", Door::SignedIn, password_form).before_all(),
        Route::own_act("/me/password", change_password).again(password_form).before_all(),
    ]
}

#[derive(Template)]
#[template(path = "me/show.html")]
struct Show {
    key: Markup,
    name: String,
    person: i64,
    hat: String,
    unit: String,
    digests: Vec<Digest>,
    unread: i64,
    scope: String,
    pager: Markup,
    kept: Vec<Line>,
    has_calendar: bool,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let (total, unread) = notify::count(read, person)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let notices = notify::list(read, person, pager.span())?;
    let name = match &ctx.actor {
        act::Actor::Person { name, .. } => name.clone(),
        _ => String::new(),
    };
    let hat = ctx.actor.hat();
    let page = Show {
        key: req.once(),
        has_calendar: ctx.core.maybe_part::<Installed>().is_some_and(|it| it.calendar_feed),
        name,
        person,
        hat: hat.map_or_else(|| "党员本人".into(), |hat| hat.title.clone()),
        unit: hat.map(|hat| hat.unit.name.clone()).unwrap_or_default(),
        unread,
        kept: lines(ctx, read)?,
        scope: pager.words("条"),
        pager: parts::pager(req, pager),
        digests: digests(notices),
    };
    Ok(Page::of("我的", &page)?.section(Section::Me))
}

/// Opens a notice: marked as read, on to where it is dealt with.
fn open(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    Ok(Reply::to(notify::mark_read(ctx, req.id("id")?)?))
}

fn read_all(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let count = notify::mark_all_read(ctx)?;
    Ok(Reply::to("/me").saying(format!("{count}条消息已标为已读")))
}

#[derive(Template)]
#[template(path = "me/password.html")]
struct Password {
    problems: Markup,
    key: Markup,
    current: Markup,
    new: Markup,
    again: Markup,
}

fn password_form(ctx: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    let hint = password::hint(&ctx.core);
    let form = &req.form;
    let page = Password {
        problems: parts::problems(form),
        key: req.once(),
        current: parts::field_password(form, "current", "现在的口令", "", "current-password"),
        new: parts::field_password(form, "new", "新口令", &hint, "new-password"),
        again: parts::field_password(form, "again", "再输一遍新口令", "", "new-password"),
    };
    Ok(Page::of("改口令", &page)?.section(Section::Me).under([("我的", "/me")]).task())
}

fn change_password(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let value = |name| form.many(name).first().copied().unwrap_or_default();
    let (current, new, again) = (value("current"), value("new"), value("again"));
    if new != again {
        form.fault("again", "两遍新口令不一样，请再输一次");
    }
    form.check()?;
    actions::change_password(ctx, session(req)?, current, new)?;
    // A passkey that somebody else has registered would go on letting him in.
    let passkeys = ctx.read(|read| Ok(passkey::store::count(read, ctx.person()?)?))?;
    let words = if passkeys == 0 {
        "口令已改，别的设备都已退出登录"
    } else {
        "口令已改，别的设备都已退出登录。通行密钥还能登录，不认识的请在“通行密钥”里删掉"
    };
    Ok(Reply::to("/me").saying(words))
}
