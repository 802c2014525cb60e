//! Every SQL statement about appraisals and commendations.

use act::Result;
use calendar::Instant;
use db::{Query, Read, Write, bind};

use super::{NewWord, Whom, Word};
use crate::operation::Member;

const WORD: &str =
    "SELECT w.sort, p.name AS person_name, t.name AS team_name, w.words, w.body, w.given_on,
            count(*) OVER () AS total
     FROM operation_word w LEFT JOIN person_now p ON p.id = w.person
     LEFT JOIN operation_team t ON t.id = w.team";

/// About him, and about the teams that he is in; the latest first.
pub(crate) fn about(read: &Read, member: &Member, operation: i64) -> Result<Vec<Word>> {
    let mut query = Query::new(WORD, &[]);
    query.add(
        " WHERE w.operation = {} AND (w.person = {} OR w.team = {} OR w.team = {})
          ORDER BY w.given_on DESC, w.id DESC",
        bind![operation, member.person, member.branch, member.vanguard],
    );
    Ok(query.all(read)?)
}

/// Commendations of an operation, of some of its teams or all; the latest first.
pub(crate) fn commendations(
    read: &Read,
    of: (i64, Option<&[i64]>),
    (skip, most): (i64, i64),
) -> Result<Vec<Word>> {
    let mut query = Query::new(WORD, &[]);
    add_commendations(&mut query, of);
    query.add(" ORDER BY w.given_on DESC, w.id DESC LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all(read)?)
}

fn add_commendations(query: &mut Query, (operation, teams): (i64, Option<&[i64]>)) {
    query.add(" WHERE w.operation = {} AND w.sort = 'commendation'", bind![operation]);
    let Some(teams) = teams else { return };
    query.in_list(" AND (w.team IN ", teams);
    query.add(
        " OR EXISTS (SELECT 1 FROM operation_member m WHERE m.operation = w.operation AND m.person = w.person",
        &[],
    );
    query.in_list(" AND (m.branch IN ", teams).in_list(" OR m.vanguard IN ", teams).add(")))", &[]);
}

pub(super) fn insert(
    w: &Write,
    it: &NewWord,
    body: &str,
    (at, by): (Instant, Option<i64>),
) -> Result<i64> {
    let (person, team) = match it.whom {
        Whom::Person(person) => (Some(person), None),
        Whom::Team(team) => (None, Some(team)),
    };
    let id = w.id();
    let sql = "INSERT INTO operation_word (id, operation, sort, person, team, words, body, given_on, given_at, given_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let (sort, words, on) = (it.sort.key(), &it.words, it.given_on);
    w.run(sql, bind![id, it.operation, sort, person, team, words, body, on, at, by])?;
    Ok(id)
}
