//! Every SQL statement about sums of hearings.

use act::{Place, Result};
use db::{Query, Read, bind};
use serde::Deserialize;

/// One branch of a round that was not called off.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Heard {
    pub(super) path: String,
    pub(super) kind: String,
    pub(super) verdict: Option<String>,
    pub(super) marks: Option<String>,
    pub(super) is_held_again: bool,
}

/// Of everything below: by lead whoever sent the auditors, by line those of organs alone.
pub(super) fn heard(read: &Read, unit: &Place, year: i16) -> Result<Vec<Heard>> {
    let (first, last) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    let is_led = unit.lead_path.is_some();
    let mut query = Query::new(
        "SELECT CASE WHEN {} THEN u.lead_path ELSE u.line_path END AS path, h.kind, h.verdict, h.marks, h.is_held_again
         FROM hearing_now h JOIN unit_now u ON u.id = h.unit JOIN unit_now i ON i.id = h.issuer
         WHERE NOT h.is_called_off AND h.to_on >= {} AND h.from_on <= {}",
        bind![is_led, first, last],
    );
    query.add_if(!is_led, " AND i.lead_path IS NULL", &[]);
    unit.limit_below(&mut query);
    query.add(" ORDER BY h.id", &[]);
    Ok(query.all(read)?)
}

/// A unit that stands right below.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Child {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) is_branch: bool,
    pub(super) organ: Option<i64>,
}

/// Below an organ the organs.
pub(super) fn children(read: &Read, unit: &Place) -> Result<Vec<Child>> {
    if unit.lead_path.is_none() {
        let sql = "SELECT id, short_name AS name, COALESCE(line_path, '~') AS path, (1 = 0) AS is_branch, organ
                   FROM unit_now WHERE line_parent = $1 AND family <> 'party' AND organ = id
                   ORDER BY official_order, name_key, id";
        return Ok(read.all(sql, bind![unit.id])?);
    }
    let sql = "SELECT id, short_name AS name, COALESCE(lead_path, '~') AS path,
                      (kind LIKE '%branch' AND kind <> 'general_branch') AS is_branch, organ
               FROM unit_now WHERE lead_parent = $1 AND family = 'party' AND kind <> 'subgroup' AND line_path IS NOT NULL
               ORDER BY official_order, name_key, id";
    Ok(read.all(sql, bind![unit.id])?)
}

/// Committees of an organ itself, in the order of the tree.
pub(super) fn committees(read: &Read, organ: i64) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT id, short_name FROM unit_now
               WHERE organ = $1 AND host = $1 AND family = 'party' AND kind LIKE '%committee'
               ORDER BY length(lead_path), official_order, id";
    Ok(read.all(sql, bind![organ])?)
}
