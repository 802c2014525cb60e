//! Every SQL statement about records and who came to them.

use act::{Ctx, Place, Result};
use calendar::{Day, Instant};
use db::{Column, Query, Read, Write, bind};
use serde::Deserialize;
use web::{Markup, Pager, parts};

use super::{Record, RecordId, Stage};
use crate::{
    SEE_RECORD,
    inspection::holds_on,
    kind::{Kinds, RecordKind},
    roll::Presence,
    talk,
};

macro_rules! columns {
    () => {
        "r.id, r.unit, r.kind, r.variety, r.also, r.title, r.topic, r.about, r.plan_on, r.held_on, r.sessions,
         r.chair, r.recorder, r.lecturer, r.partner, r.guests, r.agenda, r.minutes, r.roll,
         r.expected, r.present, r.voters, r.voters_present, r.late_reason, r.makes_up,
         r.makes_up_reason, r.drafted_at, r.drafted_by, r.notified_at, r.held_at, r.minuted_at, r.minuted_by,
         r.closed_at, r.corrected_at, r.withdrawn_at, r.withdrawn_why, r.batch, r.number_year, r.number,
         r.version, r.entry, (SELECT e.name FROM register_span e WHERE e.id = r.entry) AS entry_name"
    };
}

/// The record, whoever asks: for acts, which check the unit themselves.
pub(crate) fn find_any(read: &Read, id: RecordId) -> Result<Option<Record>> {
    let sql = concat!("SELECT ", columns!(), " FROM record r WHERE r.id = $1");
    Ok(read.maybe(sql, bind![id])?)
}

/// A record, and what besides sight may open it to a person.
#[derive(Debug, Deserialize)]
pub(super) struct Approached {
    #[serde(flatten)]
    pub(super) record: Record,
    /// He belongs to its unit today, a branch or a subgroup, or was joined to it for an operation.
    pub(super) is_own: bool,
    /// The unit's records are opened to him by name today.
    pub(super) is_granted: bool,
}

/// As `person` comes to it on a day; for `None` only sight counts.
pub(super) fn approached(
    read: &Read,
    id: RecordId,
    person: Option<i64>,
    on: Day,
) -> Result<Option<Approached>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        ", EXISTS (SELECT 1 FROM person_now p
                   WHERE p.id = $2 AND (p.unit = r.unit OR p.subgroup = r.unit))
           OR EXISTS (SELECT 1 FROM joined_span j WHERE j.person = $2 AND j.unit = r.unit) AS is_own,
           EXISTS (SELECT 1 FROM record_grant g
                   WHERE g.person = $2 AND g.unit = r.unit
                     AND (g.kind IS NULL OR g.kind = r.kind)
                     AND (g.held_from IS NULL OR r.plan_on BETWEEN g.held_from AND g.held_to) AND ",
        holds_on!("$3"),
        ") AS is_granted
         FROM record r WHERE r.id = $1"
    );
    Ok(read.maybe(sql, bind![id, person, on])?)
}

/// What a list of records is narrowed to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) unit: Option<Place>,
    /// The unit's records were opened to the viewer by name: sight does not limit them.
    pub(crate) is_granted: bool,
    /// Only what a member may read of his own branch and subgroup: kinds open to members, closed.
    pub(crate) own_units: Vec<i64>,
    pub(crate) open_kinds: Vec<String>,
    pub(crate) kind: String,
    pub(crate) year: Option<i16>,
    /// Only what names this entry of a register.
    pub(crate) entry: Option<i64>,
    /// Key of a stage.
    pub(crate) stage: String,
    pub(crate) words: String,
}

/// One line of a list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Line {
    pub(crate) id: RecordId,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    pub(crate) kind: String,
    pub(crate) variety: String,
    pub(crate) title: String,
    pub(crate) topic: String,
    pub(crate) plan_on: Day,
    pub(crate) expected: Option<i64>,
    pub(crate) present: Option<i64>,
    pub(crate) late_reason: Option<String>,
    pub(crate) notified_at: Option<Instant>,
    pub(crate) held_at: Option<Instant>,
    pub(crate) closed_at: Option<Instant>,
    pub(crate) withdrawn_at: Option<Instant>,
    pub(crate) batch: Option<i64>,
    pub(crate) number_year: Option<i64>,
    pub(crate) number: Option<i64>,
}

impl Line {
    pub(crate) fn stage(&self) -> Stage {
        let instants = (self.withdrawn_at, self.closed_at, self.held_at, self.notified_at);
        match instants {
            (Some(_), ..) => Stage::Withdrawn,
            (_, Some(_), ..) => Stage::Closed,
            (_, _, Some(_), _) => Stage::Held,
            (.., Some(_)) => Stage::Notified,
            _ => Stage::Drafted,
        }
    }

