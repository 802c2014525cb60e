//! What waits: reports to receive, in one line; one that came back, for its sender. And the way to the list.

mod store;

use act::{Ctx, Error, Hat, Result};
use askama::Template;
use db::Asker;
use web::{
    Gathered, Markup, Todo, Urgency,
    parts::{self, State},
};

use self::store::{Row, What};
use crate::{SEE, kind};

#[derive(Template)]
#[template(path = "home/card.html")]
struct Card;

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let found = ask.all::<Row>(store::COLUMNS, store::found(ctx));
    let todos = found.await?.into_iter().map(todo).collect();
    let mut cards = Vec::new();
    if reads(ctx) {
        cards.push(Markup(Card.render().map_err(Error::broken)?));
    }
    Ok((todos, cards))
}

/// Whether there is a list of reports for the hat worn: branches report nothing and find no way to it.
pub fn reads(ctx: &Ctx) -> bool {
    let reports =
        |hat: &Hat| hat.unit.lead_path.is_none() || kind::sending().contains(&hat.unit.kind);
    ctx.carries(&SEE) && ctx.actor.hat().is_some_and(reports)
}

fn todo(row: Row) -> Todo {
    let (title, tag, words, action, urgency) = match row.what {
        What::Waiting => (
            format!("{}份报告待收", row.count),
            parts::tag(State::Due, "待收"),
            format!("最早的{}报来", row.on_day.zh_short()),
            ("看报告", "/receipts?state=waiting".to_owned()),
            Urgency::Soon,
        ),
        What::Returned => (
            format!("补充“{}”", row.title),
            parts::tag(State::Late, "退回补充"),
            format!("上级{}退回，写明了缺什么", row.on_day.zh_short()),
            ("看退回的话", format!("/receipts/{}", row.id)),
            Urgency::Late,
        ),
    };
    Todo {
        title,
        tag,
        words,
        why: None,
        actions: vec![(action.0.to_owned(), action.1)],
        due: None,
        urgency,
    }
}
