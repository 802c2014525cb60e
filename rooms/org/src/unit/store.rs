//! Every statement about units and their names.

use act::{Result, Sight};
use calendar::Day;
use db::{Query, Read, Touch, Value, Write, bind};

use super::{Unit, UnitOn, Wanted};

pub(crate) fn get(read: &Read, id: i64) -> Result<Option<Unit>> {
    let sql = "SELECT id, kind, family, code, name, short_name, name_key, initials, official_order,
                      founded_on, dissolved_on, use_from, lead_parent, line_parent, lead_path,
                      line_path, organ, host, version
               FROM unit WHERE id = $1";
    Ok(read.maybe(sql, bind![id])?)
}

pub(crate) fn by_code(read: &Read, code: &str) -> Result<Option<Unit>> {
    let sql = "SELECT id, kind, family, code, name, short_name, name_key, initials, official_order,
                      founded_on, dissolved_on, use_from, lead_parent, line_parent, lead_path,
                      line_path, organ, host, version
               FROM unit WHERE code = $1";
    Ok(read.maybe(sql, bind![code])?)
}

fn many(condition: &'static str) -> Query {
    let mut query = Query::new(
        "SELECT u.id, u.kind, u.family, u.code, u.name, u.short_name, u.name_key, u.initials,
                u.official_order, u.founded_on, u.dissolved_on, u.use_from, u.lead_parent,
                u.line_parent, u.lead_path, u.line_path, u.organ, u.host, u.version
         FROM unit u WHERE ",
        &[],
    );
    query.add(condition, &[]);
    query
}

/// In the order of their ids.
pub(crate) fn get_all(read: &Read, ids: &[i64]) -> Result<Vec<Unit>> {
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(500) {
        let mut query = many("u.id IN ");
        query.in_list("", part).add(" ORDER BY u.id", &[]);
        found.extend(query.all::<Unit>(read)?);
    }
    Ok(found)
}

/// Units directly below `parents` today, and those of `named` wherever they are, in one statement.
pub(crate) fn near(
    read: &Read,
    named: &[i64],
    parents: &[i64],
    relation: act::Relation,
) -> Result<Vec<Unit>> {
    let mut query = many("u.id IN ");
    query.in_list("", named);
    let fragment = match relation {
        act::Relation::Lead => " OR u.dissolved_on IS NULL AND u.lead_parent IN ",
        act::Relation::Line => " OR u.dissolved_on IS NULL AND u.line_parent IN ",
    };
    query.in_list(fragment, parents).add(" ORDER BY u.official_order, u.id", &[]);
    Ok(query.all(read)?)
}

/// Units that a form of this organ may name: its own, the bodies outside that lead or approve there, and
/// those that stand above nobody yet. Others are named by their code.
pub(crate) fn nameable(read: &Read, organ: Option<i64>) -> Result<Vec<Unit>> {
    let mut query = many("u.dissolved_on IS NULL");
    query.add(
        " AND (u.organ = {} AND u.line_path IS NOT NULL
           OR u.family = 'outside' AND u.id IN (
               SELECT t.parent FROM tie t JOIN unit c ON c.id = t.child
               WHERE t.to_on IS NULL AND c.organ = {})
           OR u.family = 'outside' AND u.id NOT IN (SELECT parent FROM tie))",
        bind![organ, organ],
    );
    query.add(" ORDER BY u.line_path NULLS LAST, u.official_order, u.id", &[]);
    Ok(query.all(read)?)
}

/// Names as they were on `day`.
pub(crate) fn names_on(read: &Read, ids: &[i64], day: Day) -> Result<Vec<(i64, String)>> {
    let mut found = Vec::new();
    for part in ids.chunks(500) {
        let mut query = Query::new(
            "SELECT unit, name FROM unit_name WHERE from_on <= {} AND (to_on IS NULL OR to_on > {})",
            bind![day, day],
        );
        query.in_list(" AND unit IN ", part);
        found.extend(query.all::<(i64, String)>(read)?);
    }
    Ok(found)
}

pub(crate) fn children(read: &Read, parent: i64, relation: act::Relation) -> Result<Vec<Unit>> {
    let mut query = many("u.dissolved_on IS NULL AND ");
    match relation {
        act::Relation::Lead => query.add("u.lead_parent = {}", bind![parent]),
        act::Relation::Line => query.add("u.line_parent = {}", bind![parent]),
    };
    query.add(" ORDER BY u.official_order, u.id", &[]);
    Ok(query.all(read)?)
}

