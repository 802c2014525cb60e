//! The sign-in sheet: before a meeting with room to sign and leave as it is known, afterwards as the roll has it.

use std::collections::{BTreeSet, HashMap};

use act::{Error, Place, Result};
use db::Read;
use documents::{Block, Fill, Paper, Table};
use rules::Rules;
use systems::Systems;

use super::template;
use crate::{
    kind::Expects,
    meeting::Session,
    roll::Presence,
    show::{Person, Shown},
};

const TEMPLATE: &str = "R15/documents/sign_in.md";

pub(super) fn paper(read: &Read, systems: &Systems, rules: &Rules, shown: &Shown) -> Result<Paper> {
    let template = template(systems, TEMPLATE)?;
    let fill = Fill::new()
        .text("unit", &shown.place.name)
        .text("heading", format!("{}签到表", shown.record.title))
        .blocks("facts", facts(shown))
        .blocks("roll", [Block::Table(roll(read, shown)?)])
        .text("sum", sum(rules, shown)?)
        .text("chair_role", "主持人")
        .text("recorder_role", "记录人");
    template.fill(&fill).map_err(Error::broken)
}

fn facts(shown: &Shown) -> Vec<Block> {
    let sessions = shown.record.sessions();
    let times: Vec<String> = sessions.iter().map(Session::time_zh).collect();
    let mut places: Vec<&str> = sessions.iter().map(|it| it.place.as_str()).collect();
    places.dedup();
    let rows = [
        ("时间", times.join("；")),
        ("地点", places.join("；")),
        ("主持人", shown.name(shown.record.chair)),
    ];
    let rows = rows.into_iter().filter(|(_, words)| !words.is_empty());
    rows.map(|(label, words)| Block::Pair(label.to_owned(), words.into())).collect()
}

fn roll(read: &Read, shown: &Shown) -> Result<Table> {
    let of_committee = shown.kind.expects == Expects::Committee;
    let groups = if of_committee { HashMap::new() } else { groups(read, shown)? };
    let is_over = shown.record.held_at.is_some();
    let third = if of_committee { "职务" } else { "党小组" };
    let signed = if is_over { "到会情况" } else { "签到" };
    let table = Table::new(["序号", "姓名", third, signed, "备注"]).widths([2, 4, 5, 5, 5]);
    let row = |table: Table, (at, person): (usize, &Person)| {
        let group = groups.get(&person.id).cloned().unwrap_or_default();
        let (third, note) = if of_committee {
            (person.note.clone(), String::new())
        } else {
            (group, person.note.clone())
        };
        let (signed, note) =
            if is_over { (person.presence.zh(), note) } else { before(person, note) };
        table.row([(at + 1).to_string(), person.name.clone(), third, signed, note])
    };
    Ok(shown.people.iter().enumerate().fold(table, row))
}

/// Nobody signs for who is on leave: that it is known stands beside the empty place.
fn before(person: &Person, note: String) -> (String, String) {
    match &person.presence {
        Presence::Leave(_) | Presence::Uncounted(_) => (String::new(), person.presence.zh()),
        Presence::Came(_) | Presence::Absent => (String::new(), note),
    }
}

/// The subgroup of each person, by its short name.
fn groups(read: &Read, shown: &Shown) -> Result<HashMap<i64, String>> {
    let of: HashMap<i64, i64> =
        shown.of_day.iter().filter_map(|it| Some((it.person, it.subgroup?))).collect();
    let groups: BTreeSet<i64> = of.values().copied().collect();
    if groups.is_empty() {
        return Ok(HashMap::new());
    }
    let groups: Vec<i64> = groups.into_iter().collect();
    let places = Place::find_all(read, &groups)?;
    let name = |group: i64| places.iter().find(|it| it.id == group).map(|it| it.short_name.clone());
    Ok(of.into_iter().filter_map(|(person, group)| Some((person, name(group)?))).collect())
}

fn sum(rules: &Rules, shown: &Shown) -> Result<String> {
    if shown.record.held_at.is_some() {
        return Ok(format!("{}。", shown.attendance(rules)?));
    }
    let away = shown.away();
    let away = if away.is_empty() { String::new() } else { format!("；已请假：{away}") };
    Ok(format!("应到{}人{away}。列席人员另行签名：", shown.counts.expected))
}
