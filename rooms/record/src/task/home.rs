//! Agreed matters on the home page: what is the viewer's own, and what of his unit is over its day.

use act::Ctx;
use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query,
};
use serde::Deserialize;
use web::{
    Todo, Urgency,
    parts::{self, State},
};

use super::{actions::FINISH, list::LIST, store};

/// An open matter.
#[derive(Debug, Deserialize)]
pub(crate) struct Open {
    text: String,
    due_on: Option<Day>,
    title: String,
}

pub(crate) const OPEN: &[Column] = &[Text("text"), Text("due_on"), Text("title")];

/// His own, by their days, the first twenty.
pub(crate) fn mine(person: i64) -> Query {
    store::open_of(person)
}

pub(crate) const OVERDUE: &[Column] = &[Int("open"), Int("late"), Text("first_due")];

/// Of the hat's own unit, for who may report them done.
pub(crate) fn overdue(ctx: &Ctx) -> Option<Query> {
    let hat = ctx.actor.hat().filter(|_| ctx.carries(&FINISH))?;
    Some(store::overdue_in(hat.unit.id, ctx.today))
}

/// How many are open in the unit, how many over their day, and the earliest of the days.
#[derive(Debug, Deserialize)]
pub(crate) struct Overdue {
    open: i64,
    late: i64,
    first_due: Option<Day>,
}

fn state(today: Day, due: Option<Day>) -> (State, &'static str, Urgency) {
    match due {
        Some(due) if due < today => (State::Late, "过期", Urgency::Late),
        Some(_) => (State::Due, "在办", Urgency::Soon),
        None => (State::Due, "在办", Urgency::Helps),
    }
}

/// One thing for all that are his.
pub(crate) fn of_mine(today: Day, open: &[Open]) -> Option<Todo> {
    let first = open.first()?;
    let (shape, tag, urgency) = state(today, first.due_on);
    let until = first.due_on.map_or_else(String::new, |due| format!("，{}前办完", due.zh_short()));
    let (title, words) = match open.len() {
        1 => (first.text.clone(), format!("{}定的{until}", first.title)),
        n => (format!("会上定了由您办的{n}件事"), format!("最早的是：{}{until}", first.text)),
    };
    Some(Todo {
        title,
        tag: parts::tag(shape, tag),
        words,
        why: None,
        actions: vec![("去办结".into(), format!("{LIST}?whose=mine"))],
        due: first.due_on,
        urgency,
    })
}

/// Only where one is over its day: the rest stands on the next agenda.
pub(crate) fn of_unit(found: &[Overdue]) -> Option<Todo> {
    let it = found.first().filter(|it| it.late > 0)?;
    Some(Todo {
        title: "议定事项过了期限".into(),
        tag: parts::tag(State::Late, "过期"),
        words: format!("{}项没有办结，{}项过期", it.open, it.late),
        why: None,
        actions: vec![("看一看".into(), LIST.into())],
        due: it.first_due,
        urgency: Urgency::Late,
    })
}
