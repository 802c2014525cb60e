//! A search that is quick however many events there are: it goes along one index, and looks at so many
//! entries at a time at most. Where that does not fill a page, it says how far it came.

use act::{Ctx, Result};
use calendar::{Day, Instant};
use db::Read;

use super::{SEE, Trail, store, store::Row};

/// Rows on a page.
pub(crate) const PER_PAGE: usize = 50;
/// Entries of the index looked at for one page.
const ENTRIES_AT_MOST: i64 = 100_000;

/// What is looked for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub trail: Trail,
    pub person: Option<i64>,
    /// Whom it is about.
    pub subject: Option<i64>,
    /// Key of an act.
    pub act: Option<String>,
    pub unit: Option<i64>,
    pub since: Option<Day>,
    pub until: Option<Day>,
    /// Only what is earlier than this event.
    pub before: Option<(Instant, i64)>,
}

/// A page of it, the latest first.
#[derive(Debug)]
pub struct Found {
    pub rows: Vec<Row>,
    /// Where the next page goes on; `None` at the end of it all.
    pub next: Option<(Instant, i64)>,
    /// The page is not full because so many entries were looked at: everything since then is here.
    pub looked_back_to: Option<Instant>,
}

/// The one index that is gone along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Along {
    /// Fewest of all: what was done about or seen of one person.
    Subject,
    Person,
    Unit,
    Act,
    Time,
}

impl Asked {
    /// The narrowest first: a person leaves less behind than a unit, a unit less than an act.
    pub(super) fn along(&self) -> Along {
        if self.subject.is_some() {
            return Along::Subject;
        }
        match (self.trail, self.person, self.unit, &self.act) {
            (_, Some(_), ..) => Along::Person,
            (Trail::Acts, _, Some(_), _) => Along::Unit,
            (Trail::Acts, _, _, Some(_)) => Along::Act,
            _ => Along::Time,
        }
    }

    /// Whether entries of the index may have to be passed over.
    fn is_sparse(&self, is_limited: bool) -> bool {
        let wanted = [
            self.subject.is_some(),
            self.person.is_some(),
            self.unit.is_some(),
            self.act.is_some(),
        ];
        let many = wanted.into_iter().filter(|it| *it).count();
        is_limited || many > 1 || many == 1 && self.along() == Along::Time
    }

    /// The moments between which it may lie: from, and up to and without.
    pub(super) fn span(&self) -> (Option<Instant>, Option<Instant>) {
        let begin = |day: Day| Instant::at(day, 0, 0);
        (self.since.map(begin), self.until.map(|day| begin(day.plus_days(1))))
    }
}

/// One page of what is asked for and in sight.
pub fn find(ctx: &Ctx, read: &Read, asked: &Asked) -> Result<Found> {
    let sight = ctx.sight(&SEE);
    let is_limited = !sight.is_everywhere();
    let floor = if asked.is_sparse(is_limited) {
        store::moment_at(read, asked, ENTRIES_AT_MOST)?
    } else {
        None
    };
    let limit = if is_limited { Some(&sight) } else { None };
    let mut rows = store::rows(read, asked, floor, limit, PER_PAGE as i64 + 1)?;
    let is_full = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let next = match (is_full, floor) {
        (true, _) => rows.last().map(|row| (row.at, row.id)),
        // Everything of the floor's own moment has been looked at.
        (false, Some(floor)) => Some((floor, i64::MIN)),
        (false, None) => None,
    };
    Ok(Found { rows, next, looked_back_to: floor.filter(|_| !is_full) })
}
