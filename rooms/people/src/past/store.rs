//! Every SQL statement about all that is dated.

use act::Result;
use calendar::Day;
use db::{Query, Read, Value, bind};

use super::{OnDay, Row};

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

/// Members of a unit on each of the days, by official order and name; what keeps them away or limits them, oldest
/// first; posts of the unit and of `parts` of it, and who takes part in the parts though he belongs elsewhere, in
/// official order. The unit itself may be one of its parts. Who is joined to a temporary branch is on its roll and no
/// guest; that he is away from home on the task does not keep him away there.
pub(super) fn in_unit(
    read: &Read,
    (unit, parts): (i64, &[i64]),
    days: &[Day],
) -> Result<Vec<OnDay>> {
    let cells: Vec<Value> = days.iter().flat_map(|day| bind![day].to_vec()).collect();
    let mut query = Query::new("WITH asked(on_day) AS (VALUES ", &[]);
    query.rows(1, &cells);
    query.add(HERE, bind![unit, unit]);
    query.add(OF_MEMBERS, &[]);
    query.add(POSTS, &[]).in_list("t.unit IN ", &[&[unit], parts].concat());
    query.add(" AND t.from_on <= d.on_day AND (t.to_on IS NULL OR t.to_on > d.on_day)", &[]);
    query.add(GUESTS, &[]).in_list("t.host IN ", parts);
    query.add(" AND t.from_on <= d.on_day AND (t.to_on IS NULL OR t.to_on > d.on_day)", &[]);
    query.add(" ORDER BY place, name_key, person, id", &[]);
    Ok(query.all(read)?)
}

const HERE: &str = "),
    here AS MATERIALIZED (
        SELECT d.on_day, a.person, a.subgroup, '' AS joined FROM asked d CROSS JOIN affiliation a
        WHERE a.unit = {} AND a.from_on <= d.on_day AND (a.to_on IS NULL OR a.to_on > d.on_day)
        UNION ALL
        SELECT d.on_day, t.person, CAST(NULL AS BIGINT), 'task' FROM asked d CROSS JOIN participation t
        WHERE t.host = {} AND t.reason = 'operation' AND t.from_on <= d.on_day
          AND (t.to_on IS NULL OR t.to_on > d.on_day))";

const OF_MEMBERS: &str = "
    SELECT h.on_day, 'member' AS what, CAST(0 AS BIGINT) AS id, h.person, p.name, s.status AS word, h.subgroup AS unit,
           p.staff_class AS unit_name, s.from_on, s.to_on, CASE WHEN p.is_covert THEN 'covert' ELSE '' END AS basis,
           p.official_order AS place, p.name_key
    FROM here h CROSS JOIN person p CROSS JOIN member_status s
    WHERE p.id = h.person AND s.person = h.person
      AND s.from_on <= h.on_day AND (s.to_on IS NULL OR s.to_on > h.on_day)
      AND s.status IN ('full', 'probationary', 'suspended')
    UNION ALL
    SELECT h.on_day, 'leave', l.id, l.person, '', l.word, NULL, NULL, l.from_on, l.to_on, '', -1, ''
    FROM here h CROSS JOIN leave l
    WHERE l.person = h.person AND l.from_on <= h.on_day AND l.to_on > h.on_day AND l.word <> h.joined
    UNION ALL
    SELECT h.on_day, 'shift', 0, s.person, '', '', NULL, NULL, s.on_day, NULL, '', -1, ''
    FROM here h CROSS JOIN shift_day s
    WHERE s.person = h.person AND s.on_day = h.on_day AND s.is_free = FALSE AND h.joined = ''
    UNION ALL
    SELECT h.on_day, 'limit', l.id, l.person, '', l.rights, NULL, NULL, l.from_on, l.to_on, l.basis, -1, ''
    FROM here h CROSS JOIN right_limit l
    WHERE l.person = h.person AND l.from_on <= h.on_day AND (l.to_on IS NULL OR l.to_on > h.on_day)
    UNION ALL
    SELECT h.on_day, 'stay', b.id, b.person, '', b.purpose, NULL, NULL, b.from_on, b.to_on, b.basis, -1, ''
    FROM here h CROSS JOIN abroad b
    WHERE b.person = h.person AND b.from_on <= h.on_day AND (b.to_on IS NULL OR b.to_on > h.on_day)";

const POSTS: &str = "
    UNION ALL
    SELECT d.on_day, 'post', t.id, t.person, p.name, t.kind, t.unit, u.name, t.from_on, t.to_on, t.basis,
           p.official_order, p.name_key
    FROM asked d CROSS JOIN post t JOIN person p ON p.id = t.person LEFT JOIN unit_now u ON u.id = t.unit
    WHERE ";

const GUESTS: &str = "
    UNION ALL
    SELECT d.on_day, 'guest', t.id, t.person, p.name, t.reason, t.host, u.name, t.from_on, t.to_on, '',
           p.official_order, p.name_key
    FROM asked d CROSS JOIN participation t JOIN person p ON p.id = t.person LEFT JOIN unit_now u ON u.id = t.host
    WHERE t.reason <> 'operation' AND ";
