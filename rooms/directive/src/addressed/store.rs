//! Every SQL statement about addressed units, their records and what was said.

use act::{Place, Reason, Result, Sight};
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};
use serde::Deserialize;

use super::Word;
use crate::directive::{Directive, Stand, store::stand};

/// An addressed unit with its directive.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Addressed {
    #[serde(flatten)]
    pub(crate) directive: Directive,
    pub(crate) said: Option<String>,
    pub(crate) held_on: Option<Day>,
    pub(crate) stand: Stand,
    pub(crate) unit_id: i64,
    unit_kind: String,
    unit_name: String,
    unit_short: String,
    unit_lead: Option<String>,
    unit_line: Option<String>,
    unit_organ: Option<i64>,
    pub(crate) issuer_name: String,
    issuer_kind: String,
    issuer_lead: Option<String>,
    issuer_line: Option<String>,
    issuer_organ: Option<i64>,
}

impl Addressed {
    pub(crate) fn place(&self) -> Place {
        Place {
            id: self.unit_id,
            kind: self.unit_kind.clone(),
            name: self.unit_name.clone(),
            short_name: self.unit_short.clone(),
            lead_path: self.unit_lead.clone(),
            line_path: self.unit_line.clone(),
            organ: self.unit_organ,
        }
    }

    pub(crate) fn issuer(&self) -> Place {
        Place {
            id: self.directive.unit,
            kind: self.issuer_kind.clone(),
            name: self.issuer_name.clone(),
            short_name: self.issuer_name.clone(),
            lead_path: self.issuer_lead.clone(),
            line_path: self.issuer_line.clone(),
            organ: self.issuer_organ,
        }
    }
}

pub(super) fn find(
    read: &Read,
    sight: &Sight,
    (directive, unit): (i64, i64),
    today: Day,
) -> Result<Option<Addressed>> {
    let mut query = Query::new(
        concat!(
            "SELECT d.id, d.unit, d.title, d.basis, d.duty, d.items, d.kinds, d.from_on, d.to_on, d.demand, d.edition,
                    d.withdrawn_at, d.closed_at, d.conclusion, d.version,
                    s.said, s.held_on, ",
            stand!(),
            " AS stand, u.id AS unit_id, u.kind AS unit_kind, u.name AS unit_name, u.short_name AS unit_short,
                    u.lead_path AS unit_lead, u.line_path AS unit_line, u.organ AS unit_organ,
                    i.short_name AS issuer_name, i.kind AS issuer_kind, i.lead_path AS issuer_lead,
                    i.line_path AS issuer_line, i.organ AS issuer_organ
             FROM directive_stand s JOIN directive d ON d.id = s.directive
             JOIN unit_now u ON u.id = s.unit JOIN unit_now i ON i.id = d.unit
             WHERE s.directive = {} AND s.unit = {}"
        ),
        bind![today, today, directive, unit],
    );
    sight.limit(&mut query);
    Ok(query.maybe(read)?)
}

/// A record of the unit that has to do with it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Tied {
    /// "held": linked and counting; "linked": linked, it does not count any more; "open": not closed yet; "fits":
    /// held, of the right kind and not linked.
    pub(crate) sort: String,
    pub(crate) record: i64,
    pub(crate) title: String,
    pub(crate) on_day: Day,
    pub(crate) expected: Option<i64>,
    pub(crate) present: Option<i64>,
}

/// Whether record `r` is of a kind that serves `k.directive`.
macro_rules! fits {
    () => {
        "EXISTS (SELECT 1 FROM directive_kind k WHERE k.directive = {}
                 AND (k.kind = r.kind AND (k.variety = '' OR k.variety = r.variety)
                      OR k.variety = '' AND ' ' || r.also || ' ' LIKE '% ' || k.kind || ' %'))"
    };
}

