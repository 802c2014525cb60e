//! Every SQL statement about rounds, hearings and seats.

use act::{Acting, Ctx, Result};
use calendar::Day;
use db::{
    Answer, Asker,
    Column::{self, Flag, Int, Text},
    Query, Read, Value, bind,
};
use retention::Past;

use super::{Course, Hearing, Round, SeatRow};
use crate::limit;

/// Stands where a reason stood.
const ERASED: &str = "（已清除）";

const ROUND: &str =
    "SELECT r.id, r.unit, r.title, r.kind, r.from_on, r.to_on, r.seed, r.input, r.drawn_at,
  r.ended_at, r.ended_why,
  (SELECT count(*) FROM hearing_round o WHERE o.unit = r.unit AND o.kind = r.kind
     AND substr(o.drawn_at, 1, 4) = substr(r.drawn_at, 1, 4)
     AND (o.drawn_at < r.drawn_at OR o.drawn_at = r.drawn_at AND o.id <= r.id)) AS nth FROM hearing_round r JOIN unit_now u ON u.id = r.unit";

/// Rounds of units in sight, the newest first.
pub(crate) fn rounds(ctx: &Ctx, read: &Read, (skip, most): (i64, i64)) -> Result<Vec<Round>> {
    let mut query = Query::new(ROUND, &[]);
    query.add(" WHERE 1 = 1", &[]);
    limit(ctx, &mut query);
    query.add(" ORDER BY r.drawn_at DESC, r.id DESC LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all(read)?)
}

pub(crate) fn count_rounds(ctx: &Ctx, read: &Read) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM hearing_round r JOIN unit_now u ON u.id = r.unit WHERE 1 = 1",
        &[],
    );
    limit(ctx, &mut query);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// A round that nobody called off and whose days are not over.
#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct Running {
    title: String,
    kind: String,
    from_on: Day,
    to_on: Day,
    drawn: i64,
}

impl Running {
    /// `组织生活会：冬季巡听，2026-11-20至2026-12-31，抽到3个`
    pub(super) fn zh(&self) -> String {
        let Self { title, kind, from_on, to_on, drawn } = self;
        let kind = record::Kinds::built_in().short(kind);
        format!("{kind}：{title}，{from_on}至{to_on}，抽到{drawn}个")
    }
}

pub(super) fn running(read: &Read, unit: i64, today: Day) -> Result<Vec<Running>> {
    let sql = "SELECT r.title, r.kind, r.from_on, r.to_on,
                      (SELECT count(*) FROM hearing h WHERE h.round = r.id) AS drawn
               FROM hearing_round r WHERE r.unit = $1 AND r.ended_at IS NULL AND r.to_on >= $2
               ORDER BY r.drawn_at, r.id";
    Ok(read.all(sql, bind![unit, today])?)
}

/// Where somebody sits or sat in, or what was said of a unit's meetings.
#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct Heard {
    pub(super) hearing: i64,
    pub(super) unit_name: String,
    pub(super) kind: String,
    pub(super) from_on: Day,
    pub(super) to_on: Day,
    pub(super) filed_on: Option<Day>,
    pub(super) verdict: Option<String>,
    pub(super) is_called_off: bool,
}

macro_rules! heard {
    ($from:literal) => {
        concat!(
            "SELECT h.id AS hearing,
                    CASE WHEN u.kind LIKE '%committee' THEN u.name ELSE u.short_name END AS unit_name,
                    h.kind, h.from_on, h.to_on, h.filed_on, h.verdict, h.is_called_off
             FROM hearing_now h JOIN unit_now u ON u.id = h.unit ",
            $from
        )
    };
}

/// Hearings where somebody has a seat, the latest first.
pub(super) fn sat_by(read: &Read, person: i64) -> Result<Vec<Heard>> {
    let sql = heard!(
        "WHERE EXISTS (SELECT 1 FROM hearing_seat s
                       WHERE s.hearing = h.id AND s.person = $1 AND s.left_at IS NULL)
         ORDER BY h.to_on DESC, h.id"
    );
    Ok(read.all(sql, bind![person])?)
}

/// Hearings that a unit knows of, the latest first: those whose sheet is filed, and those of kinds that are announced.
pub(super) fn known_to(read: &Read, unit: i64, announced: &[&str]) -> Result<Vec<Heard>> {
    let mut query = Query::new(
        heard!("WHERE NOT h.is_called_off AND h.unit = {} AND (h.filed_on IS NOT NULL"),
        bind![unit],
    );
    if !announced.is_empty() {
        query.in_list(" OR h.kind IN ", announced);
    }
    query.add(") ORDER BY h.to_on DESC, h.id", &[]);
    Ok(query.all(read)?)
}

