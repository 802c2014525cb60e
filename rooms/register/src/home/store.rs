//! What the home page asks.

use act::Ctx;
use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, bind,
};
use serde::Deserialize;

use crate::{
    entry::EDIT,
    sort::{self, Studio},
    studio::{LOOK, PAIR},
};

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Ending,
    Look,
    New,
    Pair,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) what: What,
    /// The entry, or the pair.
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) due_on: Day,
    pub(super) count: i64,
}

pub(super) const COLUMNS: &[Column] =
    &[Text("what"), Int("id"), Text("name"), Text("due_on"), Int("count")];

/// One's own pairs, and what the keeper is told.
pub(super) fn found(ctx: &Ctx) -> Option<Query> {
    let person = ctx.actor.person()?;
    let mut query = Query::new(
        "SELECT 'pair' AS what, r.id AS id, '师徒结对：' || e.name AS name, r.to_on AS due_on,
                CAST(0 AS BIGINT) AS count
         FROM register_pair r JOIN register_entry e ON e.id = r.entry
         WHERE (r.mentor = {} OR r.learner = {}) AND r.ended_on IS NULL AND r.to_on < {}",
        bind![person, person, ctx.today],
    );
    if let Some(hat) = ctx.actor.hat() {
        if ctx.allows(&EDIT, &hat.unit) {
            ending(&mut query, hat.unit.id, ctx.today);
        }
        if let Some((sort, rules)) = sort::studio().filter(|it| it.0.is_kept_by(&hat.unit.kind)) {
            if ctx.allows(&LOOK, &hat.unit) {
                unlooked(&mut query, (hat.unit.id, &sort.key), rules, ctx.today);
            }
            if let Some(path) =
                hat.unit.lead_path.as_deref().filter(|_| ctx.allows(&PAIR, &hat.unit))
            {
                new_ones(&mut query, (hat.unit.id, &sort.key), (rules, path), ctx.today);
            }
        }
    }
    // Bounded: the home page; all of it stands on the pages of the entries.
    query.add(" ORDER BY due_on, id LIMIT 40", &[]);
    Some(query)
}

fn ending(query: &mut Query, unit: i64, today: Day) {
    for sort in sort::all().iter().filter(|it| it.warns_days > 0) {
        query.add(
            " UNION ALL SELECT 'ending', e.id, e.name, e.to_on, CAST(0 AS BIGINT)
              FROM register_entry e
              WHERE e.unit = {} AND e.sort = {} AND e.ended_at IS NULL AND e.to_on > {} AND e.to_on <= {}",
            bind![unit, sort.key, today, today.plus_days(sort.warns_days + 1)],
        );
    }
}

fn unlooked(query: &mut Query, (unit, sort): (i64, &str), rules: &Studio, today: Day) {
    if today.month() < rules.look_from_month {
        return;
    }
    let year = i64::from(today.year());
    query.add(
        " UNION ALL SELECT 'look', e.id, e.name, CAST({} AS TEXT), CAST(0 AS BIGINT)
          FROM register_entry e
          WHERE e.unit = {} AND e.sort = {} AND (e.to_on IS NULL OR e.to_on > {})
            AND NOT EXISTS (SELECT 1 FROM register_look l WHERE l.entry = e.id AND l.year = {})",
        bind![today, unit, sort, today, year],
    );
}

/// Told at the first studio of the unit.
fn new_ones(
    query: &mut Query,
    (unit, sort): (i64, &str),
    (rules, path): (&Studio, &str),
    today: Day,
) {
    query.add(
        " UNION ALL SELECT 'new', s.id, '', CAST({} AS TEXT), n.count
          FROM (SELECT min(e.id) AS id FROM register_entry e
                WHERE e.unit = {} AND e.sort = {} AND (e.to_on IS NULL OR e.to_on > {})) s
          CROSS JOIN (SELECT count(*) AS count
                FROM unit_now u JOIN post_held t ON t.unit = u.id JOIN person_now p ON p.id = t.person
                WHERE t.kind = 'secretary' AND u.kind IN ('branch', 'joint_branch', 'retired_branch')
                  AND u.lead_path > {} AND u.lead_path < {} AND p.is_covert = FALSE AND t.from_on > {}
                  AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})
                  AND NOT EXISTS (SELECT 1 FROM register_entry h WHERE h.head = t.person
                                  AND (h.to_on IS NULL OR h.to_on > {}))
                  AND NOT EXISTS (SELECT 1 FROM register_pair r
                                  WHERE (r.learner = t.person OR r.mentor = t.person)
                                    AND r.ended_on IS NULL)) n
          WHERE s.id IS NOT NULL AND n.count > 0",
        bind![
            today,
            unit,
            sort,
            today,
            path,
            format!("{path}~"),
            today.plus_months(-rules.new_months),
            today,
            today,
            today
        ],
    );
}