    pub(crate) fn tag(&self) -> Markup {
        self.stage().tag()
    }

    /// 补录, or nothing.
    pub(crate) fn late_tag(&self) -> Markup {
        self.late_reason.as_ref().map_or_else(Markup::default, |_| parts::late_entry("补录"))
    }

    pub(crate) fn kind_short(&self) -> String {
        let kind = Kinds::built_in().find(&self.kind);
        kind.map_or_else(|| self.kind.clone(), |kind| kind.short_of(&self.variety))
    }

    /// `2026年第3次`, or "".
    pub(crate) fn number_zh(&self) -> String {
        let kind = Kinds::built_in().find(&self.kind);
        kind.map_or_else(String::new, |kind| kind.number_zh(self.number_year, self.number))
    }

    /// `24/27`, or the number alone where last year's list knew no more.
    pub(crate) fn attendance(&self) -> String {
        let is_filing = Kinds::built_in().find(&self.kind).is_some_and(RecordKind::is_filing);
        match (self.present, self.expected) {
            _ if is_filing => "—".into(),
            (Some(present), Some(expected)) if self.batch.is_none() => {
                format!("{present}/{expected}")
            }
            (Some(present), _) => present.to_string(),
            _ => "—".into(),
        }
    }
}

/// Newest first.
pub(crate) fn list(ctx: &Ctx, read: &Read, filter: &Filter, pager: Pager) -> Result<Vec<Line>> {
    let mut query = Query::new(
        "SELECT r.id, r.unit, u.short_name AS unit_name, r.kind, r.variety, r.title, r.topic, r.plan_on,
                r.expected, r.present, r.late_reason, r.notified_at, r.held_at, r.closed_at, r.withdrawn_at,
                r.batch, r.number_year, r.number
         FROM record r JOIN unit_now u ON u.id = r.unit WHERE 1 = 1",
        &[],
    );
    narrow(&mut query, ctx, filter);
    query.add(
        " ORDER BY r.plan_on DESC, r.id DESC LIMIT {} OFFSET {}",
        bind![pager.per, pager.offset()],
    );
    Ok(query.all(read)?)
}

pub(crate) fn count(ctx: &Ctx, read: &Read, filter: &Filter) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM record r JOIN unit_now u ON u.id = r.unit WHERE 1 = 1",
        &[],
    );
    narrow(&mut query, ctx, filter);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn narrow(query: &mut Query, ctx: &Ctx, filter: &Filter) {
    if let Some(unit) = &filter.unit {
        let path = unit.lead_path.clone().unwrap_or_default();
        query.add(
            " AND (u.id = {} OR (u.lead_path > {} AND u.lead_path < {}))",
            bind![unit.id, path, format!("{path}~")],
        );
    }
    if !filter.own_units.is_empty() {
        query.in_list(" AND r.unit IN ", &filter.own_units);
        query.in_list(" AND r.kind IN ", &filter.open_kinds);
        query.add(" AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL", &[]);
    } else if !filter.is_granted {
        ctx.sight(&SEE_RECORD).limit(query);
    }
    talk::add_hidden(query, ctx);
    query.add_if(filter.entry.is_some(), " AND r.entry = {}", bind![filter.entry]);
    query.add_if(!filter.kind.is_empty(), " AND r.kind = {}", bind![filter.kind]);
    if let Some(year) = filter.year {
        let (from, to) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
        query.add(" AND r.plan_on >= {} AND r.plan_on <= {}", bind![from, to]);
    }
    let by_stage = match filter.stage.as_str() {
        "open" => " AND r.closed_at IS NULL AND r.withdrawn_at IS NULL",
        "closed" => " AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL",
        "late" => " AND r.late_reason IS NOT NULL AND r.withdrawn_at IS NULL",
        "standing" => " AND r.withdrawn_at IS NULL",
        "withdrawn" => " AND r.withdrawn_at IS NOT NULL",
        _ => "",
    };
    query.add(by_stage, &[]);
    let words = format!("%{}%", filter.words.replace(['%', '_'], ""));
    query.add_if(
        !filter.words.is_empty(),
        " AND (lower(r.title) LIKE lower({}) OR lower(r.topic) LIKE lower({}))",
        bind![words, words],
    );
}

/// The last closed record of its kind and unit before this one; `None` for the first.
pub(crate) fn last_before(read: &Read, record: &Record) -> Result<Option<Record>> {
    let last = last_of(read, record.unit, &record.kind, record.plan_on)?;
    Ok(last.filter(|it| it.id != record.id))
}

