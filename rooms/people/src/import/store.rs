//! Every SQL statement about imports.

use std::collections::HashMap;

use act::{Place, Relation, Result};
use calendar::{Day, Instant, PartDay};
use crypto::Keys;
use db::{Query, Read, Touch, Value, Write, bind};
use serde::Deserialize;

use super::branches::Branch;
use crate::{StaffClass, Status, protect};

/// Somebody who stands here, as a rehearsal compares him.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Live {
    digest: Vec<u8>,
    pub(super) person: i64,
    pub(super) version: i64,
    pub(super) name: String,
    pub(super) ethnic: Option<String>,
    pub(super) education: Option<String>,
    pub(super) joined_on: Option<PartDay>,
    pub(super) full_on: Option<PartDay>,
    pub(super) staff_class: StaffClass,
    pub(super) duty_title: Option<String>,
    pub(super) police_number: Option<String>,
    pub(super) work_from: Option<PartDay>,
    /// `None` when he has left.
    pub(super) unit: Option<i64>,
    pub(super) unit_name: Option<String>,
}

/// Who stands here with one of these numbers, by number.
pub(super) fn by_id_numbers(
    read: &Read,
    keys: &Keys,
    numbers: &[&str],
) -> Result<HashMap<String, Live>> {
    let mut found = HashMap::new();
    // Under one key a digest for each number; during a rotation there are more.
    for part in numbers.chunks(200) {
        let digests: HashMap<Vec<u8>, &str> = part
            .iter()
            .flat_map(|number| {
                protect::id_digests(keys, number).into_iter().map(move |digest| (digest, *number))
            })
            .collect();
        let asked: Vec<&Vec<u8>> = digests.keys().collect();
        for asked in asked.chunks(500) {
            let mut query = Query::new(
                "SELECT p.id_number_key AS digest, p.id AS person, p.version, p.name, p.ethnic,
                        p.education, p.joined_on, p.full_on, p.staff_class, p.duty_title,
                        p.police_number, p.work_from, a.unit, u.name AS unit_name
                 FROM person p
                 LEFT JOIN affiliation a ON a.person = p.id AND a.to_on IS NULL
                 LEFT JOIN unit_now u ON u.id = a.unit
                 WHERE p.id_number_key IN ",
                &[],
            );
            for live in query.in_list("", asked).all::<Live>(read)? {
                if let Some(number) = digests.get(&live.digest) {
                    found.insert((*number).to_owned(), live);
                }
            }
        }
    }
    Ok(found)
}

/// Holders of police numbers.
pub(super) fn police_numbers(read: &Read, numbers: &[&str]) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    for part in numbers.chunks(500) {
        let mut query =
            Query::new("SELECT police_number, id FROM person WHERE police_number IN ", &[]);
        found.extend(query.in_list("", part).all::<(String, i64)>(read)?);
    }
    Ok(found)
}

/// Party units under a unit: by lead under a Party unit, by host under an organ.
pub(super) fn party_units(read: &Read, place: &Place) -> Result<Vec<Branch>> {
    let mut query = Query::new(
        "SELECT u.id, u.name, u.short_name, u.kind FROM unit_now u WHERE u.family = 'party'",
        &[],
    );
    let (lead, line) = (place.path(Relation::Lead), place.path(Relation::Line));
    match (lead, line) {
        (Some(path), _) => query
            .add(" AND u.lead_path >= {} AND u.lead_path < {}", bind![path, format!("{path}~")]),
        (None, Some(path)) => query
            .add(" AND u.line_path >= {} AND u.line_path < {}", bind![path, format!("{path}~")]),
        (None, None) => query.add(" AND u.id = {}", bind![place.id]),
    };
    query.add(" ORDER BY u.lead_path, u.id", &[]);
    Ok(query.all(read)?)
}

/// Which committee leads branches founded for an organ: (unit, kind), those hosted by the organ itself.
pub(super) fn committees_of(read: &Read, organ: i64) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT id, kind FROM unit_now WHERE family = 'party' AND host = $1 ORDER BY id";
    Ok(read.all(sql, bind![organ])?)
}

/// The start-of-use day of a unit that had nobody before this batch; `None` where it had.
pub(super) fn use_from_if_new(read: &Read, unit: i64, batch: i64) -> Result<Option<Day>> {
    let sql = "SELECT u.use_from FROM unit_now u
               WHERE u.id = $1 AND NOT EXISTS (SELECT 1 FROM affiliation a WHERE a.unit = u.id
                                               AND (a.batch IS NULL OR a.batch <> $2))";
    Ok(read.maybe(sql, bind![unit, batch])?)
}

