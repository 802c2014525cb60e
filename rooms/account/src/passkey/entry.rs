//! Signing in by a passkey: alone, for it is two factors in one, or as the second step after the password.

use act::{Ctx, Error, Result};
use db::Read;
use web::{Door, Reply, Req, Route};

use super::{
    Purpose, Sent,
    answer::{Answer, Checked},
    challenge, matched, pages, store,
};
use crate::{
    entry::{
        self, SignedIn, Way,
        actions::{begin, fail, fail_second, refuse_old_start},
        pages::{after_last, inside, show, show_second, step, step_cookie, with_device},
        ticket,
    },
    second::Passed,
    sign_on,
    throttle::{Device, Place, resting},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::data("/sign-in/passkey/question", Door::Public, ask),
        Route::public_act("/sign-in/passkey", enter).again(show),
        Route::data("/sign-in/second/passkey/question", Door::Public, ask_second),
        Route::public_act("/sign-in/second/passkey", enter_second).again(show_second),
    ]
}

/// For any passkey of ours: nobody says who he is, and no name is asked for.
fn ask(ctx: &Ctx, _: &Read, req: &Req) -> Result<Reply> {
    challenge::known(ctx, Purpose::Alone, &pages::origin(ctx, req)?, Vec::new())
}

fn ask_second(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let ticket = req.cookie(step(ctx)).unwrap_or_default();
    let (account, _) = ticket::open(ctx, &ticket)?.ok_or(Error::SignIn)?;
    let keys = store::credentials(read, account.person)?;
    challenge::known(ctx, Purpose::Second(&ticket), &pages::origin(ctx, req)?, keys)
}

fn enter(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let to = inside(form.many("to").first().copied().unwrap_or_default());
    let sent = pages::sent(&form);
    form.check()?;
    let signed_in = with_device(ctx, req, |it| sign_in(ctx, &sent?, it))?;
    Ok(after_last(ctx, &signed_in, to))
}

fn enter_second(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let to = inside(form.many("to").first().copied().unwrap_or_default());
    let sent = pages::sent(&form);
    form.check()?;
    let ticket = req.cookie(step(ctx)).unwrap_or_default();
    let signed_in = with_device(ctx, req, |it| second_step(ctx, &ticket, &sent?, it))?;
    Ok(after_last(ctx, &signed_in, to).cookie(step_cookie(ctx, "")))
}

/// A passkey that nobody has, one of a closed account and a wrong answer are refused in the same words. A known one
/// counts and waits where the password of its owner does.
fn sign_in(ctx: &Ctx, sent: &Sent, device: &Device) -> Result<SignedIn> {
    let answer = Answer::read(ctx, Purpose::Alone, sent)?;
    let key = answer.key.as_ref();
    let (account, place) = ctx.read(|read| {
        let account = key.map(|it| entry::store::of_person(read, it.person)).transpose()?;
        let account = account.flatten();
        let name = account.as_ref().map_or_else(|| answer.stranger(), |it| it.login.clone());
        Ok((account, Place::of(ctx, read, &name, device)?))
    })?;
    if let Some(until) = place.waits(ctx.now) {
        return Err(Error::invalid("", resting(until)));
    }
    let checked = match (&account, key) {
        (Some(_), Some(key)) => answer.check(ctx, key)?,
        _ => Checked::Wrong,
    };
    let (account, used) = match (account, key, checked) {
        (Some(account), _, Checked::Right(used)) => (account, used),
        (_, Some(key), Checked::Cloned) => return Err(super::actions::cloned(ctx, key)?),
        (account, ..) => {
            let name = account.map_or_else(|| answer.stranger(), |it| it.login);
            fail(ctx, &name, &place)?;
            let words = "这把通行密钥在这里用不了，也许已经删掉。请换一把，或者用警号和口令登录";
            return Err(Error::invalid("", words));
        }
    };
    refuse_old_start(ctx, &account)?;
    begin(ctx, &account, &place, device, Some(Passed::Passkey(used)), Way::Passkey)
}

/// In place of a code; failures count where those of the password and the codes do.
fn second_step(ctx: &Ctx, ticket: &str, sent: &Sent, device: &Device) -> Result<SignedIn> {
    let (account, carried) = ticket::open(ctx, ticket)?.ok_or(Error::SignIn)?;
    let proven = sign_on::carried(ctx, &carried);
    let place = ctx.read(|read| Place::of(ctx, read, &account.login, device))?;
    if let Some(until) = place.waits(ctx.now) {
        return Err(Error::invalid("", resting(until)));
    }
    let Some(used) = matched(ctx, Purpose::Second(ticket), account.person, sent)? else {
        let counted = fail_second(ctx, &account, &place)?;
        return Err(Error::invalid("", counted.words("通行密钥")));
    };
    let way = proven.as_ref().map_or(Way::Password, Way::SignOn);
    begin(ctx, &account, &place, device, Some(Passed::Passkey(used)), way)
}
