//! What is written: telling somebody, and marking as read.

use act::{Act, Acting, Ctx, Error, Result};

use crate::{setting::setting, store};

pub const MARK_READ: Act = Act::new("notice.read", "把消息标为已读");

/// One thing to tell one person.
#[derive(Debug, Clone, Copy)]
pub struct Tell<'t> {
    pub person: i64,
    /// The unit it is about.
    pub unit: Option<i64>,
    /// `reminder`, `import`, `account` …
    pub kind: &'static str,
    /// One sentence, without identity numbers or facts of a case.
    pub text: &'t str,
    /// Where it is dealt with.
    pub url: &'t str,
    /// The person who tells; `None` for the system.
    pub sender: Option<i64>,
    /// The same matter is told to the same person once a day.
    pub dedup: Option<&'t str>,
}

/// Tells in the act's own transaction; false when it was told today already.
pub fn tell(w: &Acting, tell: &Tell) -> Result<bool> {
    let digest_at = setting(w)?.hours.next_digest(w.now);
    let matter = tell.dedup.map(|it| format!("{}|{it}|{}|{}", tell.kind, tell.person, w.now.day()));
    Ok(store::add(w, tell, digest_at, matter.as_deref())?)
}

/// Tells several; how many were told.
pub fn tell_all(w: &Acting, tells: &[Tell]) -> Result<usize> {
    let mut told = 0;
    for one in tells {
        told += usize::from(tell(w, one)?);
    }
    Ok(told)
}

/// Marks one of one's own notices; its URL. *NotFound* for somebody else's.
pub fn mark_read(ctx: &Ctx, notice: i64) -> Result<String> {
    ctx.act_own(&MARK_READ, |w, person| {
        store::mark_read(w, person, notice, w.now)?;
        store::url(w, person, notice)?.ok_or(Error::NotFound)
    })
}

/// Marks all of one's own notices; how many.
pub fn mark_all_read(ctx: &Ctx) -> Result<usize> {
    ctx.act_own(&MARK_READ, |w, person| {
        let count = store::mark_all_read(w, person, w.now)?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        w.rows(count);
        Ok(count)
    })
}
