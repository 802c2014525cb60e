//! Every SQL statement about bulk records.

use act::Result;
use db::{Read, Value, Write, bind};

use crate::meeting::{Record, RecordId};

pub(super) const WIDTH: usize = 37;

/// One row of `record`, as [`insert`] wants it.
pub(super) fn cells(record: &Record, digest: Option<[u8; 32]>) -> Vec<Value> {
    let Record { id, unit, kind, variety, also, title, topic, plan_on, held_on, sessions, .. } =
        record;
    let Record { chair, recorder, lecturer, partner, guests, agenda, minutes, roll, .. } = record;
    let Record { expected, present, voters, voters_present, late_reason, makes_up, .. } = record;
    let Record { drafted_at, drafted_by, held_at, minuted_at, closed_at, batch, .. } = record;
    let Record { makes_up_reason, about, number_year, number, version, .. } = record;
    let digest = digest.map(|digest| digest.to_vec());
    [
        bind![id, unit, kind, variety, also, title, topic, plan_on, held_on, sessions],
        bind![chair, recorder, lecturer, partner, guests, agenda, minutes, roll, digest, expected],
        bind![present, voters, voters_present, late_reason, makes_up, makes_up_reason, drafted_at],
        bind![drafted_by, held_at, minuted_at, closed_at, batch, about, number_year, number],
        bind![version, record.entry],
    ]
    .concat()
}

pub(super) fn insert(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO record (id, unit, kind, variety, also, title, topic, plan_on, held_on,
                  sessions, chair, recorder, lecturer, partner, guests, agenda, minutes, roll,
                  roll_digest, expected, present, voters, voters_present, late_reason, makes_up,
                  makes_up_reason, drafted_at, drafted_by, held_at, minuted_at, closed_at, batch,
                  about, number_year, number, version, entry) VALUES ";
    w.insert_rows(head, WIDTH, cells)?;
    Ok(())
}

pub(super) fn insert_away(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO record_attendance
                (record, person, subgroup, state, word, session, relayed_at, relayed_by) VALUES ";
    w.insert_rows(head, 8, cells)?;
    Ok(())
}

/// Records of a batch that nobody has touched since.
pub(super) fn untouched(read: &Read, batch: i64) -> Result<Vec<RecordId>> {
    let sql = "SELECT id FROM record WHERE batch = $1 AND version = 0";
    Ok(read.all(sql, bind![batch])?)
}

pub(super) fn remove(w: &Write, batch: i64) -> Result<u64> {
    Ok(w.run("DELETE FROM record WHERE batch = $1 AND version = 0", bind![batch])?)
}
