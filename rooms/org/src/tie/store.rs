//! Every statement about ties, services and paths.

use act::{Relation, Result};
use calendar::Day;
use db::{Query, Read, Touch, Value, Write, bind};

use super::{Service, Span, Tie, TieKind};

pub(crate) fn insert_ties(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO tie (id, child, parent, relation, basis, from_on) VALUES ";
    w.insert_rows(head, 6, cells)?;
    Ok(())
}

pub(crate) fn insert_serves(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO serves (id, party, administrative, is_host, from_on) VALUES ";
    w.insert_rows(head, 5, cells)?;
    Ok(())
}

pub(crate) fn insert_paths(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO unit_path (unit, relation, path, from_on, to_on) VALUES ";
    w.insert_rows(head, 5, cells)?;
    w.touch_all(cells.chunks(5).filter_map(|row| row[0].int()), Touch::Place);
    Ok(())
}

/// Since when each unit stands where it stands today.
pub(crate) fn standing_since(read: &Read, ids: &[i64]) -> Result<Vec<(i64, Relation, Day)>> {
    let mut found = Vec::new();
    for part in ids.chunks(500) {
        let mut query = Query::new(
            "SELECT unit, relation, from_on FROM unit_path WHERE to_on IS NULL AND unit IN ",
            &[],
        );
        query.in_list("", part);
        found.extend(query.all::<(i64, Relation, Day)>(read)?);
    }
    Ok(found)
}

/// The open path and its first day.
pub(crate) fn path_now(
    read: &Read,
    unit: i64,
    relation: Relation,
) -> Result<Option<(String, Day)>> {
    let sql = "SELECT path, from_on FROM unit_path
               WHERE unit = $1 AND relation = $2 AND to_on IS NULL";
    Ok(read.maybe(sql, bind![unit, relation.key()])?)
}

pub(crate) fn path_on(
    read: &Read,
    unit: i64,
    relation: Relation,
    day: Day,
) -> Result<Option<String>> {
    let sql = "SELECT path FROM unit_path
               WHERE unit = $1 AND relation = $2 AND from_on <= $3
                 AND (to_on IS NULL OR to_on > $3)";
    Ok(read.maybe(sql, bind![unit, relation.key(), day])?)
}

/// The open tie: id, parent, first day.
pub(crate) fn open_tie(read: &Read, child: i64, kind: TieKind) -> Result<Option<(i64, i64, Day)>> {
    let sql = "SELECT id, parent, from_on FROM tie
               WHERE child = $1 AND relation = $2 AND to_on IS NULL";
    Ok(read.maybe(sql, bind![child, kind.key()])?)
}

/// The last day on which any tie of this kind ended.
pub(crate) fn last_end(read: &Read, child: i64, kind: TieKind) -> Result<Option<Day>> {
    let sql = "SELECT max(to_on) FROM tie WHERE child = $1 AND relation = $2";
    Ok(read.one(sql, bind![child, kind.key()])?)
}

/// Ends a tie; one that would end on its first day never was and goes.
pub(crate) fn end_tie(w: &Write, id: i64, on: Day) -> Result<()> {
    w.run("DELETE FROM tie WHERE id = $1 AND from_on >= $2", bind![id, on])?;
    w.run("UPDATE tie SET to_on = $2 WHERE id = $1 AND to_on IS NULL", bind![id, on])?;
    Ok(())
}

/// Whether `upper` approves, directly or through others, for `lower`.
pub(crate) fn approves(read: &Read, upper: i64, lower: i64) -> Result<bool> {
    let sql = "WITH RECURSIVE above(id) AS (
                   SELECT parent FROM tie WHERE child = $1 AND relation = 'approve' AND to_on IS NULL
                   UNION
                   SELECT t.parent FROM tie t JOIN above a ON t.child = a.id
                   WHERE t.relation = 'approve' AND t.to_on IS NULL)
               SELECT count(*) FROM above WHERE id = $2";
    Ok(read.one::<i64>(sql, bind![lower, upper])? > 0)
}

pub(crate) fn ties(read: &Read, child: i64) -> Result<Vec<Tie>> {
    let sql = "SELECT t.id, t.child, t.parent, u.name AS parent_name, t.relation, t.basis,
                      t.from_on, t.to_on
               FROM tie t JOIN unit u ON u.id = t.parent
               WHERE t.child = $1 ORDER BY t.from_on DESC, t.relation";
    Ok(read.all(sql, bind![child])?)
}

