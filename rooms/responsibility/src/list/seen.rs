//! A list as its viewer comes to it; the lists that are somebody's own.

use act::{Ctx, Error, Place, Result};
use db::Read;
use record::SEE_RECORD;

use super::{List, Mine, store};
use crate::{DRAFT, class, item::Item};

pub(crate) struct Seen {
    pub(crate) list: List,
    pub(crate) place: Place,
    /// By class, in the order in which they were written.
    pub(crate) items: Vec<Item>,
    pub(crate) may_draft: bool,
}

impl Seen {
    pub(crate) fn title(&self) -> String {
        format!("{}{}年责任清单", self.place.short_name, self.list.year)
    }
}

/// A draft for who drafts it; an issued one for whose sight reaches the committee.
pub(crate) fn find(ctx: &Ctx, read: &Read, id: i64) -> Result<Seen> {
    let list = store::find(read, id)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, list.unit)?.ok_or(Error::NotFound)?;
    let may_draft = ctx.allows(&DRAFT, &place);
    let may_see = list.issued_at.is_some() && ctx.sight(&SEE_RECORD).holds(&place);
    if !may_draft && !may_see {
        return Err(Error::NotFound);
    }
    let items = crate::item::store::of_list(read, id)?;
    Ok(Seen { list, place, items, may_draft })
}

/// Issued lists of the committees in which he holds or held a post in their year, the latest first.
pub(crate) fn of_person(read: &Read, person: i64) -> Result<Vec<Mine>> {
    let rows = store::of_person(read, person)?.into_iter();
    let mine = rows.filter_map(|row| {
        let class = class::of_post(&row.post)?;
        let store::Row { list, unit_name, post, from_on, to_on } = row;
        let (first, last) = super::year_days(list.year);
        let is_of_year = from_on <= last && to_on.is_none_or(|to| to > first);
        is_of_year.then_some(Mine { list, unit_name, class, post, from_on, to_on })
    });
    Ok(mine.collect())
}
