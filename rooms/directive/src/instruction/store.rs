//! Every SQL statement about entries of the ledger.

use act::{Place, Result, Sight};
use calendar::{Day, Instant};
use db::{Query, Read, Value, Write, bind};
use serde::Deserialize;

use super::{Instruction, Seen};
use crate::task::{self, Counts};

macro_rules! columns {
    () => {
        "i.id, i.unit, i.year, i.number, i.received_on, i.category, i.level, i.body, i.title, i.summary, i.basis, i.due_on,
         i.directive, i.cancelled_at, i.closed_by, i.version"
    };
}

#[derive(Debug, Clone, Deserialize)]
struct Row {
    #[serde(flatten)]
    it: Instruction,
    place_kind: String,
    place_name: String,
    place_short: String,
    lead_path: Option<String>,
    line_path: Option<String>,
    organ: Option<i64>,
}

impl From<Row> for Seen {
    fn from(row: Row) -> Self {
        let place = Place {
            id: row.it.unit,
            kind: row.place_kind,
            name: row.place_name,
            short_name: row.place_short,
            lead_path: row.lead_path,
            line_path: row.line_path,
            organ: row.organ,
        };
        Self { it: row.it, place }
    }
}

const SEEN: &str = concat!(
    "SELECT ",
    columns!(),
    ", u.kind AS place_kind, u.name AS place_name, u.short_name AS place_short, u.lead_path, u.line_path, u.organ
     FROM instruction_now i JOIN unit_now u ON u.id = i.unit WHERE 1 = 1"
);

pub(crate) fn find(read: &Read, sight: &Sight, id: i64) -> Result<Option<Seen>> {
    let mut query = Query::new(SEEN, &[]);
    query.add(" AND i.id = {}", bind![id]);
    sight.limit(&mut query);
    Ok(query.maybe::<Row>(read)?.map(Seen::from))
}

/// For an act, whoever does it.
pub(crate) fn get(read: &Read, id: i64) -> Result<Option<Instruction>> {
    let sql = concat!("SELECT ", columns!(), " FROM instruction_now i WHERE i.id = $1");
    Ok(read.maybe(sql, bind![id])?)
}

/// Which entries.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) year: Option<i16>,
    pub(crate) state: Wanted,
    /// In number or title.
    pub(crate) words: String,
    pub(crate) under: Option<task::Under>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All but what was entered by mistake.
    #[default]
    All,
    Open,
    /// Its own last day is past.
    Overdue,
    /// One of its tasks is past its last day.
    Late,
    Closed,
    Cancelled,
}

impl Wanted {
    pub(crate) const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::All, "", "全部"),
        (Self::Open, "open", "在办"),
        (Self::Overdue, "overdue", "逾期的件"),
        (Self::Late, "late", "有逾期任务"),
        (Self::Closed, "closed", "已销号"),
        (Self::Cancelled, "cancelled", "已撤销"),
    ];

    pub(crate) fn of(key: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.1 == key).map_or(Self::All, |it| it.0)
    }

    pub(crate) fn zh(self) -> &'static str {
        Self::ALL.into_iter().find(|it| it.0 == self).map_or("", |it| it.2)
    }
}

pub(super) fn narrow(query: &mut Query, sight: &Sight, filter: &Filter, today: Day) {
    sight.limit(query);
    if let Some(under) = &filter.under {
        under.limit(query);
    }
    if let Some(year) = filter.year {
        query.add(" AND i.year = {}", bind![i64::from(year)]);
    }
    if !filter.words.is_empty() {
        let like = format!("%{}%", filter.words.replace(['%', '_'], ""));
        query.add(" AND (i.number LIKE {} OR i.title LIKE {})", bind![like, like]);
    }
    let open = " AND i.cancelled_at IS NULL AND i.closed_by IS NULL";
    match filter.state {
        Wanted::All => query.add(" AND i.cancelled_at IS NULL", &[]),
        Wanted::Open => query.add(open, &[]),
        Wanted::Overdue => query.add(open, &[]).add(" AND i.due_on < {}", bind![today]),
        Wanted::Late => {
            query.add(open, &[]).add(" AND i.id IN (SELECT t.instruction FROM (", &[]);
            task::store::all(query, today, &|inner| sight.limit(inner));
            query.add(") t WHERE t.stand = 'overdue')", &[])
        }
        Wanted::Closed => query.add(" AND i.closed_by IS NOT NULL", &[]),
        Wanted::Cancelled => query.add(" AND i.cancelled_at IS NOT NULL", &[]),
    };
}

