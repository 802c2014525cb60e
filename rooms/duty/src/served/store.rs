//! The one statement about services, exemptions and explanations below a unit.

use act::Result;
use calendar::Day;
use db::{
    Column::{self, Flag, Int, Text},
    Query, Read, Value, bind,
};

use crate::bearer::{Persons, Whom};

pub(super) fn rows(whom: Whom<'_>, (from, to): (Day, Day), persons: Persons) -> Query {
    // Lists of many units have no use for titles and links.
    let is_one = matches!(whom, Whom::One(..));
    let (third, fourth) = match persons {
        Persons::With => ("person", "roll"),
        Persons::Without => ("unit", "post"),
    };
    let mut query =
        Query::new("WITH ids AS MATERIALIZED (SELECT DISTINCT p.unit FROM unit_span r", &[]);
    wanted(&mut query, whom);
    query.add(
        ")
        SELECT 'service' AS tag, s.bearer_kind, s.bearer, s.unit, s.duty, s.period, s.held_on, s.about,
               s.reason, s.fact_room, s.fact, CASE WHEN {} THEN s.title ELSE '' END AS title,
               CASE WHEN {} THEN s.url ELSE '' END AS url, s.entered_at, s.quantity, s.counts, s.makes_up,
               s.absent
        FROM ids i CROSS JOIN service s
        WHERE s.unit = i.unit AND s.bearer_kind IN ('unit', 'post', {}, {})
         AND s.held_on >= {} AND s.held_on <= {}
        UNION ALL
        SELECT 'exemption', e.bearer_kind, e.bearer, e.unit, e.duty, e.period, e.decided_on, e.about,
               e.reason,
               CASE WHEN e.document_no = '' THEN e.decided_by
                    ELSE e.decided_by || '（' || e.document_no || '）' END, e.id, '', '', '', CAST(0 AS BIGINT), FALSE, FALSE, NULL
        FROM ids i CROSS JOIN exemption e WHERE e.unit = i.unit AND e.withdrawn_at IS NULL
        UNION ALL
        SELECT 'explanation', x.bearer_kind, x.bearer, x.unit, x.duty, x.period,
               substr(x.given_at, 1, 10), x.about, x.reason, '', x.id, '', '', '', CAST(0 AS BIGINT),
               FALSE, FALSE, NULL
        FROM ids i CROSS JOIN explanation x WHERE x.unit = i.unit AND x.withdrawn_at IS NULL",
        bind![is_one, is_one, third, fourth, from, to],
    );
    query
}

pub(super) const COLUMNS: &[Column] = &[
    Text("tag"),
    Text("bearer_kind"),
    Int("bearer"),
    Int("unit"),
    Text("duty"),
    Text("period"),
    Text("held_on"),
    Text("about"),
    Text("reason"),
    Text("fact_room"),
    Int("fact"),
    Text("title"),
    Text("url"),
    Text("entered_at"),
    Int("quantity"),
    Flag("counts"),
    Flag("makes_up"),
    Text("absent"),
];

/// Services that count, exemptions and explanations of units and their posts under some duties each:
/// (unit, duty). Held between two days, both included; what one day brought under one period is one row,
/// however many facts it was.
pub(super) fn rows_under(
    read: &Read,
    pairs: &[(i64, &str)],
    (from, to): (Day, Day),
) -> Result<Vec<Vec<Value>>> {
    // The first row gives the types.
    let mut query = Query::new(
        "WITH pairs(unit, duty) AS MATERIALIZED (VALUES (CAST(0 AS BIGINT), CAST('' AS TEXT)), ",
        &[],
    );
    let wanted: Vec<Value> =
        pairs.iter().flat_map(|(unit, duty)| bind![unit, duty].to_vec()).collect();
    query.padded_rows(&wanted, bind![0, ""]);
    query.add(
        ")
        SELECT 'service' AS tag, s.bearer_kind, s.bearer, s.unit, s.duty, s.period, s.held_on, s.about,
               '', '', min(s.fact), '', '', s.entered_at, CAST(sum(s.quantity) AS BIGINT), TRUE, s.makes_up, NULL
        FROM pairs p CROSS JOIN service s
        WHERE s.bearer = p.unit AND s.duty = p.duty AND s.bearer_kind IN ('unit', 'post') AND s.counts
         AND s.held_on >= {} AND s.held_on <= {}
        GROUP BY s.bearer_kind, s.bearer, s.unit, s.duty, s.period, s.held_on, s.about, s.entered_at,
                 s.makes_up
        UNION ALL
        SELECT 'exemption', e.bearer_kind, e.bearer, e.unit, e.duty, e.period, e.decided_on, e.about,
               '', '', e.id, '', '', '', CAST(0 AS BIGINT), FALSE, FALSE, NULL
        FROM pairs p CROSS JOIN exemption e
        WHERE e.bearer = p.unit AND e.duty = p.duty AND e.bearer_kind IN ('unit', 'post')
         AND e.withdrawn_at IS NULL
        UNION ALL
        SELECT 'explanation', x.bearer_kind, x.bearer, x.unit, x.duty, x.period,
               substr(x.given_at, 1, 10), x.about, '', '', x.id, '', '', '', CAST(0 AS BIGINT),
               FALSE, FALSE, NULL
        FROM pairs p CROSS JOIN explanation x
        WHERE x.bearer = p.unit AND x.duty = p.duty AND x.bearer_kind IN ('unit', 'post')
         AND x.withdrawn_at IS NULL",
        bind![from, to],
    );
    Ok(query.cells(read)?)
}

fn wanted(query: &mut Query, whom: Whom<'_>) {
    match whom {
        Whom::Tree(relation, root) => query.add(
            " CROSS JOIN unit_span p
             WHERE p.relation = r.relation AND p.path >= r.path AND p.path < r.path || '~'
             AND coalesce(p.family, '') = 'party' AND r.unit = {} AND r.relation = {}",
            bind![root, relation.key()],
        ),
        Whom::One(relation, root) => query.add(
            " JOIN unit_span p ON p.relation = r.relation AND p.unit = r.unit AND p.family = 'party'
             WHERE r.unit = {} AND r.relation = {}",
            bind![root, relation.key()],
        ),
        Whom::Each(units) => query.padded_list(
            " JOIN unit_span p ON p.relation = r.relation AND p.unit = r.unit AND p.family = 'party'
             WHERE r.relation = 'lead' AND r.unit IN ",
            units,
        ),
    };
}
