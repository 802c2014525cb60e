//! Every SQL statement about persons who have left: who is past a period, and what goes.

use act::{Acting, Sight};
use calendar::Day;
use db::{Query, Read, Result, bind};
use retention::{Past, unheld};
use serde::Deserialize;

use super::{NO_NAME, Part};

const AT_ONCE: i64 = 200;
const ANSWERS_AT_ONCE: i64 = 1000;

/// Who left by then and has nothing open since; who is held is left out. The alias of `person` is p.
fn narrow(query: &mut Query, part: Part, past: Past) {
    let until = past.until;
    query.add(
        " p.id IN (SELECT a.person FROM affiliation a WHERE a.to_on <= {}
                   UNION SELECT v.id FROM person v WHERE v.withdrawn_at < {})
          AND NOT EXISTS (SELECT 1 FROM affiliation b WHERE b.person = p.id
                          AND (b.to_on IS NULL OR b.to_on > {}))
          AND NOT EXISTS (SELECT 1 FROM participation g WHERE g.person = p.id
                          AND (g.to_on IS NULL OR g.to_on > {}))
          AND NOT EXISTS (SELECT 1 FROM post t WHERE t.person = p.id
                          AND (t.to_on IS NULL OR t.to_on > {}))",
        bind![until, past.before(), until, until, until],
    );
    unheld!(query, past, "p.id");
    match part {
        Part::Numbers => query.add(
            " AND (p.id_number IS NOT NULL OR p.phone IS NOT NULL
                   OR NOT EXISTS (SELECT 1 FROM own_key k
                                  WHERE k.person = p.id AND k.destroyed_at IS NOT NULL))",
            &[],
        ),
        Part::Basic => query.add(
            " AND (p.sex IS NOT NULL OR p.birth IS NOT NULL OR p.ethnic IS NOT NULL
                   OR p.education IS NOT NULL OR p.degree IS NOT NULL OR p.police_rank IS NOT NULL
                   OR p.police_number IS NOT NULL OR p.duty_title IS NOT NULL
                   OR p.work_from IS NOT NULL OR p.outside_number IS NOT NULL)",
            &[],
        ),
        Part::Name => query.add(" AND p.name <> {}", bind![NO_NAME]),
    };
}

pub(super) fn count(read: &Read, part: Part, past: Past) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM person p WHERE", &[]);
    narrow(&mut query, part, past);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// Some of them.
pub(super) fn next(read: &Read, part: Part, past: Past) -> Result<Vec<i64>> {
    let mut query = Query::new("SELECT p.id FROM person p WHERE", &[]);
    narrow(&mut query, part, past);
    // Bounded: a batch of the nightly erasure, which asks again.
    query.add(" ORDER BY p.id LIMIT {}", bind![AT_ONCE]).all(read)
}

pub(super) fn is_due(read: &Read, part: Part, past: Past, person: i64) -> Result<bool> {
    let mut query = Query::new("SELECT p.id FROM person p WHERE p.id = {} AND", bind![person]);
    narrow(&mut query, part, past);
    Ok(query.maybe::<i64>(read)?.is_some())
}

/// Somebody who will be due, with where he belonged last.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Leaver {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) unit_name: String,
    pub(super) left_on: Day,
}

fn in_sight(query: &mut Query, sight: &Sight, part: Part, past: Past) {
    query.add(
        " FROM person p
          JOIN affiliation l ON l.id = (SELECT max(m.id) FROM affiliation m WHERE m.person = p.id)
          JOIN unit_now u ON u.id = l.unit
          WHERE p.is_covert = {}",
        bind![false],
    );
    sight.limit(query);
    query.add(" AND", &[]);
    narrow(query, part, past);
}

pub(super) fn count_in_sight(read: &Read, sight: &Sight, part: Part, past: Past) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    in_sight(&mut query, sight, part, past);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// Who left first stands first.
pub(super) fn leavers(
    read: &Read,
    sight: &Sight,
    (part, past): (Part, Past),
    (offset, limit): (i64, i64),
) -> Result<Vec<Leaver>> {
    let mut query = Query::new("SELECT p.id, p.name, u.name AS unit_name, l.to_on AS left_on", &[]);
    in_sight(&mut query, sight, part, past);
    query.add(" ORDER BY l.to_on, p.name_key, p.id LIMIT {} OFFSET {}", bind![limit, offset]);
    query.all(read)
}

// What goes ---------------------------------------------------------------------------------------

/// With what they are found by, and what he has asked for under the same key.
pub(super) fn remove_numbers(w: &Acting, person: i64) -> Result<()> {
    let sql = "UPDATE person
               SET id_number = NULL, id_number_key = NULL, phone = NULL, phone_key = NULL,
                   phone_tail_key = NULL, version = version + 1
               WHERE id = $1";
    w.run(sql, bind![person])?;
    w.run("DELETE FROM correction WHERE person = $1", bind![person])?;
    Ok(())
}

/// With what an import had replaced.
pub(super) fn remove_basic(w: &Acting, person: i64) -> Result<()> {
    let sql = "UPDATE person
               SET sex = NULL, birth = NULL, ethnic = NULL, education = NULL, degree = NULL,
                   police_rank = NULL, police_number = NULL, duty_title = NULL, work_from = NULL,
                   outside_number = NULL, version = version + 1
               WHERE id = $1";
    w.run(sql, bind![person])?;
    w.run("UPDATE import_row SET before = NULL WHERE person = $1", bind![person])?;
    Ok(())
}

pub(super) fn remove_name(w: &Acting, person: i64) -> Result<()> {
    let sql = "UPDATE person SET name = $2, name_key = '', initials = '', version = version + 1
               WHERE id = $1";
    w.run(sql, bind![person, NO_NAME])?;
    Ok(())
}

/// Those of these persons who still, or again, have a key or a number.
pub(super) fn with_key(read: &Read, persons: &[i64]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for part in persons.chunks(500) {
        let mut query = Query::new(
            "SELECT p.id FROM person p LEFT JOIN own_key k ON k.person = p.id
             WHERE (k.destroyed_at IS NULL OR p.id_number IS NOT NULL OR p.phone IS NOT NULL)
               AND p.id IN ",
            &[],
        );
        found.extend(query.in_list("", part).all::<i64>(read)?);
    }
    Ok(found)
}

// Corrections -------------------------------------------------------------------------------------

fn answered(query: &mut Query, past: Past) {
    query.add(" FROM correction c WHERE c.answered_at < {}", bind![past.before()]);
    unheld!(query, past, "c.person");
}

pub(super) fn count_answered(read: &Read, past: Past) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    answered(&mut query, past);
    Ok(query.maybe(read)?.unwrap_or_default())
}

pub(super) fn remove_answered(w: &Acting, past: Past) -> Result<u64> {
    let mut query = Query::new("DELETE FROM correction WHERE id IN (SELECT c.id", &[]);
    answered(&mut query, past);
    // Bounded: a batch of the nightly erasure, which asks again.
    query.add(" ORDER BY c.id LIMIT {})", bind![ANSWERS_AT_ONCE]);
    w.run_query(&query)
}