/// How many units stand directly below each of `parents` today.
pub(crate) fn child_counts(
    read: &Read,
    parents: &[i64],
    relation: act::Relation,
) -> Result<Vec<(i64, i64)>> {
    let mut found = Vec::new();
    for part in parents.chunks(500) {
        let mut query = match relation {
            act::Relation::Lead => {
                Query::new("SELECT lead_parent, count(*) FROM unit_now WHERE lead_parent IN ", &[])
            }
            act::Relation::Line => {
                Query::new("SELECT line_parent, count(*) FROM unit_now WHERE line_parent IN ", &[])
            }
        };
        query.in_list("", part);
        query.add(
            match relation {
                act::Relation::Lead => " GROUP BY lead_parent",
                act::Relation::Line => " GROUP BY line_parent",
            },
            &[],
        );
        found.extend(query.all::<(i64, i64)>(read)?);
    }
    Ok(found)
}

/// The same for everything directly below `parents`, however many they are, in one statement.
pub(crate) fn counts_under(
    read: &Read,
    parents: &[i64],
    relation: act::Relation,
) -> Result<Vec<(i64, i64)>> {
    let (head, tail) = match relation {
        act::Relation::Lead => (
            "SELECT c.lead_parent, count(*) FROM unit_now u JOIN unit_now c ON c.lead_parent = u.id
             WHERE u.lead_parent IN ",
            " GROUP BY c.lead_parent",
        ),
        act::Relation::Line => (
            "SELECT c.line_parent, count(*) FROM unit_now u JOIN unit_now c ON c.line_parent = u.id
             WHERE u.line_parent IN ",
            " GROUP BY c.line_parent",
        ),
    };
    let mut query = Query::new(head, &[]);
    query.in_list("", parents).add(tail, &[]);
    Ok(query.all(read)?)
}

pub(crate) fn list(read: &Read, sight: &Sight, wanted: &Wanted) -> Result<(Vec<Unit>, i64)> {
    let mut query = many("u.dissolved_on IS NULL");
    filter(&mut query, sight, wanted);
    query.add(
        " ORDER BY u.line_path NULLS LAST, u.lead_path, u.id LIMIT {} OFFSET {}",
        bind![wanted.limit, wanted.skip],
    );
    let units = query.all(read)?;
    let mut count = Query::new("SELECT count(*) FROM unit u WHERE u.dissolved_on IS NULL", &[]);
    filter(&mut count, sight, wanted);
    Ok((units, count.maybe(read)?.unwrap_or_default()))
}

fn filter(query: &mut Query, sight: &Sight, wanted: &Wanted) {
    let words = wanted.words.trim();
    if !words.is_empty() {
        let part = format!("%{}%", words.replace(['%', '_'], ""));
        let until = format!("{words}~");
        query.add(
            " AND (u.name LIKE {} OR u.short_name LIKE {} OR (u.code >= {} AND u.code < {}) \
             OR u.initials LIKE {})",
            bind![part, part, words, until, part.to_lowercase()],
        );
    }
    if let Some(family) = wanted.family {
        query.add(" AND u.family = {}", bind![family.key()]);
    }
    sight.limit(query);
}

pub(crate) fn on_day(read: &Read, id: i64, day: Day) -> Result<Option<UnitOn>> {
    let sql = "SELECT u.id, u.kind, u.family, u.code, n.name, u.official_order, u.founded_on,
                      u.dissolved_on, u.use_from
               FROM unit u JOIN unit_name n ON n.unit = u.id
               WHERE u.id = $1 AND n.from_on <= $2 AND (n.to_on IS NULL OR n.to_on > $2)";
    Ok(read.maybe(sql, bind![id, day])?)
}

/// Those of `codes` that are taken.
pub(crate) fn taken_codes(read: &Read, codes: &[&str]) -> Result<Vec<(String, i64)>> {
    let mut found = Vec::new();
    for part in codes.chunks(500) {
        let mut query = Query::new("SELECT code, id FROM unit WHERE code IN ", &[]);
        query.in_list("", part);
        found.extend(query.all::<(String, i64)>(read)?);
    }
    Ok(found)
}

/// Units of this name or short name inside one organ (or anywhere, when it is `None`).
pub(crate) fn by_name(read: &Read, name: &str, organ: Option<i64>) -> Result<Vec<Unit>> {
    let mut query = many("u.dissolved_on IS NULL");
    query.add(" AND (u.name = {} OR u.short_name = {})", bind![name, name]);
    query.add_if(
        organ.is_some(),
        " AND (u.organ = {} AND u.line_path IS NOT NULL OR u.family = 'outside')",
        &bind![organ][..usize::from(organ.is_some())],
    );
    // Bounded: whoever names a unit wants to know whether it is one; several are asked about.
    query.add(" ORDER BY u.id LIMIT 5", &[]);
    Ok(query.all(read)?)
}

