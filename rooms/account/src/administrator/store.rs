//! Every SQL statement about who administers.

use act::Sight;
use calendar::Day;
use db::{Query, Read, Result, bind};
use serde::Deserialize;

/// An organ in which administrators sit.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Seat {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) line_path: Option<String>,
}

/// Organs in which these posts are held now or later.
pub(crate) fn seats(read: &Read, kinds: &[&str], today: Day) -> Result<Vec<Seat>> {
    let mut query = Query::new(
        "SELECT u.id, u.name, u.line_path FROM unit_now u WHERE u.id IN
           (SELECT t.unit FROM post_span t WHERE (t.to_on IS NULL OR t.to_on > {})",
        bind![today],
    );
    query.in_list(" AND t.kind IN ", kinds).add(") ORDER BY u.id", &[]);
    query.all(read)
}

/// Somebody who holds such a post.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Holder {
    pub(crate) post: i64,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    pub(crate) from_on: Day,
}

/// Holders in sight, kind by kind, in the order of the tree.
pub(crate) fn holders(
    read: &Read,
    sight: &Sight,
    kinds: &[&str],
    today: Day,
    (offset, limit): (i64, i64),
) -> Result<Vec<Holder>> {
    let mut query = Query::new(
        "SELECT t.id AS post, t.kind, t.name, u.id AS unit, u.name AS unit_name, t.from_on",
        &[],
    );
    from(&mut query, sight, kinds, today);
    let binds = bind![limit, offset];
    query.add(" ORDER BY u.line_path, t.kind DESC, t.id LIMIT {} OFFSET {}", binds);
    query.all(read)
}

pub(crate) fn count(read: &Read, sight: &Sight, kinds: &[&str], today: Day) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    from(&mut query, sight, kinds, today);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn from(query: &mut Query, sight: &Sight, kinds: &[&str], today: Day) {
    query.add(
        " FROM post_held t JOIN unit_now u ON u.id = t.unit
          WHERE (t.to_on IS NULL OR t.to_on > {})",
        bind![today],
    );
    query.in_list(" AND t.kind IN ", kinds);
    sight.limit(query);
}

/// A post of such a kind: (unit, kind, person).
pub(crate) fn post(read: &Read, post: i64, today: Day) -> Result<Option<(i64, String, i64)>> {
    let sql = "SELECT unit, kind, person FROM post_span
               WHERE id = $1 AND (to_on IS NULL OR to_on > $2)";
    read.maybe(sql, bind![post, today])
}
