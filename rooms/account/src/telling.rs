//! What the owner of an account is told while he may not be looking.

use act::{Acting, Result};
use notify::Tell;

/// Where one sees who is signed in, from where, and ends it.
pub(crate) const SESSIONS: &str = "/me/sessions";

/// One sentence, and where it is dealt with.
pub(crate) fn owner(w: &Acting, person: i64, text: &str, url: &str) -> Result<()> {
    tell(w, person, (text, url), None, None)
}

/// The same, once a day for one `matter`.
pub(crate) fn owner_daily(w: &Acting, person: i64, text: &str, matter: &str) -> Result<()> {
    tell(w, person, (text, SESSIONS), None, Some(matter))
}

/// What an administrator has done to the account; he stands under it as the sender.
pub(crate) fn owner_by(
    w: &Acting,
    by: Option<i64>,
    person: i64,
    text: &str,
    url: &str,
) -> Result<()> {
    tell(w, person, (text, url), by, None)
}

fn tell(
    w: &Acting,
    person: i64,
    (text, url): (&str, &str),
    sender: Option<i64>,
    dedup: Option<&str>,
) -> Result<()> {
    let (unit, kind) = (None, "account");
    notify::tell(w, &Tell { person, unit, kind, text, url, sender, dedup })?;
    Ok(())
}