pub(crate) fn services(read: &Read, party: i64) -> Result<Vec<Service>> {
    let sql = "SELECT s.id, s.party, s.administrative, u.name, s.is_host, s.from_on, s.to_on
               FROM serves s JOIN unit u ON u.id = s.administrative
               WHERE s.party = $1 ORDER BY s.from_on DESC, s.id";
    Ok(read.all(sql, bind![party])?)
}

/// The open host row: id, host, first day.
pub(crate) fn open_host(read: &Read, party: i64) -> Result<Option<(i64, i64, Day)>> {
    let sql = "SELECT id, administrative, from_on FROM serves
               WHERE party = $1 AND is_host AND to_on IS NULL";
    Ok(read.maybe(sql, bind![party])?)
}

/// Ends one service; one that would end on its first day never was and goes.
pub(crate) fn end_service(w: &Write, id: i64, on: Day) -> Result<()> {
    w.run("DELETE FROM serves WHERE id = $1 AND from_on >= $2", bind![id, on])?;
    w.run("UPDATE serves SET to_on = $2 WHERE id = $1 AND to_on IS NULL", bind![id, on])?;
    Ok(())
}

/// Open services to `administrative` other than as its host: row and Party unit.
pub(crate) fn serving(read: &Read, administrative: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT id, party FROM serves
               WHERE administrative = $1 AND NOT is_host AND to_on IS NULL ORDER BY id";
    Ok(read.all(sql, bind![administrative])?)
}

/// The open service of `party` to `administrative`, whatever its nature.
pub(crate) fn open_service(read: &Read, party: i64, administrative: i64) -> Result<Option<i64>> {
    let sql = "SELECT id FROM serves
               WHERE party = $1 AND administrative = $2 AND to_on IS NULL";
    Ok(read.maybe(sql, bind![party, administrative])?)
}

/// Ends every service and tie upwards of a unit that is dissolved.
pub(crate) fn end_all(w: &Write, unit: i64, on: Day) -> Result<()> {
    w.run("DELETE FROM tie WHERE child = $1 AND from_on >= $2", bind![unit, on])?;
    w.run("UPDATE tie SET to_on = $2 WHERE child = $1 AND to_on IS NULL", bind![unit, on])?;
    w.run("DELETE FROM serves WHERE party = $1 AND from_on >= $2", bind![unit, on])?;
    w.run("UPDATE serves SET to_on = $2 WHERE party = $1 AND to_on IS NULL", bind![unit, on])?;
    w.run("DELETE FROM unit_path WHERE unit = $1 AND from_on >= $2", bind![unit, on])?;
    w.run("UPDATE unit_path SET to_on = $2 WHERE unit = $1 AND to_on IS NULL", bind![unit, on])?;
    w.touch(unit, Touch::Place);
    Ok(())
}

/// Open ties downwards of every kind, and hosted units: whatever keeps a unit from being dissolved.
pub(crate) fn dependants(read: &Read, unit: i64) -> Result<Vec<(i64, String, String)>> {
    let sql = "SELECT u.id, u.name, t.relation FROM tie t JOIN unit u ON u.id = t.child
               WHERE t.parent = $1 AND t.to_on IS NULL
               UNION
               SELECT u.id, u.name, 'host' FROM serves s JOIN unit u ON u.id = s.party
               WHERE s.administrative = $1 AND s.is_host AND s.to_on IS NULL
               ORDER BY 1, 3";
    Ok(read.all(sql, bind![unit])?)
}

pub(crate) fn children_on(
    read: &Read,
    parent: i64,
    relation: Relation,
    day: Day,
) -> Result<Vec<i64>> {
    let sql = "SELECT u.id FROM unit u
               WHERE u.id IN (SELECT child FROM tie
                              WHERE parent = $1 AND relation = $2 AND from_on <= $3
                                AND (to_on IS NULL OR to_on > $3)
                              UNION
                              SELECT party FROM serves
                              WHERE administrative = $1 AND $2 = 'line' AND is_host
                                AND from_on <= $3 AND (to_on IS NULL OR to_on > $3))
               ORDER BY u.official_order, u.id";
    Ok(read.all(sql, bind![parent, relation.key(), day])?)
}

