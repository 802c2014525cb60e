//! Rows of a sheet against what stands here: whose meeting, which kind, whether it is there already.

use std::collections::BTreeSet;

use act::{Ctx, Error, Place, Result};
use calendar::Day;
use db::Read;
use people::import::{Branch, MeetingRow, MeetingSheet, is_named};

use super::{
    Good, IMPORT, Refused, Rehearsal,
    store::{self, Holder},
};
use crate::kind::{Expects, Kinds, RecordKind};

/// Reads a sheet for `unit`, a Party unit or an organ; writes nothing. A row that names no branch is
/// the unit's own. Meetings since the start-of-use day are not imported: those are entered one by
/// one, with roll and minutes, and marked when they are late.
pub fn rehearse(ctx: &Ctx, read: &Read, unit: i64, bytes: &[u8]) -> Result<Rehearsal> {
    judged(ctx, read, unit, people::import::meetings(bytes, ctx.today)?)
}

/// The same for a sheet that was read.
pub(super) fn judged(ctx: &Ctx, read: &Read, unit: i64, sheet: MeetingSheet) -> Result<Rehearsal> {
    let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
    if !ctx.allows(&IMPORT, &place) {
        return Err(Error::NotFound);
    }
    let holders = store::holders(read, &ctx.sight(&IMPORT), &place)?;
    let mut refused: Vec<Refused> = sheet
        .refused
        .into_iter()
        .map(|it| Refused {
            row: it.row,
            column: it.column,
            shown: it.shown,
            reason: it.reason.to_owned(),
            suggestion: it.suggestion.to_owned(),
        })
        .collect();
    let mut good = Vec::new();
    for row in &sheet.rows {
        match judge(&place, &holders, row) {
            Ok(meeting) => good.push(meeting),
            Err(it) => refused.push(it),
        }
    }
    let good = without_known(read, good, &mut refused)?;
    refused.sort_by_key(|it| it.row);
    Ok(Rehearsal { unit, unit_name: place.name, good, refused })
}

fn refuse(row: &MeetingRow, at: (&'static str, &str), reason: &str, suggestion: String) -> Refused {
    let (column, shown) = at;
    let (shown, reason) = (shown.to_owned(), reason.to_owned());
    Refused { row: row.row, column, shown, reason, suggestion }
}

fn judge(place: &Place, holders: &[Holder], row: &MeetingRow) -> Result<Good, Refused> {
    let holder = holder(place, holders, row)?;
    let kind = kind(holder, row)?;
    let shown = row.held_on.to_string();
    if holder.use_from.is_some_and(|from| row.held_on >= from) {
        let reason = "这一天已经启用本系统";
        let todo = "在“组织生活”里逐个补录，有名单、有记录".to_owned();
        return Err(refuse(row, ("日期", &shown), reason, todo));
    }
    let missing = || {
        let todo = "查一查当时的记录，补上人数再导入".to_owned();
        refuse(row, ("到会人数", ""), "没有写到会人数", todo)
    };
    Ok(Good {
        row: row.row,
        unit: holder.id,
        unit_name: holder.name.clone(),
        kind: kind.key.clone(),
        held_on: row.held_on,
        present: row.present.ok_or_else(missing)?,
    })
}

fn holder<'h>(
    place: &Place,
    holders: &'h [Holder],
    row: &MeetingRow,
) -> Result<&'h Holder, Refused> {
    let Some(asked) = &row.branch else {
        return holders.iter().find(|it| it.id == place.id).ok_or_else(|| {
            let todo = "加一列“党支部”，写清楚是谁的会".to_owned();
            refuse(row, ("党支部", ""), "没有写是哪个支部的会", todo)
        });
    };
    let is = |it: &&Holder| {
        let Holder { id, name, short_name, kind, .. } = (*it).clone();
        is_named(&Branch { id, name, short_name, kind }, &place.name, asked)
    };
    let found: Vec<&Holder> = holders.iter().filter(is).collect();
    match found[..] {
        [one] => Ok(one),
        [] => {
            let reason = format!("{}下面没有这个支部", place.name);
            let todo = "核对名称，要和“组织”里的一样".to_owned();
            Err(refuse(row, ("党支部", asked), &reason, todo))
        }
        _ => Err(refuse(row, ("党支部", asked), "有几个支部叫这个名称", "写全称".into())),
    }
}

fn kind(holder: &Holder, row: &MeetingRow) -> Result<&'static RecordKind, Refused> {
    let offered: Vec<&RecordKind> = Kinds::built_in()
        .iter()
        .filter(|kind| kind.is_for(&holder.kind))
        .filter(|kind| matches!(kind.expects, Expects::Members | Expects::Committee))
        .collect();
    let likeness: [fn(&RecordKind, &str) -> bool; 3] = [
        |kind, asked| kind.title == asked || kind.short == asked,
        |kind, asked| kind.title.contains(asked) || asked.contains(&kind.short),
        |kind, asked| is_shortened(asked, &kind.title),
    ];
    let asked = row.kind.as_str();
    for is_like in likeness {
        let found: Vec<&RecordKind> =
            offered.iter().copied().filter(|kind| is_like(kind, asked)).collect();
        match found[..] {
            [] => {}
            [one] => return Ok(one),
            _ => return Err(unclear(row, "有几种会议都像", &found)),
        }
    }
    let reason = format!("{}没有这种会议", holder.name);
    Err(unclear(row, &reason, &offered))
}

fn unclear(row: &MeetingRow, reason: &str, kinds: &[&RecordKind]) -> Refused {
    let titles: Vec<&str> = kinds.iter().map(|kind| kind.title.as_str()).collect();
    refuse(row, ("会议类型", &row.kind), reason, format!("写其中一种：{}", titles.join("、")))
}

/// 支部大会 for 支部党员大会: every character of it, in order. Three at least, so as not to guess.
fn is_shortened(asked: &str, title: &str) -> bool {
    let mut rest = title.chars();
    asked.chars().count() >= 3 && asked.chars().all(|c| rest.any(|it| it == c))
}

/// Leaves out what is here already, and what the sheet says twice.
fn without_known(read: &Read, good: Vec<Good>, refused: &mut Vec<Refused>) -> Result<Vec<Good>> {
    let (Some(first), Some(last)) =
        (good.iter().map(|it| it.held_on).min(), good.iter().map(|it| it.held_on).max())
    else {
        return Ok(good);
    };
    let units: BTreeSet<i64> = good.iter().map(|it| it.unit).collect();
    let units: Vec<i64> = units.into_iter().collect();
    let known: BTreeSet<(i64, String, Day)> =
        store::held(read, &units, (first, last))?.into_iter().collect();
    let mut told = BTreeSet::new();
    let mut fresh = Vec::with_capacity(good.len());
    for it in good {
        let what = (it.unit, it.kind.clone(), it.held_on);
        let reason = if known.contains(&what) {
            "这一天的这种会议已经有记录"
        } else if told.contains(&what) {
            "表里同一天的同一种会议写了两次"
        } else {
            told.insert(what);
            fresh.push(it);
            continue;
        };
        refused.push(Refused {
            row: it.row,
            column: "日期",
            shown: it.held_on.to_string(),
            reason: reason.to_owned(),
            suggestion: "不用再导入；是另一次会议的，核对日期".to_owned(),
        });
    }
    Ok(fresh)
}
