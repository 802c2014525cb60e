//! Every SQL statement about directives and how they stand.

use act::{Place, Relation, Result, Sight};
use calendar::{Day, Instant};
use db::{Query, Read, Value, Write, bind};
use serde::Deserialize;

use super::{Directive, Figures, NewDirective, Stand, relation};

macro_rules! columns {
    () => {
        "d.id, d.unit, d.title, d.basis, d.duty, d.items, d.kinds, d.from_on, d.to_on, d.demand, d.edition,
         d.withdrawn_at, d.closed_at, d.conclusion, d.version"
    };
}

/// How an addressed unit stands on a day that is bound twice; `s` is `directive_stand`.
macro_rules! stand {
    () => {
        "CASE WHEN s.held_on IS NOT NULL THEN 'held' WHEN s.is_resting THEN 'exempt'
              WHEN s.said IN ('waiting', 'accepted') AND s.said_until >= {} THEN 'said'
              WHEN s.to_on < {} THEN 'overdue' ELSE 'open' END"
    };
}
pub(crate) use stand;

/// Counts of addressed units `t` by how they stand.
macro_rules! sums {
    () => {
        "count(*) AS addressed,
         CAST(sum(CASE WHEN t.stand = 'held' THEN 1 ELSE 0 END) AS BIGINT) AS held,
         CAST(sum(CASE WHEN t.stand = 'said' THEN 1 ELSE 0 END) AS BIGINT) AS said,
         CAST(sum(CASE WHEN t.stand = 'exempt' THEN 1 ELSE 0 END) AS BIGINT) AS exempt,
         CAST(sum(CASE WHEN t.stand = 'overdue' THEN 1 ELSE 0 END) AS BIGINT) AS overdue,
         CAST(sum(CASE WHEN t.stand = 'open' THEN 1 ELSE 0 END) AS BIGINT) AS open"
    };
}

pub(crate) use sums;

/// A directive and whose it is.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Issued {
    #[serde(flatten)]
    pub(crate) directive: Directive,
    place_kind: String,
    name: String,
    short_name: String,
    lead_path: Option<String>,
    line_path: Option<String>,
    organ: Option<i64>,
}

impl Issued {
    /// Committees of several organs are told apart by their whole name alone.
    pub(crate) fn issuer(&self) -> &str {
        if self.place_kind.ends_with("committee") { &self.name } else { &self.short_name }
    }

    pub(crate) fn place(&self) -> Place {
        Place {
            id: self.directive.unit,
            kind: self.place_kind.clone(),
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            lead_path: self.lead_path.clone(),
            line_path: self.line_path.clone(),
            organ: self.organ,
        }
    }
}

const ISSUED: &str = concat!(
    "SELECT ",
    columns!(),
    ", i.kind AS place_kind, i.name, i.short_name, i.lead_path, i.line_path, i.organ
     FROM directive d JOIN unit_now i ON i.id = d.unit WHERE 1 = 1"
);

/// Issued by a unit in sight, or addressed to one.
fn limit(query: &mut Query, sight: &Sight) {
    query.add(" AND (EXISTS (SELECT 1 FROM unit_now u WHERE u.id = d.unit", &[]);
    sight.limit(query);
    query.add(
        ") OR EXISTS (SELECT 1 FROM directive_unit a JOIN unit_now u ON u.id = a.unit
                      WHERE a.directive = d.id AND NOT a.left_out",
        &[],
    );
    sight.limit(query);
    query.add("))", &[]);
}

pub(crate) fn find(read: &Read, sight: &Sight, id: i64) -> Result<Option<Issued>> {
    let mut query = Query::new(ISSUED, &[]);
    query.add(" AND d.id = {}", bind![id]);
    limit(&mut query, sight);
    Ok(query.maybe(read)?)
}

/// For an act, whoever does it.
pub(crate) fn get(read: &Read, id: i64) -> Result<Option<Directive>> {
    let sql = concat!("SELECT ", columns!(), " FROM directive d WHERE d.id = $1");
    Ok(read.maybe(sql, bind![id])?)
}

