//! The two statements about some units: they themselves, and who is in them.

use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, Value, bind,
};

use super::Whom;

/// A row of either statement: what it is, of which unit, and the cells that it uses.
pub(super) type Row = Vec<Value>;

/// Spans, figures, terms, mergers, subgroups and occurrences of the Party units that are wanted,
/// and the terms of the branches directly below them.
pub(super) fn units(whom: Whom<'_>, days: (Day, Day)) -> Query {
    let mut query = Query::new(
        "WITH below AS MATERIALIZED (
            SELECT p.unit, p.kind, p.path, p.name, p.short_name, p.official_order, p.from_on, p.to_on,
                   p.founded_on, p.dissolved_on, p.use_from",
        &[],
    );
    stood(&mut query, whom, days);
    query.add(
        "), ids AS MATERIALIZED (SELECT DISTINCT unit FROM below)
        SELECT 'span' AS tag, b.unit, b.kind AS a, b.path AS b, b.name AS c, b.short_name AS d,
               b.from_on, b.to_on, b.founded_on, b.dissolved_on, b.use_from, b.official_order AS n,
               n.lead_path, n.line_path
        FROM below b LEFT JOIN unit_now n ON n.id = b.unit
        UNION ALL
        SELECT 'figure', f.unit, f.name, '', '', '', f.from_on, NULL, '', NULL, '', f.value, NULL, NULL
        FROM ids i CROSS JOIN unit_figure f WHERE f.unit = i.unit
        UNION ALL
        SELECT 'term', t.unit, '', '', '', '', t.ends_on, t.ended_on, '', NULL, '', t.id, NULL, NULL
        FROM ids i CROSS JOIN unit_term t WHERE t.unit = i.unit
        UNION ALL
        SELECT 'term-below', n.lead_parent, n.kind, '', '', '', t.ends_on, NULL, '', NULL, '', n.id,
               NULL, NULL
        FROM ids i CROSS JOIN unit_now n CROSS JOIN unit_term t
        WHERE n.lead_parent = i.unit AND t.unit = n.id AND t.ended_on IS NULL
        UNION ALL
        SELECT 'merged', m.unit, '', '', '', '', m.on_day, NULL, '', NULL, '', m.successor, NULL, NULL
        FROM ids i CROSS JOIN unit_merged m WHERE m.unit = i.unit
        UNION ALL
        SELECT 'subgroup', s.unit, '', s.path, '', '', s.from_on, s.to_on, '', s.dissolved_on, '',
               CAST(0 AS BIGINT), NULL, NULL
        FROM ids i CROSS JOIN unit_span s
        WHERE s.unit = i.unit AND s.relation = 'lead' AND s.kind = 'subgroup'
        UNION ALL
        SELECT 'event', o.unit, o.name, o.about, '', '', o.on_day, NULL, '', NULL, '', o.id, NULL, NULL
        FROM ids i CROSS JOIN occurrence o WHERE o.unit = i.unit",
        &[],
    );
    query
}

pub(super) const UNITS: &[Column] = &[
    Text("tag"),
    Int("unit"),
    Text("a"),
    Text("b"),
    Text("c"),
    Text("d"),
    Text("from_on"),
    Text("to_on"),
    Text("founded_on"),
    Text("dissolved_on"),
    Text("use_from"),
    Int("n"),
    Text("lead_path"),
    Text("line_path"),
];

/// How rolls grew and shrank by status, posts, and who studies abroad, of the Party units that are
/// wanted; and everybody who was on the roll of `named` at any time. `CROSS JOIN`: these few units
/// first, or SQLite walks through every roll of the country.
pub(super) fn people(whom: Whom<'_>, days: (Day, Day), named: Option<i64>) -> Query {
    let mut query = Query::new("WITH ids AS MATERIALIZED (SELECT DISTINCT p.unit", &[]);
    stood(&mut query, whom, days);
    query.add(
        " AND p.kind <> 'subgroup'),
        rolls AS MATERIALIZED (
            SELECT m.unit, m.status, m.from_on, m.to_on, count(*) AS n
            FROM ids i CROSS JOIN roll_span m WHERE m.unit = i.unit
            GROUP BY m.unit, m.status, m.from_on, m.to_on),
        away AS MATERIALIZED (
            SELECT unit, from_on, to_on FROM abroad_span WHERE purpose IN ('study', 'own_study'))
        SELECT 'in' AS tag, m.unit, m.status AS a, m.from_on, CAST(NULL AS TEXT) AS to_on, m.n,
               CAST(NULL AS TEXT) AS class, CAST(NULL AS BIGINT) AS subgroup
        FROM rolls m
        UNION ALL
        SELECT 'out', m.unit, m.status, m.to_on, NULL, m.n, NULL, NULL
        FROM rolls m WHERE m.to_on IS NOT NULL
        UNION ALL
        SELECT 'post', t.unit, t.kind, t.from_on, t.to_on, t.person, NULL, NULL
        FROM ids i CROSS JOIN post_span t WHERE t.unit = i.unit
        UNION ALL
        SELECT 'abroad', a.unit, '', a.from_on, a.to_on, CAST(1 AS BIGINT), NULL, NULL
        FROM ids i CROSS JOIN away a WHERE a.unit = i.unit",
        &[],
    );
    if let Some(unit) = named {
        query.add(
            " UNION ALL
            SELECT 'member', s.unit, s.status, s.from_on, s.to_on, s.person, s.staff_class, s.subgroup
            FROM membership_span s WHERE s.unit = {}
            UNION ALL
            SELECT 'risk', r.unit, '', r.from_on, r.to_on, r.person, NULL, NULL
            FROM risk_span r WHERE r.unit = {}",
            bind![unit, unit],
        );
    }
    query
}

pub(super) const PEOPLE: &[Column] = &[
    Text("tag"),
    Int("unit"),
    Text("a"),
    Text("from_on"),
    Text("to_on"),
    Int("n"),
    Text("class"),
    Int("subgroup"),
];

/// Where the wanted Party units and their subgroups stood between two days, both included.
///
/// `CROSS JOIN` keeps the order, and `coalesce` keeps SQLite from beginning with every Party unit of
/// the country: with statistics of a large installation it would take minutes.
fn stood(query: &mut Query, whom: Whom<'_>, (from, to): (Day, Day)) {
    let whole = matches!(whom, Whom::Tree(..));
    query.add(
        " FROM unit_span r CROSS JOIN unit_span p
            WHERE p.relation = r.relation AND p.path >= r.path AND p.path < r.path || '~'
             AND p.from_on <= {} AND (p.to_on IS NULL OR p.to_on > {})
             AND (p.to_on IS NULL OR p.to_on > r.from_on) AND (r.to_on IS NULL OR r.to_on > p.from_on)
             AND coalesce(p.family, '') = 'party' AND (p.unit = r.unit OR p.kind = 'subgroup' OR {})
             AND r.from_on <= {} AND (r.to_on IS NULL OR r.to_on > {})",
        bind![to, from, whole, to, from],
    );
    match whom {
        Whom::Tree(relation, root) | Whom::One(relation, root) => {
            query.add(" AND r.unit = {} AND r.relation = {}", bind![root, relation.key()]);
        }
        Whom::Each(units) => {
            query.padded_list(" AND r.relation = 'lead' AND r.unit IN ", units);
        }
    }
}