/// The latest first.
pub(crate) fn list(
    read: &Read,
    sight: &Sight,
    (filter, today): (&Filter, Day),
    (skip, most): (i64, i64),
) -> Result<Vec<Seen>> {
    let mut query = Query::new(SEEN, &[]);
    narrow(&mut query, sight, filter, today);
    query.add(" ORDER BY i.received_on DESC, i.id DESC LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all::<Row>(read)?.into_iter().map(Seen::from).collect())
}

pub(crate) fn count(read: &Read, sight: &Sight, filter: &Filter, today: Day) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM instruction_now i JOIN unit_now u ON u.id = i.unit WHERE 1 = 1",
        &[],
    );
    narrow(&mut query, sight, filter, today);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// How the tasks of several entries (at most 500) stand.
pub(crate) fn counts(read: &Read, instructions: &[i64], today: Day) -> Result<Vec<(i64, Counts)>> {
    #[derive(Deserialize)]
    struct Row {
        instruction: i64,
        #[serde(flatten)]
        counts: Counts,
    }
    let mut query =
        Query::new(concat!("SELECT t.instruction, ", task::store::counts!(), " FROM ("), &[]);
    task::store::all(&mut query, today, &|inner| {
        inner.in_list(" AND i.id IN ", instructions);
    });
    query.add(") t GROUP BY t.instruction", &[]);
    let rows: Vec<Row> = query.all(read)?;
    Ok(rows.into_iter().map(|it| (it.instruction, it.counts)).collect())
}

/// An entry of a unit below that carries on a directive of this one.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Carried {
    #[serde(flatten)]
    pub(super) it: Instruction,
    pub(super) unit_name: String,
}

/// In the tree's own order; what is out of sight is left out.
pub(super) fn carried(read: &Read, sight: &Sight, instruction: i64) -> Result<Vec<Carried>> {
    let mut query = Query::new(
        concat!(
            "SELECT ",
            columns!(),
            ", CASE WHEN u.kind LIKE '%committee' THEN u.name ELSE u.short_name END AS unit_name FROM instruction_now i JOIN unit_now u ON u.id = i.unit
             WHERE i.cancelled_at IS NULL AND i.directive IN
                   (SELECT t.directive FROM instruction_task t
                    WHERE t.instruction = {} AND t.directive IS NOT NULL AND t.dropped_at IS NULL)"
        ),
        bind![instruction],
    );
    sight.limit(&mut query);
    query.add(" ORDER BY u.official_order, u.id", &[]);
    Ok(query.all(read)?)
}

/// Numbers of a unit and year: how many there are, and whether this one is among them, besides `but`.
pub(super) fn taken(read: &Read, (unit, year): (i64, i64), number: &str, but: i64) -> Result<bool> {
    let sql = "SELECT count(*) FROM instruction WHERE unit = $1 AND year = $2 AND number = $3 AND id <> $4";
    Ok(read.one::<i64>(sql, bind![unit, year, number, but])? > 0)
}

pub(super) fn numbers(read: &Read, unit: i64, year: i16) -> Result<Vec<String>> {
    let sql = "SELECT number FROM instruction WHERE unit = $1 AND year = $2 ORDER BY id";
    Ok(read.all(sql, bind![unit, i64::from(year)])?)
}

pub(super) fn insert(w: &Write, cells: &[Value]) -> Result<()> {
    w.insert_rows(
        "INSERT INTO instruction (id, unit, year, number, received_on, category, level, body, title, summary, basis, due_on,
                 directive, entered_at, entered_by, version) VALUES ",
        16,
        cells,
    )?;
    Ok(())
}

/// *False* when somebody changed it meanwhile.
pub(super) fn amend(w: &Write, it: &Instruction, version: i64) -> Result<bool> {
    let sql = "UPDATE instruction SET year = $3, number = $4, received_on = $5, category = $6, level = $7, body = $8,
                 title = $9, summary = $10, basis = $11, due_on = $12, version = version + 1
               WHERE id = $1 AND version = $2 AND cancelled_at IS NULL";
    let binds = [
        bind![it.id, version, it.year, it.number, it.received_on, it.category, it.level],
        bind![it.body, it.title, it.summary, it.basis, it.due_on],
    ];
    Ok(w.run(sql, &binds.concat())? == 1)
}

