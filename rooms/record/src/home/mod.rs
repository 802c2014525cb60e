//! What the room adds to the home page: drafts, minutes to write and absent people to tell, the meetings
//! that the viewer is called to, and what the year plan has next.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{Markup, Todo};

use crate::{birthday, coming, plan, talk, todo, wish};

/// All of it is asked for at once.
pub(crate) fn at_home(ctx: &Ctx, read: &Read) -> Result<(Vec<Todo>, Vec<Markup>)> {
    let Some(person) = ctx.actor.person() else { return Ok(Default::default()) };
    let found = store::found(ctx, read, person)?;
    let mut todos: Vec<Todo> = found.open.iter().map(|it| todo::of_open(ctx, it)).collect();
    todos.extend(todo::to_tell(&found.untold));
    todos.extend(birthday::todo(ctx, read)?);
    todos.extend(talk::waits_for(read, person)?.into_iter().map(todo::to_sign));
    todos.extend(wish::todos(ctx, read)?);
    let mut cards = coming::card(ctx, person, found.called)?;
    cards.extend(plan::card(ctx, found.planned)?);
    Ok((todos, cards))
}
