//! What the year plan has next: a card of the home page of who prepares meetings.

use act::{Ctx, Error, Result};
use askama::Template;
use web::Markup;

use super::Entry;

#[derive(Template)]
#[template(path = "plan/card.html")]
struct Card {
    /// With the draft that opens out of it; "" for what becomes no record.
    planned: Vec<(Entry, String)>,
    url: String,
}

/// More are on the plan itself.
const MOST: usize = 5;

/// `published` are the things of the last edition that have no record yet, as it says them; what another version wrote
/// otherwise is left out. Nothing where nothing is planned.
pub(crate) fn card(ctx: &Ctx, published: &[String]) -> Result<Option<Markup>> {
    let planned: Vec<Entry> =
        published.iter().filter_map(|it| serde_json::from_str(it).ok()).collect();
    let Some(unit) = ctx.actor.hat().map(|hat| hat.unit.id) else { return Ok(None) };
    let Some(first) = planned.first().map(|it| it.on) else { return Ok(None) };
    let draft = |entry: &Entry| match entry.kind.as_str() {
        "" => String::new(),
        kind => format!("/records/new?kind={kind}&unit={unit}&on={}", entry.on),
    };
    let with_draft = |entry: Entry| {
        let url = draft(&entry);
        (entry, url)
    };
    let card = Card {
        planned: planned.into_iter().take(MOST).map(with_draft).collect(),
        url: super::url(unit, first),
    };
    Ok(Some(Markup(card.render().map_err(Error::broken)?)))
}
