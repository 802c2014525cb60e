//! Every statement about writing services.

use act::Result;
use calendar::Day;
use db::{Query, Read, Touch, Value, Write, bind};
use serde::Deserialize;

use crate::cell;

/// Where a unit stood by one relation.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    pub(super) unit: i64,
    pub(super) relation: String,
    pub(super) kind: String,
    pub(super) path: String,
    pub(super) from_on: Day,
    pub(super) to_on: Option<Day>,
}

/// A post somebody held, with the kind of its unit.
#[derive(Debug, Deserialize)]
pub(super) struct Held {
    pub(super) person: i64,
    pub(super) unit: i64,
    pub(super) unit_kind: String,
    pub(super) kind: String,
    pub(super) from_on: Day,
    pub(super) to_on: Option<Day>,
}

/// Somebody's membership.
#[derive(Debug, Deserialize)]
pub(super) struct Belongs {
    pub(super) person: i64,
    pub(super) unit: i64,
    pub(super) status: String,
    pub(super) from_on: Day,
    pub(super) to_on: Option<Day>,
}

pub(super) fn places(read: &Read, units: &[i64]) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(
            "SELECT unit, relation, kind, path, from_on, to_on
             FROM unit_span",
            &[],
        );
        query.in_list(" WHERE unit IN ", part);
        found.extend(query.all::<Place>(read)?);
    }
    Ok(found)
}

pub(super) fn posts(read: &Read, persons: &[i64]) -> Result<Vec<Held>> {
    let mut found = Vec::new();
    for part in persons.chunks(500) {
        let mut query = Query::new(
            "SELECT DISTINCT t.person, t.unit, u.kind AS unit_kind, t.kind, t.from_on, t.to_on
             FROM post_span t JOIN unit_span u ON u.unit = t.unit AND u.relation = 'lead'",
            &[],
        );
        query.in_list(" WHERE t.person IN ", part);
        found.extend(query.all::<Held>(read)?);
    }
    Ok(found)
}

pub(super) fn members(read: &Read, persons: &[i64]) -> Result<Vec<Belongs>> {
    let mut found = Vec::new();
    for part in persons.chunks(500) {
        let mut query =
            Query::new("SELECT person, unit, status, from_on, to_on FROM membership_span", &[]);
        query.in_list(" WHERE person IN ", part);
        found.extend(query.all::<Belongs>(read)?);
    }
    Ok(found)
}

pub(super) fn insert_services(w: &Write, cells: &[Value]) -> Result<()> {
    let head =
        "INSERT INTO service (id, fact_room, fact, title, url, bearer_kind, bearer, unit, duty,
                    period, held_on, entered_at, quantity, counts, reason, late, makes_up, about,
                    absent) VALUES ";
    w.insert_rows(head, super::rows::WIDTH, cells)?;
    for row in cells.chunks(super::rows::WIDTH) {
        w.touch_duty(cell::int(&row[7]), cell::text(&row[8]));
    }
    Ok(())
}

pub(super) fn insert_occurrences(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO occurrence (id, unit, name, on_day, about, fact_room, fact) VALUES ";
    w.insert_rows(head, 7, cells)?;
    w.touch_all(cells.chunks(7).filter_map(|row| row[1].int()), Touch::Clock);
    Ok(())
}

pub(super) fn delete(w: &Write, room: &str, fact: i64) -> Result<()> {
    let sql = "SELECT unit, duty FROM service WHERE fact_room = $1 AND fact = $2
               UNION SELECT unit, NULL FROM occurrence WHERE fact_room = $1 AND fact = $2";
    for (unit, duty) in w.all::<(i64, Option<String>)>(sql, bind![room, fact])? {
        match duty {
            Some(duty) => w.touch_duty(unit, &duty),
            None => w.touch(unit, Touch::Clock),
        }
    }
    let sql = "DELETE FROM service WHERE fact_room = $1 AND fact = $2";
    w.run(sql, bind![room, fact])?;
    let sql = "DELETE FROM occurrence WHERE fact_room = $1 AND fact = $2";
    w.run(sql, bind![room, fact])?;
    Ok(())
}
