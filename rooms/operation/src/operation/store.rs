//! Every SQL statement about operations, their teams, who is taken and what was decided.

use act::{Place, Result, Sight};
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};
use people::Sent;
use record::kind::Kinds;
use serde::Deserialize;

use super::{Decided, Decision, Member, Operation, Team};

const OPERATION: &str = "SELECT o.id, o.unit, o.code, o.from_on, o.to_on, o.declared_at, o.ended_at, o.version FROM operation o";

pub(crate) fn get(read: &Read, id: i64) -> Result<Option<Operation>> {
    let mut query = Query::new(OPERATION, &[]);
    query.add(" WHERE o.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

/// An operation and the committee that declared it.
#[derive(Deserialize)]
struct Placed {
    #[serde(flatten)]
    operation: Operation,
    place_kind: String,
    name: String,
    short_name: String,
    lead_path: Option<String>,
    line_path: Option<String>,
    organ: Option<i64>,
}

/// With its committee, for whoever asks who may see it.
pub(crate) fn placed(read: &Read, id: i64) -> Result<Option<(Operation, Place)>> {
    let sql =
        "SELECT o.id, o.unit, o.code, o.from_on, o.to_on, o.declared_at, o.ended_at, o.version,
                      u.kind AS place_kind, u.name, u.short_name, u.lead_path, u.line_path, u.organ
               FROM operation o JOIN unit_now u ON u.id = o.unit WHERE o.id = $1";
    let found: Option<Placed> = read.maybe(sql, bind![id])?;
    Ok(found.map(|it| {
        let Placed { operation, place_kind: kind, name, short_name, lead_path, line_path, organ } =
            it;
        let place =
            Place { id: operation.unit, kind, name, short_name, lead_path, line_path, organ };
        (operation, place)
    }))
}

/// Declared, not ended, and their last day is over.
pub(crate) fn over(read: &Read, today: Day) -> Result<Vec<Operation>> {
    let mut query = Query::new(OPERATION, &[]);
    query.add(
        " WHERE o.ended_at IS NULL AND o.declared_at IS NOT NULL AND o.to_on <= {} ORDER BY o.id",
        bind![today],
    );
    Ok(query.all(read)?)
}

/// A line of the list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Line {
    #[serde(flatten)]
    pub(crate) operation: Operation,
    pub(crate) unit_name: String,
    pub(crate) teams: i64,
    pub(crate) members: i64,
}

const LINE: &str =
    "SELECT o.id, o.unit, o.code, o.from_on, o.to_on, o.declared_at, o.ended_at, o.version,
            u.short_name AS unit_name,
            (SELECT count(*) FROM operation_team t WHERE t.operation = o.id) AS teams,
            (SELECT count(*) FROM operation_member m WHERE m.operation = o.id) AS members
     FROM operation o JOIN unit_now u ON u.id = o.unit";

/// Of the committees in sight, the latest first.
pub(super) fn of_committees(
    read: &Read,
    sight: &Sight,
    (skip, most): (i64, i64),
) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, &[]);
    query.add(" WHERE 1 = 1", &[]);
    sight.limit(&mut query);
    query.add(" ORDER BY o.from_on DESC, o.id DESC LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all(read)?)
}

pub(super) fn count_of_committees(read: &Read, sight: &Sight) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM operation o JOIN unit_now u ON u.id = o.unit WHERE 1 = 1",
        &[],
    );
    sight.limit(&mut query);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// In which somebody is or was, the latest first.
pub(super) fn of_person(read: &Read, person: i64, (skip, most): (i64, i64)) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, &[]);
    query.add(
        " WHERE o.declared_at IS NOT NULL
            AND EXISTS (SELECT 1 FROM operation_member m WHERE m.operation = o.id AND m.person = {})
          ORDER BY o.from_on DESC, o.id DESC LIMIT {} OFFSET {}",
        bind![person, most, skip],
    );
    Ok(query.all(read)?)
}

pub(super) fn count_of_person(read: &Read, person: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM operation o WHERE o.declared_at IS NOT NULL
                 AND EXISTS (SELECT 1 FROM operation_member m WHERE m.operation = o.id AND m.person = $1)";
    Ok(read.one(sql, bind![person])?)
}

/// How many a committee has prepared in a year.
pub(crate) fn count_in_year(read: &Read, unit: i64, year: i16) -> Result<i64> {
    let sql = "SELECT count(*) FROM operation WHERE unit = $1 AND substr(prepared_at, 1, 4) = $2";
    Ok(read.one(sql, bind![unit, year.to_string()])?)
}

