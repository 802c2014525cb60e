//! What the room adds to the home page: that one's own list stands, and of how many things.

mod store;

use act::{Ctx, Error, Result};
use askama::Template;
use db::Asker;
use systems::Systems;
use web::{Gathered, Markup};

use self::store::Row;
use crate::{DRAFT, class::of_post, review::is_for};

#[derive(Template)]
#[template(path = "home/card.html")]
struct Card {
    /// (机关党委书记, 4)
    rows: Vec<(String, i64)>,
    drafts: bool,
}

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let Some(person) = ctx.actor.person() else { return Ok(Default::default()) };
    let found: Vec<Row> = ask.all(store::COLUMNS, store::mine(ctx, person)).await?;
    let is_his = |it: &Row| of_post(&it.post).is_some_and(|class| class.key == it.class);
    let rows: Vec<(String, i64)> = found
        .into_iter()
        .filter(is_his)
        .map(|it| {
            let post = ctx.part::<Systems>().post(&it.post).map_or("", |post| post.title.as_str());
            (format!("{}{post}", it.unit_name), it.items)
        })
        .collect();
    // Whoever drafts them finds the way here before there is any.
    let hat = ctx.actor.hat().map(|hat| &hat.unit);
    let drafts = hat.is_some_and(|unit| is_for(&unit.kind) && ctx.allows(&DRAFT, unit));
    if rows.is_empty() && !drafts {
        return Ok(Default::default());
    }
    Ok((Vec::new(), vec![Markup(Card { rows, drafts }.render().map_err(Error::broken)?)]))
}
