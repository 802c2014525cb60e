//! Who holds a post in one of some units.

use calendar::Day;
use db::{Query, Read, Result, bind};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Held {
    pub(super) person: i64,
    pub(super) unit: i64,
    pub(super) unit_name: String,
    pub(super) name: String,
}

/// Those who hold it today.
pub(super) fn held(read: &Read, kind: &str, units: &[i64], today: Day) -> Result<Vec<Held>> {
    let mut query = Query::new(
        "SELECT t.person, t.unit, u.name AS unit_name, t.name
         FROM post_held t JOIN unit_now u ON u.id = t.unit
         WHERE t.kind = {} AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {}) AND t.unit IN ",
        bind![kind, today, today],
    );
    query.in_list("", units).add(" ORDER BY t.id DESC", &[]).all(read)
}