/// Whether an operation of the committee that has not ended has this code.
pub(crate) fn is_taken(read: &Read, unit: i64, code: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM operation WHERE unit = $1 AND code = $2 AND ended_at IS NULL";
    Ok(read.one::<i64>(sql, bind![unit, code])? > 0)
}

pub(crate) fn teams(read: &Read, operation: i64) -> Result<Vec<Team>> {
    let sql = "SELECT t.id, t.sort, t.name, t.unit, t.leader, p.name AS leader_name, t.post
               FROM operation_team t LEFT JOIN person_now p ON p.id = t.leader
               WHERE t.operation = $1 ORDER BY t.place";
    Ok(read.all(sql, bind![operation])?)
}

/// The temporary branches of an operation that is declared, as units, in order.
pub fn branches_of(read: &Read, operation: i64) -> Result<Vec<i64>> {
    let sql =
        "SELECT unit FROM operation_team WHERE operation = $1 AND unit IS NOT NULL ORDER BY place";
    Ok(read.all(sql, bind![operation])?)
}

pub(crate) fn decisions(read: &Read, operation: i64) -> Result<Vec<Decision>> {
    let sql = "SELECT sort, body, decided_on, record, document_no, to_on FROM operation_decision
               WHERE operation = $1 ORDER BY id";
    Ok(read.all(sql, bind![operation])?)
}

/// Which members are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Of these teams alone.
    pub(crate) teams: Option<Vec<i64>>,
    pub(crate) person: Option<i64>,
    pub(crate) page: Option<(i64, i64)>,
}

/// Branch by branch in official order.
pub(crate) fn members(read: &Read, operation: i64, wanted: &Wanted) -> Result<Vec<Member>> {
    let mut query = Query::new(
        "SELECT m.person, COALESCE(p.name, '（已转出）') AS name,
                COALESCE(p.member_status, 'left') AS status, m.home,
                COALESCE(u.short_name, '') AS home_name, m.branch, m.vanguard, m.from_on, m.to_on,
                EXISTS (SELECT 1 FROM operation_word w WHERE w.operation = m.operation
                        AND w.person = m.person AND w.sort = 'appraisal') AS is_appraised,
                count(*) OVER () AS total
         FROM operation_member m LEFT JOIN person_now p ON p.id = m.person
         LEFT JOIN unit_now u ON u.id = m.home
         WHERE m.operation = {}",
        bind![operation],
    );
    narrow(&mut query, wanted);
    query.add(" ORDER BY m.branch NULLS LAST, m.vanguard NULLS LAST, p.official_order, p.name_key, m.person", &[]);
    if let Some((skip, most)) = wanted.page {
        query.add(" LIMIT {} OFFSET {}", bind![most, skip]);
    }
    Ok(query.all(read)?)
}

fn narrow(query: &mut Query, wanted: &Wanted) {
    if let Some(teams) = &wanted.teams {
        query
            .in_list(" AND (m.branch IN ", teams)
            .in_list(" OR m.vanguard IN ", teams)
            .add(")", &[]);
    }
    if let Some(person) = wanted.person {
        query.add(" AND m.person = {}", bind![person]);
    }
}

/// Whoever of these is taken by an operation that has not ended, in days that overlap: (person, name).
pub(crate) fn taken_elsewhere(
    read: &Read,
    persons: &[i64],
    (from, to): (Day, Day),
    besides: i64,
) -> Result<Vec<(i64, String)>> {
    let mut found = Vec::new();
    for part in persons.chunks(500) {
        let mut query = Query::new(
            "SELECT m.person, p.name FROM operation_member m JOIN operation o ON o.id = m.operation
             JOIN person_now p ON p.id = m.person
             WHERE o.declared_at IS NOT NULL AND o.ended_at IS NULL AND m.from_on < {} AND m.to_on > {}
               AND o.id <> {}",
            bind![to, from, besides],
        );
        query.in_list(" AND m.person IN ", part);
        found.extend(query.all::<(i64, String)>(read)?);
    }
    Ok(found)
}

pub(super) fn note(
    w: &Write,
    operation: i64,
    it: &Decided,
    when: (Instant, Option<i64>),
) -> Result<()> {
    let sql = "INSERT INTO operation_decision (id, operation, sort, body, decided_on, record, document_no,
                   to_on, entered_at, entered_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let Decided { sort, body, decided_on, record, document_no, to_on } = it;
    let (at, by) = when;
    let id = w.id();
    w.run(sql, bind![id, operation, sort, body, decided_on, record, document_no, to_on, at, by])?;
    Ok(())
}

