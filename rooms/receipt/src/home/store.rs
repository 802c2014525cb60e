//! What the home page asks.

use act::Ctx;
use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, bind,
};
use serde::Deserialize;

use crate::{
    kind,
    report::{RECEIVE, RESEND},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    /// Reports that lie here, together.
    Waiting,
    /// One that came back.
    Returned,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) what: What,
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) count: i64,
    /// The oldest.
    pub(super) on_day: Day,
}

pub(super) const COLUMNS: &[Column] =
    &[Text("what"), Int("id"), Text("title"), Int("count"), Text("on_day")];

/// What nobody has received for so many months stands in the list alone.
const MONTHS: i32 = 12;

/// `None` for a hat that neither receives nor sends.
pub(super) fn found(ctx: &Ctx) -> Option<Query> {
    let unit = &ctx.actor.hat()?.unit;
    let (receives, sends) = (ctx.allows(&RECEIVE, unit), ctx.allows(&RESEND, unit));
    if !(receives || sends) || !kind::sending().contains(&unit.kind) {
        return None;
    }
    let since = ctx.today.plus_months(-MONTHS);
    let mut query = Query::new(
        "SELECT 'waiting' AS what, CAST(0 AS BIGINT) AS id, '' AS title, count(*) AS count, min(r.held_on) AS on_day
         FROM unit_now u CROSS JOIN record_now r LEFT JOIN receipt_step s ON s.record = r.id AND s.no =
           (SELECT max(t.no) FROM receipt_step t WHERE t.record = r.id)
         WHERE u.lead_parent = {} AND r.unit = u.id AND r.batch IS NULL AND r.held_on >= {}
           AND (s.sort IS NULL OR s.sort = 'resent')",
        bind![unit.id, since],
    );
    query.in_list(" AND r.kind IN ", &kind::keys());
    query.add_if(!receives, " AND 1 = 0", &[]);
    query.add(" HAVING count(*) > 0", &[]);
    if sends {
        query.add(
            " UNION ALL
             SELECT 'returned', r.id, r.title, CAST(1 AS BIGINT), s.on_day
             FROM record_now r JOIN receipt_step s ON s.record = r.id AND s.no =
               (SELECT max(t.no) FROM receipt_step t WHERE t.record = r.id)
             WHERE r.unit = {} AND s.sort = 'returned'",
            bind![unit.id],
        );
        query.in_list(" AND r.kind IN ", &kind::keys());
    }
    // Bounded: what comes first on the home page; all of it stands on /receipts.
    query.add(" ORDER BY on_day, id LIMIT 20", &[]);
    Some(query)
}
