//! Every SQL statement about versions and withdrawal.

use act::{Error, Result};
use calendar::Instant;
use db::{Read, Write, bind};
use serde::Deserialize;

use super::{Snapshot, Version};
use crate::{
    closing::Minutes,
    meeting::{Record, RecordId},
};

#[derive(Deserialize)]
struct Row {
    no: i64,
    replaced_at: Instant,
    replaced_by: Option<i64>,
    reason: String,
    content: String,
}

/// Versions that were replaced, oldest first.
pub(crate) fn versions(read: &Read, record: RecordId) -> Result<Vec<Version>> {
    let sql = "SELECT no, replaced_at, replaced_by, reason, content FROM record_version
               WHERE record = $1 ORDER BY no";
    let rows: Vec<Row> = read.all(sql, bind![record])?;
    let version = |row: Row| {
        let content = serde_json::from_str(&row.content).map_err(Error::broken)?;
        let Row { no, replaced_at, replaced_by, reason, .. } = row;
        Ok(Version { no, replaced_at, replaced_by, reason, content })
    };
    rows.into_iter().map(version).collect()
}

/// Keeps what stood before.
pub(super) fn keep(
    w: &Write,
    record: RecordId,
    replaced: (Instant, Option<i64>),
    reason: &str,
    content: &Snapshot,
) -> Result<()> {
    let last: i64 = w.one(
        "SELECT coalesce(max(no), CAST(0 AS BIGINT)) FROM record_version WHERE record = $1",
        bind![record],
    )?;
    let content = serde_json::to_string(content).map_err(Error::broken)?;
    let sql = "INSERT INTO record_version (record, no, replaced_at, replaced_by, reason, content)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let (at, by) = replaced;
    w.run(sql, bind![record, last + 1, at, by, reason, content])?;
    Ok(())
}

/// Puts the corrected content in place; *false* when it changed meanwhile or no longer stands.
pub(super) fn replace(
    w: &Write,
    record: &Record,
    minutes: &Minutes,
    version: i64,
    now: Instant,
) -> Result<bool> {
    let Record { id, variety, also, title, topic, plan_on, sessions, chair, recorder, .. } = record;
    let Record { lecturer, partner, guests, agenda, late_reason, .. } = record;
    let sql = "UPDATE record SET variety = $3, also = $4, title = $5, topic = $6, plan_on = $7,
                 held_on = $7, sessions = $8, chair = $9, recorder = $10, lecturer = $11,
                 partner = $12, guests = $13, agenda = $14, minutes = $15, makes_up = $16,
                 makes_up_reason = $17, late_reason = $18, corrected_at = $19, entry = $20,
                 version = version + 1
               WHERE id = $1 AND version = $2 AND closed_at IS NOT NULL AND withdrawn_at IS NULL";
    let why = Some(minutes.makes_up_reason.clone()).filter(|it| !it.is_empty());
    let first = bind![id, version, variety, also, title, topic, plan_on, sessions, chair, recorder];
    let second = bind![lecturer, partner, guests, agenda, minutes.text, minutes.makes_up, why];
    let third = bind![late_reason, now, record.entry];
    Ok(w.run(sql, &[first, second, third].concat())? == 1)
}

/// *False* when somebody has withdrawn or changed it already.
pub(crate) fn withdraw(
    w: &Write,
    record: RecordId,
    version: i64,
    reason: &str,
    now: Instant,
) -> Result<bool> {
    let sql = "UPDATE record SET withdrawn_at = $3, withdrawn_why = $4, version = version + 1
               WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL";
    Ok(w.run(sql, bind![record, version, now, reason])? == 1)
}
