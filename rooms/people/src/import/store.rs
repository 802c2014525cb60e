//! Every SQL statement about importing people.

use std::collections::HashMap;

use act::{Place, Result};
use calendar::{Day, PartDay};
use crypto::Keys;
use db::{Query, Read, Value, Write, bind};
use serde::Deserialize;

use super::branches::Branch;
use crate::{StaffClass, protect};

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
    place.limit_below(&mut query);
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

// Rows of a batch ---------------------------------------------------------------------------------

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
pub(super) fn members_of(
    read: &Read,
    batch: i64,
    (offset, most): (i64, i64),
) -> Result<Vec<(i64, String, i64, String)>> {
    let sql = "SELECT r.person, p.name, r.sheet_row, r.was FROM import_row r
               JOIN person p ON p.id = r.person
               WHERE r.batch = $1 ORDER BY r.sheet, r.sheet_row LIMIT $2 OFFSET $3";
    Ok(read.all(sql, bind![batch, most, offset])?)
}
