//! Every SQL statement about who reports upwards and what was sent.

use act::{Place, Result};
use calendar::Day;
use db::{
    Column::{self, Flag, Int, Text},
    Query, Read, bind,
};
use serde::Deserialize;

use super::relation;
use crate::kind;

/// A unit that owes reports, and who is above it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Unit {
    pub(crate) id: i64,
    pub(crate) name: String,
    lead_path: Option<String>,
    line_path: Option<String>,
    /// Kind of its organ; says its level.
    pub(crate) organ_kind: Option<String>,
    /// Who leads it; `None` where nobody does.
    pub(crate) receiver: Option<String>,
    /// "party": the receiver works here; else a name without accounts.
    receiver_family: Option<String>,
}

impl Unit {
    /// Whether who leads it receives it here.
    pub(crate) fn is_inside(&self) -> bool {
        self.receiver_family.as_deref() == Some("party")
    }

    /// Ids on the way from the node down to the unit, itself the last; by line its organs without it.
    pub(crate) fn way(&self, node: &Place) -> Vec<i64> {
        let relation = relation(node);
        let own = match relation {
            act::Relation::Lead => &self.lead_path,
            act::Relation::Line => &self.line_path,
        };
        let below = own
            .as_deref()
            .zip(node.path(relation))
            .and_then(|(own, above)| own.strip_prefix(above));
        let mut ids: Vec<i64> =
            below.unwrap_or_default().split('/').filter_map(|it| it.parse().ok()).collect();
        if relation == act::Relation::Line {
            ids.pop();
        }
        ids
    }
}

/// Units at and below the node that report, in the order of the tree.
pub(super) fn units(read: &Read, node: &Place, kinds: &[String]) -> Result<Vec<Unit>> {
    let mut query = Query::new(
        "SELECT u.id, u.name, u.lead_path, u.line_path, o.kind AS organ_kind, p.name AS receiver,
                p.family AS receiver_family
         FROM unit_now u LEFT JOIN unit_now o ON o.id = u.organ LEFT JOIN unit_now p ON p.id = u.lead_parent
         WHERE u.use_from IS NOT NULL",
        &[],
    );
    node.limit_below(&mut query);
    query.in_list(" AND u.kind IN ", kinds);
    query.add(" ORDER BY o.official_order, o.id, u.official_order, u.id", &[]);
    Ok(query.all(read)?)
}

pub(super) const SENT: &[Column] = &[
    Int("record"),
    Int("unit"),
    Text("kind"),
    Text("title"),
    Text("number"),
    Text("held_on"),
    Text("step"),
    Text("step_on"),
    Flag("is_revised"),
];

/// Reports of these units (at most 500) between two days that stand, oldest first; what was brought in from lists of
/// past years is none.
pub(super) fn sent(units: &[i64], (from, to): (Day, Day)) -> Query {
    let mut query = Query::new(
        "SELECT r.id AS record, r.unit, r.kind, r.title, r.topic AS number, r.held_on, s.sort AS step, s.on_day AS step_on,
                s.no IS NOT NULL AND (s.version <> v.version OR s.last_file <> v.last_file) AS is_revised
         FROM record_now r JOIN record_revised v ON v.record = r.id
         LEFT JOIN receipt_step s ON s.record = r.id AND s.no =
           (SELECT max(t.no) FROM receipt_step t WHERE t.record = r.id)
         WHERE r.batch IS NULL AND r.held_on >= {} AND r.held_on <= {}",
        bind![from, to],
    );
    query.in_list(" AND r.kind IN ", &kind::keys());
    query.padded_list(" AND r.unit IN ", units);
    query.add(" ORDER BY r.held_on, r.id", &[]);
    query
}
