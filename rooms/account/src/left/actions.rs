//! Closing by rule, and keeping open all the same.

use act::{Act, Acting, Ctx, Error, Result};
use jobs::{JobKind, Schedule, When};

use super::{Keep, last_to_keep, store};
use crate::{opening, session};

pub(crate) const CLOSE_LEFT: Act = Act::new("account.close_left", "停用已离开的人的账号");

const NAME: &str = "account.close_left";
const AT_ONCE: i64 = 200;

/// For `people::Leavers`: within the act by which somebody leaves the roll.
pub fn on_leaving(_: &Ctx, w: &Acting, person: i64) -> Result<()> {
    if close(w, person)? {
        w.changed(&["account"]);
    }
    Ok(())
}

/// *False* where he belongs here still, or it is closed or kept open.
fn close(w: &Acting, person: i64) -> Result<bool> {
    if !store::is_to_close(w, person, w.now.day())? {
        return Ok(false);
    }
    store::close(w, person, w.now)?;
    session::store::revoke_all(w, person, w.now)?;
    Ok(true)
}

pub(crate) fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| close_all(ctx) }
}

pub(crate) fn schedule() -> Schedule {
    Schedule { kind: NAME, when: When::Daily(3, 25) }
}

/// Whoever left by an import, a post that ran out or a day on which keeping open ended.
fn close_all(ctx: &Ctx) -> Result<()> {
    loop {
        let persons = ctx.read(|read| Ok(store::to_close(read, ctx.today, AT_ONCE)?))?;
        for person in &persons {
            ctx.act_system(&CLOSE_LEFT, |w| {
                if close(w, *person)? {
                    w.about("person", *person).changed(&["account"]);
                }
                Ok(())
            })?;
        }
        if (persons.len() as i64) < AT_ONCE {
            return Ok(());
        }
    }
}

/// Part of giving a new start password: for who has left only until a day and with a reason.
pub(crate) fn keep_open(w: &Acting, person: i64, keep: &Keep) -> Result<()> {
    if !store::has_left(w, person, w.now.day())? {
        return Ok(());
    }
    let (today, last) = (w.now.day(), last_to_keep(w.now.day()));
    let until = keep.until.ok_or_else(|| {
        Error::invalid("until", "他已不在名册上，也没有职务。要恢复使用，写明留用到哪天")
    })?;
    if until < today || until > last {
        let words = format!("留用到今天以后、{}以前的一天，到期自动停用", last.plus_days(1).zh());
        return Err(Error::invalid("until", words));
    }
    if keep.reason.is_empty() {
        return Err(Error::invalid("reason", "请写明为什么留用，如本人要取自己信息的副本"));
    }
    opening::store::keep_until(w, person, until)?;
    w.because(&keep.reason).changed(&["kept_until"]);
    Ok(())
}
