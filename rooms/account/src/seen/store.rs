//! Who stands above somebody, and who has looked at him.

use calendar::{Day, Instant};
use db::{Query, Read, Result, bind};
use serde::Deserialize;

/// A post held today, or in which somebody stands in, with its place.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) person: i64,
    pub(crate) kind: String,
    pub(crate) name: String,
    /// Handed over to who stands in; `None` for the holder himself.
    pub(crate) acts: Option<String>,
    pub(crate) unit: i64,
    pub(crate) unit_kind: String,
    pub(crate) unit_name: String,
    pub(crate) short_name: String,
    pub(crate) lead_path: Option<String>,
    pub(crate) line_path: Option<String>,
    pub(crate) organ: Option<i64>,
}

/// Posts in these units, or anywhere in this organ: no others can reach. Holders first, then who stands in.
pub(crate) fn posts(
    read: &Read,
    units: &[i64],
    organ: Option<i64>,
    kinds: &[String],
    today: Day,
) -> Result<Vec<Post>> {
    let mut query = Query::new(
        "SELECT t.id, t.person, t.kind, t.name, CAST(NULL AS TEXT) AS acts,
                u.id AS unit, u.kind AS unit_kind,
                u.name AS unit_name, u.short_name, u.lead_path, u.line_path, u.organ
         FROM post_held t JOIN unit_now u ON u.id = t.unit
         WHERE t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})",
        bind![today, today],
    );
    limit(&mut query, units, organ, kinds);
    query.add(" ORDER BY u.lead_path, u.official_order, t.official_order, t.id LIMIT 500", &[]);
    let mut posts: Vec<Post> = query.all(read)?;
    let mut query = Query::new(
        "SELECT t.id, d.person, t.kind, p.name, d.acts, u.id AS unit, u.kind AS unit_kind,
                u.name AS unit_name, u.short_name, u.lead_path, u.line_path, u.organ
         FROM stand_in_span d JOIN post_span t ON t.id = d.post
         JOIN person_now p ON p.id = d.person JOIN unit_now u ON u.id = t.unit
         WHERE d.from_on <= {} AND d.to_on > {} AND (t.to_on IS NULL OR t.to_on > {})",
        bind![today, today, today],
    );
    limit(&mut query, units, organ, kinds);
    query.add(" ORDER BY u.lead_path, u.official_order, d.id LIMIT 500", &[]);
    posts.extend(query.all::<Post>(read)?);
    Ok(posts)
}

fn limit(query: &mut Query, units: &[i64], organ: Option<i64>, kinds: &[String]) {
    query.in_list(" AND t.kind IN ", kinds);
    query.in_list(" AND (u.id IN ", units).add(" OR u.organ = {})", bind![organ]);
}

/// One look or act, and whose.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Look {
    pub(crate) at: Instant,
    pub(crate) name: Option<String>,
    pub(crate) post_kind: Option<String>,
    pub(crate) unit_kind: Option<String>,
    pub(crate) unit_name: Option<String>,
    pub(crate) act: String,
    /// Why, where the act asked for it.
    pub(crate) reason: Option<String>,
    /// He stood in for the holder of the post.
    pub(crate) stood_in: bool,
}

/// Looks at a person, and whatever others did about him; the latest first.
pub(crate) fn looks(read: &Read, about: &str, person: i64, limit: i64) -> Result<Vec<Look>> {
    let sql = "SELECT l.at, (SELECT p.name FROM person_now p WHERE p.id = l.person) AS name,
                      t.kind AS post_kind, u.kind AS unit_kind, u.name AS unit_name,
                      l.act, l.reason,
                      CASE WHEN t.person <> l.person THEN TRUE ELSE FALSE END AS stood_in
               FROM (SELECT at, person, post, act, CAST(NULL AS TEXT) AS reason FROM view_log
                     WHERE about = $1 AND person <> $2
                     UNION ALL
                     SELECT at, person, post, act, reason FROM event
                     WHERE about = $1 AND person <> $2) l
               LEFT JOIN post_span t ON t.id = l.post
               LEFT JOIN unit_now u ON u.id = t.unit
               ORDER BY l.at DESC LIMIT $3";
    read.all(sql, bind![about, person, limit])
}
