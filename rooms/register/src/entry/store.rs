//! Every SQL statement about entries.

use act::{Ctx, Place, Result};
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};
use serde::Deserialize;

use super::{Entry, NewEntry};
use crate::SEE;

macro_rules! columns {
    () => {
        "e.id, e.sort, e.unit, COALESCE(k.short_name, '（已撤销的组织）') AS unit_name, e.name, e.facts, e.head, p.name AS head_name,
         e.from_on, e.to_on, e.ended_at, e.ended_why, e.version
         FROM register_entry e LEFT JOIN unit_now k ON k.id = e.unit
         LEFT JOIN person_now p ON p.id = e.head AND p.is_covert = FALSE "
    };
}

/// An entry with the unit that keeps it.
#[derive(Debug, Deserialize)]
struct Placed {
    #[serde(flatten)]
    entry: Entry,
    unit_kind: Option<String>,
    unit_full: Option<String>,
    lead_path: Option<String>,
    line_path: Option<String>,
    organ: Option<i64>,
}

/// Whoever asks, with its keeper, dissolved or not.
pub(super) fn placed(read: &Read, id: i64) -> Result<Option<(Entry, Place)>> {
    let sql = concat!(
        "SELECT k.kind AS unit_kind, k.name AS unit_full, k.lead_path, k.line_path, k.organ, ",
        columns!(),
        "WHERE e.id = $1"
    );
    let Some(row) = read.maybe::<Placed>(sql, bind![id])? else { return Ok(None) };
    let Placed { entry, unit_kind, unit_full, lead_path, line_path, organ } = row;
    let place = match unit_kind.zip(unit_full) {
        Some((kind, name)) => {
            let (id, short_name) = (entry.unit, entry.unit_name.clone());
            Some(Place { id, kind, name, short_name, lead_path, line_path, organ })
        }
        None => Place::find(read, entry.unit)?,
    };
    Ok(place.map(|place| (entry, place)))
}

/// Whoever asks.
pub(crate) fn find(read: &Read, id: i64) -> Result<Option<Entry>> {
    let sql = concat!("SELECT ", columns!(), "WHERE e.id = $1");
    Ok(read.maybe(sql, bind![id])?)
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) sort: String,
    /// Part of a name, or initials.
    pub(crate) words: String,
    /// `open`, `ended` or "" for both.
    pub(crate) state: String,
    /// Units whose entries the viewer may use.
    pub(crate) above: Vec<i64>,
}

/// Of the keepers in sight and of those above, by name.
pub(crate) fn list(
    ctx: &Ctx,
    read: &Read,
    filter: &Filter,
    (skip, most): (i64, i64),
) -> Result<Vec<Entry>> {
    let mut query = Query::new(concat!("SELECT ", columns!(), "WHERE 1 = 1"), &[]);
    narrow(&mut query, ctx, filter);
    query.add(" ORDER BY e.name_key, e.id LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all(read)?)
}

pub(crate) fn count(ctx: &Ctx, read: &Read, filter: &Filter) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM register_entry e WHERE 1 = 1", &[]);
    narrow(&mut query, ctx, filter);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn narrow(query: &mut Query, ctx: &Ctx, filter: &Filter) {
    query.in_list(" AND (e.unit IN ", &filter.above);
    query.add(" OR e.unit IN (SELECT u.id FROM unit_now u WHERE 1 = 1", &[]);
    ctx.sight(&SEE).limit(query);
    query.add(")) AND e.sort = {}", bind![filter.sort]);
    let by_state = match filter.state.as_str() {
        "open" => " AND (e.to_on IS NULL OR e.to_on > {})",
        "ended" => " AND e.to_on <= {}",
        _ => "",
    };
    if !by_state.is_empty() {
        query.add(by_state, bind![ctx.today]);
    }
    let words = filter.words.replace(['%', '_'], "");
    let letters = words.to_ascii_lowercase().replace(' ', "");
    let is_letters = letters.bytes().all(|it| it.is_ascii_lowercase());
    match (words.is_empty(), is_letters) {
        (true, _) => {}
        (_, true) => {
            query.add(
                " AND (e.initials LIKE {} OR replace(e.name_key, ' ', '') LIKE {})",
                bind![format!("% {letters}%"), format!("{letters}%")],
            );
        }
        (_, false) => {
            query.add(" AND e.name LIKE {}", bind![format!("%{words}%")]);
        }
    }
}

/// Path of the branch to which somebody belongs today.
pub(crate) fn path_of(read: &Read, person: i64) -> Result<Option<String>> {
    let sql =
        "SELECT u.lead_path FROM person_now p JOIN unit_now u ON u.id = p.unit WHERE p.id = $1";
    Ok(read.maybe::<Option<String>>(sql, bind![person])?.flatten())
}

/// Whether the unit keeps an entry of that sort and name that is not over.
pub(super) fn same_name(
    read: &Read,
    unit: i64,
    (sort, name): (&str, &str),
    (but, today): (i64, Day),
) -> Result<bool> {
    let sql = "SELECT count(*) FROM register_entry WHERE unit = $1 AND sort = $2 AND name = $3
               AND id <> $4 AND (to_on IS NULL OR to_on > $5)";
    let count: i64 = read.one(sql, bind![unit, sort, name, but, today])?;
    Ok(count > 0)
}

fn spelled(name: &str) -> (String, String) {
    (text::name_key(name), format!(" {} ", text::initials(name).join(" ")))
}

pub(super) fn insert(
    w: &Write,
    unit: i64,
    new: &NewEntry,
    (at, by): (Instant, Option<i64>),
) -> Result<i64> {
    let id = w.id();
    let (key, initials) = spelled(&new.name);
    let facts = serde_json::to_string(&new.facts).unwrap_or_default();
    let sql = "INSERT INTO register_entry (id, sort, unit, name, name_key, initials, facts, head, from_on,
                 to_on, ended_why, entered_at, entered_by, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, 0)";
    let first = bind![id, new.sort, unit, new.name, key, initials, facts, new.head];
    w.run(sql, &[first, bind![new.from_on, new.to_on, at, by]].concat())?;
    Ok(id)
}

