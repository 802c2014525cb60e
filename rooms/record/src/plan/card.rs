//! What the year plan has next: a card of the home page of who prepares meetings.

use act::{Ctx, Error, Result};
use askama::Template;
use web::Markup;

use super::Entry;

#[derive(Template)]
#[template(path = "plan/card.html")]
struct Card {
    /// Their day is over, and nothing says that they were held.
    missed: Vec<Planned>,
    ahead: Vec<Planned>,
    url: String,
}

struct Planned {
    entry: Entry,
    /// The draft that opens out of it; "" for what becomes no record.
    draft: String,
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
    let with_draft = |entry: Entry| Planned { draft: draft(&entry), entry };
    // What becomes no record cannot be missed.
    let (missed, ahead): (Vec<Entry>, Vec<Entry>) =
        planned.into_iter().partition(|it| it.on < ctx.today);
    let missed: Vec<Planned> =
        missed.into_iter().map(with_draft).filter(|it| !it.draft.is_empty()).collect();
    let ahead: Vec<Planned> = ahead.into_iter().take(MOST).map(with_draft).collect();
    if missed.is_empty() && ahead.is_empty() {
        return Ok(None);
    }
    let card = Card { missed, ahead, url: super::url(unit, first) };
    Ok(Some(Markup(card.render().map_err(Error::broken)?)))
}
