//! Every SQL statement about what talks of the organization say, and how they were signed.

use act::{Acting, Ctx, Result};
use calendar::{Day, Instant};
use crypto::Keys;
use db::{Column, Query, Read, bind};
use serde::Deserialize;

use super::{How, Settled, Talk};
use crate::{
    kind::{Kinds, RecordKind},
    meeting::{Record, RecordId},
};

#[derive(Debug, Deserialize)]
pub(super) struct Stored {
    pub(super) record: i64,
    capacity: String,
    reason: String,
    document_no: String,
    pub(super) points: Vec<u8>,
    pub(super) statement: Option<Vec<u8>>,
    pub(super) remark: Option<Vec<u8>>,
    settled: Option<How>,
    settled_on: Option<Day>,
}

pub(super) fn place(column: &str, record: i64) -> String {
    format!("talk.{column}.{record}")
}

pub(super) fn find(read: &Read, keys: &Keys, record: &Record) -> Result<Talk> {
    let sql = "SELECT record, capacity, reason, document_no, points, statement, remark, settled, settled_on
               FROM talk WHERE record = $1";
    let Some(row) = read.maybe::<Stored>(sql, bind![record.id])? else {
        // From before talks were sealed, and not yet come under a key.
        return Ok(Talk { points: record.minutes.clone(), ..Talk::default() });
    };
    let open = |column: &str, sealed: &[u8]| crypto::open(keys, &place(column, row.record), sealed);
    let opened = |column: &str, sealed: &Option<Vec<u8>>| -> Result<String> {
        Ok(sealed.as_deref().map(|it| open(column, it)).transpose()?.unwrap_or_default())
    };
    let remark = opened("remark", &row.remark)?;
    let settled = row.settled.zip(row.settled_on).map(|(how, on)| Settled { how, on, remark });
    Ok(Talk {
        points: open("points", &row.points)?,
        statement: opened("statement", &row.statement)?,
        capacity: row.capacity,
        reason: row.reason,
        document_no: row.document_no,
        settled,
    })
}

/// What can be said before it is signed.
pub(super) fn set(w: &Acting, keys: &Keys, record: RecordId, talk: &Talk) -> Result<()> {
    let seal = |column: &str, plain: &str| crypto::seal(keys, &place(column, record.0), plain).0;
    let (points, statement) = (seal("points", &talk.points), seal("statement", &talk.statement));
    let sql = "INSERT INTO talk (record, capacity, reason, document_no, points, statement, version)
               VALUES ($1, $2, $3, $4, $5, $6, 0)
               ON CONFLICT (record) DO UPDATE
               SET capacity = $2, reason = $3, document_no = $4, points = $5, statement = $6,
                   version = talk.version + 1
               WHERE talk.settled IS NULL";
    let Talk { capacity, reason, document_no, .. } = talk;
    w.run(sql, bind![record, capacity, reason, document_no, points, statement])?;
    Ok(())
}

/// It was held, on the day that it says.
pub(super) fn hold(w: &Acting, record: RecordId, on: Day) -> Result<()> {
    let sql = "UPDATE record SET held_on = $2, held_at = $3, minuted_at = $3 WHERE id = $1";
    w.run(sql, bind![record, on, w.now])?;
    Ok(())
}

/// *False* when it was signed already. A refusal may still become a signature.
pub(super) fn settle(
    w: &Acting,
    keys: &Keys,
    record: RecordId,
    (how, on, remark): (How, Day, &str),
    by: Option<i64>,
) -> Result<bool> {
    let remark =
        (!remark.is_empty()).then(|| crypto::seal(keys, &place("remark", record.0), remark).0);
    let sql = "UPDATE talk SET settled = $2, settled_on = $3, settled_at = $4, settled_by = $5, remark = $6,
                 version = version + 1
               WHERE record = $1 AND (settled IS NULL OR settled = 'refused' AND $2 <> 'refused')";
    Ok(w.run(sql, bind![record, how.key(), on, w.now, by, remark])? == 1)
}

/// Somebody whom a committee leads, with his name: he belongs to a unit at or below it.
pub(super) fn led_by(read: &Read, path: &str, person: i64) -> Result<Option<String>> {
    let sql = "SELECT p.name FROM person_now p JOIN unit_now u ON u.id = p.unit
               WHERE p.id = $1 AND u.lead_path >= $2 AND u.lead_path < $3";
    Ok(read.maybe(sql, bind![person, path, format!("{path}~")])?)
}

