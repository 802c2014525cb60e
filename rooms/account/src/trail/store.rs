//! Every SQL statement of the search.

use act::Sight;
use calendar::Instant;
use db::{Query, Read, Result, bind};
use serde::Deserialize;

use super::{
    Trail,
    search::{Along, Asked},
};

/// One event, or one look, with the names that belong to it today.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    pub id: i64,
    pub at: Instant,
    pub person: Option<i64>,
    pub actor: String,
    pub act: String,
    pub unit: Option<i64>,
    pub about: Option<String>,
    pub changed: String,
    pub has_reason: bool,
    pub rows_count: i64,
    pub origin: Option<String>,
    pub name: Option<String>,
    pub login: Option<String>,
    pub post_kind: Option<String>,
    pub post_unit_kind: Option<String>,
    pub post_unit: Option<String>,
    pub unit_name: Option<String>,
}

/// The moment of the entry so many entries back along the index; `None` when there are not so many.
pub(super) fn moment_at(read: &Read, asked: &Asked, entries: i64) -> Result<Option<Instant>> {
    let mut query = match asked.trail {
        Trail::Acts => Query::new("SELECT e.at FROM event e", &[]),
        Trail::Looks => Query::new("SELECT e.at FROM view_log e", &[]),
    };
    along(&mut query, asked);
    query.add(" ORDER BY e.at DESC LIMIT 1 OFFSET {}", bind![entries]);
    query.maybe(read)
}

/// The latest first. The inner part takes the page along one index, the outer gives it names.
pub(super) fn rows(
    read: &Read,
    asked: &Asked,
    floor: Option<Instant>,
    sight: Option<&Sight>,
    limit: i64,
) -> Result<Vec<Row>> {
    let mut query = Query::new(
        "SELECT l.id, l.at, l.person, l.actor, l.act, l.unit, l.about, l.changed,
                l.reason IS NOT NULL AS has_reason, l.rows_count, l.origin,
                COALESCE((SELECT p.name FROM person_now p WHERE p.id = l.person),
                         (SELECT min(h.name) FROM post_held h WHERE h.person = l.person)) AS name,
                (SELECT a.login FROM account a WHERE a.person = l.person) AS login,
                t.kind AS post_kind, v.kind AS post_unit_kind, v.name AS post_unit,
                (SELECT w.name FROM unit_now w WHERE w.id = l.unit) AS unit_name
         FROM (",
        &[],
    );
    match asked.trail {
        Trail::Acts => query.add(
            "SELECT e.id, e.at, e.person, e.actor, e.post, e.act, e.unit, e.about, e.changed,
                    e.reason, e.rows_count, e.origin
             FROM event e",
            &[],
        ),
        Trail::Looks => query.add(
            "SELECT e.id, e.at, e.person, 'person' AS actor, e.post, e.act,
                    CAST(NULL AS BIGINT) AS unit, e.about, '' AS changed,
                    CAST(NULL AS TEXT) AS reason, e.shown AS rows_count, e.origin
             FROM view_log e",
            &[],
        ),
    };
    along(&mut query, asked);
    others(&mut query, asked);
    if let Some(floor) = floor {
        query.add(" AND e.at >= {}", bind![floor]);
    }
    if let Some((at, id)) = asked.before {
        query.add(" AND (e.at < {} OR e.id < {})", bind![at, id]);
    }
    if let Some(sight) = sight {
        in_sight(&mut query, asked.trail, sight);
    }
    // Bounded: one page of the trail; the next goes on from its last entry.
    query.add(" ORDER BY e.at DESC, e.id DESC LIMIT {}) l", bind![limit]);
    query.add(
        " LEFT JOIN post_span t ON t.id = l.post
          LEFT JOIN unit_now v ON v.id = t.unit
          ORDER BY l.at DESC, l.id DESC",
        &[],
    );
    query.all(read)
}

/// The span of the index that is gone along.
fn along(query: &mut Query, asked: &Asked) {
    let (since, until) = asked.span();
    match asked.along() {
        Along::Subject => {
            let about = asked.subject.map(|person| format!("person:{person}"));
            query.add(" WHERE e.about = {}", bind![about])
        }
        Along::Person => query.add(" WHERE e.person = {}", bind![asked.person]),
        Along::Unit => query.add(" WHERE e.unit = {}", bind![asked.unit]),
        Along::Act => query.add(" WHERE e.act = {}", bind![asked.act]),
        Along::Time => query.add(" WHERE 1 = 1", &[]),
    };
    query.add_if(since.is_some(), " AND e.at >= {}", bind![since]);
    query.add_if(until.is_some(), " AND e.at < {}", bind![until]);
    let before = asked.before.map(|(at, _)| at);
    query.add_if(before.is_some(), " AND e.at <= {}", bind![before]);
}

/// What else is asked for. Written so that neither database takes another index for it.
fn others(query: &mut Query, asked: &Asked) {
    let along = asked.along();
    let wanted = |it: Along, value: bool| value && along != it;
    query.add_if(
        wanted(Along::Person, asked.person.is_some()),
        " AND e.person + 0 = {}",
        bind![asked.person],
    );
    let by_unit = asked.trail == Trail::Acts && asked.unit.is_some();
    query.add_if(wanted(Along::Unit, by_unit), " AND e.unit + 0 = {}", bind![asked.unit]);
    let about = asked.unit.map(|unit| format!("unit:{unit}"));
    let looks_at_unit = asked.trail == Trail::Looks && asked.unit.is_some();
    query.add_if(looks_at_unit, " AND e.about || '' = {}", bind![about]);
    query.add_if(
        wanted(Along::Act, asked.act.is_some()),
        " AND e.act || '' = {}",
        bind![asked.act],
    );
}

/// Of who does not see everything: what was done in units in his sight.
fn in_sight(query: &mut Query, trail: Trail, sight: &Sight) {
    match trail {
        Trail::Acts => query.add(" AND EXISTS (SELECT 1 FROM unit_now u WHERE u.id = e.unit", &[]),
        Trail::Looks => query.add(
            " AND EXISTS (SELECT 1 FROM post_span k JOIN unit_now u ON u.id = k.unit
                          WHERE k.id = e.post",
            &[],
        ),
    };
    sight.limit(query);
    query.add(")", &[]);
}

/// Somebody or something that a typed name may mean.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Meant {
    pub(super) id: i64,
    pub(super) name: String,
    /// What tells it from another of the same name.
    pub(super) beside: Option<String>,
}

