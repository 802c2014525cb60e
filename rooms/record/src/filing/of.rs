//! The meeting that a paper is about: which there are, which one was asked for, and papers that were sent before theirs was there.

use act::{Acting, Ctx, Error, Result};
use calendar::{Day, Period};
use db::Read;

use super::store::{self, Open};
use crate::{
    closing,
    kind::{Kinds, OfMeeting, RecordKind},
    meeting::{self, Record, RecordId},
};

/// Said in a form of a paper that is about no meeting.
pub(super) const NONE: &str = "none";
/// Older meetings without a paper are no longer offered; a link still leads to them.
const MONTHS: i32 = 24;

/// What a new paper is about.
pub(super) enum Asked {
    Meeting(Box<Record>),
    /// No meeting; for kinds that are about none anyhow.
    Nothing,
    /// One of these, or none: whoever writes it says so.
    Open(Vec<Open>),
}

/// As the link or the form has it; where that is silent and there is no choice, the only one.
pub(super) fn asked(
    ctx: &Ctx,
    read: &Read,
    kind: &RecordKind,
    unit: i64,
    about: &str,
) -> Result<Asked> {
    let Some(of) = &kind.of else { return Ok(Asked::Nothing) };
    if about == NONE && !of.none.is_empty() {
        return Ok(Asked::Nothing);
    }
    if let Some(meeting) = find(read, of, unit, about)? {
        return Ok(Asked::Meeting(Box::new(meeting)));
    }
    let since = ctx.today.plus_months(-MONTHS);
    let open = store::open(read, unit, (&of.kind, &kind.key), (of.before, since))?;
    match (open.as_slice(), of.none.is_empty()) {
        ([], false) => Ok(Asked::Nothing),
        ([only], true) => {
            let found = meeting::find_any(read, only.id)?.ok_or(Error::NotFound)?;
            Ok(Asked::Meeting(Box::new(found)))
        }
        _ => Ok(Asked::Open(open)),
    }
}

/// A meeting of the unit that stands; `None` for anything else.
fn find(read: &Read, of: &OfMeeting, unit: i64, about: &str) -> Result<Option<Record>> {
    let Ok(id) = about.parse::<i64>() else { return Ok(None) };
    let found = meeting::find_any(read, RecordId(id))?;
    let is_it = |it: &Record| it.unit == unit && it.kind == of.kind && it.withdrawn_at.is_none();
    Ok(found.filter(is_it))
}

/// What is kept of what was sent: an event that was told apart before, the meeting, or nothing.
pub(super) fn checked(read: &Read, kind: &RecordKind, unit: i64, about: &str) -> Result<String> {
    let Some(of) = &kind.of else { return Ok(about.to_owned()) };
    let none = if about == NONE { "" } else { about };
    if none.is_empty() && !of.none.is_empty() {
        return Ok(String::new());
    }
    let words = || format!("请选择是哪一次{}", Kinds::built_in().short(&of.kind));
    find(read, of, unit, about)?
        .map(|it| it.id.to_string())
        .ok_or_else(|| Error::invalid("about", words()))
}

/// The day whose year and half stand in titles: a meeting that was made up is of the earlier one.
pub(super) fn titled_on(meeting: &Record) -> Day {
    let made_up = meeting.makes_up.as_deref().and_then(|key| key.parse::<Period>().ok());
    made_up.map_or_else(|| meeting.held_on.unwrap_or(meeting.plan_on), Period::last)
}

/// `2025年12月25日的民主生活会`
pub(super) fn words(kind: &str, on: Day) -> String {
    format!("{}的{}", on.zh(), Kinds::built_in().short(kind))
}

/// A meeting is closed: what was sent before it, when it was not there yet, is of it.
pub(crate) fn adopt(ctx: &Ctx, w: &Acting, meeting: &Record) -> Result<()> {
    let sent_before = |kind: &&RecordKind| {
        kind.of.as_ref().is_some_and(|of| of.before && of.kind == meeting.kind)
    };
    for kind in Kinds::built_in().iter().filter(sent_before) {
        for id in store::unnamed(w, meeting, &kind.key)? {
            if !store::name(w, id, &meeting.id.to_string())? {
                continue;
            }
            let paper = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
            closing::serve(ctx, w, &paper, &[])?;
        }
    }
    Ok(())
}