pub(super) fn cancel(w: &Write, id: i64, version: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE instruction SET cancelled_at = $3, version = version + 1
               WHERE id = $1 AND version = $2 AND cancelled_at IS NULL";
    Ok(w.run(sql, bind![id, version, now])? == 1)
}

/// What stands below a node: entries and tasks, each counted by how it stands.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Standing {
    pub(super) unit: i64,
    pub(super) name: String,
    /// 'entry' or 'task'.
    pub(super) sort: String,
    pub(super) stand: String,
    pub(super) count: i64,
    /// Something stands below it.
    pub(super) is_node: bool,
}

/// Of the node itself and what stands right below it, in the tree's own order: one statement.
pub(super) fn standing(
    read: &Read,
    sight: &Sight,
    (node, year): (&Place, Option<i16>),
    today: Day,
) -> Result<Vec<Standing>> {
    let filter = Filter { year, ..Filter::default() };
    let within = |inner: &mut Query| {
        narrow(inner, sight, &filter, today);
        node.limit_below(inner);
    };
    let mut query = Query::new(
        "SELECT c.id AS unit, CASE WHEN c.kind LIKE '%committee' THEN c.name ELSE c.short_name END AS name, x.sort AS sort, x.stand AS stand, count(*) AS count,
                max(CASE WHEN x.unit <> c.id THEN 1 ELSE 0 END) = 1 AS is_node
         FROM (SELECT i.unit AS unit, u.lead_path AS lead_path, u.line_path AS line_path, 'entry' AS sort,
                      CASE WHEN i.closed_by IS NOT NULL THEN 'closed' WHEN i.due_on < {} THEN 'overdue' ELSE 'open' END AS stand
               FROM instruction_now i JOIN unit_now u ON u.id = i.unit WHERE 1 = 1",
        bind![today],
    );
    within(&mut query);
    query.add(" UNION ALL SELECT u.id, u.lead_path, u.line_path, 'task', t.stand FROM (", &[]);
    task::store::all(&mut query, today, &within);
    query.add(") t JOIN unit_now u ON u.id = t.unit) x", &[]);
    let is_lead = crate::directive::relation(node) == act::Relation::Lead;
    query.add(
        if is_lead {
            " JOIN unit_now c ON (c.lead_parent = {} AND x.lead_path >= c.lead_path AND x.lead_path < c.lead_path || '~'
                                  OR c.id = {} AND x.unit = c.id)"
        } else {
            " JOIN unit_now c ON (c.line_parent = {} AND x.line_path >= c.line_path AND x.line_path < c.line_path || '~'
                                  OR c.id = {} AND x.unit = c.id)"
        },
        bind![node.id, node.id],
    );
    query.add(
        " GROUP BY c.id, c.kind, c.name, c.short_name, c.official_order, x.sort, x.stand
          ORDER BY CASE WHEN c.id = {} THEN 0 ELSE 1 END, c.official_order, c.id, x.sort, x.stand",
        bind![node.id],
    );
    Ok(query.all(read)?)
}

/// A report upwards.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Report {
    pub(crate) id: i64,
    pub(crate) closes: bool,
    pub(crate) record: Option<i64>,
    pub(crate) number: String,
    pub(crate) addressee: String,
    pub(crate) text: String,
    pub(crate) filed_at: Instant,
    /// A record that was withdrawn.
    pub(crate) is_withdrawn: bool,
}

/// Oldest first.
pub(crate) fn reports(read: &Read, instruction: i64) -> Result<Vec<Report>> {
    let sql = "SELECT p.id, p.closes, p.record, p.number, p.addressee, p.text, p.filed_at,
                      p.record IS NOT NULL AND r.id IS NULL AS is_withdrawn
               FROM instruction_report p LEFT JOIN record_now r ON r.id = p.record
               WHERE p.instruction = $1 ORDER BY p.id";
    Ok(read.all(sql, bind![instruction])?)
}

pub(super) fn file(w: &Write, cells: &[Value]) -> Result<()> {
    w.insert_rows(
        "INSERT INTO instruction_report (id, instruction, closes, record, number, addressee, text, filed_at, filed_by) VALUES ",
        9,
        cells,
    )?;
    Ok(())
}

/// One more version of the entry: two reports at once do not both close it.
pub(super) fn step(w: &Write, id: i64, version: i64) -> Result<bool> {
    let sql = "UPDATE instruction SET version = version + 1
               WHERE id = $1 AND version = $2 AND cancelled_at IS NULL";
    Ok(w.run(sql, bind![id, version])? == 1)
}