pub(super) fn declare(w: &Write, id: i64, version: i64, at: Instant) -> Result<bool> {
    let sql = "UPDATE operation SET declared_at = $3, version = version + 1
               WHERE id = $1 AND version = $2 AND declared_at IS NULL";
    Ok(w.run(sql, bind![id, version, at])? == 1)
}

pub(super) fn found_branch(w: &Write, team: &Team, unit: i64, post: i64, name: &str) -> Result<()> {
    let sql = "UPDATE operation_team SET unit = $2, post = $3, name = $4 WHERE id = $1";
    w.run(sql, bind![team.id, unit, post, name])?;
    Ok(())
}

/// Whoever leads a team from now on, with his post where it is a branch.
pub(super) fn lead(
    w: &Write,
    operation: &Operation,
    team: i64,
    (leader, post): (i64, Option<i64>),
) -> Result<()> {
    let sql = "UPDATE operation_team SET leader = $2, post = $3 WHERE id = $1";
    w.run(sql, bind![team, leader, post])?;
    let sql = "UPDATE operation SET version = version + 1 WHERE id = $1";
    w.run(sql, bind![operation.id])?;
    Ok(())
}

pub(super) fn leave_out(w: &Write, operation: i64, persons: &[i64]) -> Result<()> {
    for person in persons {
        let sql = "DELETE FROM operation_member WHERE operation = $1 AND person = $2";
        w.run(sql, bind![operation, person])?;
    }
    Ok(())
}

/// The last day moves for everybody who has not come back before.
pub(super) fn move_end(
    w: &Write,
    operation: &Operation,
    to: Day,
    ended_at: Option<Instant>,
) -> Result<bool> {
    let sql = "UPDATE operation_member SET to_on = $2 WHERE operation = $1 AND to_on = $3";
    w.run(sql, bind![operation.id, to, operation.to_on])?;
    let sql = "UPDATE operation SET to_on = $2, ended_at = $4, version = version + 1
               WHERE id = $1 AND version = $3 AND ended_at IS NULL";
    Ok(w.run(sql, bind![operation.id, to, operation.version, ended_at])? == 1)
}

pub(super) fn release(w: &Write, operation: i64, person: i64, to: Day) -> Result<()> {
    let sql = "UPDATE operation_member SET to_on = $3 WHERE operation = $1 AND person = $2";
    w.run(sql, bind![operation, person, to])?;
    Ok(())
}

pub(crate) fn insert_members(w: &Write, operation: i64, members: &[Member]) -> Result<()> {
    let mut cells = Vec::new();
    for it in members {
        let row =
            bind![operation, it.person, it.home, it.branch, it.vanguard, it.from_on, it.to_on];
        cells.extend_from_slice(row);
    }
    let head = "INSERT INTO operation_member (operation, person, home, branch, vanguard, from_on, to_on) VALUES ";
    w.insert_rows(head, 7, &cells)?;
    Ok(())
}

/// A closed meeting that may have decided, and whose.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Meeting {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) held_on: Day,
    pub(crate) body: String,
    pub(crate) body_short: String,
}

/// Of a committee, and of those above it in the same organ: its bureau's committee decides for it too.
pub(crate) fn meetings(read: &Read, place: &Place, since: Day) -> Result<Vec<Meeting>> {
    let path = place.lead_path.as_deref().unwrap_or_default();
    let above: Vec<i64> = path.split('/').filter_map(|id| id.parse().ok()).collect();
    let decides = Kinds::built_in().iter().filter(|kind| kind.decides);
    let kinds: Vec<&str> = decides.map(|kind| kind.key.as_str()).collect();
    let mut query = Query::new(
        "SELECT r.id, r.kind, r.held_on, u.name AS body, u.short_name AS body_short
         FROM record_now r JOIN unit_now u ON u.id = r.unit
         WHERE r.held_on >= {} AND r.expected > 0 AND u.organ = {}",
        bind![since, place.organ],
    );
    query.in_list(" AND r.unit IN ", &above).in_list(" AND r.kind IN ", &kinds);
    query.add(" ORDER BY r.held_on DESC, r.id DESC", &[]);
    Ok(query.all(read)?)
}

/// Rows for `people`: each with the unit of his temporary branch.
pub(super) fn sent(members: &[Member], teams: &[Team], to: Day) -> Vec<Sent> {
    let unit = |branch: Option<i64>| {
        teams.iter().find(|team| Some(team.id) == branch).and_then(|team| team.unit)
    };
    let one = |it: &Member| Sent {
        person: it.person,
        host: unit(it.branch),
        from_on: it.from_on,
        to_on: to,
    };
    members.iter().map(one).collect()
}
