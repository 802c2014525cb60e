//! Every SQL statement about which branches are reached.

use act::{Place, Result};
use calendar::Day;
use db::{Query, Read, bind};

use super::{Figure, Uncovered};

/// Branches in the tree; temporary ones come and go with their operation.
macro_rules! branch {
    () => {
        "b.kind IN ('branch', 'joint_branch', 'retired_branch')"
    };
}

/// The secretary of branch `b` belongs to a studio or is one of a pair that lasts.
macro_rules! covered {
    () => {
        "EXISTS (SELECT 1 FROM post_held t WHERE t.unit = b.id AND t.kind = 'secretary'
           AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {}) AND (
           EXISTS (SELECT 1 FROM register_entry e WHERE e.head = t.person AND (e.to_on IS NULL OR e.to_on > {}))
           OR EXISTS (SELECT 1 FROM register_member m WHERE m.person = t.person AND (m.to_on IS NULL OR m.to_on > {}))
           OR EXISTS (SELECT 1 FROM register_pair r WHERE r.mentor = t.person AND r.ended_on IS NULL)
           OR EXISTS (SELECT 1 FROM register_pair r WHERE r.learner = t.person AND r.ended_on IS NULL)))"
    };
}

/// The unit itself and each that it leads, in the order of the tree; those without branches below are left out.
pub(super) fn figures(read: &Read, place: &Place, today: Day) -> Result<Vec<Figure>> {
    let query = Query::new(
        concat!(
            "SELECT c.id AS unit, c.short_name AS name, c.kind, count(*) AS branches,
               CAST(sum(CASE WHEN ",
            covered!(),
            " THEN 1 ELSE 0 END) AS BIGINT) AS covered
             FROM unit_now c JOIN unit_now b
               ON b.lead_path >= c.lead_path AND b.lead_path < c.lead_path || '~'
             WHERE ",
            branch!(),
            " AND c.family = 'party' AND (c.id = {} OR c.lead_parent = {})
             GROUP BY c.id, c.short_name, c.kind, c.lead_path ORDER BY c.lead_path"
        ),
        bind![today, today, today, today, place.id, place.id],
    );
    Ok(query.all(read)?)
}

/// Branches at and below a unit that are not reached yet, in the order of the tree.
pub(super) fn uncovered(
    read: &Read,
    place: &Place,
    today: Day,
    (skip, most): (i64, i64),
) -> Result<Vec<Uncovered>> {
    let path = place.lead_path.clone().unwrap_or_default();
    let query = Query::new(
        concat!(
            "SELECT b.id AS unit, b.name, a.short_name AS above,
               (SELECT min(t.name) FROM post_held t WHERE t.unit = b.id AND t.kind = 'secretary'
                AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})) AS secretary
             FROM unit_now b LEFT JOIN unit_now a ON a.id = b.lead_parent
             WHERE ",
            branch!(),
            " AND b.lead_path >= {} AND b.lead_path < {} AND NOT ",
            covered!(),
            " ORDER BY b.lead_path LIMIT {} OFFSET {}"
        ),
        [
            bind![today, today, path, format!("{path}~")],
            bind![today, today, today, today, most, skip],
        ]
        .concat()
        .as_slice(),
    );
    Ok(query.all(read)?)
}