pub(crate) fn below(
    read: &Read,
    root: i64,
    relation: Relation,
    from: Day,
    to: Day,
) -> Result<Vec<Span>> {
    let sql = "SELECT p.unit, u.kind, u.family, p.path,
                      CASE WHEN r.from_on > p.from_on THEN r.from_on ELSE p.from_on END AS from_on,
                      CASE WHEN p.to_on IS NULL THEN r.to_on
                           WHEN r.to_on IS NOT NULL AND r.to_on < p.to_on THEN r.to_on
                           ELSE p.to_on END AS to_on,
                      u.founded_on, u.dissolved_on, u.use_from
               FROM unit_path r
               JOIN unit_path p ON p.relation = r.relation
                AND p.path >= r.path AND p.path < r.path || '~'
                AND p.from_on <= $4 AND (p.to_on IS NULL OR p.to_on > $3)
                AND (p.to_on IS NULL OR p.to_on > r.from_on)
                AND (r.to_on IS NULL OR r.to_on > p.from_on)
               JOIN unit u ON u.id = p.unit
               WHERE r.unit = $1 AND r.relation = $2
                 AND r.from_on <= $4 AND (r.to_on IS NULL OR r.to_on > $3)
               ORDER BY p.path, 5";
    Ok(read.all(sql, bind![root, relation.key(), from, to])?)
}

/// From `on` for ever, what stood at or under `old` stands at or under `new`: three statements,
/// whatever the size of the subtree. Spans that began later are rewritten, those under way are cut.
pub(crate) fn rewrite_paths(
    w: &Write,
    relation: Relation,
    old: &str,
    new: &str,
    on: Day,
) -> Result<()> {
    let (key, until, tail) = (relation.key(), format!("{old}~"), old.len() + 1);
    let sql = "UPDATE unit_path SET path = $4 || substr(path, $5)
               WHERE relation = $1 AND path >= $2 AND path < $3 AND from_on >= $6";
    w.run(sql, bind![key, old, until, new, tail, on])?;
    let sql = "INSERT INTO unit_path (unit, relation, path, from_on, to_on)
               SELECT unit, relation, $4 || substr(path, $5), CAST($6 AS TEXT), to_on FROM unit_path
               WHERE relation = $1 AND path >= $2 AND path < $3 AND from_on < $6
                 AND (to_on IS NULL OR to_on > $6)";
    w.run(sql, bind![key, old, until, new, tail, on])?;
    let sql = "UPDATE unit_path SET to_on = $4
               WHERE relation = $1 AND path >= $2 AND path < $3 AND from_on < $4
                 AND (to_on IS NULL OR to_on > $4)";
    w.run(sql, bind![key, old, until, on])?;
    Ok(())
}

/// The columns of today for a moved subtree: one statement for the paths, one for the unit itself,
/// one to find whose figures move with it.
pub(crate) fn move_now(
    w: &Write,
    unit: i64,
    parent: Option<i64>,
    relation: Relation,
    old: &str,
    new: &str,
) -> Result<()> {
    let (until, tail) = (format!("{old}~"), old.len() + 1);
    match relation {
        Relation::Lead => {
            let sql = "UPDATE unit SET lead_path = $3 || substr(lead_path, $4)
                       WHERE lead_path >= $1 AND lead_path < $2";
            w.run(sql, bind![old, until, new, tail])?;
            let sql = "UPDATE unit SET lead_parent = $2, version = version + 1 WHERE id = $1";
            w.run(sql, bind![unit, parent])?;
        }
        Relation::Line => {
            let sql = "UPDATE unit SET line_path = $3 || substr(line_path, $4)
                       WHERE line_path >= $1 AND line_path < $2";
            w.run(sql, bind![old, until, new, tail])?;
            let sql = "UPDATE unit SET line_parent = $2, version = version + 1 WHERE id = $1";
            w.run(sql, bind![unit, parent])?;
        }
    }
    let sql = "SELECT unit FROM unit_path
               WHERE relation = $1 AND path >= $2 AND path < $3 AND to_on IS NULL";
    let moved: Vec<i64> = w.all(sql, bind![relation.key(), new, format!("{new}~")])?;
    w.touch_all(moved, Touch::Place);
    Ok(())
}

/// Whoever below `path` belonged to the organ `old` belongs to `new`; inner borders keep their own.
pub(crate) fn move_organ(w: &Write, path: &str, old: Option<i64>, new: i64) -> Result<()> {
    let sql = "UPDATE unit SET organ = $4
               WHERE line_path >= $1 AND line_path < $2 AND organ = $3";
    w.run(sql, bind![path, format!("{path}~"), old, new])?;
    Ok(())
}

pub(crate) fn set_host(w: &Write, party: i64, host: i64) -> Result<()> {
    w.run("UPDATE unit SET host = $2 WHERE id = $1", bind![party, host])?;
    w.touch(party, Touch::Place);
    Ok(())
}
