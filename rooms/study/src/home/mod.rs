//! What the room adds to the home page: what is to be studied this month, and for who plans it the draft.

mod store;

use act::{Ctx, Error, Result};
use askama::Template;
use db::Asker;
use web::{
    Gathered, Markup, Todo, Urgency,
    parts::{self, State},
};

use self::store::Row;
use crate::{PLAN, group::Group};

struct Line {
    id: i64,
    plan: i64,
    topic: String,
    reading: String,
    group: &'static str,
    how: String,
}

#[derive(Template)]
#[template(path = "home/card.html")]
struct Card {
    rows: Vec<Line>,
}

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let Some(person) = ctx.actor.person() else { return Ok(Default::default()) };
    let found: Vec<Row> = ask.all(store::COLUMNS, store::month(ctx, person)).await?;
    let todos = found.iter().filter(|it| is_mine(ctx, it)).map(todo).collect();
    let rows: Vec<Line> = found.into_iter().filter_map(line).collect();
    if rows.is_empty() {
        return Ok((todos, Vec::new()));
    }
    Ok((todos, vec![Markup(Card { rows }.render().map_err(Error::broken)?)]))
}

/// Not studied and not drafted, and the viewer plans it.
fn is_mine(ctx: &Ctx, it: &Row) -> bool {
    let hat = ctx.actor.hat().filter(|hat| hat.unit.id == it.unit);
    let is_open = it.held_on.is_none() && it.drafted_on.is_none();
    is_open && hat.is_some_and(|hat| ctx.allows(&PLAN, &hat.unit))
}

fn todo(it: &Row) -> Todo {
    let group = Group::find(&it.kind).map_or("", |it| it.short.as_str());
    Todo {
        title: format!("学习：{}", it.topic),
        tag: parts::tag(State::Due, "本月要学"),
        words: format!("{group}的学习计划排在这个月"),
        why: Some(("看计划".into(), format!("/study/plans/{}", it.plan))),
        actions: vec![("起草这次学习".into(), format!("/study/items/{}", it.id))],
        due: None,
        urgency: Urgency::Anytime,
    }
}

fn line(it: Row) -> Option<Line> {
    let group = Group::find(&it.kind)?;
    let how = match (it.held_on, it.drafted_on) {
        (Some(on), _) => format!("{}学过", on.zh_short()),
        (None, Some(on)) => format!("定在{}", on.zh_short()),
        (None, None) => "还没学".to_owned(),
    };
    Some(Line {
        id: it.id,
        plan: it.plan,
        topic: it.topic,
        reading: it.reading.replace('\n', "、"),
        group: &group.short,
        how,
    })
}
