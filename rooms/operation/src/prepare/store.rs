//! Every SQL statement about preparing an operation.

use act::Result;
use calendar::Instant;
use db::{Query, Read, Write, bind};
use serde::Deserialize;

use super::{NewTeam, Prepared, roster::Found};

/// People below a committee whom any of these words may mean; never somebody who is only counted.
pub(super) fn candidates(read: &Read, path: &str, words: &[String]) -> Result<Vec<Found>> {
    let mut query = Query::new(
        "SELECT p.id AS person, p.name, p.police_number AS number, p.member_status AS status,
                u.id AS home, u.name AS home_name, u.short_name AS home_short,
                p.staff_class = 'retired' AS is_retired
         FROM unit_now u CROSS JOIN person_now p
         WHERE p.unit = u.id AND p.is_covert = FALSE AND u.lead_path >= {} AND u.lead_path < {}",
        bind![path, format!("{path}~")],
    );
    query.in_list(" AND (p.name IN ", words).in_list(" OR p.police_number IN ", words);
    query.in_list(" OR u.name IN ", words).in_list(" OR u.short_name IN ", words);
    query.add(") ORDER BY u.lead_path, p.official_order, p.name_key, p.id", &[]);
    Ok(query.all(read)?)
}

/// The same by id.
pub(super) fn by_id(read: &Read, persons: &[i64]) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for part in persons.chunks(500) {
        let mut query = Query::new(
            "SELECT p.id AS person, p.name, p.police_number AS number, p.member_status AS status,
                    u.id AS home, u.name AS home_name, u.short_name AS home_short,
                    p.staff_class = 'retired' AS is_retired
             FROM person_now p JOIN unit_now u ON u.id = p.unit WHERE p.is_covert = FALSE",
            &[],
        );
        query.in_list(" AND p.id IN ", part);
        found.extend(query.all::<Found>(read)?);
    }
    Ok(found)
}

/// A branch whose people may be taken as a whole.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Branch {
    pub(super) short_name: String,
}

pub(super) fn branches(read: &Read, path: &str) -> Result<Vec<Branch>> {
    let sql = "SELECT short_name FROM unit_now
               WHERE lead_path >= $1 AND lead_path < $2 AND family = 'party'
                 AND kind IN ('branch', 'joint_branch', 'floating_branch') ORDER BY lead_path";
    Ok(read.all(sql, bind![path, format!("{path}~")])?)
}

pub(super) fn insert(
    w: &Write,
    unit: i64,
    it: &Prepared,
    when: (Instant, Option<i64>),
) -> Result<i64> {
    let (id, (at, by)) = (w.id(), when);
    let sql =
        "INSERT INTO operation (id, unit, code, from_on, to_on, prepared_at, prepared_by, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
    w.run(sql, bind![id, unit, it.code, it.from_on, it.decided.to_on, at, by])?;
    let sql = "INSERT INTO operation_decision (id, operation, sort, body, decided_on, record, document_no,
                   to_on, entered_at, entered_by)
               VALUES ($1, $2, 'declare', $3, $4, $5, $6, $7, $8, $9)";
    let d = &it.decided;
    let decision =
        bind![w.id(), id, d.body, d.decided_on, d.record, d.document_no, d.to_on, at, by];
    w.run(sql, decision)?;
    Ok(id)
}

pub(super) fn insert_team(w: &Write, operation: i64, place: i64, team: &NewTeam) -> Result<i64> {
    let id = w.id();
    let sql = "INSERT INTO operation_team (id, operation, sort, place, name, leader)
               VALUES ($1, $2, $3, $4, $5, $6)";
    w.run(sql, bind![id, operation, team.sort.key(), place, team.sort.zh(), team.leader])?;
    Ok(id)
}

pub(crate) fn rename_team(w: &Write, team: i64, name: &str) -> Result<()> {
    w.run("UPDATE operation_team SET name = $2 WHERE id = $1", bind![team, name])?;
    Ok(())
}

/// *False* when it was declared meanwhile.
pub(super) fn discard(w: &Write, id: i64) -> Result<bool> {
    let gone =
        w.run("DELETE FROM operation WHERE id = $1 AND declared_at IS NULL", bind![id])? == 1;
    if gone {
        w.run("DELETE FROM operation_decision WHERE operation = $1", bind![id])?;
        w.run("DELETE FROM operation_team WHERE operation = $1", bind![id])?;
        w.run("DELETE FROM operation_member WHERE operation = $1", bind![id])?;
    }
    Ok(gone)
}
