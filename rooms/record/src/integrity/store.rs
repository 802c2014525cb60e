//! Every SQL statement about whom an integrity talk is due to.

use act::{Ctx, Result};
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

use super::{APPOINTMENT, RISK_POST};
use crate::SEE_RECORD;

/// Somebody, and the talk that counts for him if there is one.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Due {
    pub(super) person: i64,
    pub(super) name: String,
    pub(super) unit: i64,
    pub(super) unit_name: String,
    /// Class of the risk post; "" for a secretary.
    pub(super) class: String,
    pub(super) from_on: Day,
    /// He is on a roll here: his duty has a page.
    pub(super) is_branch: bool,
    pub(super) held_on: Option<Day>,
}

/// How many there are, and how many of them have not been talked with.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Count {
    pub(super) total: i64,
    pub(super) open: i64,
}

/// Secretaries in sight whose post began after a day and lasts, the latest first: of branches and of committees alike. The level
/// above talks, so that a committee does not find its own. A temporary branch has its secretary for a task, no office to take.
pub(super) fn secretaries(
    ctx: &Ctx,
    read: &Read,
    since: Day,
    (offset, most): (i64, i64),
) -> Result<Vec<Due>> {
    let mut query = Query::new("", &[]);
    add_secretaries(&mut query, ctx, since);
    query.add(" ORDER BY t.from_on DESC, t.person LIMIT {} OFFSET {}", bind![most, offset]);
    Ok(query.all(read)?)
}

pub(super) fn count_secretaries(ctx: &Ctx, read: &Read, since: Day) -> Result<Count> {
    count(read, |query| add_secretaries(query, ctx, since))
}

fn count(read: &Read, add: impl Fn(&mut Query)) -> Result<Count> {
    let mut query = Query::new(
        "SELECT count(*) AS total, count(CASE WHEN due.held_on IS NULL THEN 1 END) AS open FROM (",
        &[],
    );
    add(&mut query);
    query.add(") due", &[]);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn add_secretaries(query: &mut Query, ctx: &Ctx, since: Day) {
    query.add(
        "SELECT t.person, t.name, t.unit, u.short_name AS unit_name, '' AS class, t.from_on,
                u.kind NOT IN ('leading_committee', 'organ_committee', 'primary_committee', 'general_branch')
                    AS is_branch,
                (SELECT min(s.held_on) FROM service_now s
                 WHERE s.bearer = t.person AND s.duty = {} AND s.bearer_kind = 'person' AND s.counts
                   AND s.held_on >= t.from_on) AS held_on
         FROM post_held t JOIN unit_now u ON u.id = t.unit
         WHERE t.kind = 'secretary' AND u.kind <> 'temporary_branch' AND t.from_on > {} AND t.from_on <= {}
           AND (t.to_on IS NULL OR t.to_on > {})",
        bind![APPOINTMENT, since, ctx.today, ctx.today],
    );
    query.add(" AND t.unit <> {}", bind![ctx.actor.hat().map_or(0, |hat| hat.unit.id)]);
    ctx.sight(&SEE_RECORD).limit(query);
}

/// Holders of risk posts in sight today.
pub(super) fn risk_posts(ctx: &Ctx, read: &Read, (offset, most): (i64, i64)) -> Result<Vec<Due>> {
    let mut query = Query::new("", &[]);
    add_risk_posts(&mut query, ctx);
    query.add(
        " ORDER BY u.lead_path, p.official_order, p.name_key, r.person, r.class LIMIT {} OFFSET {}",
        bind![most, offset],
    );
    Ok(query.all(read)?)
}

pub(super) fn count_risk_posts(ctx: &Ctx, read: &Read) -> Result<Count> {
    count(read, |query| add_risk_posts(query, ctx))
}

fn add_risk_posts(query: &mut Query, ctx: &Ctx) {
    let (first, last) =
        (format!("{:04}-01-01", ctx.today.year()), format!("{:04}-12-31", ctx.today.year()));
    query.add(
        "SELECT r.person, p.name, r.unit, u.short_name AS unit_name, r.class, r.from_on, 1 = 1 AS is_branch,
                (SELECT min(s.held_on) FROM service_now s
                 WHERE s.bearer = r.person AND s.duty = {} AND s.bearer_kind = 'person' AND s.counts
                   AND s.held_on >= {} AND s.held_on <= {}) AS held_on
         FROM risk_span r JOIN person_now p ON p.id = r.person JOIN unit_now u ON u.id = r.unit
         WHERE r.from_on <= {} AND (r.to_on IS NULL OR r.to_on > {}) AND p.is_covert = {}",
        bind![RISK_POST, first, last, ctx.today, ctx.today, false],
    );
    ctx.sight(&SEE_RECORD).limit(query);
}
