//! Every SQL statement about all that is dated.

use act::Result;
use calendar::Day;
use db::{Read, bind};

use super::Row;

/// All of one person, newest first.
pub(super) fn of(read: &Read, person: i64, since: Day) -> Result<Vec<Row>> {
    let sql = "SELECT 'leave' AS what, l.id, l.person, l.word, CAST(NULL AS BIGINT) AS unit,
                      CAST(NULL AS TEXT) AS unit_name, l.from_on, l.to_on, '' AS basis
               FROM leave l WHERE l.person = $1 AND l.to_on > $2
               UNION ALL
               SELECT 'limit', l.id, l.person, l.rights, NULL, NULL, l.from_on, l.to_on, l.basis
               FROM right_limit l WHERE l.person = $1
               UNION ALL
               SELECT 'stay', b.id, b.person, b.purpose, NULL, NULL, b.from_on, b.to_on, b.basis
               FROM abroad b WHERE b.person = $1
               UNION ALL
               SELECT 'status', 0, s.person, s.status, NULL, NULL, s.from_on, s.to_on, s.basis
               FROM member_status s WHERE s.person = $1
               UNION ALL
               SELECT 'unit', a.id, a.person, '', a.unit, u.name, a.from_on, a.to_on, a.basis
               FROM affiliation a LEFT JOIN unit_now u ON u.id = a.unit WHERE a.person = $1
               UNION ALL
               SELECT 'guest', t.id, t.person, t.reason, t.host, u.name, t.from_on, t.to_on, ''
               FROM participation t LEFT JOIN unit_now u ON u.id = t.host WHERE t.person = $1
               ORDER BY from_on DESC, id DESC";
    Ok(read.all(sql, bind![person, since])?)
}

/// What keeps somebody of a unit away or limits him on a day, oldest first; then posts of the unit and
/// of `part` of it, and who takes part in `part` though he belongs elsewhere, in official order. `part`
/// may be the unit itself.
pub(super) fn in_unit(read: &Read, unit: i64, part: i64, day: Day) -> Result<Vec<Row>> {
    let sql = "WITH here AS MATERIALIZED (
                   SELECT person FROM affiliation
                   WHERE unit = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2))
               SELECT 'leave' AS what, l.id, l.person, '' AS name, l.word, CAST(NULL AS BIGINT) AS unit,
                      CAST(NULL AS TEXT) AS unit_name, l.from_on, l.to_on, '' AS basis,
                      CAST(-1 AS BIGINT) AS place, '' AS name_key
               FROM here h CROSS JOIN leave l
               WHERE l.person = h.person AND l.from_on <= $2 AND l.to_on > $2
               UNION ALL
               SELECT 'shift', 0, s.person, '', '', NULL, NULL, s.on_day, NULL, '', -1, ''
               FROM here h CROSS JOIN shift_day s
               WHERE s.person = h.person AND s.on_day = $2 AND s.is_free = FALSE
               UNION ALL
               SELECT 'limit', l.id, l.person, '', l.rights, NULL, NULL, l.from_on, l.to_on, l.basis, -1, ''
               FROM here h CROSS JOIN right_limit l
               WHERE l.person = h.person AND l.from_on <= $2 AND (l.to_on IS NULL OR l.to_on > $2)
               UNION ALL
               SELECT 'stay', b.id, b.person, '', b.purpose, NULL, NULL, b.from_on, b.to_on, b.basis, -1, ''
               FROM here h CROSS JOIN abroad b
               WHERE b.person = h.person AND b.from_on <= $2 AND (b.to_on IS NULL OR b.to_on > $2)
               UNION ALL
               SELECT 'post', t.id, t.person, p.name, t.kind, t.unit, u.name, t.from_on, t.to_on, t.basis,
                      p.official_order, p.name_key
               FROM post t JOIN person p ON p.id = t.person LEFT JOIN unit_now u ON u.id = t.unit
               WHERE t.unit IN ($1, $3) AND t.from_on <= $2 AND (t.to_on IS NULL OR t.to_on > $2)
               UNION ALL
               SELECT 'guest', t.id, t.person, p.name, t.reason, t.host, u.name, t.from_on, t.to_on, '',
                      p.official_order, p.name_key
               FROM participation t JOIN person p ON p.id = t.person LEFT JOIN unit_now u ON u.id = t.host
               WHERE t.host = $3 AND t.from_on <= $2 AND (t.to_on IS NULL OR t.to_on > $2)
               ORDER BY place, name_key, id";
    Ok(read.all(sql, bind![unit, day, part])?)
}
