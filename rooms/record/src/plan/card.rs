//! What the year plan has next: a card of the home page of who prepares meetings.

use act::{Ctx, Error, Result};
use askama::Template;
use web::Markup;

use super::Entry;

/// A thing of the last edition that has no record yet.
#[derive(Debug, Clone)]
pub(crate) struct Next(Entry);

impl Next {
    /// As the edition has it; `None` for what another version wrote otherwise.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }
}

#[derive(Template)]
#[template(path = "plan/card.html")]
struct Card {
    /// With the draft that opens out of it; "" for what becomes no record.
    planned: Vec<(Entry, String)>,
    url: String,
}

/// More are on the plan itself.
const MOST: usize = 5;

/// Nothing where nothing is planned.
pub(crate) fn card(ctx: &Ctx, planned: Vec<Next>) -> Result<Option<Markup>> {
    let Some(unit) = ctx.actor.hat().map(|hat| hat.unit.id) else { return Ok(None) };
    let Some(first) = planned.first().map(|it| it.0.on) else { return Ok(None) };
    let draft = |entry: &Entry| match entry.kind.as_str() {
        "" => String::new(),
        kind => format!("/records/new?kind={kind}&unit={unit}&on={}", entry.on),
    };
    let planned = planned.into_iter().take(MOST).map(|it| (draft(&it.0), it.0));
    let card = Card {
        planned: planned.map(|(url, entry)| (entry, url)).collect(),
        url: super::url(unit, first),
    };
    Ok(Some(Markup(card.render().map_err(Error::broken)?)))
}
