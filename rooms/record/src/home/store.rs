//! What the home page asks about records and plans, each in the order of days.

use act::{Ctx, Hat};
use calendar::Day;
use db::{
    Column::{self, Flag, Int, Text},
    Query, bind,
};

use crate::{
    SEE_RECORD,
    coming::SESSIONS_WITHIN_DAYS,
    meeting::DRAFT,
    relay::{RELAY, STILL_TO_TELL, concerning_everybody},
    talk,
};

pub(super) const CALLED: &[Column] = &[
    Int("id"),
    Text("unit_name"),
    Text("kind"),
    Text("title"),
    Text("sessions"),
    Int("partner"),
    Text("agenda"),
    Text("withdrawn_at"),
    Text("post"),
    Flag("is_named"),
];

/// Meetings of units to which somebody belongs, once for each way in which he does. Withdrawn ones too: who was
/// called must learn it. `CROSS JOIN`: his few units first.
pub(super) fn called(person: i64, today: Day) -> Query {
    let mut query = Query::new("WITH his AS MATERIALIZED (", &[]);
    people::add_circle(&mut query, person, today);
    query.add(
        ")
        SELECT r.id, u.short_name AS unit_name, r.kind, r.title, r.sessions, r.partner, r.agenda, r.withdrawn_at,
               h.post, EXISTS (SELECT 1 FROM record_attendance a WHERE a.record = r.id AND a.person = {}
                               AND a.state <> 'uncounted') AS is_named
        FROM his h CROSS JOIN record r CROSS JOIN unit_now u
        WHERE r.unit = h.unit AND u.id = r.unit AND r.plan_on >= {}
          AND r.notified_at IS NOT NULL AND r.held_at IS NULL AND r.closed_at IS NULL
        ORDER BY r.plan_on, r.id",
        bind![person, today.plus_days(-SESSIONS_WITHIN_DAYS)],
    );
    query
}

pub(super) const OPEN: &[Column] =
    &[Int("id"), Text("title"), Text("plan_on"), Text("notified_at"), Text("held_at")];

/// Records of the hat's own unit and its subgroups that are not closed, the first twenty: whoever leads many branches
/// is not shown the drafts of each.
pub(super) fn open(ctx: &Ctx) -> Option<Query> {
    let Hat { unit, .. } = ctx.actor.hat().filter(|_| ctx.carries(&DRAFT))?;
    let mut query = Query::new(
        "SELECT r.id, r.title, r.plan_on, r.notified_at, r.held_at
         FROM unit_now u CROSS JOIN record r
         WHERE (u.id = {} OR u.lead_parent = {} AND u.kind = 'subgroup' AND u.lead_path > {})
           AND r.unit = u.id AND r.closed_at IS NULL AND r.withdrawn_at IS NULL",
        bind![unit.id, unit.id, unit.lead_path.clone().unwrap_or_default()],
    );
    ctx.sight(&SEE_RECORD).limit(&mut query);
    talk::add_hidden(&mut query, ctx);
    // Bounded: what comes first on the home page; /records lists every draft.
    query.add(" ORDER BY r.plan_on, r.id LIMIT 20", &[]);
    Some(query)
}

pub(super) const PLANNED: &[Column] = &[Text("published")];

/// What the published plan of the hat's own unit has until the end of next month and has no record yet, as the edition
/// says it; what was not held on its day stands there for two weeks more.
pub(super) fn planned(ctx: &Ctx) -> Option<Query> {
    let hat = ctx.actor.hat().filter(|_| ctx.carries(&DRAFT))?;
    let last = ctx.today.plus_months(1).last_of_month();
    let query = Query::new(
        "SELECT i.published FROM record_plan_item i
         WHERE i.unit = {} AND i.published_on >= {} AND i.published_on <= {} AND i.cancelled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM record r WHERE r.unit = i.unit AND r.kind = i.kind
               AND r.withdrawn_at IS NULL AND substr(r.plan_on, 1, 7) = substr(i.published_on, 1, 7))
         ORDER BY i.published_on, i.id",
        bind![hat.unit.id, ctx.today.plus_days(-14), last],
    );
    Some(query)
}

pub(super) const UNTOLD: &[Column] = &[Text("title"), Text("held_on"), Int("persons")];

/// Meetings of which somebody has still to be told: of the hat's own unit whoever was away, of others those of its
/// subgroup.
pub(super) fn untold(ctx: &Ctx) -> Option<Query> {
    let unit = ctx.actor.hat().filter(|_| ctx.carries(&RELAY))?.unit.id;
    let kinds = concerning_everybody();
    let mut query = Query::new(OF_MEETING, &[]);
    query.add(" FROM record r CROSS JOIN record_attendance a", &[]);
    query.add(AWAY, &[]).add(STILL_TO_TELL, &[]);
    query.add(" AND r.unit = {}", bind![unit]).in_list(" AND r.kind IN ", &kinds);
    query.add(EACH, &[]).add(" UNION ALL ", &[]).add(OF_MEETING, &[]);
    query.add(" FROM record_attendance a CROSS JOIN record r", &[]);
    query.add(AWAY, &[]).add(STILL_TO_TELL, &[]);
    query.add(" AND a.subgroup = {} AND r.unit <> {}", bind![unit, unit]);
    query.in_list(" AND r.kind IN ", &kinds).add(EACH, &[]);
    query.add(" ORDER BY held_on, id", &[]);
    Some(query)
}

const OF_MEETING: &str =
    "SELECT r.id AS id, r.title AS title, r.plan_on AS held_on, count(*) AS persons";
const AWAY: &str = " CROSS JOIN person_now p WHERE r.id = a.record AND p.id = a.person AND ";
const EACH: &str = " GROUP BY r.id, r.title, r.plan_on";