/// *False* when somebody changed or ended it meanwhile.
pub(super) fn update(w: &Write, id: i64, version: i64, new: &NewEntry) -> Result<bool> {
    let (key, initials) = spelled(&new.name);
    let facts = serde_json::to_string(&new.facts).unwrap_or_default();
    let sql =
        "UPDATE register_entry SET name = $3, name_key = $4, initials = $5, facts = $6, head = $7,
                 from_on = $8, to_on = $9, version = version + 1
               WHERE id = $1 AND version = $2 AND ended_at IS NULL";
    let first = bind![id, version, new.name, key, initials, facts, new.head];
    Ok(w.run(sql, &[first, bind![new.from_on, new.to_on]].concat())? == 1)
}

/// *False* when it was ended or changed meanwhile.
pub(super) fn end(
    w: &Write,
    (id, version): (i64, i64),
    to_on: Day,
    why: &str,
    at: Instant,
) -> Result<bool> {
    let sql =
        "UPDATE register_entry SET to_on = $3, ended_why = $4, ended_at = $5, version = version + 1
               WHERE id = $1 AND version = $2 AND ended_at IS NULL";
    let ended = w.run(sql, bind![id, version, to_on, why, at])? == 1;
    if ended {
        let sql = "UPDATE register_member SET to_on = $2 WHERE entry = $1 AND (to_on IS NULL OR to_on > $2)";
        w.run(sql, bind![id, to_on])?;
    }
    Ok(ended)
}

/// Somebody who may be chosen, with his branch.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Secretary {
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) unit_name: String,
    pub(crate) since_on: Day,
    /// Leads a studio, or is one of a pair that lasts: nobody has to take him on.
    pub(crate) is_placed: bool,
}

impl Secretary {
    /// 周立群（刑侦支部）
    pub(crate) fn zh(&self) -> String {
        format!("{}（{}）", self.name, self.unit_name)
    }
}

/// Who is secretary of a branch below a path today, in the order of the tree.
pub(crate) fn secretaries(read: &Read, path: &str, today: Day) -> Result<Vec<Secretary>> {
    let sql = "SELECT t.person, t.name, u.short_name AS unit_name, t.from_on AS since_on,
                 EXISTS (SELECT 1 FROM register_pair r
                         WHERE (r.learner = t.person OR r.mentor = t.person) AND r.ended_on IS NULL)
                 OR EXISTS (SELECT 1 FROM register_entry h
                            WHERE h.head = t.person AND (h.to_on IS NULL OR h.to_on > $3)) AS is_placed
               FROM unit_now u JOIN post_held t ON t.unit = u.id
               JOIN person_now p ON p.id = t.person
               WHERE t.kind = 'secretary' AND u.kind IN ('branch', 'joint_branch', 'retired_branch')
                 AND u.lead_path > $1 AND u.lead_path < $2 AND p.is_covert = FALSE
                 AND t.from_on <= $3 AND (t.to_on IS NULL OR t.to_on > $3)
               ORDER BY u.lead_path, t.person";
    Ok(read.all(sql, bind![path, format!("{path}~"), today])?)
}
