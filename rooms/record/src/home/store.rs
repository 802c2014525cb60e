//! The one statement of the home page.

use act::{Ctx, Result};
use calendar::{Day, Instant};
use db::{Query, Read, bind};
use serde::Deserialize;

use crate::{
    SEE_RECORD,
    coming::{Called, SESSIONS_WITHIN_DAYS},
    meeting::{DRAFT, RecordId},
    plan::Next,
    relay::{RELAY, STILL_TO_TELL, concerning_everybody},
    talk,
    todo::{Open, Untold},
};

/// Each in the order of days.
#[derive(Default)]
pub(super) struct Found {
    /// Records of the hat's own unit that are not closed; the first twenty.
    pub(super) open: Vec<Open>,
    /// Meetings of the hat's own branch or subgroup of which somebody has still to be told.
    pub(super) untold: Vec<Untold>,
    /// Meetings of units to which he belongs, once for each way in which he does. Withdrawn ones too: who
    /// was called must learn it.
    pub(super) called: Vec<Called>,
    /// What the published plan of the hat's own unit has for the coming weeks and has no record yet.
    pub(super) planned: Vec<Next>,
}

/// A row of any of the four.
#[derive(Deserialize)]
struct Row {
    what: What,
    id: RecordId,
    title: String,
    plan_on: Day,
    notified_at: Option<Instant>,
    held_at: Option<Instant>,
    /// How many have still to be told; of a meeting to come, whether he is named on its roll.
    persons: i64,
    unit_name: String,
    kind: String,
    sessions: String,
    partner: Option<i64>,
    agenda: String,
    withdrawn_at: Option<Instant>,
    /// What he is in the unit: kind of a post, or "".
    post: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Called,
    Open,
    Planned,
    Untold,
}

pub(super) fn found(ctx: &Ctx, read: &Read, person: i64) -> Result<Found> {
    let mut query = Query::new("WITH his AS MATERIALIZED (", &[]);
    people::add_circle(&mut query, person, ctx.today);
    add_called(&mut query, person, ctx.today.plus_days(-SESSIONS_WITHIN_DAYS));
    if ctx.carries(&DRAFT) {
        add_open(&mut query, ctx);
        add_planned(&mut query, ctx);
    }
    if ctx.carries(&RELAY) {
        add_untold(&mut query, ctx);
    }
    query.add(" ORDER BY plan_on, id", &[]);
    let mut found = Found::default();
    for row in query.all::<Row>(read)? {
        found.add(row);
    }
    Ok(found)
}

/// `CROSS JOIN`: his few units first.
fn add_called(query: &mut Query, person: i64, from: Day) {
    query.add(
        ")
        SELECT 'called' AS what, r.id AS id, r.title, r.plan_on AS plan_on, r.notified_at, r.held_at,
               (SELECT count(*) FROM record_attendance a
                WHERE a.record = r.id AND a.person = {} AND a.state <> 'uncounted') AS persons,
               u.short_name AS unit_name, r.kind, r.sessions, r.partner,
               r.agenda, r.withdrawn_at, h.post
        FROM his h CROSS JOIN record r CROSS JOIN unit_now u
        WHERE r.unit = h.unit AND u.id = r.unit AND r.plan_on >= {}
          AND r.notified_at IS NOT NULL AND r.held_at IS NULL AND r.closed_at IS NULL",
        bind![person, from],
    );
}

/// Whoever leads many branches is not shown the drafts of each: only his own unit's and its subgroups'.
fn add_open(query: &mut Query, ctx: &Ctx) {
    let Some(hat) = ctx.actor.hat() else { return };
    let path = hat.unit.lead_path.clone().unwrap_or_default();
    query.add(
        " UNION ALL SELECT * FROM (
            SELECT 'open', r.id, r.title, r.plan_on, r.notified_at, r.held_at, CAST(0 AS BIGINT), '', '', '',
                   CAST(NULL AS BIGINT), '', r.withdrawn_at, ''
            FROM unit_now u CROSS JOIN record r
            WHERE (u.id = {} OR u.lead_parent = {} AND u.kind = 'subgroup' AND u.lead_path > {})
              AND r.unit = u.id AND r.closed_at IS NULL AND r.withdrawn_at IS NULL",
        bind![hat.unit.id, hat.unit.id, path],
    );
    ctx.sight(&SEE_RECORD).limit(query);
    talk::add_hidden(query, ctx);
    query.add(" ORDER BY r.plan_on, r.id LIMIT 20) here", &[]);
}

/// From today to the end of next month; `agenda` is what the edition says of it.
fn add_planned(query: &mut Query, ctx: &Ctx) {
    let Some(hat) = ctx.actor.hat() else { return };
    let last = ctx.today.plus_months(1).last_of_month();
    query.add(
        " UNION ALL
          SELECT 'planned', i.id, '', i.published_on, NULL, NULL, CAST(0 AS BIGINT), '', i.kind, '',
                 NULL, i.published, NULL, ''
          FROM record_plan_item i
          WHERE i.unit = {} AND i.published_on >= {} AND i.published_on <= {} AND i.cancelled_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM record r WHERE r.unit = i.unit AND r.kind = i.kind
                AND r.withdrawn_at IS NULL AND substr(r.plan_on, 1, 7) = substr(i.published_on, 1, 7))",
        bind![hat.unit.id, ctx.today, last],
    );
}

/// Of the unit's own meetings whoever was away, of others those of its subgroup.
fn add_untold(query: &mut Query, ctx: &Ctx) {
    let Some(hat) = ctx.actor.hat() else { return };
    let (unit, kinds) = (hat.unit.id, concerning_everybody());
    query.add(UNTOLD, &[]);
    query.add(" FROM record r CROSS JOIN record_attendance a", &[]);
    query.add(AWAY, &[]).add(STILL_TO_TELL, &[]);
    query.add(" AND r.unit = {}", bind![unit]).in_list(" AND r.kind IN ", &kinds);
    query.add(" GROUP BY r.id, r.title, r.plan_on", &[]);
    query.add(UNTOLD, &[]);
    query.add(" FROM record_attendance a CROSS JOIN record r", &[]);
    query.add(AWAY, &[]).add(STILL_TO_TELL, &[]);
    query.add(" AND a.subgroup = {} AND r.unit <> {}", bind![unit, unit]);
    query.in_list(" AND r.kind IN ", &kinds);
    query.add(" GROUP BY r.id, r.title, r.plan_on", &[]);
}

const UNTOLD: &str = "
    UNION ALL
    SELECT 'untold', r.id, r.title, r.plan_on, NULL, NULL, count(*), '', '', '', NULL, '', NULL, ''";
const AWAY: &str = "
    CROSS JOIN person_now p WHERE r.id = a.record AND p.id = a.person AND ";

impl Found {
    fn add(&mut self, row: Row) {
        let Row { what, id, title, plan_on, notified_at, held_at, persons, .. } = row;
        let Row { unit_name, kind, sessions, partner, agenda, withdrawn_at, post, .. } = row;
        match what {
            What::Called => self.called.push(Called {
                id,
                unit_name,
                kind,
                title,
                sessions,
                partner,
                agenda,
                withdrawn_at,
                post,
                is_named: persons > 0,
            }),
            What::Planned => self.planned.extend(Next::read(&agenda)),
            What::Open => self.open.push(Open { id, title, plan_on, notified_at, held_at }),
            What::Untold => self.untold.push(Untold { title, held_on: plan_on, persons }),
        }
    }
}