/// Linked ones, drafts on the way, and what could be linked, by their days.
pub(super) fn tied(read: &Read, it: &Directive, unit: i64) -> Result<Vec<Tied>> {
    let query = Query::new(
        concat!(
            "SELECT CASE WHEN l.record IS NULL THEN 'fits' WHEN r.held_on >= {} AND ",
            fits!(),
            " THEN 'held' ELSE 'linked' END AS sort, r.id AS record, r.title, r.held_on AS on_day, r.expected, r.present
              FROM record_now r LEFT JOIN directive_link l ON l.record = r.id AND l.directive = {}
              WHERE r.unit = {} AND (l.record IS NOT NULL OR r.held_on >= {} AND ",
            fits!(),
            ") UNION ALL
             SELECT 'open', o.id, o.title, o.plan_on, NULL, NULL FROM record_unclosed o
             JOIN directive_link l ON l.record = o.id AND l.directive = {} WHERE o.unit = {}
             ORDER BY on_day, record"
        ),
        bind![it.from_on, it.id, it.id, unit, it.from_on, it.id, it.id, unit],
    );
    Ok(query.all(read)?)
}

/// A row of words with what opens them.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) sort: Word,
    pub(super) until_on: Option<Day>,
    pub(super) event: i64,
    pub(super) said_at: Instant,
    pub(super) name: Option<String>,
    #[serde(flatten)]
    pub(super) reason: Reason,
}

pub(super) fn words(read: &Read, directive: i64, unit: Option<i64>) -> Result<Vec<Row>> {
    let mut query = Query::new(
        "SELECT w.sort, w.until_on, w.event, w.said_at, p.name, e.reason, s.said, s.person AS whose,
                k.wrapped AS own_key
         FROM directive_word w JOIN event e ON e.id = w.event
         LEFT JOIN event_reason s ON s.event = w.event LEFT JOIN own_key k ON k.person = s.person
         LEFT JOIN person_now p ON p.id = w.said_by
         WHERE w.directive = {}",
        bind![directive],
    );
    match unit {
        Some(unit) => {
            query.add(" AND (w.unit = {} OR w.unit IS NULL AND w.sort = 'withdrawn')", bind![unit]);
        }
        None => {
            query.add(" AND w.unit IS NULL", &[]);
        }
    }
    query.add(" ORDER BY w.said_at, w.id", &[]);
    Ok(query.all(read)?)
}

/// The words themselves are those of the act's reason.
pub(super) fn say(
    w: &Write,
    (directive, unit): (i64, Option<i64>),
    sort: &str,
    until: Option<Day>,
    (event, now, by): (i64, Instant, Option<i64>),
) -> Result<()> {
    let sql =
        "INSERT INTO directive_word (id, directive, unit, sort, until_on, event, said_at, said_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    w.run(sql, bind![w.id(), directive, unit, sort, until, event, now, by])?;
    Ok(())
}

pub(super) fn stand_said(
    w: &Write,
    (directive, unit): (i64, i64),
    said: &str,
    until: Option<Day>,
) -> Result<()> {
    let sql = "UPDATE directive_unit SET said = $3, said_until = COALESCE($4, said_until)
               WHERE directive = $1 AND unit = $2";
    w.run(sql, bind![directive, unit, said, until])?;
    Ok(())
}

/// A draft of the unit that was made from it and is on its way.
pub(super) fn open_draft(read: &Read, directive: i64, unit: i64) -> Result<Option<i64>> {
    let sql = "SELECT min(o.id) FROM record_unclosed o JOIN directive_link l ON l.record = o.id
               WHERE l.directive = $1 AND o.unit = $2";
    Ok(read.one(sql, bind![directive, unit])?)
}

/// *False* when it is no closed record of the unit.
pub(super) fn link(
    w: &Write,
    (directive, unit): (i64, i64),
    record: i64,
    (now, by): (Instant, Option<i64>),
) -> Result<bool> {
    let sql = "INSERT INTO directive_link (directive, record, unit, linked_at, linked_by)
               SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT),
                      CAST($5 AS BIGINT)
               WHERE NOT EXISTS (SELECT 1 FROM directive_link WHERE directive = $1 AND record = $2)";
    Ok(w.run(sql, bind![directive, record, unit, now, by])? == 1)
}

pub(super) fn unlink(w: &Write, (directive, unit): (i64, i64), record: i64) -> Result<bool> {
    let sql = "DELETE FROM directive_link WHERE directive = $1 AND unit = $2 AND record = $3";
    Ok(w.run(sql, bind![directive, unit, record])? == 1)
}
