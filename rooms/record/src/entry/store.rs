//! Every SQL statement about entries of registers, out of the two views that they are told by.

use act::Result;
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

/// An entry that may be named.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Usable {
    pub(super) id: i64,
    pub(super) name: String,
}

/// Entries that any of `units` keeps on a day, and one that is named already, by name.
pub(super) fn usable(
    read: &Read,
    sort: &str,
    units: &[i64],
    (day, named): (Day, Option<i64>),
) -> Result<Vec<Usable>> {
    let mut query = Query::new(
        "SELECT e.id, e.name FROM register_span e
         WHERE e.sort = {} AND (e.id = {} OR (e.from_on <= {} AND (e.to_on IS NULL OR e.to_on > {})",
        bind![sort, named, day, day],
    );
    query.in_list(" AND e.unit IN ", units).add(")) ORDER BY e.name_key, e.id", &[]);
    Ok(query.all(read)?)
}

/// One entry with one of those who belong to it.
#[derive(Debug, Deserialize)]
struct Belonging {
    id: i64,
    name: String,
    person: Option<i64>,
    person_name: Option<String>,
}

/// An entry, and who belongs to it: (id, name).
pub(super) type WithPeople = (Usable, Vec<(i64, String)>);

/// The same with who belongs to each on that day, once and in official order, in one statement.
pub(super) fn usable_with_people(
    read: &Read,
    sort: &str,
    units: &[i64],
    day: Day,
) -> Result<Vec<WithPeople>> {
    let mut query = Query::new(
        "SELECT e.id, e.name, p.id AS person, p.name AS person_name FROM register_span e
         LEFT JOIN register_person_span s ON s.entry = e.id AND s.from_on <= {} AND (s.to_on IS NULL OR s.to_on > {})
         LEFT JOIN person_now p ON p.id = s.person AND p.is_covert = FALSE
         WHERE e.sort = {} AND e.from_on <= {} AND (e.to_on IS NULL OR e.to_on > {})",
        bind![day, day, sort, day, day],
    );
    query.in_list(" AND e.unit IN ", units);
    query.add(" ORDER BY e.name_key, e.id, p.official_order, p.name_key, p.id", &[]);
    let mut found: Vec<WithPeople> = Vec::new();
    for row in query.all::<Belonging>(read)? {
        if found.last().is_none_or(|(last, _)| last.id != row.id) {
            found.push((Usable { id: row.id, name: row.name }, Vec::new()));
        }
        let Some((_, people)) = found.last_mut() else { continue };
        if let Some(one) = row.person.zip(row.person_name).filter(|it| !people.contains(it)) {
            people.push(one);
        }
    }
    Ok(found)
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
