//! Every SQL statement about entries of registers, out of the two views that they are told by.

use act::Result;
use calendar::Day;
use db::{Column, Query, Read, bind};
use serde::Deserialize;

/// An entry that may be named.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Usable {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// As its register wrote them.
    pub(crate) facts: String,
    pub(crate) head: Option<i64>,
}

/// Entries that any of `units` keeps on a day, and one that is named already, by name.
pub(super) fn usable(
    read: &Read,
    sort: &str,
    units: &[i64],
    (day, named): (Day, Option<i64>),
) -> Result<Vec<Usable>> {
    let mut query = Query::new(
        "SELECT e.id, e.name, e.facts, e.head FROM register_span e
         WHERE e.sort = {} AND (e.id = {} OR (e.from_on <= {} AND (e.to_on IS NULL OR e.to_on > {})",
        bind![sort, named, day, day],
    );
    query.in_list(" AND e.unit IN ", units).add(")) ORDER BY e.name_key, e.id", &[]);
    Ok(query.all(read)?)
}

/// One as it is.
pub(crate) fn find(read: &Read, entry: i64) -> Result<Option<Usable>> {
    let sql = "SELECT e.id, e.name, e.facts, e.head FROM register_span e WHERE e.id = $1";
    Ok(read.maybe(sql, bind![entry])?)
}

/// One entry with one of those who belong to it.
#[derive(Debug, Deserialize)]
pub(super) struct Belonging {
    #[serde(flatten)]
    entry: Usable,
    person: Option<i64>,
    person_name: Option<String>,
}

/// An entry, and who belongs to it: (id, name).
pub(super) type WithPeople = (Usable, Vec<(i64, String)>);

/// The same with who belongs to each on that day, in official order; without them where nobody is expected for it.
pub(super) fn with_people(sort: &str, units: &[i64], day: Day, is_with: bool) -> Query {
    let mut query = Query::new(
        "SELECT e.id, e.name, e.facts, e.head, p.id AS person, p.name AS person_name
         FROM register_span e
         LEFT JOIN register_person_span s ON CAST({} AS BOOLEAN) AND s.entry = e.id
           AND s.from_on <= {} AND (s.to_on IS NULL OR s.to_on > {})
         LEFT JOIN person_now p ON p.id = s.person AND p.is_covert = FALSE
         WHERE e.sort = {} AND e.from_on <= {} AND (e.to_on IS NULL OR e.to_on > {})",
        bind![is_with, day, day, sort, day, day],
    );
    query.in_list(" AND e.unit IN ", units);
    query.add(" ORDER BY e.name_key, e.id, p.official_order, p.name_key, p.id", &[]);
    query
}

pub(super) const BELONGING: &[Column] = &[
    Column::Int("id"),
    Column::Text("name"),
    Column::Text("facts"),
    Column::Int("head"),
    Column::Int("person"),
    Column::Text("person_name"),
];

/// Each entry once, with its people, each of them once.
pub(super) fn by_entry(rows: Vec<Belonging>) -> Vec<WithPeople> {
    let mut found: Vec<WithPeople> = Vec::new();
    for Belonging { entry, person, person_name } in rows {
        if found.last().is_none_or(|(last, _)| last.id != entry.id) {
            found.push((entry, Vec::new()));
        }
        let Some((_, people)) = found.last_mut() else { continue };
        if let Some(one) = person.zip(person_name).filter(|it| !people.contains(it)) {
            people.push(one);
        }
    }
    found
}

/// Who belongs to an entry on a day, each once, in official order.
pub(crate) fn people_of(read: &Read, entry: i64, day: Day) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT p.id, p.name FROM person_now p
               WHERE p.is_covert = FALSE
                 AND p.id IN (SELECT s.person FROM register_person_span s
                              WHERE s.entry = $1 AND s.from_on <= $2
                                AND (s.to_on IS NULL OR s.to_on > $2))
               ORDER BY p.official_order, p.name_key, p.id";
    Ok(read.all(sql, bind![entry, day])?)
}
