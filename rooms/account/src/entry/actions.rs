//! Signing in, and changing one's own password.

use act::{Act, Acting, Ctx, Error, Faults, Result};
use db::Read;

use super::{Entered, SignedIn, Way, login_key, store, store::Account, ticket};
use crate::{
    hat,
    passkey::{self, Purpose, Sent},
    password::{self, Owner},
    second::{self, Passed},
    session,
    session::store::NewSession,
    settings::{password_kinds, settings},
    sign_on,
    telling::{self, SESSIONS},
    throttle::{self, Counted, Device, Place, resting},
};

pub(crate) const SIGN_IN: Act = Act::new("account.sign_in", "登录");
pub(crate) const FAIL: Act = Act::new("account.sign_in.fail", "登录没有成功");
pub(crate) const CHANGE_PASSWORD: Act = Act::new("account.password.change", "改口令");

pub(crate) const PROVE: Act = Act::new("account.prove", "再次证明是本人");

const DAY_SECONDS: i64 = 86_400;

/// The first step of signing in on a device. A wrong name and a wrong password are answered alike, after the same
/// work; that there is a second step learns only who has the password.
pub fn sign_in(ctx: &Ctx, login: &str, typed: &str, device: &Device) -> Result<Entered> {
    password::refuse_when_busy()?;
    let login = login_key(login);
    let (account, place) = ctx.read(|read| {
        let place = Place::of(ctx, read, &login, device)?;
        // Whoever has to wait is not tried at all, whatever he typed, and nobody is looked up for him.
        match place.waits(ctx.now) {
            Some(until) => Err(Error::invalid("", resting(until))),
            None => Ok((store::by_login(read, &login)?, place)),
        }
    })?;
    let is_right = password::is_right(typed, account.as_ref().map(|it| it.password.as_str()));
    let Some(account) = account.filter(|_| is_right) else {
        let counted = fail(ctx, &login, &place)?;
        return Err(Error::invalid("", counted.words("警号或口令")));
    };
    refuse_old_start(ctx, &account)?;
    if ctx.read(|read| second::has(read, account.person))? {
        return Ok(Entered::Second(ticket::make(ctx, &account, "")));
    }
    begin(ctx, &account, &place, device, None, Way::Password).map(Entered::SignedIn)
}

/// A start password that nobody has changed in time lets nobody in, whatever else he shows.
pub(crate) fn refuse_old_start(ctx: &Ctx, account: &Account) -> Result<()> {
    let start_ends = account.changed_at.plus_seconds(settings().start_password_days * DAY_SECONDS);
    if account.must_change && start_ends <= ctx.now {
        let words = "开户口令过期了，请找本单位系统管理员当面重设";
        return Err(Error::invalid("", words));
    }
    Ok(())
}

/// Instead of the password: a certificate that a trusted proxy has checked. It opens an account that is there, and
/// never makes one; a second step stays a second step.
pub fn sign_in_by_certificate(ctx: &Ctx, certified: &str, device: &Device) -> Result<Entered> {
    let login = login_key(certified);
    let (account, place) = ctx.read(|read| {
        let place = Place::of_certificate(ctx, read, &login)?;
        Ok((store::by_login(read, &login)?, place))
    })?;
    let Some(account) = account else {
        ctx.act_unknown(&FAIL, |w| {
            w.how("证书没有对应的账号");
            Ok(())
        })?;
        let words = "这张证书没有对应的账号。请用警号和口令登录，或者找本单位系统管理员开通";
        return Err(Error::invalid("", words));
    };
    if ctx.read(|read| second::has(read, account.person))? {
        return Ok(Entered::Second(ticket::make(ctx, &account, "")));
    }
    begin(ctx, &account, &place, device, None, Way::Certificate).map(Entered::SignedIn)
}

/// The second step: a code of the authenticator, or a recovery code. Failures count where the first step's do.
pub fn second_step(ctx: &Ctx, ticket: &str, typed: &str, device: &Device) -> Result<SignedIn> {
    let (account, carried) = ticket::open(ctx, ticket)?.ok_or(Error::SignIn)?;
    let proven = sign_on::carried(ctx, &carried);
    let place = ctx.read(|read| Place::of(ctx, read, &account.login, device))?;
    if let Some(until) = place.waits(ctx.now) {
        return Err(Error::invalid("code", resting(until)));
    }
    let Some(passed) = second::matched(ctx, account.person, typed)? else {
        let counted = fail_second(ctx, &account, &place)?;
        return Err(Error::invalid("code", counted.words("验证码")));
    };
    let way = proven.as_ref().map_or(Way::Password, Way::SignOn);
    begin(ctx, &account, &place, device, Some(passed), way)
}