/// The latest first; of one year, or of all.
pub(crate) fn list(
    read: &Read,
    sight: &Sight,
    year: Option<i16>,
    (skip, most): (i64, i64),
) -> Result<Vec<Issued>> {
    let mut query = Query::new(ISSUED, &[]);
    of_year(&mut query, year);
    limit(&mut query, sight);
    query.add(" ORDER BY d.from_on DESC, d.id DESC LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all(read)?)
}

pub(crate) fn count(read: &Read, sight: &Sight, year: Option<i16>) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM directive d WHERE 1 = 1", &[]);
    of_year(&mut query, year);
    limit(&mut query, sight);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn of_year(query: &mut Query, year: Option<i16>) {
    if let Some(year) = year {
        let (first, after) = (format!("{year}-01-01"), format!("{}-01-01", year + 1));
        query.add(" AND d.from_on >= {} AND d.from_on < {}", bind![first, after]);
    }
}

/// Counts of several directives (at most 500) over the units in sight.
pub(crate) fn figures(
    read: &Read,
    sight: &Sight,
    directives: &[i64],
    today: Day,
) -> Result<Vec<(i64, Figures)>> {
    #[derive(Deserialize)]
    struct Row {
        directive: i64,
        #[serde(flatten)]
        figures: Figures,
    }
    let mut query = Query::new(
        concat!(
            "SELECT t.directive, ",
            sums!(),
            " FROM (SELECT s.directive, ",
            stand!(),
            " AS stand FROM directive_stand s JOIN unit_now u ON u.id = s.unit WHERE 1 = 1"
        ),
        bind![today, today],
    );
    query.in_list(" AND s.directive IN ", directives);
    sight.limit(&mut query);
    query.add(") t GROUP BY t.directive", &[]);
    let rows: Vec<Row> = query.all(read)?;
    Ok(rows.into_iter().map(|it| (it.directive, it.figures)).collect())
}

/// A node right below another one, with its counts.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Child {
    pub(crate) unit: i64,
    pub(crate) name: String,
    /// It is addressed itself and nothing stands below it.
    pub(crate) is_alone: bool,
    #[serde(flatten)]
    pub(crate) figures: Figures,
}

/// The node itself where it is addressed, and what stands right below it, in the tree's own order; of several directives
/// together.
pub(crate) fn children(
    read: &Read,
    directives: &[i64],
    node: &Place,
    today: Day,
) -> Result<Vec<Child>> {
    let is_lead = relation(node) == Relation::Lead;
    let mut query = Query::new(
        concat!(
            "SELECT c.id AS unit, CASE WHEN c.kind LIKE '%committee' THEN c.name ELSE c.short_name END AS name, min(CASE WHEN t.unit = c.id THEN 1 ELSE 0 END) = 1 AS is_alone, ",
            sums!(),
            " FROM (SELECT s.unit, u.lead_path, u.line_path, ",
            stand!(),
            " AS stand FROM directive_stand s JOIN unit_now u ON u.id = s.unit WHERE 1 = 1"
        ),
        bind![today, today],
    );
    query.in_list(" AND s.directive IN ", directives);
    node.limit_below(&mut query);
    query.add(
        if is_lead {
            ") t JOIN unit_now c ON (c.lead_parent = {} AND t.lead_path >= c.lead_path AND t.lead_path < c.lead_path || '~'
                                     OR c.id = {} AND t.unit = c.id)"
        } else {
            ") t JOIN unit_now c ON (c.line_parent = {} AND t.line_path >= c.line_path AND t.line_path < c.line_path || '~'
                                     OR c.id = {} AND t.unit = c.id)"
        },
        bind![node.id, node.id],
    );
    query
        .add(" GROUP BY c.id, c.kind, c.name, c.short_name, c.official_order ORDER BY c.official_order, c.id", &[]);
    Ok(query.all(read)?)
}

/// An addressed unit in a list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Line {
    pub(crate) unit: i64,
    pub(crate) name: String,
    pub(crate) full_name: String,
    pub(crate) said_until: Option<Day>,
    pub(crate) held_on: Option<Day>,
    pub(crate) stand: Stand,
    /// The first record that serves it.
    pub(crate) record: Option<i64>,
    pub(crate) title: Option<String>,
    pub(crate) expected: Option<i64>,
    pub(crate) present: Option<i64>,
}

