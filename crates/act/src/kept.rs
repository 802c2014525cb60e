//! Half-filled forms, kept for their author alone: a write without an event, and why that is right (docs/adr/0050).

use calendar::Instant;
use db::{Read, Write, bind};
use serde::{Deserialize, Serialize};

use crate::{Ctx, Result, ctx::named_lock};

/// The longest content of one form; more is not cut, it is not kept.
pub const KEPT_BYTES_AT_MOST: usize = 64 * 1024;
/// Forms kept for one person; the oldest give way.
pub const KEPT_FORMS_AT_MOST: i64 = 50;

/// A form as its author left it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// Title of its page, for the author's list.
    pub title: String,
    /// The pages above it: 党员 › 张三.
    pub place: String,
    /// Where the form goes: a page that no longer has such a form gets nothing back.
    pub action: String,
    /// Typed values in the order of the form.
    pub fields: Vec<(String, String)>,
}

/// What became of a form that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    Kept,
    /// Longer than [`KEPT_BYTES_AT_MOST`].
    TooLong,
    /// This very form was sent and done meanwhile: a late save is no draft.
    Done,
}

#[derive(Deserialize)]
struct Row {
    form: String,
    content: Vec<u8>,
    saved_at: Instant,
}

impl Ctx {
    /// Keeps a form of the person at work under the URL of its page, in place of what was kept before.
    /// `key` is the form's one-time key, "" where it does not matter: what was done under it is not kept again.
    pub fn keep_form(&self, form: &str, kept: &KeptForm, key: &str) -> Result<Keeping> {
        let person = self.person()?;
        let content = serde_json::to_string(kept).map_err(anyhow::Error::from)?;
        if content.len() > KEPT_BYTES_AT_MOST {
            return Ok(Keeping::TooLong);
        }
        self.refuse_when_read_only()?;
        let sealed = crypto::seal(&self.core.keys, &kept_form_place(person, form), &content).0;
        // The act of the same form holds this lock, too: either it sees the row and removes it, or we see its event.
        let locks = if key.is_empty() { Vec::new() } else { vec![named_lock(key)] };
        self.core.db.write(&locks, |write| {
            if is_done(write, key)? {
                return Ok(Keeping::Done);
            }
            let sql =
                "INSERT INTO kept_form (person, form, content, saved_at) VALUES ($1, $2, $3, $4)
                       ON CONFLICT (person, form) DO UPDATE SET content = $3, saved_at = $4";
            write.run(sql, bind![person, form, sealed, self.now])?;
            // Bounded: half-filled forms of one person; the oldest give way (docs/adr/0050).
            let sql = "DELETE FROM kept_form WHERE person = $1 AND form NOT IN
                         (SELECT k.form FROM kept_form k WHERE k.person = $1
                          ORDER BY k.saved_at DESC, k.form LIMIT $2)";
            write.run(sql, bind![person, KEPT_FORMS_AT_MOST])?;
            Ok(Keeping::Kept)
        })
    }

    /// The author starts afresh.
    pub fn forget_form(&self, form: &str) -> Result<()> {
        let person = self.person()?;
        self.refuse_when_read_only()?;
        self.core.db.write(&[], |write| Ok(remove(write, person, form)?))
    }

    /// What the person at work left in a form, and when.
    pub fn kept_form(&self, read: &Read, form: &str) -> Result<Option<(KeptForm, Instant)>> {
        let Some(person) = self.actor.person() else { return Ok(None) };
        let sql = "SELECT form, content, saved_at FROM kept_form WHERE person = $1 AND form = $2";
        let row = read.maybe::<Row>(sql, bind![person, form])?;
        row.map(|row| Ok((self.open(person, &row)?, row.saved_at))).transpose()
    }

    /// Every form that the person at work left half-filled: (URL, what it is, when), the latest first.
    pub fn kept_forms(&self, read: &Read) -> Result<Vec<(String, KeptForm, Instant)>> {
        let Some(person) = self.actor.person() else { return Ok(Vec::new()) };
        let sql = "SELECT form, content, saved_at FROM kept_form WHERE person = $1
                   ORDER BY saved_at DESC, form";
        let rows = read.all::<Row>(sql, bind![person])?;
        rows.into_iter()
            .map(|row| Ok((row.form.clone(), self.open(person, &row)?, row.saved_at)))
            .collect()
    }

    /// Whether something was done under the one-time key of a form.
    pub fn is_done(&self, read: &Read, key: &str) -> Result<bool> {
        Ok(is_done(read, key)?)
    }

    fn open(&self, person: i64, row: &Row) -> Result<KeptForm> {
        let content =
            crypto::open(&self.core.keys, &kept_form_place(person, &row.form), &row.content)?;
        Ok(serde_json::from_str(&content).map_err(anyhow::Error::from)?)
    }
}

/// Where the content of a half-filled form is sealed.
pub fn kept_form_place(person: i64, form: &str) -> String {
    format!("kept_form.content.{person}.{form}")
}

fn is_done(read: &Read, key: &str) -> db::Result<bool> {
    let sql = "SELECT id FROM event WHERE request_key = $1";
    Ok(read.maybe::<i64>(sql, bind![key])?.is_some())
}

/// What was sent and done is no draft any more; part of the act's own transaction.
pub(crate) fn remove(write: &Write, person: i64, form: &str) -> db::Result<()> {
    write.run("DELETE FROM kept_form WHERE person = $1 AND form = $2", bind![person, form])?;
    Ok(())
}

/// Forms left before an instant: past their period.
pub fn remove_kept_forms(write: &Write, before: Instant) -> db::Result<u64> {
    write.run("DELETE FROM kept_form WHERE saved_at < $1", bind![before])
}
