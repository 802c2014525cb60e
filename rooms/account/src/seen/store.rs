//! Who stands above somebody, and who has looked at him.

use act::Reason;
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
    query.add(" ORDER BY u.lead_path, u.official_order, t.official_order, t.id", &[]);
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
    query.add(" ORDER BY u.lead_path, u.official_order, d.id", &[]);
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
    pub(crate) id: i64,
    pub(crate) at: Instant,
    pub(crate) name: Option<String>,
    pub(crate) post_kind: Option<String>,
    pub(crate) unit_kind: Option<String>,
    pub(crate) unit_name: Option<String>,
    pub(crate) act: String,
    /// Why, where the act asked for it.
    #[serde(flatten)]
    pub(crate) reason: Reason,
    /// 'roster', the title of a list that went out, or ''.
    pub(crate) list: String,
    pub(crate) shown: i64,
    /// Whose list it was.
    pub(crate) list_unit: Option<String>,
    /// He stood in for the holder of the post.
    pub(crate) stood_in: bool,
}

/// Somebody belonged to these units, his own first, between two moments.
#[derive(Debug, Clone)]
pub(crate) struct Spell {
    pub(crate) units: Vec<i64>,
    pub(crate) from: Instant,
    pub(crate) to: Option<Instant>,
}

/// Looks at a person, whatever others did about him, rosters that were opened and lists that went out while
/// he was in a unit of theirs.
fn add_looks(query: &mut Query, person: i64, spells: &[Spell]) {
    let about = format!("person:{person}");
    query.add(
        "(SELECT id, at, person, post, act, CAST(NULL AS TEXT) AS reason, '' AS list, shown,
                 CAST(NULL AS BIGINT) AS unit
          FROM view_log WHERE about = {} AND person <> {}
          UNION ALL
          SELECT id, at, person, post, act, reason, '', rows_count, CAST(NULL AS BIGINT)
          FROM event WHERE about = {} AND person <> {}",
        bind![about, person, about, person],
    );
    for Spell { units, from, to } in spells {
        let abouts: Vec<String> = units.iter().map(|unit| format!("unit:{unit}")).collect();
        query.add(
            " UNION ALL
              SELECT id, at, person, post, act, CAST(NULL AS TEXT), 'roster', shown,
                     CAST(substr(about, 6) AS BIGINT)
              FROM view_log WHERE act = {} AND person <> {} AND at >= {}",
            bind![super::SEE_MEMBER.key, person, from],
        );
        query.in_list(" AND about IN ", &abouts);
        query.add_if(to.is_some(), " AND at < {}", bind![to]);
        query.add(
            " UNION ALL
              SELECT id, at, person, post, 'export', CAST(NULL AS TEXT), title, rows_count, unit
              FROM export_went WHERE unit = {} AND person <> {} AND at >= {}",
            bind![units[0], person, from],
        );
        query.add_if(to.is_some(), " AND at < {}", bind![to]);
    }
    query.add(") a", &[]);
}

/// The latest first.
pub(crate) fn looks(
    read: &Read,
    person: i64,
    spells: &[Spell],
    (offset, limit): (i64, i64),
) -> Result<Vec<Look>> {
    let mut query = Query::new(
        "SELECT l.id, l.at, (SELECT p.name FROM person_now p WHERE p.id = l.person) AS name,
                t.kind AS post_kind, u.kind AS unit_kind, u.name AS unit_name, l.act, l.reason,
                s.said, s.person AS whose, k.wrapped AS own_key, l.list, l.shown,
                (SELECT v.name FROM unit_now v WHERE v.id = l.unit) AS list_unit,
                CASE WHEN t.person <> l.person THEN TRUE ELSE FALSE END AS stood_in
         FROM (SELECT a.* FROM ",
        &[],
    );
    add_looks(&mut query, person, spells);
    query.add(
        " ORDER BY a.at DESC, a.id DESC LIMIT {} OFFSET {}) l
          LEFT JOIN post_span t ON t.id = l.post
          LEFT JOIN unit_now u ON u.id = t.unit
          LEFT JOIN event_reason s ON s.event = l.id
          LEFT JOIN own_key k ON k.person = s.person
          ORDER BY l.at DESC, l.id DESC",
        bind![limit, offset],
    );
    query.all(read)
}

pub(crate) fn count_looks(read: &Read, person: i64, spells: &[Spell]) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM ", &[]);
    add_looks(&mut query, person, spells);
    Ok(query.maybe(read)?.unwrap_or_default())
}
