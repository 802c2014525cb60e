//! Every statement of this room: the tree of a node, the stamp of its data, who is told.

use act::{Relation, Result};
use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, Read, bind,
};
use serde::Deserialize;

/// A unit in one span of days below the node.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Stood {
    pub(crate) unit: i64,
    pub(crate) path: String,
    pub(crate) from_on: Day,
    /// First day after.
    pub(crate) to_on: Option<Day>,
    pub(crate) kind: String,
    pub(crate) family: systems::Family,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) official_order: i64,
    pub(crate) dissolved_on: Option<Day>,
    /// Path of the node in the same days.
    pub(crate) root: String,
    pub(crate) root_from: Day,
    pub(crate) root_to: Option<Day>,
    pub(crate) organ: Option<i64>,
    pub(crate) organ_kind: Option<String>,
}

/// The node and everything that stood below it between two days, both included. Subgroups owe
/// nothing themselves: what they hold counts for their branch. A temporary branch stands in no picture but its own: who
/// looks at it has its page, and whoever stands above is to know neither its name nor its people (docs/adr/0153).
pub(super) fn stood(
    read: &Read,
    node: i64,
    relation: Relation,
    from: Day,
    to: Day,
) -> Result<Vec<Stood>> {
    let mut query = Query::new(STOOD, &[]);
    query.add(
        " FROM unit_span r
          JOIN unit_span s ON s.relation = r.relation AND s.path >= r.path AND s.path < r.path || '~'",
        &[],
    );
    below(&mut query, node, relation, (from, to));
    Ok(query.all(read)?)
}

/// The same of some units alone.
pub(super) fn some_stood(
    (node, relation): (i64, Relation),
    days: (Day, Day),
    units: &[i64],
) -> Query {
    let mut query = Query::new(STOOD, &[]);
    query.add(
        " FROM unit_span s
          JOIN unit_span r ON r.relation = s.relation
           AND substr(s.path, 1, length(r.path)) = r.path",
        &[],
    );
    below(&mut query, node, relation, days);
    query.padded_list(" AND s.unit IN ", units);
    query
}

pub(super) const STOOD_COLUMNS: &[Column] = &[
    Int("unit"),
    Text("path"),
    Text("from_on"),
    Text("to_on"),
    Text("kind"),
    Text("family"),
    Text("code"),
    Text("name"),
    Text("short_name"),
    Int("official_order"),
    Text("dissolved_on"),
    Text("root"),
    Text("root_from"),
    Text("root_to"),
    Int("organ"),
    Text("organ_kind"),
];

/// Units at or below the node today.
pub(super) fn count_below(read: &Read, node: i64, relation: Relation) -> Result<i64> {
    let sql = "SELECT count(*) FROM unit_span r
               JOIN unit_span s ON s.relation = r.relation AND s.path >= r.path
                AND s.path < r.path || '~' AND s.to_on IS NULL
               WHERE r.unit = $1 AND r.relation = $2 AND r.to_on IS NULL";
    Ok(read.one(sql, bind![node, relation.key()])?)
}

const STOOD: &str = "
    SELECT s.unit, s.path, s.from_on, s.to_on, s.kind, s.family, coalesce(n.code, '') AS code, s.name,
           s.short_name, s.official_order, s.dissolved_on, r.path AS root, r.from_on AS root_from,
           r.to_on AS root_to, o.id AS organ, o.kind AS organ_kind";

/// `s` below `r`, the node, between two days, both included.
fn below(query: &mut Query, node: i64, relation: Relation, (from, to): (Day, Day)) {
    query.add(
        " LEFT JOIN unit_now n ON n.id = s.unit
          LEFT JOIN unit_now o ON o.id = n.organ
          WHERE r.unit = {} AND r.relation = {} AND s.kind <> 'subgroup'
            AND (s.kind <> 'temporary_branch' OR s.unit = r.unit)
            AND s.from_on <= {} AND (s.to_on IS NULL OR s.to_on > {})
            AND r.from_on <= {} AND (r.to_on IS NULL OR r.to_on > {})",
        bind![node, relation.key(), to, from, to, from],
    );
}

/// What tells two states of the data apart: digest of the last seal, and how many events wait for theirs.
pub(super) fn stamp(read: &Read) -> Result<(Option<Vec<u8>>, i64)> {
    let sql = "SELECT (SELECT digest FROM seal ORDER BY no DESC LIMIT 1),
                      (SELECT count(*) FROM unsealed)";
    Ok(read.one(sql, &[])?)
}

/// Unit, kind of post, holder: those who are told when a unit is reminded.
pub(crate) fn holders(read: &Read, units: &[i64], today: Day) -> Result<Vec<(i64, String, i64)>> {
    let mut found = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(
            "SELECT unit, kind, person FROM post_held
             WHERE from_on <= {} AND (to_on IS NULL OR to_on > {})",
            bind![today, today],
        );
        query.in_list(" AND unit IN ", part);
        query.in_list(
            " AND kind IN ",
            &["secretary", "deputy_secretary", "organization_member", "subgroup_leader"],
        );
        query.add(" ORDER BY unit, official_order, person", &[]);
        found.extend(query.all::<(i64, String, i64)>(read)?);
    }
    Ok(found)
}
