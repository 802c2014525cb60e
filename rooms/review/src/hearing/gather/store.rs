//! Every SQL statement about what a draw is made from.

use act::{Place, Result};
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

use super::super::sheet::Pool;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct BranchRow {
    pub(super) id: i64,
    pub(super) name: String,
    /// The administrative unit that it serves and stands in.
    pub(super) host: Option<i64>,
    pub(super) founded_on: Day,
    pub(super) use_from: Option<Day>,
}

/// Those below that hold such meetings; no subgroups, and of an organ not its own committees.
pub(super) fn branches(read: &Read, unit: &Place, kinds: &[String]) -> Result<Vec<BranchRow>> {
    let mut query = Query::new(
        "SELECT u.id, CASE WHEN u.kind LIKE '%committee' THEN u.name ELSE u.short_name END AS name,
                u.host, u.founded_on, u.use_from FROM unit_now u
         WHERE u.kind <> 'subgroup' AND u.id <> {}",
        bind![unit.id],
    );
    unit.limit_below(&mut query);
    query.add_if(unit.lead_path.is_none(), " AND (u.host IS NULL OR u.host <> {})", bind![unit.id]);
    query.in_list(" AND u.kind IN ", kinds);
    query.add(" ORDER BY u.id", &[]);
    Ok(query.all(read)?)
}

/// Of each branch below: the last hearing of this kind of meeting, and when its sheet was filed.
pub(super) fn last_heard(read: &Read, unit: &Place, kind: &str) -> Result<Vec<(i64, i64, Day)>> {
    let mut query = Query::new(
        "SELECT h.unit, h.id, h.filed_on FROM hearing h
         JOIN hearing_round r ON r.id = h.round JOIN unit_now u ON u.id = h.unit
         WHERE h.filed_on IS NOT NULL AND r.kind = {}",
        bind![kind],
    );
    unit.limit_below(&mut query);
    query.add(" ORDER BY h.filed_on, h.id", &[]);
    Ok(query.all(read)?)
}

/// Branches that a round of the unit has drawn for this kind and nobody has heard yet, with the day of the draw: as good
/// as heard, so that the next draw goes on to others. Rounds of others stay unknown here.
pub(super) fn drawn_already(
    read: &Read,
    unit: i64,
    kind: &str,
    today: Day,
) -> Result<Vec<(i64, Day)>> {
    let sql = "SELECT h.unit, max(substr(r.drawn_at, 1, 10)) FROM hearing h JOIN hearing_round r ON r.id = h.round
               WHERE r.unit = $1 AND r.kind = $2 AND r.ended_at IS NULL AND r.to_on >= $3 AND h.filed_on IS NULL
               GROUP BY h.unit";
    Ok(read.all(sql, bind![unit, kind, today])?)
}

pub(super) fn holders(
    read: &Read,
    (unit, pool): (&Place, Pool),
    posts: &[String],
    on: Day,
) -> Result<Vec<(i64, String)>> {
    let mut query = Query::new(
        "SELECT DISTINCT t.person, t.name FROM post_held t JOIN unit_now u ON u.id = t.unit
         WHERE t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})",
        bind![on, on],
    );
    match pool {
        Pool::Below => unit.limit_below(&mut query),
        Pool::House => {
            query.add(
                " AND u.organ = {} AND u.organ IS NOT NULL AND u.line_path IS NOT NULL",
                bind![unit.organ],
            );
        }
    }
    query.in_list(" AND t.kind IN ", posts);
    Ok(query.all(read)?)
}

pub(crate) fn by_number(read: &Read, number: &str) -> Result<Option<(i64, String)>> {
    Ok(read.maybe("SELECT id, name FROM person_now WHERE police_number = $1", bind![number])?)
}

/// Where somebody belonged or held a post since a day; the host of where he belongs.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Span {
    pub(super) person: i64,
    pub(super) unit: i64,
    pub(super) to_on: Option<Day>,
    pub(super) host: Option<i64>,
}

pub(super) fn spans(read: &Read, persons: &[i64], since: Day) -> Result<Vec<Span>> {
    let mut query = Query::new(
        "SELECT m.person, m.unit, m.to_on, u.host FROM membership_span m JOIN unit_now u ON u.id = m.unit
         WHERE (m.to_on IS NULL OR m.to_on >= {})",
        bind![since],
    );
    query.in_list(" AND m.person IN ", persons);
    query.add(
        " UNION ALL SELECT t.person, t.unit, t.to_on, NULL FROM post_span t
          WHERE (t.to_on IS NULL OR t.to_on >= {})",
        bind![since],
    );
    query.in_list(" AND t.person IN ", persons);
    Ok(query.all(read)?)
}

pub(super) fn recusals(read: &Read, persons: &[i64]) -> Result<Vec<(i64, i64)>> {
    let mut query = Query::new("SELECT person, unit FROM recusal WHERE 1 = 1", &[]);
    query.in_list(" AND person IN ", persons);
    Ok(query.all(read)?)
}

/// Who sat in at these hearings, with the branch.
pub(super) fn sat_in(read: &Read, hearings: &[i64]) -> Result<Vec<(i64, i64)>> {
    let mut found = Vec::new();
    for part in hearings.chunks(400) {
        let mut query = Query::new(
            "SELECT s.person, h.unit FROM hearing_seat s JOIN hearing h ON h.id = s.hearing
             WHERE s.person IS NOT NULL AND s.left_at IS NULL",
            &[],
        );
        query.in_list(" AND s.hearing IN ", part);
        found.extend(query.all::<(i64, i64)>(read)?);
    }
    Ok(found)
}

/// Police numbers of these people, where they have one: how forms name who is asked.
pub fn numbers_of(read: &Read, persons: impl Iterator<Item = i64>) -> Result<Vec<String>> {
    let persons: Vec<i64> = persons.take(400).collect();
    let mut query =
        Query::new("SELECT police_number FROM person_now WHERE police_number IS NOT NULL", &[]);
    query.in_list(" AND id IN ", &persons);
    query.add(" ORDER BY id", &[]);
    Ok(query.all(read)?)
}
