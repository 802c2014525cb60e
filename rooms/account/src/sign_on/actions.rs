//! Signing on by the provider, and undoing which identity goes with which account.

use act::{Act, Acting, Ctx, Error, Result};
use db::Read;

use super::{Proven, SignOn, Trouble, carry, store, trip::Trip};
use crate::{
    entry::{
        Entered, Way,
        actions::{FAIL, begin},
        login_key,
        store::{self as accounts, Account},
        ticket,
    },
    opening, password, second, session,
    telling::{self, SESSIONS},
    throttle::{Device, Place},
};

pub(crate) const REMOVE: Act = Act::new("account.sign_on.remove", "解除统一认证的对应");
pub(crate) const RESET: Act = Act::new("account.sign_on.reset", "解除别人统一认证的对应");

/// What the browser brought back from the provider.
pub(super) struct Answer<'a> {
    pub(super) code: &'a str,
    pub(super) state: &'a str,
    pub(super) issuer: &'a str,
    pub(super) error: &'a str,
}

/// Sets out for the provider: what the cookie holds meanwhile.
pub(super) fn depart(ctx: &Ctx, on: &SignOn, to: &str, is_again: bool) -> Result<String> {
    let mut trip = Trip::new(ctx, to, is_again);
    trip.address = on.way_there(&trip).map_err(|trouble| told(on, &trouble))?;
    Ok(trip.seal(ctx))
}

fn told(on: &SignOn, trouble: &Trouble) -> Error {
    Error::invalid("", trouble.words(&on.at.name))
}

/// The way back: everything is checked before anybody is looked up.
pub(super) fn come_back(
    ctx: &Ctx,
    on: &SignOn,
    trip: Option<&Trip>,
    answer: &Answer,
    device: &Device,
) -> Result<Entered> {
    let Some(trip) = trip.filter(|trip| trip.is_mine(answer.state)) else {
        let words = format!(
            "这次登录不是从这个浏览器开始的，或者放得太久了。请重新点“用{}登录”",
            on.at.name
        );
        return Err(Error::invalid("", words));
    };
    let proven = redeemed(on, trip, answer).or_else(|trouble| {
        if trouble != Trouble::Away {
            refuse(ctx, "统一认证的答复不成立", None)?;
        }
        Err(told(on, &trouble))
    })?;
    enter(ctx, on, &proven, device)
}

fn redeemed(on: &SignOn, trip: &Trip, answer: &Answer) -> std::result::Result<Proven, Trouble> {
    if !on.is_from_provider(answer.issuer)? {
        tracing::warn!("an answer names another issuer than the provider of sign-on");
        return Err(Trouble::Wrong);
    }
    if !answer.error.is_empty() {
        return Err(Trouble::Refused(plain_code(answer.error).to_owned()));
    }
    on.redeem(answer.code, trip)
}

/// A code of the standard, or none: what anybody can put into an address is not repeated.
fn plain_code(error: &str) -> &str {
    let is_code =
        error.len() <= 40 && error.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    if is_code { error } else { "unknown_error" }
}

/// Whose account a proven identity leads to.
enum Found {
    Account(Account),
    /// No account, or a closed one.
    Nobody,
    /// The provider did not say which account.
    Unnamed,
    /// The account signs on with another identity.
    Taken(Account),
}

fn find(ctx: &Ctx, read: &Read, proven: &Proven) -> Result<Found> {
    if let Some(link) = store::of_subject(read, &ctx.core.keys, proven)? {
        let account = accounts::of_person(read, link.person)?;
        return Ok(account.map_or(Found::Nobody, Found::Account));
    }
    let Some(login) = &proven.login else { return Ok(Found::Unnamed) };
    let Some(account) = accounts::by_login(read, &login_key(login))? else {
        return Ok(Found::Nobody);
    };
    let is_taken = store::is_linked(read, account.person, &proven.issuer)?;
    Ok(if is_taken { Found::Taken(account) } else { Found::Account(account) })
}

fn enter(ctx: &Ctx, on: &SignOn, proven: &Proven, device: &Device) -> Result<Entered> {
    let name = &on.at.name;
    match ctx.read(|read| find(ctx, read, proven))? {
        Found::Account(account) => let_in(ctx, &account, proven, device),
        Found::Nobody => {
            refuse(ctx, "统一认证的身份没有对应的账号", None)?;
            Err(Error::invalid(
                "",
                format!(
                    "{name}认得您，可是这里没有您的账号，或者账号停用了。请找本单位系统管理员开通"
                ),
            ))
        }
        Found::Unnamed => {
            tracing::warn!(claim = on.at.login_claim, "the provider does not name the account");
            refuse(ctx, "统一认证没有给出账号", None)?;
            Err(Error::invalid(
                "",
                format!(
                    "{name}没有给出您的账号（{}）。请告诉系统管理员，可以先用警号和口令登录",
                    on.at.login_claim
                ),
            ))
        }
        Found::Taken(account) => {
            refuse(ctx, "统一认证的身份不是这个账号原来对应的那一个", Some(account.person))?;
            Err(Error::invalid(
                "",
                format!(
                    "这个账号原来对应的是{name}的另一个身份，没有让您登录。请找本单位系统管理员当面核实，\
                 在账号页上解除原来的对应"
                ),
            ))
        }
    }
}

