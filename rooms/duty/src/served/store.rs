//! The one statement about services, exemptions and explanations below a unit.

use act::{Relation, Result};
use calendar::Day;
use db::{Read, Value, bind};

use crate::bearer::{Persons, Scope};

pub(super) fn rows(
    read: &Read,
    relation: Relation,
    root: i64,
    (from, to): (Day, Day),
    scope: Scope,
    persons: Persons,
) -> Result<Vec<Vec<Value>>> {
    let sql = "
        WITH ids AS (
            SELECT DISTINCT p.unit
            FROM unit_span r
            JOIN unit_span p ON p.relation = r.relation AND p.path >= r.path AND p.path < r.path || '~'
             AND p.family = 'party' AND (p.unit = r.unit OR $5)
            WHERE r.unit = $1 AND r.relation = $2)
        SELECT 'service' AS tag, s.bearer_kind, s.bearer, s.unit, s.duty, s.period, s.held_on, s.about,
               s.reason, s.fact_room, s.fact, CASE WHEN $5 THEN '' ELSE s.title END,
               CASE WHEN $5 THEN '' ELSE s.url END, s.entered_at, s.quantity, s.counts, s.makes_up,
               s.absent
        FROM ids i
        JOIN service s ON s.unit = i.unit AND s.bearer_kind IN ('unit', 'post', $6, $7)
         AND s.held_on >= $3 AND s.held_on <= $4
        UNION ALL
        SELECT 'exemption', e.bearer_kind, e.bearer, e.unit, e.duty, e.period, e.decided_on, e.about,
               e.reason,
               CASE WHEN e.document_no = '' THEN e.decided_by
                    ELSE e.decided_by || '（' || e.document_no || '）' END, e.id, '', '', '', CAST(0 AS BIGINT), FALSE, FALSE, NULL
        FROM ids i JOIN exemption e ON e.unit = i.unit AND e.withdrawn_at IS NULL
        UNION ALL
        SELECT 'explanation', x.bearer_kind, x.bearer, x.unit, x.duty, x.period,
               substr(x.given_at, 1, 10), x.about, x.reason, '', x.id, '', '', '', CAST(0 AS BIGINT),
               FALSE, FALSE, NULL
        FROM ids i JOIN explanation x ON x.unit = i.unit AND x.withdrawn_at IS NULL";
    let tree = scope == Scope::Tree;
    let (third, fourth) = match persons {
        Persons::With => ("person", "roll"),
        Persons::Without => ("unit", "post"),
    };
    Ok(read.cells(sql, bind![root, relation.key(), from, to, tree, third, fourth])?)
}