/// Of such a name or police number, among those whom a committee leads; at most a few.
pub(super) fn named(read: &Read, path: &str, word: &str) -> Result<Vec<i64>> {
    // Bounded: more than one are too many already, and their count is said.
    let sql = "SELECT p.id FROM person_now p JOIN unit_now u ON u.id = p.unit
               WHERE (p.name = $1 OR p.police_number = $1) AND p.is_covert = FALSE
                 AND u.lead_path >= $2 AND u.lead_path < $3
               ORDER BY p.id LIMIT 100";
    Ok(read.all(sql, bind![word, path, format!("{path}~")])?)
}

/// Holders of seats in the units right below one, in official order.
pub(super) fn heads_below(
    read: &Read,
    unit: i64,
    seats: &[&str],
    day: Day,
) -> Result<Vec<(i64, String)>> {
    let mut query = Query::new(
        "SELECT t.person, t.name FROM post_held t JOIN unit_now u ON u.id = t.unit
         WHERE t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {}) AND u.lead_parent = {}",
        bind![day, day, unit],
    );
    query.in_list(" AND t.kind IN ", seats);
    query.add(" ORDER BY u.lead_path, t.official_order, t.name_key", &[]);
    Ok(query.all(read)?)
}

/// *False* for a unit that leads no other: its roll is all there is.
pub(super) fn leads_others(read: &Read, unit: i64) -> Result<bool> {
    let sql = "SELECT count(*) FROM unit_now WHERE lead_parent = $1 AND kind <> 'subgroup'";
    Ok(read.one::<i64>(sql, bind![unit])? > 0)
}

/// A talk in a list.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Line {
    pub(super) id: RecordId,
    pub(super) kind: String,
    pub(super) plan_on: Day,
    pub(super) talker: Option<String>,
    pub(super) talked: Option<String>,
    pub(super) partner: Option<i64>,
    pub(super) guests: String,
    pub(super) unit_name: String,
    pub(super) settled: Option<How>,
    pub(super) closed_at: Option<Instant>,
    pub(super) withdrawn_at: Option<Instant>,
}

const COLUMNS: &str =
    "SELECT r.id, r.kind, r.plan_on, a.name AS talker, b.name AS talked, r.partner, r.guests,
            COALESCE(u.short_name, '') AS unit_name, t.settled, r.closed_at, r.withdrawn_at";

fn add_tables(query: &mut Query) {
    query.add(
        " FROM record r LEFT JOIN unit_now u ON u.id = r.unit
          LEFT JOIN talk t ON t.record = r.id
          LEFT JOIN person_now a ON a.id = r.chair LEFT JOIN person_now b ON b.id = r.partner
          WHERE 1 = 1",
        &[],
    );
}

fn add_own(query: &mut Query, person: i64) {
    add_tables(query);
    query.add(
        " AND r.partner IS NOT NULL AND (r.chair = {} OR r.partner = {} AND r.closed_at IS NOT NULL)",
        bind![person, person],
    );
}

fn add_span(query: &mut Query, (offset, most): (i64, i64)) {
    query.add(" ORDER BY r.plan_on DESC, r.id DESC LIMIT {} OFFSET {}", bind![most, offset]);
}

/// His own, of either side and every kind; the latest first.
pub(super) fn own(read: &Read, person: i64, span: (i64, i64)) -> Result<Vec<Line>> {
    let mut query = Query::new(COLUMNS, &[]);
    add_own(&mut query, person);
    add_span(&mut query, span);
    Ok(query.all(read)?)
}

pub(super) fn count_own(read: &Read, person: i64) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    add_own(&mut query, person);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// Of all of them.
pub(crate) fn ids_of(read: &Read, person: i64) -> Result<Vec<RecordId>> {
    let sql = "SELECT r.id FROM record r WHERE r.partner IS NOT NULL
                 AND (r.chair = $1 OR r.partner = $1 AND r.closed_at IS NOT NULL)
               ORDER BY r.plan_on DESC, r.id DESC";
    Ok(read.all(sql, bind![person])?)
}