fn let_in(ctx: &Ctx, account: &Account, proven: &Proven, device: &Device) -> Result<Entered> {
    let (place, has_second) = ctx.read(|read| {
        let place = Place::of_certificate(ctx, read, &account.login)?;
        Ok((place, second::has(read, account.person)?))
    })?;
    if has_second && !proven.has_two_factors {
        return Ok(Entered::Second(ticket::make(ctx, account, &carry(ctx, proven))));
    }
    begin(ctx, account, &place, device, None, Way::SignOn(proven)).map(Entered::SignedIn)
}

/// Records that nobody came in; whose account it was about is told.
fn refuse(ctx: &Ctx, reason: &str, person: Option<i64>) -> Result<()> {
    ctx.act_unknown(&FAIL, |w| {
        w.how(reason.to_owned());
        let Some(person) = person else { return Ok(()) };
        w.about("person", person);
        let words = "有人用统一认证的另一个身份登录您的账号，没有让他进来。不是您自己换了身份的，请告诉安全保密管理员";
        telling::owner_daily(w, person, words, "sign-on")
    })
}

/// The start password that nobody will know in place of the one on paper; made before the act, for it takes a while.
pub(crate) fn unknown_password(account: &Account) -> Option<String> {
    account.must_change.then(|| password::hash(&crypto::token()))
}

/// Within the act of signing in: the identity is noted on its first coming, and found again later. Whether the
/// start password still has to be changed.
pub(crate) fn arrive(
    ctx: &Ctx,
    w: &Acting,
    account: &Account,
    proven: &Proven,
    unknown: Option<&str>,
) -> Result<bool> {
    let taken = || Error::Conflict("这个身份刚刚在别处登录过，请重新登录一次".into());
    let person = account.person;
    match store::of_subject(w, &ctx.core.keys, proven)? {
        Some(link) if link.person == person => {
            w.how("统一认证");
            store::note_use(w, person, &proven.issuer, w.now)?;
            return Ok(account.must_change);
        }
        Some(_) => return Err(taken()),
        None if store::is_linked(w, person, &proven.issuer)? => return Err(taken()),
        None => {}
    }
    w.how("统一认证，第一次，记下了对应的身份");
    match store::add(w, &ctx.core.keys, person, proven) {
        Err(error) if error.is_duplicate() => return Err(taken()),
        added => added?,
    }
    let Some(unknown) = unknown else { return Ok(account.must_change) };
    let is_void = store::void_start_password(w, person, unknown, w.now)?;
    Ok(account.must_change && !is_void)
}

/// Undoes one's own; the next signing on finds the account by its login again.
pub(super) fn remove(ctx: &Ctx) -> Result<()> {
    ctx.act_own(&REMOVE, |w, person| {
        w.reply("/me/sessions");
        if store::remove(w, person)? { Ok(()) } else { Err(Error::NotFound) }
    })
}

/// For somebody in reach whose identity at the provider is another one now; he is told, and signed out.
pub(super) fn reset(ctx: &Ctx, person: i64) -> Result<()> {
    let own = "自己的请在“登录的设备”里解除";
    let account = opening::actions::of_another(ctx, &RESET, person, own)?;
    ctx.act(&RESET, account.unit, |w| {
        w.about("person", person).changed(&["sign_on"]);
        w.reply(format!("/admin/accounts/{person}"));
        if !store::remove(w, person)? {
            return Err(Error::Conflict("他的账号没有和统一认证对上".into()));
        }
        session::store::revoke_all(w, person, w.now)?;
        let words =
            "管理员解除了您的账号和统一认证的对应。如果不是您当面要求的，请马上告诉安全保密管理员";
        telling::owner_by(w, ctx.actor.person(), person, words, SESSIONS)
    })
}

#[cfg(test)]
mod tests {
    use super::plain_code;

    #[test]
    fn nothing_but_a_code_is_repeated() {
        assert_eq!(plain_code("login_required"), "login_required");
        for other in ["<b>", "请把口令发到", "a".repeat(41).as_str(), "Access denied"] {
            assert_eq!(plain_code(other), "unknown_error");
        }
    }
}
