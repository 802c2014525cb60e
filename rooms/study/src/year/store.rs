//! Every SQL statement about the groups of a year.

use act::{Place, Result};
use db::{
    Column::{self, Flag, Int, Text},
    Query, Read, bind,
};

use super::{Unit, central};
use crate::plan;

/// The committees directly below a node that may have a group, in official order: by lead those that it leads, by line those
/// that its organs host.
fn below(node: &Place) -> Query {
    let mut query = if node.lead_path.is_some() {
        Query::new(
            "SELECT u.id, u.name, CASE WHEN EXISTS (SELECT 1 FROM unit_now c WHERE c.lead_parent = u.id
                                                    AND c.kind IN ('leading_committee', 'primary_committee'))
                                       THEN u.id END AS node
             FROM unit_now u WHERE u.lead_parent = {}",
            bind![node.id],
        )
    } else {
        Query::new(
            "SELECT u.id, u.name, CASE WHEN EXISTS (SELECT 1 FROM unit_now c WHERE c.line_parent = h.id
                                                    AND c.family <> 'party' AND c.organ = c.id)
                                       THEN h.id END AS node
             FROM unit_now h JOIN unit_now u ON u.host = h.id AND u.family = 'party'
             WHERE h.line_parent = {}",
            bind![node.id],
        )
    };
    query.in_list(" AND u.kind IN ", &central().units);
    query
}

/// Bounded by the tree: what stands directly below one unit.
pub(super) fn units(read: &Read, node: &Place) -> Result<Vec<Unit>> {
    let mut query = below(node);
    let order = if node.lead_path.is_some() {
        " ORDER BY u.official_order, u.name_key, u.id"
    } else {
        " ORDER BY h.official_order, h.name_key, h.id, u.official_order, u.id"
    };
    query.add(order, &[]);
    Ok(query.all(read)?)
}

pub(super) const HEARD: &[Column] = &[
    Int("id"),
    Int("unit"),
    Text("from_on"),
    Text("to_on"),
    Text("marks"),
    Text("verdict"),
    Text("filed_on"),
    Flag("has_reply"),
    Flag("is_held_again"),
];

/// Where somebody sat in, or will, within a year.
pub(super) fn heard(units: &[i64], year: i16) -> Query {
    let mut query = Query::new(
        "SELECT h.id, h.unit, h.from_on, h.to_on, h.marks, h.verdict, h.filed_on, h.has_reply, h.is_held_again
         FROM hearing_now h WHERE NOT h.is_called_off AND h.kind = {} AND h.to_on >= {} AND h.from_on <= {}",
        bind![central().session, format!("{year:04}-01-01"), format!("{year:04}-12-31")],
    );
    query.in_list(" AND h.unit IN ", units);
    query.add(" ORDER BY h.unit, h.from_on, h.id", &[]);
    query
}

pub(super) const PLANS: &[Column] = &[Int("unit"), Int("id"), Int("items"), Int("studied")];

/// Published plans of central groups: (unit, id, topics, how many of them were studied).
pub(super) fn plans(units: &[i64], year: i16) -> Query {
    let mut query = Query::new(
        "SELECT p.unit, p.id, (SELECT count(*) FROM study_item i WHERE i.plan = p.id) AS items, ",
        &[],
    );
    plan::store::add_count_studied(&mut query);
    query.add(
        " AS studied FROM study_plan p WHERE p.kind = {} AND p.year = {} AND p.published_at IS NOT NULL",
        bind![central().key, i64::from(year)],
    );
    query.in_list(" AND p.unit IN ", units);
    query
}