// Batches -----------------------------------------------------------------------------------------

/// One import.
#[derive(Debug, Clone, Deserialize)]
pub struct Batch {
    pub id: i64,
    pub kind: String,
    pub unit: i64,
    pub unit_name: Option<String>,
    pub file_name: String,
    pub rows_count: i64,
    pub refused: i64,
    pub imported_at: Instant,
    pub imported_by: Option<i64>,
    pub importer: Option<String>,
    pub undone_at: Option<Instant>,
    pub kept: Option<i64>,
    /// A job still has to write the rows.
    pub upload: Option<i64>,
    pub problem: Option<String>,
}

const BATCH: &str = "SELECT b.id, b.kind, b.unit, u.name AS unit_name, b.file_name, b.rows_count,
                            b.refused, b.imported_at, b.imported_by, p.name AS importer,
                            b.undone_at, b.kept, b.upload, b.problem
                     FROM import_batch b LEFT JOIN person p ON p.id = b.imported_by";

/// A batch, whoever asks: verbs and jobs.
pub fn batch(read: &Read, id: i64) -> Result<Option<Batch>> {
    let mut query = Query::new(BATCH, &[]);
    query.add(" LEFT JOIN unit_now u ON u.id = b.unit WHERE b.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

/// Batches of one kind in sight, newest first.
pub(super) fn batches(
    read: &Read,
    sight: &act::Sight,
    kind: &str,
    most: i64,
) -> Result<Vec<Batch>> {
    let mut query = Query::new(BATCH, &[]);
    query.add(" JOIN unit_now u ON u.id = b.unit WHERE b.kind = {}", bind![kind]);
    sight.limit(&mut query);
    query.add(" ORDER BY b.id DESC LIMIT {}", bind![most]);
    Ok(query.all(read)?)
}

/// One batch of a kind, in sight.
pub(super) fn batch_in_sight(
    read: &Read,
    sight: &act::Sight,
    (kind, id): (&str, i64),
) -> Result<Option<Batch>> {
    let mut query = Query::new(BATCH, &[]);
    let cells = bind![kind, id];
    query.add(" JOIN unit_now u ON u.id = b.unit WHERE b.kind = {} AND b.id = {}", cells);
    sight.limit(&mut query);
    Ok(query.maybe(read)?)
}

/// The unit of a batch of members, in sight.
pub(crate) fn batch_unit(read: &Read, sight: &act::Sight, id: i64) -> Result<Option<i64>> {
    let mut query = Query::new(
        "SELECT b.unit FROM import_batch b JOIN unit_now u ON u.id = b.unit
         WHERE b.kind = 'members' AND b.id = {}",
        bind![id],
    );
    sight.limit(&mut query);
    Ok(query.maybe(read)?)
}

pub(super) struct NewBatch<'a> {
    pub(super) id: i64,
    /// 'members', 'meetings'
    pub(super) kind: &'a str,
    pub(super) unit: i64,
    pub(super) file_name: &'a str,
    pub(super) rows: usize,
    pub(super) refused: usize,
    pub(super) by: Option<i64>,
    pub(super) upload: Option<i64>,
}

pub(super) fn insert_batch(w: &Write, at: Instant, batch: &NewBatch) -> Result<()> {
    let sql = "INSERT INTO import_batch (id, kind, unit, file_name, rows_count, refused,
                                         imported_at, imported_by, upload)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let NewBatch { id, kind, unit, file_name, rows, refused, by, upload } = batch;
    w.run(sql, bind![id, kind, unit, file_name, rows, refused, at, by, upload])?;
    Ok(())
}

/// How many rows were written and refused in the end.
pub(super) fn set_counts(w: &Write, id: i64, rows: usize, refused: usize) -> Result<()> {
    let sql = "UPDATE import_batch SET rows_count = $2, refused = $3 WHERE id = $1";
    w.run(sql, bind![id, rows, refused])?;
    Ok(())
}

/// A job takes over a batch that waited for it; *false* when it does not wait (any more).
pub(super) fn finish_batch(w: &Write, id: i64) -> Result<bool> {
    let sql = "UPDATE import_batch SET upload = NULL WHERE id = $1 AND upload IS NOT NULL";
    Ok(w.run(sql, bind![id])? == 1)
}

pub(super) fn fail_batch(w: &Write, id: i64, problem: &str) -> Result<()> {
    let sql = "UPDATE import_batch SET problem = $2, upload = NULL WHERE id = $1";
    w.run(sql, bind![id, problem])?;
    Ok(())
}

