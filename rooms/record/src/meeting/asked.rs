//! A draft that another room asks for in the act of somebody: filled in like any other, but for what that room knows.

use act::{Acting, Ctx, Error, Place, Result};
use calendar::Day;

use super::{New, RecordId, Step, actions::open_in, draft, sent::Content};
use crate::{kind::Kinds, plan, roll};

/// What the other room knows of it; what is empty is as usual.
#[derive(Debug, Clone, Default)]
pub struct AskedDraft<'a> {
    pub unit: i64,
    pub kind: &'a str,
    /// "": the first of the kind.
    pub variety: &'a str,
    pub title: String,
    pub topic: String,
    pub lecturer: Option<i64>,
    pub agenda: Vec<String>,
}

/// Opens the draft on the day within these, the last one included, that the year plan has for it, else on the first that
/// is left.
pub fn draft_asked(
    w: &Acting,
    ctx: &Ctx,
    asked: &AskedDraft,
    (first, last): (Day, Day),
) -> Result<RecordId> {
    let kind = Kinds::built_in().find(asked.kind).ok_or(Error::NotFound)?;
    let place = Place::find(w, asked.unit)?.ok_or(Error::NotFound)?;
    let near = first.max(ctx.today);
    let foreseen =
        plan::foreseen(w, kind, &place, near)?.filter(|it| (near..=last).contains(&it.entry.on));
    let day = foreseen.as_ref().map_or(near, |it| it.entry.on);
    let on_day = roll::on_day(w, &place, day)?;
    let wanted = draft::Wanted {
        kind,
        place: &place,
        day,
        on_day: &on_day,
        variety: asked.variety,
        partner: None,
        entry: None,
        foreseen: foreseen.as_ref(),
    };
    let usual = draft::suggested(ctx, w, &wanted)?.content;
    let said = |asked: &str, usual: String| if asked.is_empty() { usual } else { asked.to_owned() };
    let content = Content {
        title: said(&asked.title, usual.title),
        topic: said(&asked.topic, usual.topic),
        lecturer: asked.lecturer.or(usual.lecturer),
        agenda: if asked.agenda.is_empty() { usual.agenda } else { asked.agenda.clone() },
        ..usual
    };
    let new = New { unit: place.id, kind: kind.key.clone(), makes_up: None, about: String::new() };
    open_in(ctx, w, Step::Draft, &new, &content)
}
