//! 政治生日: whose admission to the Party comes round, a card for the day, and the ceremony as a record (kind `rite`).
//! A sentence out of somebody's application stands on the card only where he has put it there himself.

mod actions;
mod pages;
mod sheet;
mod store;

use calendar::{Day, PartDay};
use retention::{Eraser, erase};

pub(crate) use self::{
    actions::{GREET, QUOTE},
    pages::{greeted_by, routes, todo},
    store::{ADMITTED, Admitted, admitted},
};

const KEEP: &str = "birthday_card";

/// For `retention::Erasers`.
pub(crate) fn eraser() -> Eraser {
    Eraser {
        key: KEEP,
        due: store::count_past,
        erase: |ctx, past| erase(ctx, KEEP, |w| Ok(store::remove_past(w, past)?)),
    }
}

/// How many are named; the card of each is sent all the same.
const NAMED: usize = 8;

/// `沈兵、杨超`: whose birthday falls into the month of `day`, for the draft of the ceremony; "" for nobody.
pub(crate) fn names(admitted: Vec<Admitted>, day: Day) -> String {
    let this_month = |it: &Admitted| anniversary(it.joined_on, day).is_some();
    let names: Vec<String> = admitted.into_iter().filter(this_month).map(|it| it.name).collect();
    match names.len() {
        0..=NAMED => names.join("、"),
        all => format!("{}等{all}人", names[..NAMED].join("、")),
    }
}

/// An anniversary within a month.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Anniversary {
    /// `None` where only the month of admission is known.
    on: Option<Day>,
    years: i16,
}

/// The anniversary of an admission that falls into the month of `first`; the day itself is none.
fn anniversary(joined: PartDay, first: Day) -> Option<Anniversary> {
    let (day, year) = (joined.earliest(), first.year());
    let years = year - day.year();
    if day.month() != first.month() || years < 1 {
        return None;
    }
    let on = match joined {
        PartDay::Month(_) => None,
        // Admitted on 29 February: the last day of the month in other years.
        PartDay::Day(day) => {
            Day::new(year, day.month(), day.day()).or_else(|| Some(first.last_of_month()))
        }
    };
    Some(Anniversary { on, years })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(joined: &str, first: &str) -> Option<(Option<String>, i16)> {
        let found = anniversary(joined.parse().unwrap(), first.parse().unwrap())?;
        Some((found.on.map(|it| it.to_string()), found.years))
    }

    #[test]
    fn it_comes_round_every_year_and_not_in_the_first() {
        let day = |on: &str, years| Some((Some(on.to_owned()), years));
        assert_eq!(of("1998-07-12", "2026-07-01"), day("2026-07-12", 28));
        assert_eq!(of("1998-07-12", "2026-08-01"), None);
        assert_eq!(of("2026-07-12", "2026-07-01"), None);
        assert_eq!(of("2004-02-29", "2027-02-01"), day("2027-02-28", 23));
        assert_eq!(of("2004-02-29", "2028-02-01"), day("2028-02-29", 24));
        assert_eq!(of("1998-07", "2026-07-01"), Some((None, 28)), "only the month is known");
    }
}