/// The largest number behind `prefix` among the codes in use; 0 where there is none.
pub(crate) fn last_number(read: &Read, prefix: &str) -> Result<i64> {
    let sql = "SELECT code FROM unit WHERE code >= $1 AND code < $2";
    let codes: Vec<String> = read.all(sql, bind![prefix, format!("{prefix}~")])?;
    let number = |code: &String| code.strip_prefix(prefix).and_then(|end| end.parse().ok());
    Ok(codes.iter().filter_map(number).max().unwrap_or_default())
}

/// The last official order among the units below each of `parents`, by either relation.
pub(crate) fn last_orders(read: &Read, parents: &[i64]) -> Result<Vec<(i64, i64)>> {
    let mut found = Vec::new();
    for part in parents.chunks(500) {
        let mut query = Query::new(
            "SELECT lead_parent, max(official_order) FROM unit WHERE lead_parent IN ",
            &[],
        );
        query.in_list("", part).add(" GROUP BY lead_parent", &[]);
        found.extend(query.all::<(i64, i64)>(read)?);
        let mut query = Query::new(
            "SELECT line_parent, max(official_order) FROM unit WHERE line_parent IN ",
            &[],
        );
        query.in_list("", part).add(" GROUP BY line_parent", &[]);
        found.extend(query.all::<(i64, i64)>(read)?);
    }
    Ok(found)
}

pub(crate) fn insert_units(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials,
                                  official_order, founded_on, use_from, lead_parent, line_parent,
                                  lead_path, line_path, organ, host, batch, version) VALUES ";
    w.insert_rows(head, 19, cells)?;
    Ok(())
}

pub(crate) fn insert_names(w: &Write, cells: &[Value]) -> Result<()> {
    w.insert_rows("INSERT INTO unit_name (unit, name, from_on, basis) VALUES ", 4, cells)?;
    Ok(())
}

/// False when somebody changed the unit since it was read at `version`.
pub(crate) fn rename(w: &Write, unit: &Unit, name: &[String; 4]) -> Result<bool> {
    let sql = "UPDATE unit SET name = $3, short_name = $4, name_key = $5, initials = $6,
                               version = version + 1
               WHERE id = $1 AND version = $2";
    let [name, short_name, name_key, initials] = name;
    let binds = bind![unit.id, unit.version, name, short_name, name_key, initials];
    w.touch(unit.id, Touch::Place);
    Ok(w.run(sql, binds)? == 1)
}

/// First day of the name in use.
pub(crate) fn name_since(read: &Read, unit: i64) -> Result<Option<Day>> {
    let sql = "SELECT from_on FROM unit_name WHERE unit = $1 AND to_on IS NULL";
    Ok(read.maybe(sql, bind![unit])?)
}

/// Ends the open name on `on` and opens another.
pub(crate) fn next_name(w: &Write, unit: i64, name: &str, on: Day, basis: &str) -> Result<()> {
    let sql = "UPDATE unit_name SET to_on = $2 WHERE unit = $1 AND to_on IS NULL";
    w.run(sql, bind![unit, on])?;
    insert_names(w, bind![unit, name, on, basis])
}

/// A second name on the day of the first is a correction.
pub(crate) fn correct_name(w: &Write, unit: i64, name: &str, basis: &str) -> Result<()> {
    let sql = "UPDATE unit_name SET name = $2, basis = $3 WHERE unit = $1 AND to_on IS NULL";
    w.run(sql, bind![unit, name, basis])?;
    Ok(())
}

pub(crate) fn set_use_from(w: &Write, unit: i64, version: i64, day: Day) -> Result<bool> {
    let sql = "UPDATE unit SET use_from = $3, version = version + 1 WHERE id = $1 AND version = $2";
    w.touch(unit, Touch::Unit);
    Ok(w.run(sql, bind![unit, version, day])? == 1)
}

/// Ends the unit: name, ties, services, paths and terms close on the same day.
pub(crate) fn close(w: &Write, unit: i64, on: Day) -> Result<()> {
    let sql = "UPDATE unit SET dissolved_on = $2, version = version + 1
               WHERE id = $1 AND dissolved_on IS NULL";
    w.run(sql, bind![unit, on])?;
    let sql = "UPDATE unit_name SET to_on = $2 WHERE unit = $1 AND to_on IS NULL";
    w.run(sql, bind![unit, on])?;
    let sql = "UPDATE term SET ended_on = $2 WHERE unit = $1 AND ended_on IS NULL";
    w.run(sql, bind![unit, on])?;
    w.touch(unit, Touch::Place);
    Ok(())
}
