//! Every SQL statement about minutes and closing.

use act::Result;
use calendar::Instant;
use db::{Read, Write, bind};

use super::{Minutes, ROOM};
use crate::{
    meeting::{Record, RecordId},
    roll::{self, Counts, Entry},
};

/// Keeps the text; *false* when the record changed or closed meanwhile.
pub(crate) fn set_minutes(
    w: &Write,
    id: RecordId,
    version: i64,
    minutes: &Minutes,
    (now, by): (Instant, Option<i64>),
) -> Result<bool> {
    let sql =
        "UPDATE record SET minutes = $3, makes_up = $4, makes_up_reason = $5, late_reason = $6,
                 minuted_at = $7, minuted_by = $8, version = version + 1
               WHERE id = $1 AND version = $2 AND held_at IS NOT NULL AND closed_at IS NULL
                 AND withdrawn_at IS NULL";
    let filled = |text: &String| Some(text.clone()).filter(|it| !it.is_empty());
    let (late, why) = (filled(&minutes.late_reason), filled(&minutes.makes_up_reason));
    let binds = bind![id, version, minutes.text, minutes.makes_up, why, late, now, by];
    Ok(w.run(sql, binds)? == 1)
}

/// Closes it with its roll, or puts the corrected roll in its place.
pub(crate) fn keep_closed(
    w: &Write,
    record: &Record,
    entries: &[Entry],
    now: Instant,
) -> Result<()> {
    let counts = Counts::of(entries);
    let value = roll::write(entries);
    let digest = roll::digest(record.id.0, &value);
    let closed_at = record.closed_at.unwrap_or(now);
    let Counts { expected, present, voters, voters_present } = counts;
    let sql = "UPDATE record SET roll = $2, roll_digest = $3, expected = $4, present = $5,
                 voters = $6, voters_present = $7, late_reason = $8, closed_at = $9,
                 number_year = $10, number = $11
               WHERE id = $1";
    let Record { late_reason, number_year, number, .. } = record;
    let first = bind![record.id, value, digest, expected, present, voters, voters_present];
    w.run(sql, &[first, bind![late_reason, closed_at, number_year, number]].concat())?;
    Ok(())
}

/// How many duties and periods it serves, or could not, out of their view.
pub(crate) fn count_served(read: &Read, record: RecordId) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT DISTINCT duty, period, counts, reason FROM service_now
                                     WHERE fact_room = $1 AND fact = $2) served";
    Ok(read.one(sql, bind![ROOM, record])?)
}
