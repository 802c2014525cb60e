//! Every SQL statement about affiliation and participation.

use act::{Result, Sight};
use calendar::Day;
use db::{Query, Read, Touch, Write, bind};

use super::{Choice, Participation, Unplaced};

/// Appends rows (unit, post) of where somebody belongs to today: his branch and subgroup unless his
/// membership is suspended or he is no member, and hosts, with post ""; and units of his posts, with
/// their kind. For a statement that joins them to what these units have for him.
pub fn add_circle(query: &mut Query, person: i64, today: Day) {
    query.add(
        "SELECT unit, '' AS post FROM person_now
         WHERE id = {} AND member_status IN ('full', 'probationary')
         UNION ALL
         SELECT subgroup, '' FROM person_now
         WHERE id = {} AND member_status IN ('full', 'probationary') AND subgroup IS NOT NULL
         UNION ALL
         SELECT host, '' FROM participation
         WHERE person = {} AND from_on <= {} AND (to_on IS NULL OR to_on > {})
         UNION ALL
         SELECT unit, kind FROM post_span
         WHERE person = {} AND from_on <= {} AND (to_on IS NULL OR to_on > {})",
        bind![person, person, person, today, today, person, today, today],
    );
}

/// Where somebody belonged from when to when, the latest first, with the paths of units that are there today.
pub fn belonged(read: &Read, person: i64) -> Result<Vec<Belonged>> {
    let sql = "SELECT a.unit, a.from_on, a.to_on, u.lead_path, u.line_path
               FROM affiliation a LEFT JOIN unit_now u ON u.id = a.unit
               WHERE a.person = $1 ORDER BY a.from_on DESC, a.id DESC";
    Ok(read.all(sql, bind![person])?)
}

/// (unit, first day, first day after, lead path, line path)
pub type Belonged = (i64, Day, Option<Day>, Option<String>, Option<String>);

/// Every unit in which somebody ever was: branches, subgroups, hosts, and units of his posts.
pub fn units_ever(read: &Read, person: i64) -> Result<Vec<i64>> {
    let sql = "SELECT unit FROM affiliation WHERE person = $1
               UNION SELECT subgroup FROM affiliation WHERE person = $1 AND subgroup IS NOT NULL
               UNION SELECT host FROM participation WHERE person = $1
               UNION SELECT unit FROM post_span WHERE person = $1
               ORDER BY 1";
    Ok(read.all(sql, bind![person])?)
}

/// Who takes part in `host` on `day` though he belongs elsewhere, in official order.
pub fn guests(read: &Read, host: i64, day: Day) -> Result<Vec<Participation>> {
    let sql = "SELECT t.id, t.person, p.name, t.host, u.name AS host_name, t.reason, t.from_on,
                      t.to_on
               FROM participation t JOIN person p ON p.id = t.person
               LEFT JOIN unit_now u ON u.id = t.host
               WHERE t.host = $1 AND t.from_on <= $2 AND (t.to_on IS NULL OR t.to_on > $2)
               ORDER BY p.official_order, p.name_key, p.id";
    Ok(read.all(sql, bind![host, day])?)
}

/// The open spell: (id, unit, first day).
pub(super) fn open(read: &Read, person: i64) -> Result<Option<(i64, i64, Day)>> {
    let sql = "SELECT id, unit, from_on FROM affiliation WHERE person = $1 AND to_on IS NULL";
    Ok(read.maybe(sql, bind![person])?)
}

pub(super) fn close(w: &Write, person: i64, on: Day) -> Result<()> {
    crate::member::touch(w, person)?;
    let sql = "UPDATE affiliation SET to_on = $2 WHERE person = $1 AND to_on IS NULL";
    w.run(sql, bind![person, on])?;
    Ok(())
}

pub(super) fn begin(
    w: &Write,
    person: i64,
    (unit, subgroup): (i64, Option<i64>),
    from: Day,
    basis: &str,
) -> Result<()> {
    let sql = "INSERT INTO affiliation (id, person, unit, subgroup, from_on, basis)
               VALUES ($1, $2, $3, $4, $5, $6)";
    w.run(sql, bind![w.id(), person, unit, subgroup, from, basis])?;
    w.touch(unit, Touch::Unit);
    Ok(())
}