/// The last closed record of a kind that a unit held before a day.
pub(crate) fn last_of(read: &Read, unit: i64, kind: &str, before: Day) -> Result<Option<Record>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM record r WHERE r.unit = $1 AND r.kind = $2 AND r.plan_on <= $3
          AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL
          ORDER BY r.plan_on DESC, r.id DESC LIMIT 1"
    );
    Ok(read.maybe(sql, bind![unit, kind, before])?)
}

/// All of a branch and the subgroups that it had in a year, closed and withdrawn, and what is still open, in the
/// order it was held.
pub(crate) fn in_year(read: &Read, branch: &Place, year: i16) -> Result<Vec<Record>> {
    let (from, to) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    let path = branch.lead_path.clone().unwrap_or_default();
    let head = concat!(
        "SELECT ",
        columns!(),
        " FROM record r WHERE (r.closed_at IS NOT NULL OR r.withdrawn_at IS NULL)"
    );
    let mut query = Query::new(head, &[]);
    query.add(" AND r.plan_on >= {} AND r.plan_on <= {}", bind![from, to]);
    query.add(
        " AND (r.unit = {} OR r.unit IN (
               SELECT unit FROM unit_span
               WHERE relation = 'lead' AND kind = 'subgroup' AND path > {} AND path < {}
                 AND from_on <= {} AND (to_on IS NULL OR to_on > {})))",
        bind![branch.id, path, format!("{path}~"), to, from],
    );
    // Talks of the organization are in no book: who keeps them has them.
    let kept: Vec<&str> = Kinds::built_in().kept_talks().map(|kind| kind.key.as_str()).collect();
    query.in_list(" AND r.kind NOT IN ", &kept);
    query.add(" ORDER BY r.plan_on, r.id", &[]);
    Ok(query.all(read)?)
}

/// Writes a new record; its instants come from the act.
pub(crate) fn insert(w: &Write, record: &Record) -> Result<()> {
    let Record { id, unit, kind, variety, also, title, topic, plan_on, held_on, sessions, .. } =
        record;
    let Record { chair, recorder, lecturer, partner, guests, agenda, minutes, .. } = record;
    let Record { makes_up, makes_up_reason, drafted_at, drafted_by, notified_at, held_at, .. } =
        record;
    let sql = "INSERT INTO record (id, unit, kind, variety, also, title, topic, plan_on, held_on,
                 sessions, chair, recorder, lecturer, partner, guests, agenda, minutes, makes_up,
                 makes_up_reason, drafted_at, drafted_by, notified_at, held_at, about, entry,
                 version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19, $20, $21, $22, $23, $24, $25, 0)";
    let first = bind![id, unit, kind, variety, also, title, topic, plan_on, held_on, sessions];
    let second = bind![chair, recorder, lecturer, partner, guests, agenda, minutes, makes_up];
    let third = bind![makes_up_reason, drafted_at, drafted_by, notified_at, held_at, record.about];
    let third = [third, bind![record.entry]].concat();
    w.run(sql, &[first, second, &third].concat())?;
    Ok(())
}

/// Replaces what can be said before minutes; *false* when it changed or closed meanwhile.
pub(crate) fn update(w: &Write, record: &Record, version: i64) -> Result<bool> {
    let Record { id, variety, also, title, topic, plan_on, held_on, sessions, .. } = record;
    let Record { chair, recorder, lecturer, partner, guests, agenda, notified_at, held_at, .. } =
        record;
    let sql = "UPDATE record SET variety = $3, also = $4, title = $5, topic = $6, plan_on = $7,
                 held_on = $8, sessions = $9, chair = $10, recorder = $11, lecturer = $12,
                 partner = $13, guests = $14, agenda = $15, notified_at = $16, held_at = $17,
                 entry = $18, version = version + 1
               WHERE id = $1 AND version = $2 AND closed_at IS NULL AND withdrawn_at IS NULL";
    let first = bind![id, version, variety, also, title, topic, plan_on, held_on, sessions];
    let second = bind![chair, recorder, lecturer, partner, guests, agenda, notified_at, held_at];
    Ok(w.run(sql, &[first, second, bind![record.entry]].concat())? == 1)
}

/// Somebody who was not there, or did otherwise than come to the first session.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Absence {
    pub(crate) person: i64,
    pub(crate) state: String,
    pub(crate) word: String,
    pub(crate) session: i64,
    pub(crate) relayed_at: Option<Instant>,
    pub(crate) relayed_by: Option<i64>,
    /// He said himself that he is there; forgotten when the record is closed.
    pub(crate) by_self: bool,
}

impl Absence {
    pub(crate) fn presence(&self) -> Presence {
        Presence::of(&self.state, &self.word, self.session)
    }

