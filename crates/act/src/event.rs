//! What an act leaves behind: its event, under the next seal.

use std::{borrow::Cow, cell::RefCell, ops::Deref};

use calendar::Instant;
use db::{Value, Write, bind};

use crate::{Act, Ctx, Result, Trace, reason};

/// Tables out of which units are judged: an act that writes one of them touches a unit.
const FIGURED: &[&str] = &[
    "unit_path",
    "unit_change",
    "unit_fact",
    "term",
    "member_status",
    "affiliation",
    "abroad",
    "post",
    "service",
    "exemption",
    "explanation",
    "occurrence",
    "local_rule",
];

/// The right to write inside one act. Derefs to [`Write`], which can also be asked.
pub struct Acting<'w, 'c> {
    write: &'w Write<'c>,
    /// The instant of the act: the same in every row it writes.
    pub now: Instant,
    event: i64,
    notes: RefCell<Notes>,
}

#[derive(Default)]
struct Notes {
    by: Option<i64>,
    about: Option<String>,
    changed: Vec<&'static str>,
    said: Option<String>,
    how: Option<Cow<'static, str>>,
    reply: Option<String>,
    rows: Option<i64>,
}

impl<'c> Deref for Acting<'_, 'c> {
    type Target = Write<'c>;

    fn deref(&self) -> &Write<'c> {
        self.write
    }
}

impl<'w, 'c> Acting<'w, 'c> {
    pub(crate) fn new(write: &'w Write<'c>, now: Instant) -> Self {
        Self { event: write.id(), write, now, notes: RefCell::default() }
    }

    /// The id that the event will have: rows may point to it.
    pub fn event(&self) -> i64 {
        self.event
    }

    /// Which thing the act is about: `about("record", id)`.
    pub fn about(&self, kind: &str, id: impl std::fmt::Display) -> &Self {
        self.notes.borrow_mut().about = Some(format!("{kind}:{id}"));
        self
    }

    /// Who it was, where the act itself finds that out: whoever signs in is nobody before.
    pub fn done_by(&self, person: i64) -> &Self {
        self.notes.borrow_mut().by = Some(person);
        self
    }

    /// Names of the changed fields, never their values.
    pub fn changed(&self, fields: &[&'static str]) -> &Self {
        self.notes.borrow_mut().changed.extend_from_slice(fields);
        self
    }

    /// Why, in somebody's words, where the act asks for it: sealed beside the event, which keeps a digest of them.
    pub fn because(&self, words: &str) -> &Self {
        self.notes.borrow_mut().said = Some(words.to_owned());
        self
    }

    /// By which way, or what came of it, in the program's words: stands in the event for ever. Never what somebody
    /// has typed.
    pub fn how(&self, words: impl Into<Cow<'static, str>>) -> &Self {
        self.notes.borrow_mut().how = Some(words.into());
        self
    }

    /// Where the browser goes afterwards; a repeated post of the same form goes there too.
    pub fn reply(&self, url: impl Into<String>) -> &Self {
        self.notes.borrow_mut().reply = Some(url.into());
        self
    }

    /// How many rows a bulk act wrote.
    pub fn rows(&self, count: usize) -> &Self {
        self.notes.borrow_mut().rows = Some(count as i64);
        self
    }

    fn record_touched(&self) -> Result<()> {
        let touched = self.take_touched();
        debug_assert!(
            !touched.is_empty() || !self.has_written(FIGURED),
            "an act wrote what figures are made of and touched no unit"
        );
        if touched.is_empty() {
            return Ok(());
        }
        let row = |(unit, what): (i64, String)| bind![self.event, unit, what].to_vec();
        let cells: Vec<Value> = touched.into_iter().flat_map(row).collect();
        self.insert_rows("INSERT INTO touched (event, unit, what) VALUES ", 3, &cells)?;
        Ok(())
    }

    /// Writes the event row and puts its digest under the next seal.
    pub(crate) fn record(&self, ctx: &Ctx, act: &Act, unit: Option<i64>) -> Result<()> {
        let notes = self.notes.take();
        let person = ctx.actor.person().or(notes.by);
        let about = notes.about.as_deref();
        let how = notes.how.map(Cow::into_owned);
        // What the act says itself goes before what the context says of all its acts.
        let said = notes.said.or_else(|| ctx.reason().filter(|_| how.is_none()));
        let reason = match said {
            Some(words) => Some(reason::keep(self, &ctx.core.keys, (about, person), &words)?),
            None => how,
        };
        let trace = Trace {
            id: self.event,
            at: self.now,
            person,
            actor: notes.by.map_or_else(|| ctx.actor.key(), |_| "person".into()),
            post: ctx.actor.hat().map(|hat| hat.post),
            act: act.key.to_owned(),
            unit,
            about: notes.about,
            changed: notes.changed.join(" "),
            reason,
            rows_count: notes.rows.unwrap_or(1),
            origin: ctx.origin(),
        };
        let digest = ctx.core.keys.event_digest(trace.detail().as_bytes());
        let sql =
            "INSERT INTO event (id, at, person, actor, post, act, unit, about, changed, reason,
                                      rows_count, origin, request_key, reply, digest)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
        let binds = bind![
            trace.id,
            trace.at,
            trace.person,
            trace.actor,
            trace.post,
            trace.act,
            trace.unit,
            trace.about,
            trace.changed,
            trace.reason,
            trace.rows_count,
            trace.origin,
            ctx.request_key(),
            notes.reply,
            digest
        ];
        self.run(sql, binds)?;
        self.record_touched()?;
        self.seal_later(self.event, digest);
        Ok(())
    }
}