/// Which of the addressed units.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'w> {
    pub(crate) below: Option<&'w Place>,
    pub(crate) sight: Option<&'w Sight>,
    pub(crate) stand: Option<Stand>,
    pub(crate) page: Option<(i64, i64)>,
}

/// In the tree's own order.
pub(crate) fn lines(
    read: &Read,
    directive: &Directive,
    wanted: Wanted,
    today: Day,
) -> Result<Vec<Line>> {
    let mut query = Query::new(
        concat!(
            "SELECT t.unit, t.name, t.full_name, t.said_until, t.held_on, t.stand, t.record, r.title,
                    r.expected, r.present
             FROM (SELECT s.unit, u.short_name AS name, u.name AS full_name, u.official_order, u.lead_path, u.line_path,
                          s.said_until, s.held_on, ",
            stand!(),
            " AS stand,
                          (SELECT min(l.record) FROM directive_link l JOIN record_now r ON r.id = l.record
                           WHERE l.directive = s.directive AND l.unit = s.unit AND r.unit = s.unit
                             AND r.held_on = s.held_on) AS record
                   FROM directive_stand s JOIN unit_now u ON u.id = s.unit WHERE s.directive = {}"
        ),
        bind![today, today, directive.id],
    );
    if let Some(place) = wanted.below {
        place.limit_below(&mut query);
    }
    if let Some(sight) = wanted.sight {
        sight.limit(&mut query);
    }
    query.add(") t LEFT JOIN record_now r ON r.id = t.record WHERE 1 = 1", &[]);
    if let Some(stand) = wanted.stand {
        query.add(" AND t.stand = {}", bind![stand.key()]);
    }
    query.add(" ORDER BY t.official_order, t.unit", &[]);
    if let Some((skip, most)) = wanted.page {
        query.add(" LIMIT {} OFFSET {}", bind![most, skip]);
    }
    Ok(query.all(read)?)
}

/// What was said of it over time: editions and how it was broken down.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Past {
    /// "edition" or "part".
    pub(crate) sort: String,
    pub(crate) unit: i64,
    pub(crate) name: String,
    pub(crate) edition: i64,
    pub(crate) title: String,
    pub(crate) basis: String,
    pub(crate) items: String,
    pub(crate) to_on: String,
    pub(crate) at: Instant,
}

/// Oldest first, from the top of the tree down.
pub(crate) fn past(read: &Read, directive: i64) -> Result<Vec<Past>> {
    let sql = "SELECT 'edition' AS sort, d.unit AS unit, u.short_name AS name, e.edition AS edition, e.title, e.basis, e.items, e.to_on,
                      e.said_at AS at, 0 AS depth
               FROM directive_edition e JOIN directive d ON d.id = e.directive JOIN unit_now u ON u.id = d.unit
               WHERE e.directive = $1
               UNION ALL
               SELECT 'part', p.unit, u.short_name, 0, '', '', p.items, '', p.passed_at,
                      length(COALESCE(u.lead_path, u.line_path, ''))
               FROM directive_part p JOIN unit_now u ON u.id = p.unit WHERE p.directive = $1
               ORDER BY depth, edition, unit";
    Ok(read.all(sql, bind![directive])?)
}

/// Units below the issuer of these kinds that are in use.
pub(crate) fn addressable(
    read: &Read,
    place: &Place,
    kinds: &[String],
    today: Day,
) -> Result<Vec<(i64, String, String)>> {
    let mut query = Query::new(
        "SELECT u.id, u.name, u.short_name FROM unit_now u
         WHERE u.id <> {} AND u.use_from IS NOT NULL AND u.use_from <= {}",
        bind![place.id, today],
    );
    place.limit_below(&mut query);
    query.in_list(" AND u.kind IN ", kinds);
    query.add(" ORDER BY u.official_order, u.id", &[]);
    Ok(query.all(read)?)
}

