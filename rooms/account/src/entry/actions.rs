//! Signing in, and changing one's own password.

use act::{Act, Acting, Ctx, Error, Faults, Result};

use super::{SignedIn, login_key, resting, store, store::Account, wrong};
use crate::{hat, password, session, session::store::NewSession, settings::settings};

pub(crate) const SIGN_IN: Act = Act::new("account.sign_in", "登录");
pub(crate) const FAIL: Act = Act::new("account.sign_in.fail", "登录没有成功");
pub(crate) const CHANGE_PASSWORD: Act = Act::new("account.password.change", "改口令");

const DAY_SECONDS: i64 = 86_400;

/// Signs in on a device. A wrong name and a wrong password are answered alike, after the same work.
pub fn sign_in(ctx: &Ctx, login: &str, typed: &str, device: &str) -> Result<SignedIn> {
    let login = login_key(login);
    let guard = guard(ctx, &login);
    let (account, locked) =
        ctx.read(|read| Ok((store::by_login(read, &login)?, store::locked_until(read, &guard)?)))?;
    let is_right = password::is_right(typed, account.as_ref().map(|it| it.password.as_str()));
    if let Some(until) = locked.filter(|until| *until > ctx.now) {
        return Err(Error::invalid("", resting(until)));
    }
    match account.filter(|_| is_right) {
        Some(account) => begin(ctx, &account, &guard, device),
        None => Err(Error::invalid("", fail(ctx, &login, &guard)?)),
    }
}

fn begin(ctx: &Ctx, account: &Account, guard: &[u8], device: &str) -> Result<SignedIn> {
    let start_ends = account.changed_at.plus_seconds(settings().start_password_days * DAY_SECONDS);
    if account.must_change && start_ends <= ctx.now {
        let words = "开户口令过期了，请找本单位系统管理员当面重设";
        return Err(Error::invalid("", words));
    }
    let token = crypto::token();
    let digest = session::digest(&token);
    let (session, must_choose) = ctx.act_unknown(&SIGN_IN, |w| {
        // Somebody may have guessed in vain, or the password may have been reset, meanwhile.
        if let Some(until) = store::locked_until(w, guard)?.filter(|until| *until > w.now) {
            return Err(Error::invalid("", resting(until)));
        }
        let now = store::of_person(w, account.person)?;
        if now.is_none_or(|now| now.password != account.password) {
            return Err(Error::Conflict("口令刚刚改过，请用新口令登录".into()));
        }
        store::forgive(w, guard)?;
        let post = hat::first(w, account.person, w.now.day())?;
        let ends_at = w.now.plus_seconds(settings().longest_hours * 3600);
        let new = NewSession { token: &digest, person: account.person, post, device, ends_at };
        let id = session::store::add(w, &new, w.now)?;
        w.about("person", account.person);
        Ok((id, post.is_none() && hat::has_any(w, account.person, w.now.day())?))
    })?;
    Ok(SignedIn { token, session, must_change: account.must_change, must_choose })
}

/// Counts and records the failure; the words.
fn fail(ctx: &Ctx, login: &str, guard: &[u8]) -> Result<String> {
    let failures = ctx.act_unknown(&FAIL, |w: &Acting| {
        let failures = store::count_failure(w, guard, w.now)?;
        if failures >= settings().failures {
            store::lock(w, guard, w.now.plus_seconds(settings().lock_minutes * 60))?;
        }
        if let Some(account) = store::by_login(w, login)? {
            w.about("person", account.person);
        }
        Ok(failures)
    })?;
    Ok(wrong(failures))
}

/// Changes one's own password and signs every other device out.
pub(crate) fn change_password(ctx: &Ctx, session: i64, current: &str, new: &str) -> Result<()> {
    let person = ctx.person()?;
    let (account, name_key) = ctx.read(|read| {
        let account = store::of_person(read, person)?.ok_or(Error::SignIn)?;
        Ok((account, store::name_key(read, person)?))
    })?;
    if !password::is_right(current, Some(&account.password)) {
        return Err(wrong_current(ctx, &account)?);
    }
    let mut faults = Faults::default();
    if current == new {
        faults.add("new", "新口令要和现在的不同");
    } else if let Err(words) = password::check(new, &account.login, &name_key) {
        faults.add("new", words);
    }
    faults.check()?;
    let hashed = password::hash(new);
    ctx.act_own(&CHANGE_PASSWORD, |w, person| {
        if !store::set_password(w, person, &account.password, &hashed, w.now)? {
            return Err(Error::Conflict("口令刚刚在别处改过，请重新登录".into()));
        }
        session::store::revoke_others(w, person, session, w.now)?;
        w.changed(&["password"]).reply("/me");
        Ok(())
    })
}

/// Guessing on somebody's open screen rests like guessing at the door, and ends there.
fn wrong_current(ctx: &Ctx, account: &Account) -> Result<Error> {
    let guard = guard(ctx, &account.login);
    let locked = ctx.read(|read| Ok(store::locked_until(read, &guard)?))?;
    if let Some(until) = locked.filter(|until| *until > ctx.now) {
        return Ok(Error::invalid("current", resting(until)));
    }
    let words = fail(ctx, &account.login, &guard)?;
    Ok(Error::invalid("current", words.replace("警号或口令", "现在的口令")))
}

fn guard(ctx: &Ctx, login: &str) -> Vec<u8> {
    ctx.core.keys.lookup(&format!("sign-in:{login}"))
}
