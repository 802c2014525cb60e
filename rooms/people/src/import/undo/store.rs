//! Every SQL statement about taking a batch of people back.

use act::Result;
use calendar::Instant;
use db::{Read, Touch, Write, bind};

use crate::{Status, member};

/// What an undo would take back and what it would leave: (rows untouched since, those changed since).
pub(super) fn fate(read: &Read, batch: i64) -> Result<(i64, Vec<(i64, String)>)> {
    let sql = "SELECT count(*) FROM import_row r JOIN person p ON p.id = r.person
               WHERE r.batch = $1 AND p.version = r.version";
    let untouched = read.one(sql, bind![batch])?;
    let sql = "SELECT p.id, p.name FROM import_row r JOIN person p ON p.id = r.person
               WHERE r.batch = $1 AND p.version <> r.version ORDER BY p.name_key, p.id";
    Ok((untouched, read.all(sql, bind![batch])?))
}

/// Takes back everybody who came with the batch and whom nobody has touched since: only the name stays.
pub(super) fn withdraw(w: &Write, batch: i64, at: Instant) -> Result<u64> {
    let sql = "UPDATE person
               SET withdrawn_at = $2, member_status = 'none', sex = NULL, birth = NULL, ethnic = NULL,
                   education = NULL, degree = NULL, police_rank = NULL, police_number = NULL,
                   duty_title = NULL, work_from = NULL, id_number = NULL, id_number_key = NULL,
                   phone = NULL, phone_key = NULL, phone_tail_key = NULL, joined_on = NULL,
                   full_on = NULL, outside_number = NULL, version = version + 1
               WHERE batch = $1
                 AND EXISTS (SELECT 1 FROM import_row r WHERE r.batch = $1 AND r.person = person.id
                             AND r.was = 'added' AND r.version = person.version)";
    let withdrawn = w.run(sql, bind![batch, at])?;
    let sql = "SELECT DISTINCT a.unit FROM affiliation a JOIN person p ON p.id = a.person
               WHERE p.batch = $1 AND p.withdrawn_at = $2";
    let units: Vec<i64> = w.all(sql, bind![batch, at])?;
    w.touch_all(units, Touch::Unit);
    let sql = "DELETE FROM affiliation WHERE person IN
                   (SELECT id FROM person WHERE batch = $1 AND withdrawn_at = $2)";
    w.run(sql, bind![batch, at])?;
    let sql = "DELETE FROM member_status WHERE person IN
                   (SELECT id FROM person WHERE batch = $1 AND withdrawn_at = $2)";
    w.run(sql, bind![batch, at])?;
    Ok(withdrawn)
}

/// Rows that the batch changed and nobody has touched since: (person, version, what was before).
pub(super) fn to_restore(read: &Read, batch: i64) -> Result<Vec<(i64, i64, String)>> {
    let sql = "SELECT r.person, r.version, r.before FROM import_row r
               JOIN person p ON p.id = r.person AND p.version = r.version
               WHERE r.batch = $1 AND r.was = 'updated' AND r.before IS NOT NULL";
    Ok(read.all(sql, bind![batch])?)
}

/// Puts back the status that stood before full membership was imported.
pub(super) fn restore_status(w: &Write, person: i64, status: Status) -> Result<()> {
    member::touch(w, person)?;
    let sql = "DELETE FROM member_status WHERE person = $1 AND to_on IS NULL";
    w.run(sql, bind![person])?;
    let sql = "UPDATE member_status SET to_on = NULL
               WHERE person = $1 AND from_on = (SELECT max(s.from_on) FROM member_status s
                                                WHERE s.person = $1)";
    w.run(sql, bind![person])?;
    let sql = "UPDATE person SET member_status = $2 WHERE id = $1";
    w.run(sql, bind![person, status])?;
    Ok(())
}

/// Puts back the spell of affiliation that an import had ended.
pub(super) fn restore_affiliation(w: &Write, person: i64) -> Result<()> {
    member::touch(w, person)?;
    let sql = "DELETE FROM affiliation WHERE person = $1 AND to_on IS NULL";
    w.run(sql, bind![person])?;
    let sql = "UPDATE affiliation SET to_on = NULL
               WHERE id = (SELECT max(a.id) FROM affiliation a WHERE a.person = $1)";
    w.run(sql, bind![person])?;
    Ok(())
}
