//! What the home page asks.

use act::Ctx;
use calendar::Day;
use db::{
    Column::{self, Flag, Int, Text},
    Query, bind,
};
use serde::Deserialize;

use crate::{
    addressed::{ANSWER, DRAFT},
    directive::{CLOSE, store::stand},
    instruction,
    task::{self, ACCEPT, PROGRESS},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    /// Of the hat's own unit.
    Asked,
    /// Reasons of units below.
    Waiting,
    /// Its last day is past.
    Over,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) what: What,
    pub(super) id: i64,
    pub(super) unit: i64,
    pub(super) title: String,
    pub(super) issuer: String,
    pub(super) to_on: Day,
    pub(super) count: i64,
    pub(super) has_draft: bool,
}

pub(super) const COLUMNS: &[Column] = &[
    Text("what"),
    Int("id"),
    Int("unit"),
    Text("title"),
    Text("issuer"),
    Text("to_on"),
    Int("count"),
    Flag("has_draft"),
];

/// It is asked of a unit so many days before it begins.
const AHEAD_DAYS: i32 = 14;

/// `None` for a hat that neither is asked nor asks.
pub(super) fn found(ctx: &Ctx) -> Option<Query> {
    let unit = &ctx.actor.hat()?.unit;
    let (is_asked, answers) = (ctx.allows(&DRAFT, unit), ctx.allows(&ANSWER, unit));
    if !is_asked && !answers {
        return None;
    }
    let mut query = Query::new(
        concat!(
            "SELECT 'asked' AS what, t.id AS id, t.unit, t.title, t.issuer, t.to_on AS to_on,
                    CAST(0 AS BIGINT) AS count,
                    EXISTS (SELECT 1 FROM directive_link l JOIN record_unclosed o ON o.id = l.record
                            WHERE l.directive = t.id AND l.unit = t.unit) AS has_draft
             FROM (SELECT d.id, s.unit, d.title, i.short_name AS issuer, d.to_on, ",
            stand!(),
            " AS stand FROM directive_unit a JOIN directive d ON d.id = a.directive
              JOIN directive_stand s ON s.directive = a.directive AND s.unit = a.unit
              JOIN unit_now i ON i.id = d.unit
              WHERE a.unit = {} AND d.withdrawn_at IS NULL AND d.closed_at IS NULL AND d.from_on <= {}) t
             WHERE t.stand IN ('open', 'overdue')"
        ),
        bind![ctx.today, ctx.today, unit.id, ctx.today.plus_days(AHEAD_DAYS)],
    );
    query.add_if(!is_asked, " AND 1 = 0", &[]);
    if answers {
        query.add(
            " UNION ALL
             SELECT 'waiting', d.id, d.unit, d.title, '', d.to_on, count(*), FALSE
             FROM directive d JOIN directive_stand s ON s.directive = d.id
             WHERE d.unit = {} AND d.withdrawn_at IS NULL AND d.closed_at IS NULL AND s.said = 'waiting'
               AND s.held_on IS NULL AND s.said_until >= {}
             GROUP BY d.id, d.unit, d.title, d.to_on",
            bind![unit.id, ctx.today],
        );
    }
    if ctx.allows(&CLOSE, unit) {
        query.add(
            " UNION ALL
             SELECT 'over', d.id, d.unit, d.title, '', d.to_on, CAST(0 AS BIGINT), FALSE
             FROM directive d
             WHERE d.unit = {} AND d.withdrawn_at IS NULL AND d.closed_at IS NULL AND d.to_on < {}",
            bind![unit.id, ctx.today],
        );
    }
    // Bounded: what comes first on the home page; all of it stands on /directives.
    query.add(" ORDER BY to_on, id LIMIT 30", &[]);
    Some(query)
}

pub(super) const TASK_COLUMNS: &[Column] =
    &[Text("what"), Int("id"), Text("words"), Text("title"), Text("due_on"), Text("stand")];

/// An entry stands on the home page of who keeps the ledger so many days before its last one.
const ENTRY_AHEAD_DAYS: i32 = 7;

/// `None` for a hat that has neither tasks nor a ledger.
pub(super) fn tasks(ctx: &Ctx) -> Option<Query> {
    let hat = ctx.actor.hat()?;
    let (unit, post) = (&hat.unit, &hat.kind);
    let me = ctx.actor.person().unwrap_or_default();
    let (works, accepts) = (ctx.allows(&PROGRESS, unit), ctx.allows(&ACCEPT, unit));
    if !works && !accepts {
        return None;
    }
    let mut query = Query::new(
        "SELECT CASE WHEN t.post = {} AND t.stand <> 'reported' AND NOT (t.stand = 'said' AND t.more = 'waiting' AND {})
                     THEN 'mine' WHEN t.stand = 'reported' THEN 'reported' ELSE 'asked' END AS what,
                t.id AS id, t.words AS words, t.title AS title, t.last_on AS due_on, t.stand AS stand
         FROM (",
        bind![post, accepts],
    );
    task::store::all(&mut query, ctx.today, &|inner| {
        inner.add(
            " AND i.unit = {} AND i.cancelled_at IS NULL AND i.closed_by IS NULL",
            bind![unit.id],
        );
    });
    query.add(") t WHERE t.directive IS NULL AND (1 = 0", &[]);
    query.add_if(works, " OR t.post = {} AND t.stand IN ('open', 'overdue', 'said')", bind![post]);
    query.add_if(
        accepts,
        " OR t.stand = 'reported' AND (t.reported_by IS NULL OR t.reported_by <> {}) OR t.more = 'waiting' AND t.stand IN ('said', 'open', 'overdue')
             AND NOT EXISTS (SELECT 1 FROM instruction_word w WHERE w.task = t.id AND w.sort = 'more' AND w.said_by = {})",
        bind![me, me],
    );
    query.add(")", &[]);
    if ctx.allows(&instruction::REPORT, unit) {
        query.add(
            " UNION ALL
             SELECT 'entry', i.id, i.title, i.title, i.due_on, 'open' FROM instruction_now i
             WHERE i.unit = {} AND i.cancelled_at IS NULL AND i.closed_by IS NULL AND i.due_on <= {}",
            bind![unit.id, ctx.today.plus_days(ENTRY_AHEAD_DAYS)],
        );
    }
    // Bounded: what comes first on the home page; all of it stands on /instructions/tasks.
    query.add(" ORDER BY due_on, id LIMIT 30", &[]);
    Some(query)
}
