//! Every statement about requests for exemption.

use act::Result;
use calendar::{Day, Instant};
use db::{Read, Write, bind};
use serde::Deserialize;

use crate::{Bearer, slot::Address};

/// The latest request about a slot.
#[derive(Debug, Deserialize)]
pub(crate) struct Request {
    pub(crate) reason: String,
    pub(crate) asked_at: Instant,
    pub(crate) asked_by: Option<i64>,
    /// "" while nobody has answered, 'exempted' or 'declined'.
    pub(crate) answer: String,
    pub(crate) words: String,
    pub(crate) answered_at: Option<Instant>,
}

impl Request {
    pub(crate) fn is_open(&self) -> bool {
        self.answer.is_empty()
    }

    /// What the page says of it.
    pub(crate) fn zh(&self) -> String {
        let asked = format!("{}请的，原因：{}", self.asked_at.day().zh_short(), self.reason);
        let day = self.answered_at.map(Instant::day).map(Day::zh_short).unwrap_or_default();
        match self.answer.as_str() {
            "" => format!("{asked}。还没有答复"),
            "declined" => format!("{asked}。{day}答复不同意：{}", self.words),
            _ => format!("{asked}。{day}已决定免办"),
        }
    }
}

pub(crate) fn latest(read: &Read, bearer: &Bearer, at: &Address) -> Result<Option<Request>> {
    let (kind, key) = bearer.key();
    let sql = "SELECT reason, asked_at, asked_by, answer, words, answered_at FROM exemption_request
               WHERE bearer_kind = $1 AND bearer = $2 AND unit = $3 AND duty = $4 AND period = $5
                 AND about = $6
               ORDER BY id DESC LIMIT 1";
    Ok(read.maybe(sql, bind![kind, key, at.unit, at.duty, at.period, at.about])?)
}

pub(super) fn ask(
    w: &Write,
    bearer: &Bearer,
    at: &Address,
    reason: &str,
    (now, person): (Instant, Option<i64>),
) -> Result<()> {
    let (id, (kind, key)) = (w.id(), bearer.key());
    let sql = "INSERT INTO exemption_request (id, bearer_kind, bearer, unit, duty, period, about,
                   reason, asked_at, asked_by, answer, words)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '')";
    w.run(sql, bind![id, kind, key, at.unit, at.duty, at.period, at.about, reason, now, person])?;
    Ok(())
}

/// *False* when nothing was asked, or it has been answered.
pub(crate) fn answer(
    w: &Write,
    bearer: &Bearer,
    at: &Address,
    (answer, words): (&str, &str),
    (now, person): (Instant, Option<i64>),
) -> Result<bool> {
    let (kind, key) = bearer.key();
    let sql = "UPDATE exemption_request
               SET answer = $7, words = $8, answered_at = $9, answered_by = $10
               WHERE bearer_kind = $1 AND bearer = $2 AND unit = $3 AND duty = $4 AND period = $5
                 AND about = $6 AND answer = ''";
    let cells = bind![kind, key, at.unit, at.duty, at.period, at.about, answer, words, now, person];
    Ok(w.run(sql, cells)? > 0)
}
