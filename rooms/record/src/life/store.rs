//! Every SQL statement about life meetings.

use act::Ctx;
use calendar::{Day, Period, PeriodKind};
use db::{Asker, Column, Query, Read, Result, Write, bind};
use serde::Deserialize;
use web::Pager;

use crate::{
    SEE_RECORD,
    kind::{Kinds, RecordKind},
    meeting::{Record, RecordId},
};

/// What was written down around one meeting.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Heard {
    /// One a line.
    pub(super) opinions: String,
    pub(super) criticisms: Option<i64>,
    pub(super) version: i64,
}

impl Heard {
    pub(super) fn opinions(&self) -> impl Iterator<Item = &str> {
        self.opinions.lines().filter(|line| !line.is_empty())
    }
}

pub(super) fn heard(read: &Read, record: RecordId) -> Result<Heard> {
    Ok(what_was_heard(record).maybe(read)?.unwrap_or_default())
}

/// The same, to be asked with other things: no row where nothing was written down.
fn what_was_heard(record: RecordId) -> Query {
    let sql = "SELECT opinions, criticisms, version FROM record_life WHERE record = {}";
    Query::new(sql, bind![record])
}

const HEARD: &[Column] =
    &[Column::Text("opinions"), Column::Int("criticisms"), Column::Int("version")];

/// False when somebody has changed it meanwhile.
pub(super) fn keep(write: &Write, record: RecordId, heard: &Heard) -> Result<bool> {
    let Heard { opinions, criticisms, version } = heard;
    let sql =
        "INSERT INTO record_life (record, opinions, criticisms, version) VALUES ($1, $2, $3, 1)
               ON CONFLICT (record) DO UPDATE
               SET opinions = $2, criticisms = $3, version = record_life.version + 1
               WHERE record_life.version = $4";
    Ok(write.run(sql, bind![record, opinions, criticisms, version])? == 1)
}

/// What other records say about the steps.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Around {
    /// Study of the unit in the two months before.
    pub(super) studies: i64,
    /// Talks held in the unit this year until then.
    pub(super) talks: i64,
    /// Papers of this meeting; a plan also where it was sent before the meeting was there.
    pub(super) plans: i64,
    pub(super) reports: i64,
    pub(super) circulars: i64,
}

/// Study within so many days before the meeting prepares it.
const STUDY_DAYS: i32 = 60;

pub(super) fn around(read: &Read, record: &Record) -> Result<Around> {
    let year = Period::of(PeriodKind::Year, record.plan_on);
    let first = year.first();
    let sql = "SELECT
          (SELECT count(*) FROM record_now
           WHERE unit = $1 AND held_on BETWEEN $2 AND $3
             AND kind IN ('training', 'rules_study', 'study_group_session', 'theme_day', 'party_lecture'))
            AS studies,
          (SELECT count(*) FROM record_now
           WHERE unit = $1 AND held_on BETWEEN $4 AND $3
             AND kind = 'talk') AS talks,
          (SELECT count(*) FROM record
           WHERE unit = $1 AND kind = 'life_meeting_plan' AND closed_at IS NOT NULL AND withdrawn_at IS NULL
             AND (about = $5 OR about = '' AND held_on BETWEEN $4 AND $3)) AS plans,
          (SELECT count(*) FROM record
           WHERE unit = $1 AND kind = 'life_meeting_report' AND about = $5
             AND closed_at IS NOT NULL AND withdrawn_at IS NULL) AS reports,
          (SELECT count(*) FROM record
           WHERE unit = $1 AND kind = 'circular' AND about = $5
             AND closed_at IS NOT NULL AND withdrawn_at IS NULL) AS circulars";
    let on = record.plan_on;
    read.one(sql, bind![record.unit, on.plus_days(-STUDY_DAYS), on, first, record.id.to_string()])
}

/// One matter that a life meeting wants put right.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Item {
    pub(super) record: RecordId,
    pub(super) unit: i64,
    pub(super) plan_on: Day,
    pub(super) title: String,
    pub(super) unit_name: String,
    pub(super) problem: String,
    pub(super) text: String,
    pub(super) owner: String,
    pub(super) due_on: Option<Day>,
    pub(super) done_at: Option<calendar::Instant>,
    pub(super) outcome: String,
}