/// The session, once everything that was asked for has been shown.
pub(crate) fn begin(
    ctx: &Ctx,
    account: &Account,
    place: &Place,
    device: &Device,
    passed: Option<Passed>,
    way: Way,
) -> Result<SignedIn> {
    let token = crypto::token();
    let unknown = way.proven().and_then(|_| sign_on::actions::unknown_password(account));
    let device_token = device.token.map_or_else(crypto::token, str::to_owned);
    let (session, must_choose, must_change, has_second) = ctx.act_unknown(&SIGN_IN, |w| {
        // Somebody may have guessed in vain, or the password may have been reset, meanwhile.
        if let Some(until) = place.waits_now(w, w.now)? {
            return Err(Error::invalid("", resting(until)));
        }
        let now = store::of_person(w, account.person)?;
        if now.is_none_or(|now| now.password != account.password) {
            return Err(Error::Conflict("口令刚刚改过，请用新口令登录".into()));
        }
        let has_second = passed.is_some() || second::has(w, account.person)?;
        match &passed {
            Some(passed) => second::actions::use_up(w, account.person, passed)?,
            None if has_second && !way.has_two_factors() => return Err(Error::SignIn),
            None => {}
        }
        place.forgive(w)?;
        get_to_know(ctx, w, account, (place, device, &device_token))?;
        let must_change = arrive(ctx, w, account, way, unknown.as_deref())?;
        let proved_at = if passed.is_some() { None } else { way.proved_at(w.now) };
        let new = NewSession {
            token: &session::digest(&token),
            person: account.person,
            post: hat::first(ctx, w, account.person)?,
            device: device.name,
            address: ctx.client.map(|it| it.to_canonical().to_string()),
            ends_at: w.now.plus_seconds(settings().longest_hours * 3600),
            proved_at,
            by_sign_on: way.proven().is_some(),
        };
        let (session, must_choose) = open_session(w, &new)?;
        Ok((session, must_choose, must_change, has_second))
    })?;
    let must_set_second = !has_second && is_asked_for_second(ctx, account.person)?;
    Ok(SignedIn { token, device_token, session, must_change, must_choose, must_set_second })
}

/// Notes by which way he came; whether a start password still has to be changed.
fn arrive(
    ctx: &Ctx,
    w: &Acting,
    account: &Account,
    way: Way,
    unknown: Option<&str>,
) -> Result<bool> {
    match way {
        Way::Password => {}
        Way::Certificate => {
            w.how("证书");
        }
        Way::Passkey => {
            w.how("通行密钥");
        }
        Way::SignOn(proven) => {
            return sign_on::actions::arrive(ctx, w, account, proven, unknown);
        }
    }
    Ok(account.must_change)
}

/// The device is known from now on; a strange one, when he had others, is told to him.
fn get_to_know(
    ctx: &Ctx,
    w: &Acting,
    account: &Account,
    (place, device, token): (&Place, &Device, &str),
) -> Result<()> {
    if place.is_strange() && throttle::store::has_devices(w, account.person)? {
        let words = format!(
            "您的账号刚刚在一台没用过的设备上登录（{}）。不是您的话，马上退出它，再改口令",
            device.name
        );
        telling::owner(w, account.person, &words, SESSIONS)?;
    }
    throttle::know(ctx, w, account.person, &account.login, token)
}

fn is_asked_for_second(ctx: &Ctx, person: i64) -> Result<bool> {
    let of_everyone = second::is_asked_of_everyone(&ctx.core);
    Ok(of_everyone
        || ctx.read(|read| Ok(!second::pages::asked_for(ctx, read, person)?.is_empty()))?)
}

/// The session, and whether he has to choose a hat first.
fn open_session(w: &Acting, new: &NewSession) -> Result<(i64, bool)> {
    let id = session::store::add(w, new, w.now)?;
    w.about("person", new.person).done_by(new.person);
    Ok((id, new.post.is_none() && hat::has_any(w, new.person, w.now.day())?))
}

/// Counts and records the failure.
pub(crate) fn fail(ctx: &Ctx, login: &str, place: &Place) -> Result<Counted> {
    ctx.act_unknown(&FAIL, |w: &Acting| {
        let counted = place.count(w)?;
        if let Some(account) = store::by_login(w, login)? {
            w.about("person", account.person);
        }
        Ok(counted)
    })
}

