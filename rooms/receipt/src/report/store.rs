//! Every SQL statement about one report and what was done with it.

use act::{Place, Reason, Result, Sight};
use calendar::{Day, Instant};
use db::{
    Column::{self, Bytes, Flag, Int, Text},
    Query, Read, Write, bind,
};
use serde::Deserialize;

use super::Step;
use crate::kind;

/// A report that stands, who sent it, and who is above.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Found {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) held_on: Day,
    unit: i64,
    unit_kind: String,
    name: String,
    short_name: String,
    lead_path: Option<String>,
    line_path: Option<String>,
    organ: Option<i64>,
    receiver: Option<i64>,
    receiver_kind: Option<String>,
    pub(crate) receiver_name: Option<String>,
    receiver_short: Option<String>,
    receiver_family: Option<String>,
    receiver_lead: Option<String>,
    receiver_line: Option<String>,
    receiver_organ: Option<i64>,
    /// The organ above by line; it gets the copy.
    pub(crate) line_name: Option<String>,
}

impl Found {
    pub(crate) fn url(&self) -> String {
        format!("/receipts/{}", self.id)
    }

    /// Who sent it.
    pub(crate) fn place(&self) -> Place {
        Place {
            id: self.unit,
            kind: self.unit_kind.clone(),
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            lead_path: self.lead_path.clone(),
            line_path: self.line_path.clone(),
            organ: self.organ,
        }
    }

    /// Who receives it here; `None` where the body above has no account.
    pub(crate) fn receiver(&self) -> Option<Place> {
        if self.receiver_family.as_deref() != Some("party") {
            return None;
        }
        Some(Place {
            id: self.receiver?,
            kind: self.receiver_kind.clone()?,
            name: self.receiver_name.clone()?,
            short_name: self.receiver_short.clone()?,
            lead_path: self.receiver_lead.clone(),
            line_path: self.receiver_line.clone(),
            organ: self.receiver_organ,
        })
    }
}

const FOUND: &str =
    "SELECT r.id, r.kind, r.held_on, u.id AS unit, u.kind AS unit_kind, u.name, u.short_name, u.lead_path, u.line_path, u.organ,
            p.id AS receiver, p.kind AS receiver_kind, p.name AS receiver_name, p.short_name AS receiver_short,
            p.family AS receiver_family, p.lead_path AS receiver_lead, p.line_path AS receiver_line,
            p.organ AS receiver_organ, a.short_name AS line_name
     FROM record_now r JOIN unit_now u ON u.id = r.unit LEFT JOIN unit_now p ON p.id = u.lead_parent
     LEFT JOIN unit_now o ON o.id = u.organ LEFT JOIN unit_now a ON a.id = o.line_parent
     WHERE r.batch IS NULL";

/// In sight; for an act whoever does it, without.
pub(super) fn find(read: &Read, sight: Option<&Sight>, id: i64) -> Result<Option<Found>> {
    let mut query = Query::new(FOUND, &[]);
    query.add(" AND r.id = {}", bind![id]);
    query.in_list(" AND r.kind IN ", &kind::keys());
    if let Some(sight) = sight {
        sight.limit(&mut query);
    }
    Ok(query.maybe(read)?)
}

/// Name of the unit that leads this one, "" where none does.
pub(super) fn receiver(read: &Read, unit: i64) -> Result<String> {
    let sql =
        "SELECT p.name FROM unit_now u JOIN unit_now p ON p.id = u.lead_parent WHERE u.id = $1";
    Ok(read.maybe::<String>(sql, bind![unit])?.unwrap_or_default())
}

/// A step with what opens its words, and whether the record was set right since.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) sort: Step,
    pub(crate) unit_name: String,
    pub(crate) on_day: Day,
    pub(crate) event: i64,
    pub(crate) said_at: Instant,
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(super) reason: Reason,
}

pub(super) const STEPS: &[Column] = &[
    Text("sort"),
    Text("unit_name"),
    Text("on_day"),
    Int("event"),
    Text("said_at"),
    Text("name"),
    Text("reason"),
    Bytes("said"),
    Int("whose"),
    Bytes("own_key"),
];

/// Oldest first.
pub(super) fn steps(record: i64) -> Query {
    Query::new(
        "SELECT t.sort, COALESCE(u.name, '') AS unit_name, t.on_day, t.event, t.said_at, p.name, e.reason, s.said,
                s.person AS whose, k.wrapped AS own_key
         FROM receipt_step t LEFT JOIN unit_now u ON u.id = t.unit JOIN event e ON e.id = t.event
         LEFT JOIN event_reason s ON s.event = t.event LEFT JOIN own_key k ON k.person = s.person
         LEFT JOIN person_now p ON p.id = t.said_by
         WHERE t.record = {} ORDER BY t.no",
        bind![record],
    )
}

/// The last thing that was done with it, and when the record was last touched.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Last {
    pub(crate) no: i64,
    pub(crate) sort: Option<Step>,
    /// Set right, or with other files, since then.
    pub(crate) is_revised: bool,
}

pub(super) const LAST: &[Column] = &[Int("no"), Text("sort"), Flag("is_revised")];

pub(super) fn last(record: i64) -> Query {
    Query::new(
        "SELECT COALESCE(s.no, 0) AS no, s.sort,
                s.no IS NOT NULL AND (s.version <> v.version OR s.last_file <> v.last_file) AS is_revised
         FROM record_revised v LEFT JOIN receipt_step s ON s.record = v.record AND s.no =
           (SELECT max(t.no) FROM receipt_step t WHERE t.record = v.record)
         WHERE v.record = {}",
        bind![record],
    )
}

/// The step after `no`; *false* when somebody has taken one meanwhile, or the report was withdrawn.
pub(super) fn step(
    w: &Write,
    (record, no, unit): (i64, i64, i64),
    (sort, on): (Step, Day),
    (event, now, by): (i64, Instant, Option<i64>),
) -> Result<bool> {
    let sql = "INSERT INTO receipt_step (record, no, unit, sort, on_day, version, last_file, event, said_at, said_by)
               SELECT v.record, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS TEXT),
                      v.version, v.last_file, CAST($6 AS BIGINT), CAST($7 AS TEXT), CAST($8 AS BIGINT)
               FROM record_revised v WHERE v.record = $1 AND NOT EXISTS (SELECT 1 FROM receipt_step WHERE record = $1 AND no >= $2)";
    let cells = bind![record, no, unit, sort.key(), on, event, now, by];
    Ok(w.run(sql, cells)? == 1)
}