/// Those that the hat worn keeps; *false* where it keeps none.
fn add_kept(query: &mut Query, ctx: &Ctx) -> bool {
    let Some(hat) = ctx.actor.hat() else { return false };
    let keeps =
        |kind: &&RecordKind| kind.kept_talk().is_some_and(|it| it.keepers.contains(&hat.kind));
    let kinds: Vec<&str> =
        Kinds::built_in().kept_talks().filter(keeps).map(|kind| kind.key.as_str()).collect();
    let sight = ctx.sight(&super::SEE_TALK);
    if kinds.is_empty() || sight.is_empty() {
        return false;
    }
    add_tables(query);
    query.in_list(" AND r.closed_at IS NOT NULL AND r.kind IN ", &kinds);
    sight.limit(query);
    true
}

pub(super) fn kept(ctx: &Ctx, read: &Read, span: (i64, i64)) -> Result<Vec<Line>> {
    let mut query = Query::new(COLUMNS, &[]);
    if !add_kept(&mut query, ctx) {
        return Ok(Vec::new());
    }
    add_span(&mut query, span);
    Ok(query.all(read)?)
}

pub(super) fn count_kept(ctx: &Ctx, read: &Read) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    if !add_kept(&mut query, ctx) {
        return Ok(0);
    }
    Ok(query.maybe(read)?.unwrap_or_default())
}

pub(crate) const WAITING: &[Column] = &[Column::Int("id"), Column::Text("plan_on")];

/// Records that wait for somebody's signature, with their days.
/// Bounded: what comes first on the home page; /talks lists every talk.
pub(crate) fn waiting(person: i64) -> Query {
    Query::new(
        "SELECT r.id, r.plan_on FROM record r JOIN talk t ON t.record = r.id
         WHERE r.partner = {} AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL AND t.settled IS NULL
         ORDER BY r.plan_on, r.id LIMIT 20",
        bind![person],
    )
}

/// Leaves out of a list of records (alias r) the talks of the organization that the viewer has no part in.
pub(crate) fn add_hidden(query: &mut Query, ctx: &Ctx) {
    let hat = ctx.actor.hat();
    let hidden: Vec<&str> = Kinds::built_in()
        .kept_talks()
        .filter(|kind| {
            let keepers = kind.kept_talk().map(|it| &it.keepers);
            !hat.is_some_and(|hat| keepers.is_some_and(|it| it.contains(&hat.kind)))
        })
        .map(|kind| kind.key.as_str())
        .collect();
    let person = ctx.actor.person();
    if !hidden.is_empty() {
        query.in_list(" AND (r.kind NOT IN ", &hidden);
        query.add(
            " OR r.chair = {} OR r.partner = {} AND r.closed_at IS NOT NULL)",
            bind![person, person],
        );
    }
    // A draft is its talker's alone.
    let all: Vec<&str> = Kinds::built_in().kept_talks().map(|kind| kind.key.as_str()).collect();
    query.add(" AND (r.closed_at IS NOT NULL OR r.chair = {}", bind![person]);
    query.in_list(" OR r.kind NOT IN ", &all).add(")", &[]);
}

// Under another key -------------------------------------------------------------------------------

const ROWS_AT_ONCE: i64 = 200;

/// Talks from before they were sealed: their text stands in the row of the record.
pub(super) fn plain(read: &Read, after: i64) -> db::Result<Vec<(i64, String)>> {
    let mut query =
        Query::new("SELECT id, minutes FROM record WHERE minutes <> '' AND id > {}", bind![after]);
    let kinds: Vec<&str> = Kinds::built_in().kept_talks().map(|kind| kind.key.as_str()).collect();
    // Bounded: a batch of the nightly erasure, which asks again.
    query.in_list(" AND kind IN ", &kinds).add(" ORDER BY id LIMIT {}", bind![ROWS_AT_ONCE]);
    query.all(read)
}

pub(super) fn plain_left(read: &Read) -> db::Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM record WHERE minutes <> ''", &[]);
    let kinds: Vec<&str> = Kinds::built_in().kept_talks().map(|kind| kind.key.as_str()).collect();
    query.in_list(" AND kind IN ", &kinds);
    Ok(query.maybe(read)?.unwrap_or_default())
}

pub(super) fn forget_plain(w: &Acting, record: i64) -> Result<()> {
    w.run("UPDATE record SET minutes = '' WHERE id = $1", bind![record])?;
    Ok(())
}
