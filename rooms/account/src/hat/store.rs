//! What somebody may wear as a hat: his posts, and posts in which he stands in.

use calendar::Day;
use db::{
    Column::{self, Flag, Int, Text},
    Query, Read, Result, bind,
};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    /// The post, or the standing in.
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) unit_kind: String,
    pub(crate) unit_name: String,
    /// Whose post it is, where he stands in, and the first day on which that is over.
    pub(crate) holder: Option<String>,
    pub(crate) until: Option<Day>,
    /// One hand gave the hat and handed over the password: it is not worn.
    pub(crate) is_of_one_hand: bool,
}

/// Held today, in units that exist.
pub(crate) fn list(read: &Read, person: i64, today: Day) -> Result<Vec<Row>> {
    held(person, today).all(read)
}

pub(super) const COLUMNS: &[Column] = &[
    Int("id"),
    Text("kind"),
    Text("unit_kind"),
    Text("unit_name"),
    Text("holder"),
    Text("until"),
    Flag("is_of_one_hand"),
];

pub(super) fn held(person: i64, today: Day) -> Query {
    Query::new(
        "SELECT x.id, x.kind, u.kind AS unit_kind, u.name AS unit_name, x.holder, x.until,
                CASE WHEN a.handed_by = x.giver THEN TRUE ELSE FALSE END AS is_of_one_hand
         FROM (SELECT t.id, t.kind, t.unit, t.given_by AS giver, t.person,
                      CAST(NULL AS TEXT) AS holder, CAST(NULL AS TEXT) AS until
               FROM post_span t
               WHERE t.person = {} AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})
               UNION ALL
               SELECT d.id, h.kind, h.unit, h.person, d.person, h.name, d.to_on
               FROM stand_in_span d JOIN post_held h ON h.id = d.post
               WHERE d.person = {} AND d.from_on <= {} AND d.to_on > {}
                 AND h.from_on <= {} AND (h.to_on IS NULL OR h.to_on > {})) x
         JOIN unit_now u ON u.id = x.unit
         LEFT JOIN account a ON a.person = x.person
         ORDER BY u.official_order, x.id",
        bind![person, today, today, person, today, today, today, today],
    )
}

/// The hat of the latest session before.
pub(crate) fn last_worn(read: &Read, person: i64) -> Result<Option<i64>> {
    let sql = "SELECT post FROM session WHERE person = $1 AND post IS NOT NULL
               ORDER BY created_at DESC, id DESC LIMIT 1";
    read.maybe(sql, bind![person])
}
