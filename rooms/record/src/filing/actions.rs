//! Entering a filing: it stands at once, and serves what it serves.

use act::{Act, Ctx, Error, Place, Result};

use super::of;
use crate::{
    closing::{self, Minutes},
    kind::Kinds,
    meeting::{self, Content, New, Record, RecordId},
};

pub const FILE: Act = Act::new("record.file", "登记报告和通报");

/// Keeps what was done, closed from the start.
pub(crate) fn file(ctx: &Ctx, new: &New, content: &Content, minutes: &Minutes) -> Result<RecordId> {
    let kind = Kinds::built_in().find(&new.kind).filter(|kind| kind.is_filing());
    let kind = kind.ok_or(Error::NotFound)?;
    ctx.act(&FILE, new.unit, |w| {
        let place = Place::find(w, new.unit)?.ok_or(Error::NotFound)?;
        if !kind.is_for(&place.kind) {
            let words = format!("{}没有{}这一项", place.short_name, kind.short);
            return Err(Error::invalid("kind", words));
        }
        let about = of::checked(w, kind, new.unit, &new.about)?;
        meeting::checked_again(ctx, w, kind, &place, content)?;
        let id = RecordId(w.id());
        let record = meeting::filled(meeting::blank(w, id, new), content);
        let record = Record {
            about,
            held_on: Some(record.plan_on),
            held_at: Some(w.now),
            drafted_by: ctx.actor.person(),
            makes_up: minutes.makes_up.clone(),
            minutes: minutes.text.clone(),
            ..record
        };
        closing::decided(ctx, kind, &record, (&[], &[]), minutes)?;
        let late_reason = closing::entered_late(kind, &record, w.now, minutes)?;
        let record = Record { late_reason, ..record };
        meeting::insert(w, &record)?;
        closing::set_minutes(w, id, 0, minutes, (w.now, ctx.actor.person()))?;
        closing::keep_closed(w, &record, &[], w.now)?;
        closing::serve(ctx, w, &record, &[])?;
        w.about("record", id).changed(&["closed_at"]).reply(record.url());
        Ok(id)
    })
}
