//! Who owes which talk, as a spreadsheet.

use act::{Ctx, Result};
use duty::judge::State;
use leaving::{List, text};
use sheets::write::Value;
use web::{Reply, Req};

use super::{Class, Member, members, pages};
use crate::SEE_RECORD;

pub(super) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let (place, year, members) = ctx.read(|read| {
        let (place, year) = (pages::branch(ctx, read, req)?, pages::year(ctx, req));
        let members = members(ctx, read, &place, year)?;
        ctx.viewed(&SEE_RECORD, format!("unit:{}", place.id), members.len());
        Ok((place, year, members))
    })?;
    let classes = Class::ALL.map(|class| (class.zh().to_owned(), 18));
    let list = List {
        kind: "record.talks_owed",
        title: format!("{}{year}年谈心谈话", place.short_name),
        scope: format!("{}，{}在册，{year}年，每人每类一次", place.name, ctx.today.zh()),
        measure: "人".to_owned(),
        columns: [("姓名".to_owned(), 16)].into_iter().chain(classes).collect(),
        keys: &["name", "committee", "across", "members"],
        rows: members.iter().map(row).collect(),
        units: vec![place.id],
    };
    list.give_now(ctx)
}

/// The day of the talk, or how it stands.
fn row(member: &Member) -> Vec<Value> {
    let name =
        if member.is_seat { format!("{}（委员）", member.name) } else { member.name.clone() };
    let cell = |class: Class| match member.classes.get(&class) {
        None => text("不要求"),
        Some(standing) => match (&standing.held, standing.state) {
            (Some((on, _)), _) => leaving::day(*on),
            (None, State::Done) => text("谈过"),
            (None, State::Overdue | State::Missed) => text("没有谈"),
            (None, _) => text("还没谈"),
        },
    };
    [text(&name)].into_iter().chain(Class::ALL.map(cell)).collect()
}
