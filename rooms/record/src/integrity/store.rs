//! Every SQL statement about whom an integrity talk is due to.

use act::{Ctx, Result};
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

use super::{APPOINTMENT, RISK_POST};
use crate::SEE_RECORD;

pub(super) const LINES_AT_MOST: i64 = 300;

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

/// Secretaries in sight whose post began after a day and lasts.
pub(super) fn secretaries(ctx: &Ctx, read: &Read, since: Day) -> Result<Vec<Due>> {
    let mut query = Query::new(
        "SELECT t.person, t.name, t.unit, u.short_name AS unit_name, '' AS class, t.from_on,
                u.kind NOT IN ('leading_committee', 'organ_committee', 'primary_committee', 'general_branch') AS is_branch,
                (SELECT min(s.held_on) FROM service_now s
                 WHERE s.bearer = t.person AND s.duty = {} AND s.bearer_kind = 'person' AND s.counts
                   AND s.held_on >= t.from_on) AS held_on
         FROM post_held t JOIN unit_now u ON u.id = t.unit
         WHERE t.kind = 'secretary' AND t.from_on > {} AND t.from_on <= {}
           AND (t.to_on IS NULL OR t.to_on > {})",
        bind![APPOINTMENT, since, ctx.today, ctx.today],
    );
    ctx.sight(&SEE_RECORD).limit(&mut query);
    query.add(" ORDER BY t.from_on DESC, t.person LIMIT {}", bind![LINES_AT_MOST]);
    Ok(query.all(read)?)
}

/// Holders of risk posts in sight today.
pub(super) fn risk_posts(ctx: &Ctx, read: &Read) -> Result<Vec<Due>> {
    let (first, last) =
        (format!("{:04}-01-01", ctx.today.year()), format!("{:04}-12-31", ctx.today.year()));
    let mut query = Query::new(
        "SELECT r.person, p.name, r.unit, u.short_name AS unit_name, r.class, r.from_on, 1 = 1 AS is_branch,
                (SELECT min(s.held_on) FROM service_now s
                 WHERE s.bearer = r.person AND s.duty = {} AND s.bearer_kind = 'person' AND s.counts
                   AND s.held_on >= {} AND s.held_on <= {}) AS held_on
         FROM risk_span r JOIN person_now p ON p.id = r.person JOIN unit_now u ON u.id = r.unit
         WHERE r.from_on <= {} AND (r.to_on IS NULL OR r.to_on > {}) AND p.is_covert = {}",
        bind![RISK_POST, first, last, ctx.today, ctx.today, false],
    );
    ctx.sight(&SEE_RECORD).limit(&mut query);
    query.add(
        " ORDER BY u.lead_path, p.official_order, p.name_key, r.class LIMIT {}",
        bind![LINES_AT_MOST],
    );
    Ok(query.all(read)?)
}
