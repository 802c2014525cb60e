//! What is in a book before it is bound: enough for its page, without the texts.

use std::collections::BTreeMap;

use act::{Ctx, Place, Result};
use db::Read;

use super::{
    bind::month_zh,
    gather::bound_with,
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
        if let Some(plan) = plan::published_paper(read, &place, year)? {
            parts.push(("年度计划".to_owned(), format!("{}项", plan.rows())));
        }
        for paper in bound_with(ctx, read, &place, year)? {
            parts.push((paper.title(), format!("{}项", paper.rows())));
        }
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
        Ok(Self { place, number: year, records: meetings.len(), parts, apart })
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