    /// Was to come and did not: somebody tells him.
    pub(crate) fn was_away(&self) -> bool {
        matches!(self.presence(), Presence::Leave(_) | Presence::Absent)
    }
}

pub(crate) fn absences(read: &Read, record: RecordId) -> Result<Vec<Absence>> {
    let sql = "SELECT person, state, word, session, relayed_at, relayed_by, by_self
               FROM record_attendance WHERE record = $1 ORDER BY person";
    Ok(read.all(sql, bind![record])?)
}

/// What is told of a person: (person, subgroup, presence).
pub(crate) type Noted = (i64, Option<i64>, Presence);

/// Replaces the rows of a record; who was told already stays told.
pub(crate) fn replace_absences(w: &Write, record: RecordId, noted: &[Noted]) -> Result<()> {
    let known = absences(w, record)?;
    w.run("DELETE FROM record_attendance WHERE record = $1", bind![record])?;
    let mut cells = Vec::with_capacity(noted.len() * 9);
    for (person, subgroup, presence) in noted {
        let before = known.iter().find(|it| it.person == *person);
        let by_self = presence.came() && before.is_some_and(|it| it.by_self);
        let (at, by) = (before.and_then(|it| it.relayed_at), before.and_then(|it| it.relayed_by));
        let session = if let Presence::Came(session) = presence { *session } else { 0 };
        let word = presence.word().map_or("", people::LeaveWord::key);
        let state = presence.key();
        cells.extend_from_slice(bind![record, person, subgroup, state, word, session, at, by]);
        cells.extend_from_slice(bind![by_self]);
    }
    let head = "INSERT INTO record_attendance
                (record, person, subgroup, state, word, session, relayed_at, relayed_by, by_self)
                VALUES ";
    w.insert_rows(head, 9, &cells)?;
    Ok(())
}

/// Units at or below the hat's own in which records may be made: what *new* offers.
pub(crate) fn units_in_sight(ctx: &Ctx, read: &Read, act: &act::Act) -> Result<Vec<Place>> {
    let mut query = Query::new(
        "SELECT u.id, u.kind, u.name, u.short_name, u.lead_path, u.line_path, u.organ
         FROM unit_now u WHERE u.family = 'party'",
        &[],
    );
    ctx.sight(act).limit(&mut query);
    query.add(" ORDER BY u.lead_path", &[]);
    Ok(query.all(read)?)
}

/// Leaders who may preside, lecture or be talked with: seats in the committees above and right below.
pub(super) fn leaders(
    read: &Read,
    place: &Place,
    seats: &[&str],
    day: Day,
) -> Result<Vec<(i64, String)>> {
    let path = place.lead_path.clone().unwrap_or_default();
    let above: Vec<i64> = path.split('/').filter_map(|id| id.parse().ok()).collect();
    let mut query = Query::new(
        "SELECT t.person, t.name FROM post_held t JOIN unit_now u ON u.id = t.unit
         WHERE t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {}) AND (u.lead_parent = {}",
        bind![day, day, place.id],
    );
    query.in_list(" OR u.id IN ", &above);
    query.in_list(") AND t.kind IN ", seats);
    query.add(" ORDER BY u.lead_path, t.official_order, t.name_key", &[]);
    Ok(query.all(read)?)
}

/// A record of a unit that is not closed yet.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Standing {
    pub(crate) id: RecordId,
    pub(crate) title: String,
    pub(crate) plan_on: Day,
}

pub(crate) const STANDING: &[Column] =
    &[Column::Int("id"), Column::Text("title"), Column::Text("plan_on")];

/// Of a unit, a kind and the month of a day, by their days.
pub(crate) fn standing(unit: i64, kind: &str, day: Day) -> Query {
    let first = day.first_of_month();
    Query::new(
        "SELECT id, title, plan_on FROM record
         WHERE unit = {} AND kind = {} AND plan_on >= {} AND plan_on < {}
           AND closed_at IS NULL AND withdrawn_at IS NULL
         ORDER BY plan_on, id",
        bind![unit, kind, first, first.plus_months(1)],
    )
}

/// The day of the oldest record, null where there is none.
pub(crate) fn first_day() -> Query {
    Query::new("SELECT min(plan_on) AS first_on FROM record", &[])
}

/// The branch and the subgroup to which somebody belongs today.
pub(crate) fn own_units(read: &Read, person: i64) -> Result<Vec<i64>> {
    let sql = "SELECT unit, subgroup FROM person_now WHERE id = $1";
    let rows: Vec<(i64, Option<i64>)> = read.all(sql, bind![person])?;
    Ok(rows.into_iter().flat_map(|(unit, group)| [Some(unit), group]).flatten().collect())
}
