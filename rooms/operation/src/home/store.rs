//! What the home page asks.

use act::Ctx;
use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, bind,
};
use serde::Deserialize;

use crate::{RECEIVE, operation::EXTEND, pause::store::waiting, word::APPRAISE};

/// Whoever came back so long ago is known to be back.
const BACK_DAYS: i32 = 14;
/// It is said so long before the last day.
const AHEAD_DAYS: i32 = 4;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Own,
    MakeUp,
    Back,
    Ending,
    Unappraised,
}

/// A row of any of them: `code` is a kind of record where something is made up.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) what: What,
    pub(super) id: i64,
    pub(super) unit: i64,
    pub(super) code: String,
    pub(super) period: String,
    pub(super) from_on: Day,
    pub(super) to_on: Day,
    pub(super) count: i64,
}

pub(super) const COLUMNS: &[Column] = &[
    Text("what"),
    Int("id"),
    Int("unit"),
    Text("code"),
    Text("period"),
    Text("from_on"),
    Text("to_on"),
    Int("count"),
];

pub(super) fn found(ctx: &Ctx, person: i64) -> Query {
    let mut query = Query::new(
        "SELECT 'own' AS what, o.id AS id, o.unit, o.code, '' AS period, m.from_on, m.to_on AS to_on,
                CAST(0 AS BIGINT) AS count
         FROM operation_member m JOIN operation o ON o.id = m.operation
         WHERE m.person = {} AND o.declared_at IS NOT NULL AND o.ended_at IS NULL AND m.to_on > {}",
        bind![person, ctx.today],
    );
    if let Some(hat) = ctx.actor.hat() {
        let unit = hat.unit.id;
        if ctx.allows(&RECEIVE, &hat.unit) {
            of_home(&mut query, unit, ctx.today);
        }
        if ctx.allows(&EXTEND, &hat.unit) {
            query.add(
                " UNION ALL SELECT 'ending', o.id, o.unit, o.code, '', o.from_on, o.to_on, CAST(0 AS BIGINT)
                  FROM operation o
                  WHERE o.unit = {} AND o.declared_at IS NOT NULL AND o.ended_at IS NULL AND o.to_on <= {}",
                bind![unit, ctx.today.plus_days(AHEAD_DAYS)],
            );
        }
        if hat.unit.kind == "temporary_branch" && ctx.allows(&APPRAISE, &hat.unit) {
            of_branch(&mut query, unit, ctx.today);
        }
    }
    // Bounded: the home page; what is made up and who came back stand whole on /operations/returns.
    query.add(" ORDER BY to_on, id LIMIT 40", &[]);
    query
}

fn of_home(query: &mut Query, unit: i64, today: Day) {
    query.add(
        " UNION ALL SELECT * FROM (SELECT 'make_up', p.id, p.unit, p.kind, p.period, p.first_on, p.last_on, CAST(0 AS BIGINT) ",
        &[],
    );
    query.add(waiting!(), bind![unit, unit]);
    // Bounded: the next of the home page; all of them stand on /operations/returns.
    query.add(
        " ORDER BY p.last_on, p.id LIMIT 5) waiting
          UNION ALL SELECT 'back', CAST(0 AS BIGINT), m.home, '', '', min(m.from_on), m.to_on, count(*)
          FROM operation_member m JOIN operation o ON o.id = m.operation
          WHERE m.home = {} AND o.declared_at IS NOT NULL AND m.to_on <= {} AND m.to_on > {}
          GROUP BY m.home, m.to_on",
        bind![unit, today, today.plus_days(-BACK_DAYS)],
    );
}

fn of_branch(query: &mut Query, unit: i64, today: Day) {
    query.add(
        " UNION ALL SELECT 'unappraised', o.id, o.unit, o.code, '', o.from_on, o.to_on, count(*)
          FROM operation_team t JOIN operation o ON o.id = t.operation
          JOIN operation_member m ON m.operation = o.id AND m.branch = t.id AND m.person <> t.leader
          WHERE t.unit = {} AND o.ended_at IS NULL AND o.to_on <= {}
            AND NOT EXISTS (SELECT 1 FROM operation_word w WHERE w.operation = o.id
                            AND w.person = m.person AND w.sort = 'appraisal')
          GROUP BY o.id, o.unit, o.code, o.from_on, o.to_on",
        bind![unit, today.plus_days(BACK_DAYS)],
    );
}