/// Everybody whose open spell stands in `unit`.
pub(super) fn everybody(read: &Read, unit: i64) -> Result<Vec<i64>> {
    let sql = "SELECT person FROM affiliation WHERE unit = $1 AND to_on IS NULL ORDER BY id";
    Ok(read.all(sql, bind![unit])?)
}

/// Ends what is tied to a place: posts, participations.
pub(super) fn end_all(w: &Write, person: i64, on: Day) -> Result<()> {
    crate::member::touch(w, person)?;
    let sql = "UPDATE post SET to_on = $2
               WHERE person = $1 AND (to_on IS NULL OR to_on > $2)";
    w.run(sql, bind![person, on])?;
    let sql = "UPDATE stand_in SET to_on = $2
               WHERE person = $1 AND recalled_at IS NULL AND to_on > $2";
    w.run(sql, bind![person, on])?;
    let sql = "UPDATE participation SET to_on = $2 WHERE person = $1 AND to_on IS NULL";
    w.run(sql, bind![person, on])?;
    Ok(())
}

pub(super) fn insert_participation(w: &Write, it: &Participation, basis: &str) -> Result<()> {
    let sql = "INSERT INTO participation (id, person, host, reason, from_on, to_on, basis)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Participation { id, person, host, reason, from_on, to_on, .. } = it;
    w.run(sql, bind![id, person, host, reason, from_on, to_on, basis])?;
    Ok(())
}

/// *False* when it is not open (any more).
pub(super) fn end_participation(w: &Write, id: i64, person: i64, on: Day) -> Result<bool> {
    let sql = "UPDATE participation SET to_on = $3
               WHERE id = $1 AND person = $2 AND to_on IS NULL AND from_on <= $3";
    Ok(w.run(sql, bind![id, person, on])? == 1)
}

/// Party units in sight under a path by lead, in official order of the tree.
pub(crate) fn units_below(read: &Read, sight: &Sight, path: Option<&str>) -> Result<Vec<Choice>> {
    let mut query = Query::new(
        "SELECT u.id, u.name, u.kind FROM unit_now u WHERE u.family = {}",
        bind!["party"],
    );
    if let Some(path) = path {
        query.add(" AND u.lead_path >= {} AND u.lead_path < {}", bind![path, format!("{path}~")]);
    }
    sight.limit(&mut query);
    query.add(" ORDER BY u.lead_path", &[]);
    Ok(query.all(read)?)
}

/// Units of any family in sight, in official order of the tree.
pub(crate) fn units_in(read: &Read, sight: &Sight) -> Result<Vec<Choice>> {
    let mut query = Query::new("SELECT u.id, u.name, u.kind FROM unit_now u WHERE 1 = 1", &[]);
    sight.limit(&mut query);
    query.add(" ORDER BY u.line_path, u.lead_path", &[]);
    Ok(query.all(read)?)
}

/// SQLite keeps the order of a CROSS JOIN: the units in sight first.
const UNPLACED: &str = " FROM unit_now u CROSS JOIN affiliation a CROSS JOIN person p
                         WHERE a.unit = u.id AND a.to_on IS NULL AND p.id = a.person
                           AND u.family = 'administrative'
                           AND p.member_status IN ('full', 'probationary', 'suspended')";

/// Members on the lists of organs in sight who have no branch yet.
pub(crate) fn unplaced(
    read: &Read,
    sight: &Sight,
    (offset, most): (i64, i64),
) -> Result<Vec<Unplaced>> {
    let mut query =
        Query::new("SELECT p.id, p.name, p.member_status, u.name AS unit_name, a.basis", &[]);
    query.add(UNPLACED, &[]);
    sight.limit(&mut query);
    query.add(" ORDER BY a.basis, p.name_key, p.id LIMIT {} OFFSET {}", bind![most, offset]);
    Ok(query.all(read)?)
}

pub(crate) fn count_unplaced(read: &Read, sight: &Sight) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    query.add(UNPLACED, &[]);
    sight.limit(&mut query);
    Ok(query.maybe(read)?.unwrap_or(0))
}