/// Problems of the last meeting of the same kind and unit before this one, with whether each is done.
fn before(record: &Record) -> Query {
    Query::new(
        "SELECT t.problem, t.done_at FROM record_task t
         WHERE t.problem <> '' AND t.record =
           (SELECT r.id FROM record r
            WHERE r.unit = {} AND r.kind = {} AND r.plan_on < {}
              AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL
            ORDER BY r.plan_on DESC, r.id DESC LIMIT 1)
         ORDER BY t.place",
        bind![record.unit, record.kind, record.plan_on],
    )
}

const BEFORE: &[Column] = &[Column::Text("problem"), Column::Text("done_at")];

/// A problem, and when it was put right.
pub(super) type Found = (String, Option<calendar::Instant>);

/// What was heard around a meeting and what the one before found, asked together.
pub(super) fn heard_and_before(read: &Read, record: &Record) -> Result<(Heard, Vec<Found>)> {
    let ask = Asker::default();
    ask.finish(read, async {
        let heard = ask.all::<Heard>(HEARD, what_was_heard(record.id));
        let last = ask.all::<Found>(BEFORE, before(record));
        let heard = heard.await?.into_iter().next().unwrap_or_default();
        Ok((heard, last.await?))
    })
}

/// What meetings of this kind agreed to put right, the latest first.
pub(super) fn rectified(unit: i64, kind: &str, (from, to): (Day, Day)) -> Query {
    Query::new(
        "SELECT r.held_on, t.problem, t.text, t.owner, t.due_on, t.done_at, t.outcome
         FROM record r JOIN record_task t ON t.record = r.id
         WHERE r.unit = {} AND r.kind = {} AND r.held_on >= {} AND r.held_on <= {}
           AND t.problem <> '' AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL
         ORDER BY r.held_on DESC, r.id, t.place",
        bind![unit, kind, from, to],
    )
}

/// Which matters a list shows.
pub(super) struct Wanted {
    pub(super) unit: Option<i64>,
    /// A member without a post: his own branch and subgroup.
    pub(super) own_units: Vec<i64>,
    pub(super) year: i16,
    /// Only what is not done.
    pub(super) is_open: bool,
}

fn select(query: &mut Query, ctx: &Ctx, wanted: &Wanted) {
    let is_own = !wanted.own_units.is_empty();
    let is_shown = |kind: &&RecordKind| kind.rectifies && (kind.open_to_members || !is_own);
    let kinds: Vec<String> =
        Kinds::built_in().iter().filter(is_shown).map(|kind| kind.key.clone()).collect();
    query.add(
        " FROM record_task t JOIN record r ON r.id = t.record JOIN unit_now u ON u.id = r.unit
          WHERE t.problem <> '' AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL
            AND r.plan_on BETWEEN {} AND {}",
        bind![format!("{}-01-01", wanted.year), format!("{}-12-31", wanted.year)],
    );
    query.in_list(" AND r.kind IN ", &kinds);
    if let Some(unit) = wanted.unit {
        query.add(" AND r.unit = {}", bind![unit]);
    }
    query.add_if(wanted.is_open, " AND t.done_at IS NULL", &[]);
    if is_own {
        query.in_list(" AND r.unit IN ", &wanted.own_units);
    } else {
        ctx.sight(&SEE_RECORD).limit(query);
    }
}

pub(super) fn count(ctx: &Ctx, read: &Read, wanted: &Wanted) -> Result<(i64, i64)> {
    let mut query = Query::new("SELECT count(*), count(t.done_at)", &[]);
    select(&mut query, ctx, wanted);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// The open ones first, by their days.
pub(super) fn list(ctx: &Ctx, read: &Read, wanted: &Wanted, pager: Pager) -> Result<Vec<Item>> {
    let mut query = Query::new(
        "SELECT t.record, r.unit, r.plan_on, r.title, u.short_name AS unit_name, t.problem, t.text,
                t.owner, t.due_on, t.done_at, t.outcome",
        &[],
    );
    select(&mut query, ctx, wanted);
    query.add(
        " ORDER BY CASE WHEN t.done_at IS NULL THEN 0 ELSE 1 END, COALESCE(t.due_on, '9999'), t.id
          LIMIT {} OFFSET {}",
        bind![pager.per, pager.offset()],
    );
    query.all(read)
}