/// How many units of each kind stand below.
pub(crate) fn kinds_below(read: &Read, place: &Place) -> Result<Vec<(String, i64)>> {
    let mut query = Query::new(
        "SELECT u.kind, count(*) FROM unit_now u WHERE u.id <> {} AND u.use_from IS NOT NULL",
        bind![place.id],
    );
    place.limit_below(&mut query);
    query.add(" GROUP BY u.kind", &[]);
    Ok(query.all(read)?)
}

pub(super) fn insert(w: &Write, id: i64, new: &NewDirective, cells: &[Value]) -> Result<()> {
    w.insert_rows(
        "INSERT INTO directive (id, unit, title, basis, duty, items, kinds, from_on, to_on, demand, edition,
                 issued_at, issued_by, conclusion, version) VALUES ",
        15,
        cells,
    )?;
    let mut kinds = Vec::new();
    for key in &new.kinds {
        let (kind, variety) = key.split_once('/').unwrap_or((key, ""));
        kinds.extend_from_slice(bind![id, kind, variety]);
    }
    w.insert_rows("INSERT INTO directive_kind (directive, kind, variety) VALUES ", 3, &kinds)?;
    Ok(())
}

pub(super) fn address(w: &Write, id: i64, units: &[i64], left_out: &[i64]) -> Result<()> {
    let mut cells = Vec::new();
    for unit in units {
        cells.extend_from_slice(bind![id, unit, left_out.contains(unit)]);
    }
    w.insert_rows("INSERT INTO directive_unit (directive, unit, left_out) VALUES ", 3, &cells)?;
    Ok(())
}

/// What the edition that stands now says, for those who come to it later.
pub(super) fn keep_edition(w: &Write, id: i64, (now, by): (Instant, Option<i64>)) -> Result<()> {
    let sql =
        "INSERT INTO directive_edition (directive, edition, title, basis, items, to_on, said_at, said_by)
               SELECT id, edition, title, basis, items, to_on, CAST($2 AS TEXT), CAST($3 AS BIGINT) FROM directive WHERE id = $1";
    w.run(sql, bind![id, now, by])?;
    Ok(())
}

/// *False* when somebody changed it meanwhile, or it is over.
pub(super) fn amend(w: &Write, it: &Directive, version: i64) -> Result<bool> {
    let sql = "UPDATE directive SET title = $3, basis = $4, items = $5, to_on = $6, edition = edition + 1,
                 version = version + 1
               WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL AND closed_at IS NULL";
    Ok(w.run(sql, bind![it.id, version, it.title, it.basis, it.items, it.to_on])? == 1)
}

pub(super) fn withdraw(w: &Write, id: i64, version: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE directive SET withdrawn_at = $3, version = version + 1
               WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL AND closed_at IS NULL";
    Ok(w.run(sql, bind![id, version, now])? == 1)
}

pub(super) fn close(w: &Write, id: i64, version: i64, end: (&str, Instant)) -> Result<bool> {
    let sql = "UPDATE directive SET closed_at = $3, conclusion = $4, version = version + 1
               WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL AND closed_at IS NULL";
    Ok(w.run(sql, bind![id, version, end.1, end.0])? == 1)
}

/// *False* when the unit has done so before.
pub(super) fn pass(
    w: &Write,
    (id, unit): (i64, i64),
    items: &str,
    (now, by): (Instant, Option<i64>),
) -> Result<bool> {
    let sql = "INSERT INTO directive_part (directive, unit, items, passed_at, passed_by)
               SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT),
                      CAST($5 AS BIGINT)
               WHERE NOT EXISTS (SELECT 1 FROM directive_part WHERE directive = $1 AND unit = $2)";
    Ok(w.run(sql, bind![id, unit, items, now, by])? == 1)
}

/// Addressed and not left out, at and below a unit.
pub(crate) fn addressed_below(read: &Read, id: i64, place: &Place) -> Result<Vec<i64>> {
    let mut query = Query::new(
        "SELECT a.unit FROM directive_unit a JOIN unit_now u ON u.id = a.unit
         WHERE a.directive = {} AND NOT a.left_out",
        bind![id],
    );
    place.limit_below(&mut query);
    query.add(" ORDER BY a.unit", &[]);
    Ok(query.all(read)?)
}
