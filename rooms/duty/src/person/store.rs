//! Every statement about whose duties are shown.

use act::Result;
use calendar::Day;
use db::{Column, Query, Read, bind};

/// Units on whose roll the person was between two days, the latest first.
pub(super) fn units_of(person: i64, (from, to): (Day, Day)) -> Query {
    Query::new(
        "SELECT unit FROM membership_span
         WHERE person = {} AND from_on <= {} AND (to_on IS NULL OR to_on > {})
         GROUP BY unit ORDER BY max(from_on) DESC",
        bind![person, to, from],
    )
}

pub(super) const UNIT: &[Column] = &[Column::Int("unit")];

/// On the roll of the unit today, in official order; who is covert has no name here.
pub(super) fn members(read: &Read, unit: i64) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT id, CASE WHEN is_covert THEN '不具名' ELSE name END
               FROM person_now WHERE unit = $1 ORDER BY official_order, id";
    Ok(read.all(sql, bind![unit])?)
}

/// What pages call the person.
pub(crate) fn name(read: &Read, person: i64) -> Result<Option<String>> {
    let sql =
        "SELECT CASE WHEN is_covert THEN '不具名' ELSE name END FROM person_now WHERE id = $1";
    Ok(read.maybe(sql, bind![person])?)
}
