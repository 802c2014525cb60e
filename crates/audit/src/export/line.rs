//! The lines of an export.

use act::{Look, Trace};
use calendar::{Day, Instant};
use serde::{Deserialize, Serialize};

use crate::Head;

/// One line; its kind is the one key of the object.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// The first line.
    Export(Top),
    Event(Event),
    /// A look at persons.
    Look(LookLine),
    /// Closes the events and looks above it.
    Seal(SealLine),
    Head(HeadLine),
    /// The last line.
    End(End),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Top {
    pub(super) version: u32,
    pub(super) made_at: Instant,
    pub(super) since: Option<Day>,
    pub(super) until: Option<Day>,
    /// The seal before the first one here, with its digest; 0 when the chain is here from its beginning.
    pub(super) after_seal: i64,
    pub(super) after_digest: String,
    pub(super) keys: Vec<Signer>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Signer {
    pub(super) id: i64,
    pub(super) public: String,
    pub(super) fingerprint: String,
}

/// Everything of an event but its reason: that is free text, and no business of an auditor.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Event {
    id: i64,
    digest: String,
    at: Instant,
    person: Option<i64>,
    actor: String,
    post: Option<i64>,
    act: String,
    unit: Option<i64>,
    about: Option<String>,
    changed: String,
    rows: i64,
    origin: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LookLine {
    id: i64,
    digest: String,
    at: Instant,
    person: i64,
    post: Option<i64>,
    act: String,
    about: String,
    shown: i64,
    origin: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SealLine {
    pub(super) no: i64,
    pub(super) digest: String,
    /// The running digest over every line above: tells where a text was changed.
    pub(super) text: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct HeadLine {
    no: i64,
    day: Day,
    signed_at: Instant,
    seal: i64,
    digest: String,
    events: i64,
    previous: String,
    signer: i64,
    signature: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct End {
    /// Lines above this one.
    pub(super) lines: usize,
    pub(super) digest: String,
    pub(super) signer: i64,
    pub(super) signature: String,
}

pub(super) fn event(it: &Trace, digest: &[u8]) -> Line {
    Line::Event(Event {
        id: it.id,
        digest: crypto::hex(digest),
        at: it.at,
        person: it.person,
        actor: it.actor.clone(),
        post: it.post,
        act: it.act.clone(),
        unit: it.unit,
        about: it.about.clone(),
        changed: it.changed.clone(),
        rows: it.rows_count,
        origin: it.origin.clone(),
    })
}

pub(super) fn look(it: &Look, digest: &[u8]) -> Line {
    Line::Look(LookLine {
        id: it.id,
        digest: crypto::hex(digest),
        at: it.at,
        person: it.person,
        post: it.post,
        act: it.act.clone(),
        about: it.about.clone(),
        shown: it.shown,
        origin: it.origin.clone(),
    })
}

impl Line {
    /// Id, digest and moment of something sealed; `None` of every other line.
    pub(super) fn entry(&self) -> Option<(i64, &str, Instant)> {
        match self {
            Self::Event(it) => Some((it.id, &it.digest, it.at)),
            Self::Look(it) => Some((it.id, &it.digest, it.at)),
            _ => None,
        }
    }
}

impl From<&Head> for HeadLine {
    fn from(head: &Head) -> Self {
        Self {
            no: head.no,
            day: head.day,
            signed_at: head.signed_at,
            seal: head.seal,
            digest: crypto::hex(&head.digest),
            events: head.events,
            previous: crypto::hex(&head.previous),
            signer: head.signer,
            signature: crypto::hex(&head.signature),
        }
    }
}

impl HeadLine {
    /// `None` when its digests are no hexadecimal.
    pub(super) fn head(self) -> Option<Head> {
        Some(Head {
            no: self.no,
            day: self.day,
            signed_at: self.signed_at,
            seal: self.seal,
            digest: crypto::unhex(&self.digest)?,
            events: self.events,
            previous: crypto::unhex(&self.previous)?,
            signer: self.signer,
            signature: crypto::unhex(&self.signature)?,
        })
    }
}