pub(crate) fn round(read: &Read, id: i64) -> Result<Option<Round>> {
    let mut query = Query::new(ROUND, &[]);
    query.add(" WHERE r.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

/// Committees of several organs are told apart by their whole name alone.
const HEARING: &str = "SELECT h.id, h.round, h.unit,
  CASE WHEN u.kind LIKE '%committee' THEN u.name ELSE u.short_name END AS unit_name, h.record, h.marks, h.verdict, h.words,
  h.filed_on, h.filed_by, h.reply, h.replied_at, h.version FROM hearing h JOIN unit_now u ON u.id = h.unit";

pub(crate) fn hearing(read: &Read, id: i64) -> Result<Option<Hearing>> {
    let mut query = Query::new(HEARING, &[]);
    query.add(" WHERE h.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

pub(crate) fn hearings(read: &Read, round: i64) -> Result<Vec<Hearing>> {
    let mut query = Query::new(HEARING, &[]);
    query.add(" WHERE h.round = {} ORDER BY h.place", bind![round]);
    Ok(query.all(read)?)
}

pub(crate) fn seats(read: &Read, round: i64) -> Result<Vec<SeatRow>> {
    let sql = "SELECT s.hearing, s.seat, s.turn, s.person, s.came_by, s.given_grant, s.left_at, s.left_why, s.left_by
               FROM hearing_seat s JOIN hearing h ON h.id = s.hearing WHERE h.round = $1
               ORDER BY h.place, s.seat, s.turn";
    Ok(read.all(sql, bind![round])?)
}

/// The meetings of the branches of a round within its days, each branch's first first.
pub(crate) fn courses(read: &Read, round: &Round) -> Result<Vec<Course>> {
    let sql = "SELECT c.id, c.unit, c.title, c.plan_on, c.sessions, c.closed_at
               FROM record_course c JOIN hearing h ON h.unit = c.unit
               WHERE h.round = $1 AND c.kind = $2 AND c.plan_on >= $3 AND c.plan_on <= $4
               ORDER BY c.unit, c.plan_on, c.id";
    Ok(read.all(sql, bind![round.id, round.kind, round.from_on, round.to_on])?)
}

/// Hearings of a round whose meeting failed and was held and closed again: (hearing, day).
pub(crate) fn held_again(ask: &Asker, round: i64) -> Answer<(i64, Day)> {
    let query = Query::new(
        "SELECT h.id, min(c.plan_on) AS held_on FROM hearing_now h JOIN record_course it ON it.id = h.record
         JOIN record_course c ON c.unit = h.unit AND c.kind = h.kind AND c.closed_at IS NOT NULL
           AND c.plan_on > it.plan_on AND c.plan_on >= h.filed_on
         WHERE h.round = {} AND h.verdict = 'again' GROUP BY h.id",
        bind![round],
    );
    ask.all(&[Int("id"), Text("held_on")], query)
}

/// What a branch held or announced of a kind from a day on.
pub(crate) fn courses_of(read: &Read, unit: i64, kind: &str, from: Day) -> Result<Vec<Course>> {
    Ok(courses_from(unit, kind, from).all(read)?)
}

/// The same while others ask too.
pub(crate) fn courses_asked(ask: &Asker, unit: i64, kind: &str, from: Day) -> Answer<Course> {
    const COLUMNS: &[Column] = &[
        Int("id"),
        Int("unit"),
        Text("title"),
        Text("plan_on"),
        Text("sessions"),
        Text("closed_at"),
    ];
    ask.all(COLUMNS, courses_from(unit, kind, from))
}

fn courses_from(unit: i64, kind: &str, from: Day) -> Query {
    Query::new(
        "SELECT id, unit, title, plan_on, sessions, closed_at FROM record_course
         WHERE unit = {} AND kind = {} AND plan_on >= {} ORDER BY plan_on, id",
        bind![unit, kind, from],
    )
}

pub(super) fn insert_round(w: &Acting, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO hearing_round (id, unit, title, kind, from_on, to_on, seed, input, drawn_at, drawn_by) VALUES ";
    w.insert_rows(head, 10, cells)?;
    Ok(())
}

pub(super) fn insert_hearings(w: &Acting, cells: &[Value]) -> Result<()> {
    w.insert_rows("INSERT INTO hearing (id, round, unit, place, version) VALUES ", 5, cells)?;
    Ok(())
}

pub(super) fn insert_seats(w: &Acting, cells: &[Value]) -> Result<()> {
    let head =
        "INSERT INTO hearing_seat (hearing, seat, turn, person, came_by, given_grant) VALUES ";
    w.insert_rows(head, 6, cells)?;
    Ok(())
}

/// False when he has left it already.
pub(super) fn leave(w: &Acting, seat: &SeatRow, why: &str, by: &str) -> Result<bool> {
    let sql = "UPDATE hearing_seat SET left_at = $4, left_why = $5, left_by = $6
               WHERE hearing = $1 AND seat = $2 AND turn = $3 AND left_at IS NULL";
    let SeatRow { hearing, seat, turn, .. } = seat;
    Ok(w.run(sql, bind![hearing, seat, turn, w.now, why, by])? == 1)
}

pub(super) fn end_round(w: &Acting, round: i64, why: &str) -> Result<bool> {
    let sql =
        "UPDATE hearing_round SET ended_at = $2, ended_why = $3 WHERE id = $1 AND ended_at IS NULL";
    Ok(w.run(sql, bind![round, w.now, why])? == 1)
}

/// False when it was filed meanwhile.
pub(super) fn file(w: &Acting, hearing: &Hearing) -> Result<bool> {
    let Hearing { id, record, marks, verdict, words, filed_on, filed_by, version, .. } = hearing;
    let sql = "UPDATE hearing SET record = $2, marks = $3, verdict = $4, words = $5, filed_at = $6, filed_on = $7,
                 filed_by = $8, version = version + 1
               WHERE id = $1 AND version = $9 AND filed_at IS NULL";
    let binds = bind![id, record, marks, verdict, words, w.now, filed_on, filed_by, version];
    Ok(w.run(sql, binds)? == 1)
}

pub(super) fn reply(w: &Acting, hearing: i64, words: &str, by: Option<i64>) -> Result<bool> {
    let sql =
        "UPDATE hearing SET reply = $2, replied_at = $3, replied_by = $4, version = version + 1
               WHERE id = $1 AND filed_at IS NOT NULL AND reply IS NULL";
    Ok(w.run(sql, bind![hearing, words, w.now, by])? == 1)
}

/// Units from which somebody keeps away: (unit, name).
pub(crate) fn recusals_of(read: &Read, person: i64) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT c.unit, u.name FROM recusal c JOIN unit_now u ON u.id = c.unit
               WHERE c.person = $1 ORDER BY u.official_order, u.id";
    Ok(read.all(sql, bind![person])?)
}

pub(super) fn recuse(w: &Acting, person: i64, unit: i64) -> Result<()> {
    let sql = "INSERT INTO recusal (person, unit, declared_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    w.run(sql, bind![person, unit, w.now])?;
    Ok(())
}

pub(super) fn unrecuse(w: &Acting, person: i64, unit: i64) -> Result<()> {
    w.run("DELETE FROM recusal WHERE person = $1 AND unit = $2", bind![person, unit])?;
    Ok(())
}

/// Branches of the organ to which somebody's unit belongs: what he may keep away from.
pub(crate) fn neighbours(read: &Read, person: i64) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT u.id, u.name FROM unit_now u
               WHERE u.family = 'party' AND u.kind <> 'subgroup' AND u.line_path IS NOT NULL
                 AND u.organ = (SELECT o.organ FROM person_now p JOIN unit_now o ON o.id = p.unit WHERE p.id = $1)
               ORDER BY u.official_order, u.name_key, u.id";
    Ok(read.all(sql, bind![person])?)
}

/// Where somebody sits in and the sheet is still open, with the meeting when it has been announced.
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct Sitting {
    pub(crate) hearing: i64,
    pub(crate) unit_name: String,
    pub(crate) kind: String,
    pub(crate) from_on: Day,
    pub(crate) to_on: Day,
    pub(crate) plan_on: Option<Day>,
    pub(crate) sessions: Option<String>,
}

pub(crate) const SITTING: &[Column] = &[
    Int("hearing"),
    Text("unit_name"),
    Text("kind"),
    Text("from_on"),
    Text("to_on"),
    Text("plan_on"),
    Text("sessions"),
];

/// Bounded: what comes first on the home page; the next one comes up when a sheet is filed.
pub(crate) fn sittings(person: i64) -> Query {
    Query::new(
        "SELECT h.id AS hearing, CASE WHEN u.kind LIKE '%committee' THEN u.name ELSE u.short_name END AS unit_name,
                r.kind, r.from_on, r.to_on, c.plan_on, c.sessions
         FROM hearing_seat s
         JOIN hearing h ON h.id = s.hearing
         JOIN hearing_round r ON r.id = h.round
         JOIN unit_now u ON u.id = h.unit
         LEFT JOIN record_course c ON c.id =
           (SELECT m.id FROM record_course m
            WHERE m.unit = h.unit AND m.kind = r.kind AND m.plan_on >= r.from_on AND m.plan_on <= r.to_on
            ORDER BY m.plan_on, m.id LIMIT 1)
         WHERE s.person = {} AND s.left_at IS NULL AND h.filed_at IS NULL AND r.ended_at IS NULL
         ORDER BY r.to_on, h.id LIMIT 20",
        bind![person],
    )
}

/// Who sits in at the next meeting of a unit, by name, where hearings of the kind are announced.
pub(crate) fn sitting_in(read: &Read, unit: i64, kind: &str, on: Day) -> Result<Vec<String>> {
    let sql = "SELECT p.name FROM hearing h JOIN hearing_round r ON r.id = h.round
               JOIN hearing_seat s ON s.hearing = h.id AND s.left_at IS NULL JOIN person_now p ON p.id = s.person
               WHERE h.unit = $1 AND r.kind = $2 AND r.from_on <= $3 AND r.to_on >= $3
                 AND h.filed_at IS NULL AND r.ended_at IS NULL ORDER BY h.id, s.seat";
    Ok(read.all(sql, bind![unit, kind, on])?)
}

/// A hearing that the unit is told of, before its sheet is filed.
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct Coming {
    pub(crate) hearing: i64,
    pub(crate) kind: String,
    pub(crate) from_on: Day,
    pub(crate) to_on: Day,
    pub(crate) record: Option<i64>,
    pub(crate) plan_on: Option<Day>,
}

pub(crate) const COMING: &[Column] =
    &[Int("hearing"), Text("kind"), Text("from_on"), Text("to_on"), Int("record"), Text("plan_on")];

/// Bounded: what comes first on the home page; the next one comes up when a sheet is filed.
pub(crate) fn coming(unit: i64, kinds: &[&str], today: Day) -> Query {
    let mut query = Query::new(
        "SELECT h.id AS hearing, r.kind, r.from_on, r.to_on, c.id AS record, c.plan_on
         FROM hearing h JOIN hearing_round r ON r.id = h.round
         LEFT JOIN record_course c ON c.id =
           (SELECT m.id FROM record_course m
            WHERE m.unit = h.unit AND m.kind = r.kind AND m.plan_on >= r.from_on AND m.plan_on <= r.to_on
            ORDER BY m.plan_on, m.id LIMIT 1)
         WHERE h.unit = {} AND h.filed_at IS NULL AND r.ended_at IS NULL AND r.to_on >= {}",
        bind![unit, today],
    );
    query.in_list(" AND r.kind IN ", kinds);
    query.add(" ORDER BY r.from_on, h.id LIMIT 20", &[]);
    query
}

/// What a branch has to do about hearings: without a reply, or to be held again and not yet closed again.
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct ToBranch {
    pub(crate) hearing: i64,
    pub(crate) kind: String,
    pub(crate) verdict: String,
    pub(crate) filed_on: Day,
    pub(crate) has_reply: bool,
    pub(crate) is_held_again: bool,
}

pub(crate) const TO_BRANCH: &[Column] = &[
    Int("hearing"),
    Text("kind"),
    Text("verdict"),
    Text("filed_on"),
    Flag("has_reply"),
    Flag("is_held_again"),
];

/// Bounded: what comes first on the home page; the next one comes up when it is replied to.
pub(crate) fn to_branch(unit: i64, since: Day) -> Query {
    Query::new(
        "SELECT h.id AS hearing, h.kind, h.verdict, h.filed_on, h.has_reply, h.is_held_again
         FROM hearing_now h
         WHERE h.unit = {} AND h.filed_on >= {} ORDER BY h.filed_on, h.id LIMIT 20",
        bind![unit, since],
    )
}

/// Of nobody who is held.
pub(super) fn count_past(read: &Read, past: Past) -> db::Result<i64> {
    let sql = "SELECT (SELECT count(*) FROM recusal c WHERE c.declared_at < $1
                         AND NOT EXISTS (SELECT 1 FROM person_held h WHERE h.person = c.person AND h.until_on > $2))
                    + (SELECT count(*) FROM hearing_seat s WHERE s.left_at < $1 AND s.left_why <> $3
                         AND NOT EXISTS (SELECT 1 FROM person_held h WHERE h.person = s.person AND h.until_on > $2))";
    read.one(sql, bind![past.before(), past.today, ERASED])
}

pub(super) fn remove_past(w: &Acting, past: Past) -> db::Result<u64> {
    let sql = "DELETE FROM recusal WHERE declared_at < $1
                 AND NOT EXISTS (SELECT 1 FROM person_held h WHERE h.person = recusal.person AND h.until_on > $2)";
    let removed = w.run(sql, bind![past.before(), past.today])?;
    let sql = "UPDATE hearing_seat SET left_why = $3 WHERE left_at < $1 AND left_why <> $3
                 AND NOT EXISTS (SELECT 1 FROM person_held h WHERE h.person = hearing_seat.person AND h.until_on > $2)";
    Ok(removed + w.run(sql, bind![past.before(), past.today, ERASED])?)
}
