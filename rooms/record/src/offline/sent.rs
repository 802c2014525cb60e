//! What a phone sends: its side, what it began with, and what was chosen where the two differ.

use std::collections::HashMap;

use act::Result;
use web::{Form, Reader};

use super::merge::{Before, Item, Side, Stands};
use crate::{
    kind::RecordKind,
    meeting::{read_attendance, read_sessions},
    motion,
};

/// Heads that a draft on a phone has at most.
const ITEMS_AT_MOST: usize = 40;
/// The longest text of a draft as it was taken.
const BEFORE_BYTES_AT_MOST: usize = 256 * 1024;

/// What is to be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The meeting is over: hold, minutes, closing.
    Close,
    /// Hold and minutes; the rest is done here.
    Minute,
    /// The server's is closed: the phone's becomes a half-filled correction.
    Correct,
    /// The phone's is not wanted.
    Drop,
}

/// A form as a phone sends it.
pub(super) struct Sent {
    pub(super) side: Side,
    pub(super) before: Before,
    pub(super) purpose: Purpose,
    /// By the field of a difference.
    pub(super) chosen: HashMap<String, Stands>,
    /// The version of the record that the choice was made about.
    pub(super) version: Option<i64>,
    /// By the phone's clock, in words; "" where it did not say.
    pub(super) written: String,
    pub(super) late_reason: String,
}

impl Sent {
    pub(super) fn read(form: &Form, kind: &RecordKind) -> Result<Self> {
        let reader = form.reader();
        let mut sessions = read_sessions(&reader);
        let side = Side {
            session: sessions.remove(0),
            chair: reader.id("chair"),
            lecturer: reader.id("lecturer"),
            attendance: read_attendance(&reader),
            items: items(&reader),
            motions: motion::read(&reader, form, kind),
        };
        let purposes = ["close", "minute", "correct", "drop"];
        let purpose = match reader.choice("purpose", "怎么办", &purposes).as_str() {
            "minute" => Purpose::Minute,
            "correct" => Purpose::Correct,
            "drop" => Purpose::Drop,
            _ => Purpose::Close,
        };
        let chosen = reader.starting_with("use_").into_iter().map(|(field, side)| {
            let stands = if side == "server" { Stands::Server } else { Stands::Phone };
            (format!("use_{field}"), stands)
        });
        let sent = Self {
            side,
            before: before(&reader, form),
            purpose,
            chosen: chosen.collect(),
            version: form.has("_version").then(|| reader.version()),
            written: reader.optional_text("written", "写完的时间", 20),
            late_reason: reader.optional_text("late_reason", "为什么现在补录", 200),
        };
        reader.check()?;
        Ok(sent)
    }

    /// How an act came about, beside its event.
    pub(super) fn reason(&self) -> String {
        match self.written.as_str() {
            "" => "离线写的，联网后上传".to_owned(),
            at => format!("离线写的，手机时间{at}写完，联网后上传"),
        }
    }
}

/// Only compared, never kept: what it says about itself can at most make the choice ask once more.
fn before(reader: &Reader, form: &Form) -> Before {
    reader.many("before");
    let typed = form.value("before");
    if typed.len() > BEFORE_BYTES_AT_MOST {
        return Before::default();
    }
    serde_json::from_str(typed).unwrap_or_default()
}

fn items(reader: &Reader) -> Vec<Item> {
    let (heads, bodies) = (reader.many("head"), reader.many("item"));
    if heads.len() > ITEMS_AT_MOST || heads.len() != bodies.len() {
        reader.fault("item", "会议记录的各项对不上，请回到本机的草稿再传一次");
        return Vec::new();
    }
    let head = |typed: &str| text::intake(typed, 140);
    let body = |typed: &str| text::intake_lines(typed, 20_000);
    let mut items = Vec::new();
    for (typed_head, typed_body) in heads.into_iter().zip(bodies) {
        match (head(typed_head), body(typed_body)) {
            (Ok(head), Ok(body)) => items.push(Item::new(&head, body)),
            (Err(fault), _) | (_, Err(fault)) => reader.fault("item", format!("会议记录：{fault}")),
        }
    }
    items
}
