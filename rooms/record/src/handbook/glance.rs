//! What is in a book before it is bound: enough for its page, without the texts.

use std::collections::BTreeMap;

use act::{Ctx, Place, Result};
use calendar::Day;
use db::{Asker, Column, Read};

use super::{
    bind::month_zh,
    gather::BoundWith,
    sorted::{Apart, Sorted},
};
use crate::{
    kind::{Kinds, RecordKind},
    meeting::{self, Record},
    plan, show,
};

/// How much of each part a book has.
pub(super) struct Glance {
    pub(super) place: Place,
    pub(super) number: i16,
    /// Of the oldest record: where a choice of years begins.
    pub(super) first_year: i16,
    /// Records that stand in it with their text.
    pub(super) records: usize,
    /// Part and how much is in it: `4份`, `12条`, or that binding counts it.
    pub(super) parts: Vec<(String, String)>,
    pub(super) apart: Apart,
}

const COUNTED_WHEN_BOUND: &str = "装订时列出";

impl Glance {
    pub(super) fn of(ctx: &Ctx, read: &Read, place: Place, year: i16) -> Result<Self> {
        let Sorted { meetings, talks, apart } = Sorted::of(meeting::in_year(read, &place, year)?);
        let ids: Vec<_> = meetings.iter().map(|record| record.id).collect();
        let rows = show::rows_of(read, &ids)?;
        let attended = meetings.iter().filter(|it| is_attended(it)).count();
        let mut parts = vec![
            ("支部概况".to_owned(), "1份".to_owned()),
            ("党员名册".to_owned(), COUNTED_WHEN_BOUND.to_owned()),
        ];
        let Beside { planned, parts: beside, first_year } = Beside::of(ctx, read, &place, year)?;
        let planned = (planned > 0).then(|| ("年度计划".to_owned(), planned));
        let beside = planned.into_iter().chain(beside);
        parts.extend(beside.map(|(title, rows)| (title, format!("{rows}项"))));
        parts.extend(months(&meetings));
        if !meetings.is_empty() {
            parts.push(("全年情况".to_owned(), "1份".to_owned()));
        }
        let lists = [
            ("各次会议到会情况", attended),
            ("表决事项一览", rows.motions),
            ("议定事项办理情况", rows.tasks),
            ("整改清单", rows.found),
            ("谈心谈话登记", talks.len()),
        ];
        let counted = lists.into_iter().filter(|(_, count)| *count > 0);
        parts.extend(counted.map(|(title, count)| (title.to_owned(), format!("{count}条"))));
        for title in ["免办和说明", "应办事项完成情况"] {
            parts.push((title.to_owned(), COUNTED_WHEN_BOUND.to_owned()));
        }
        let changed = rows.corrected + apart.withdrawn.len();
        if changed > 0 {
            parts.push(("更正和撤回".to_owned(), format!("{changed}条")));
        }
        parts.push(("装订说明".to_owned(), "1份".to_owned()));
        ctx.viewed(&crate::SEE_RECORD, format!("unit:{}", place.id), meetings.len());
        Ok(Self { place, number: year, first_year, records: meetings.len(), parts, apart })
    }
}

/// What else the page says, asked together.
struct Beside {
    planned: i64,
    parts: Vec<(String, i64)>,
    first_year: i16,
}

impl Beside {
    fn of(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Self> {
        let ask = Asker::default();
        ask.finish(read, async {
            let planned = ask.all::<i64>(&[Column::Int("planned")], plan::planned(place.id, year));
            let first = ask.all::<Option<Day>>(&[Column::Text("first_on")], meeting::first_day());
            let with = ctx.core.maybe_part::<BoundWith>();
            let parts = with.map(|it| (it.parts)(&ask, place.id, year));
            let (planned, first) = (planned.await?, first.await?);
            let parts = match parts {
                Some(parts) => parts.await?,
                None => Vec::new(),
            };
            let first = first.into_iter().flatten().next();
            let first_year = first.map_or(ctx.today.year(), Day::year);
            Ok(Self { planned: planned.into_iter().sum(), parts, first_year })
        })
    }
}

fn is_attended(record: &Record) -> bool {
    let is_filing = Kinds::built_in().find(&record.kind).is_some_and(RecordKind::is_filing);
    !is_filing && record.present.unwrap_or_default() > 0
}

fn months(meetings: &[Record]) -> Vec<(String, String)> {
    let mut months: BTreeMap<i8, usize> = BTreeMap::new();
    for record in meetings {
        *months.entry(record.plan_on.month()).or_default() += 1;
    }
    months.into_iter().map(|(month, n)| (month_zh(month).to_owned(), format!("{n}份"))).collect()
}
