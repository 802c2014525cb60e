//! What the room adds to the home page: drafts, minutes to write and absent people to tell, the meetings
//! that the viewer is called to, and what the year plan has next.

mod store;

use act::{Ctx, Result};
use db::Asker;
use web::{Gathered, Todo};

use crate::{birthday, coming, plan, talk, task, todo, wish};

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let Some(person) = ctx.actor.person() else { return Ok(Default::default()) };
    let open = ask.all(store::OPEN, store::open(ctx));
    let untold = ask.all(store::UNTOLD, store::untold(ctx));
    let greeted = birthday::greeted_by(ctx).map(|unit| birthday::admitted(unit, ctx.today));
    let admitted = ask.all(birthday::ADMITTED, greeted);
    let to_sign = ask.all(talk::WAITING, talk::waiting(person));
    let called = ask.all(store::CALLED, store::called(person, ctx.today));
    let planned = ask.all(store::PLANNED, store::planned(ctx));
    let agreed = ask.all(task::home::OPEN, task::home::mine(person));
    let overdue = ask.all(task::home::OVERDUE, task::home::overdue(ctx));
    let wishes = ctx.wishes_to_me_asked(ask);
    let mut todos: Vec<Todo> = open.await?.iter().map(|it| todo::of_open(ctx, it)).collect();
    todos.extend(todo::to_tell(&untold.await?));
    todos.extend(task::home::of_mine(ctx.today, &agreed.await?));
    todos.extend(task::home::of_unit(&overdue.await?));
    todos.extend(birthday::todo(ctx.today, &admitted.await?));
    todos.extend(to_sign.await?.into_iter().map(todo::to_sign));
    todos.extend(wish::todos(ctx, ask, wishes.await?).await?);
    let mut cards = coming::card(ctx, person, called.await?)?;
    cards.extend(plan::card(ctx, &planned.await?)?);
    Ok((todos, cards))
}