/// People of this name, police number or login, at most so many.
pub(super) fn people(read: &Read, words: &str, limit: i64) -> Result<Vec<Meant>> {
    let login = words.to_lowercase();
    // Bounded: people of one name; who is not offered is named by his police number.
    let sql = "SELECT x.id, min(x.name) AS name, min(x.beside) AS beside FROM (
                   SELECT p.id, p.name, u.name AS beside FROM person_now p
                   LEFT JOIN unit_now u ON u.id = p.unit
                   WHERE p.name = $1 OR p.police_number = $1
                   UNION ALL
                   SELECT h.person, h.name, u.name FROM post_held h
                   LEFT JOIN unit_now u ON u.id = h.unit WHERE h.name = $1
                   UNION ALL
                   SELECT a.person, COALESCE((SELECT q.name FROM person_now q WHERE q.id = a.person),
                                             a.login), a.login
                   FROM account a WHERE a.login = $2) x
               GROUP BY x.id ORDER BY min(x.name), x.id LIMIT $3";
    read.all(sql, bind![words, login, limit])
}

/// Units of this code or name, at most so many.
pub(super) fn units(read: &Read, words: &str, limit: i64) -> Result<Vec<Meant>> {
    // Bounded: units of one name; which is not offered is named by its code.
    let sql = "SELECT u.id, u.name, u.code AS beside FROM unit_now u
               WHERE u.code = $1 OR u.name = $1 OR u.short_name = $1
               ORDER BY u.line_path, u.lead_path, u.id LIMIT $2";
    read.all(sql, bind![words, limit])
}

/// What a person or a unit is called, for the words above the list.
pub(super) fn name_of_person(read: &Read, person: i64) -> Result<Option<String>> {
    let sql = "SELECT COALESCE((SELECT p.name FROM person_now p WHERE p.id = $1),
                               (SELECT min(h.name) FROM post_held h WHERE h.person = $1),
                               (SELECT a.login FROM account a WHERE a.person = $1)) AS name";
    read.one(sql, bind![person])
}

pub(super) fn name_of_unit(read: &Read, unit: i64) -> Result<Option<String>> {
    read.maybe("SELECT u.name FROM unit_now u WHERE u.id = $1", bind![unit])
}

/// Names of the persons that a page of events is about, at most so many as stand on it.
pub(super) fn names(read: &Read, people: &[i64]) -> Result<Vec<(i64, String)>> {
    let mut query = Query::new("SELECT p.id, p.name FROM person_now p WHERE p.id IN ", &[]);
    query.in_list("", people).all(read)
}
