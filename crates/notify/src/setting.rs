//! The hours of this installation: what holds now, and setting them.

use act::{Act, Ctx, Error, Result, Theirs};
use calendar::Instant;
use db::Read;

use crate::{Hours, InvalidHours, store};

pub const SET_HOURS: Act = Act::new("notice.set_hours", "设置消息汇总时间");

/// What holds, with who set it; version 0 while nobody has.
#[derive(Debug, Clone)]
pub struct Setting {
    pub hours: Hours,
    pub version: i64,
    pub set_at: Option<Instant>,
    pub set_by: Option<i64>,
}

/// What holds now in this installation.
pub fn setting(read: &Read) -> Result<Setting> {
    let built_in = Hours::built_in();
    let Some(row) = store::hours(read)? else {
        return Ok(Setting { hours: built_in.clone(), version: 0, set_at: None, set_by: None });
    };
    let digests: Vec<&str> = row.digests.split(' ').collect();
    // Bounds that a later version of the binary draws closer: its own hours hold then.
    let hours = built_in.with(&row.works_from, &row.works_to, &digests);
    let hours = hours.unwrap_or_else(|_| built_in.clone());
    Ok(Setting { hours, version: row.id, set_at: Some(row.set_at), set_by: row.set_by })
}

/// Sets working hours and digests for the whole installation; what waits goes out by the new ones.
/// *Stale* when somebody else has set them since they were shown at `version`.
pub fn set_hours(ctx: &Ctx, hours: &Hours, version: i64) -> Result<()> {
    let unit = ctx.actor.hat().map(|hat| hat.unit.id).ok_or(Error::NotFound)?;
    let lock = [act::named_lock("notice_hours")];
    ctx.act_locked(&SET_HOURS, unit, &lock, |w| {
        let now = setting(w)?;
        if now.version != version {
            return Err(Error::Stale(theirs(&now.hours, hours)));
        }
        let id = store::set_hours(w, hours, ctx.actor.person())?;
        store::put_off(w, hours.next_digest(w.now))?;
        w.about("notice_hours", id).changed(&["works_from", "works_to", "digests"]);
        w.reply("/admin/notices");
        Ok(())
    })
}

fn theirs(now: &Hours, typed: &Hours) -> Vec<Theirs> {
    let fields = [
        ("from", now.from.to_string(), typed.from.to_string()),
        ("to", now.to.to_string(), typed.to.to_string()),
        ("digests", now.digests_zh(), typed.digests_zh()),
    ];
    let changed = fields.into_iter().filter(|(_, now, typed)| now != typed);
    changed.map(|(field, value, _)| Theirs { field, value }).collect()
}

impl From<InvalidHours> for Error {
    fn from(fault: InvalidHours) -> Self {
        Self::invalid(fault.field, fault.words)
    }
}