/// (person, sheet counted from 1, row, what was before, version after).
pub(super) type RowDone = (i64, usize, u32, Option<String>, i64);

pub(super) fn insert_rows(w: &Write, batch: i64, rows: &[RowDone]) -> Result<()> {
    let head = "INSERT INTO import_row (batch, person, sheet, sheet_row, was, before, version)
                VALUES ";
    for rows in rows.chunks(1000) {
        let mut cells: Vec<Value> = Vec::with_capacity(rows.len() * 7);
        for (person, sheet, row, before, version) in rows {
            let was = if before.is_some() { "updated" } else { "added" };
            cells.extend_from_slice(bind![batch, person, sheet, row, was, before, version]);
        }
        w.insert_rows(head, 7, &cells)?;
    }
    Ok(())
}

/// Who came with a batch, in the order of the file: (person, name, row, what happened).
pub(crate) fn members_of(
    read: &Read,
    batch: i64,
    (offset, most): (i64, i64),
) -> Result<Vec<(i64, String, i64, String)>> {
    let sql = "SELECT r.person, p.name, r.sheet_row, r.was FROM import_row r
               JOIN person p ON p.id = r.person
               WHERE r.batch = $1 ORDER BY r.sheet, r.sheet_row LIMIT $2 OFFSET $3";
    Ok(read.all(sql, bind![batch, most, offset])?)
}

// Undoing -----------------------------------------------------------------------------------------

/// What an undo would take back and what it would leave: (rows untouched since, those changed since).
pub(crate) fn fate(read: &Read, batch: i64) -> Result<(i64, Vec<(i64, String)>)> {
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
               WHERE r.batch = $1 AND r.was = 'updated'";
    Ok(read.all(sql, bind![batch])?)
}

/// Puts back the status that stood before full membership was imported.
pub(super) fn restore_status(w: &Write, person: i64, status: Status) -> Result<()> {
    crate::member::touch(w, person)?;
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
    crate::member::touch(w, person)?;
    let sql = "DELETE FROM affiliation WHERE person = $1 AND to_on IS NULL";
    w.run(sql, bind![person])?;
    let sql = "UPDATE affiliation SET to_on = NULL
               WHERE id = (SELECT max(a.id) FROM affiliation a WHERE a.person = $1)";
    w.run(sql, bind![person])?;
    Ok(())
}

/// *False* when somebody has undone it already, or its rows are not written yet.
pub(super) fn mark_undone(
    w: &Write,
    batch: i64,
    at: Instant,
    by: Option<i64>,
    kept: usize,
) -> Result<bool> {
    let sql = "UPDATE import_batch SET undone_at = $2, undone_by = $3, kept = $4
               WHERE id = $1 AND undone_at IS NULL AND upload IS NULL";
    Ok(w.run(sql, bind![batch, at, by, kept])? == 1)
}

// Uploads -----------------------------------------------------------------------------------------

/// A file as it is kept.
#[derive(Debug, Deserialize)]
pub(super) struct Kept {
    pub(super) unit: i64,
    pub(super) kind: String,
    pub(super) file_name: String,
    pub(super) content: Vec<u8>,
    pub(super) added_by: Option<i64>,
}

/// What is being kept: id, unit, kind, name, sealed content, who brought it.
pub(super) type Keeping<'a> = (i64, i64, &'a str, &'a str, Vec<u8>, Option<i64>);

pub(super) fn insert_upload(w: &Write, at: Instant, upload: Keeping) -> Result<()> {
    let sql = "INSERT INTO import_upload (id, unit, kind, file_name, content, added_at, added_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (id, unit, kind, file_name, content, by) = upload;
    w.run(sql, bind![id, unit, kind, file_name, content, at, by])?;
    Ok(())
}

pub(super) fn upload(read: &Read, id: i64) -> Result<Option<Kept>> {
    let sql = "SELECT unit, kind, file_name, content, added_by FROM import_upload WHERE id = $1";
    Ok(read.maybe(sql, bind![id])?)
}

pub(super) fn delete_upload(w: &Write, id: i64) -> Result<()> {
    w.run("DELETE FROM import_upload WHERE id = $1", bind![id])?;
    Ok(())
}

/// Nobody comes back to a rehearsal after days; what waits for a job stays.
pub(super) fn forget_uploads(w: &Write, before: Instant) -> Result<()> {
    let sql = "DELETE FROM import_upload WHERE added_at < $1
               AND id NOT IN (SELECT b.upload FROM import_batch b WHERE b.upload IS NOT NULL)";
    w.run(sql, bind![before])?;
    Ok(())
}