/// The same behind the right password: its owner is told, once a day.
pub(crate) fn fail_second(ctx: &Ctx, account: &Account, place: &Place) -> Result<Counted> {
    let words = "有人用对了您的口令，第二步没有过。不是您自己的话，马上改口令";
    ctx.act_unknown(&FAIL, |w: &Acting| {
        w.about("person", account.person);
        telling::owner_daily(w, account.person, words, "second step")?;
        place.count(w)
    })
}

/// Changes one's own password and signs every other device out.
pub(crate) fn change_password(ctx: &Ctx, session: i64, current: &str, new: &str) -> Result<()> {
    let person = ctx.person()?;
    let (account, owner, place) = ctx.read(|read| {
        let account = store::of_person(read, person)?.ok_or(Error::SignIn)?;
        let place = Place::of_screen(ctx, read, &account.login, session)?;
        let owner = owner(ctx, read, &account)?;
        Ok((account, owner, place))
    })?;
    if let Some(until) = place.waits(ctx.now) {
        return Err(Error::invalid("current", resting(until)));
    }
    if !password::is_right(current, Some(&account.password)) {
        return Err(wrong_current(ctx, &account, &place)?);
    }
    let mut faults = Faults::default();
    if current == new {
        faults.add("new", "新口令要和现在的不同");
    } else if let Err(words) = password::check(new, &owner, password_kinds(&ctx.core)) {
        faults.add("new", words);
    }
    faults.check()?;
    let hashed = password::hash(new);
    ctx.act_own(&CHANGE_PASSWORD, |w, person| {
        if !store::set_password(w, person, &account.password, &hashed, w.now)? {
            return Err(Error::Conflict("口令刚刚在别处改过，请重新登录".into()));
        }
        session::store::revoke_others(w, person, session, w.now)?;
        telling::owner(
            w,
            person,
            "您的口令改过了。如果不是您改的，请马上请系统管理员当面重设",
            SESSIONS,
        )?;
        w.changed(&["password"]).reply("/me");
        Ok(())
    })
}

/// What a guesser would try against this account.
fn owner(ctx: &Ctx, read: &Read, account: &Account) -> Result<Owner> {
    let roll = store::on_roll(read, account.person)?.unwrap_or_default();
    let phone = people::phone_of(read, &ctx.core.keys, account.person)?;
    let store::Roll { name, name_key, police_number, birth, unit } = roll;
    Ok(Owner { login: account.login.clone(), name, name_key, police_number, phone, birth, unit })
}

/// Before what is dangerous: the password, a code of the second step or a passkey, once more. Guessing slows down.
pub(crate) fn prove(ctx: &Ctx, session: i64, typed: &str) -> Result<()> {
    let person = ctx.person()?;
    let (account, place) = ctx.read(|read| {
        let account = store::of_person(read, person)?.ok_or(Error::SignIn)?;
        let place = Place::of_screen(ctx, read, &account.login, session)?;
        Ok((account, place))
    })?;
    if let Some(until) = place.waits(ctx.now) {
        return Err(Error::invalid("", resting(until)));
    }
    let sent = Sent::read(typed);
    let passed = match (&sent, second::Typed::read(typed)) {
        (Some(sent), _) => {
            passkey::matched(ctx, Purpose::Proof(session), person, sent)?.map(Passed::Passkey)
        }
        (None, Some(second::Typed::Code(_))) => second::matched(ctx, person, typed)?,
        _ => None,
    };
    let is_password = || sent.is_none() && password::is_right(typed, Some(&account.password));
    if passed.is_none() && !is_password() {
        let counted = fail(ctx, &account.login, &place)?;
        let what = if sent.is_some() { "通行密钥" } else { "口令或验证码" };
        return Err(Error::invalid("", counted.words(what)));
    }
    ctx.act_own(&PROVE, |w, person| {
        if let Some(passed) = &passed {
            second::actions::use_up(w, person, passed)?;
        }
        place.forgive(w)?;
        if session::store::prove(w, person, session, w.now)? { Ok(()) } else { Err(Error::SignIn) }
    })
}

/// Guessing on somebody's open screen slows down like guessing at the door.
fn wrong_current(ctx: &Ctx, account: &Account, place: &Place) -> Result<Error> {
    let counted = fail(ctx, &account.login, place)?;
    Ok(Error::invalid("current", counted.words("现在的口令")))
}
