//! On which day of its month a talk could be. Pure; a proposal that nobody stores: with a new roster it is another one.

use std::collections::HashSet;

use calendar::{Day, Workdays};

use super::store::Planned;

/// What days are chosen by.
pub(super) struct Ground<'g> {
    pub(super) year: i16,
    pub(super) today: Day,
    pub(super) workdays: &'g Workdays,
    /// Who has no time on which day, by the duty roster.
    pub(super) busy: &'g HashSet<(i64, Day)>,
}

/// For each talk a working day of its month that is still ahead and on which both have time, spread over the month; nobody
/// twice on a day. `None` where there is none.
pub(super) fn days(talks: &[Planned], ground: &Ground) -> Vec<Option<Day>> {
    let mut taken: HashSet<(i64, Day)> = HashSet::new();
    let mut days = vec![None; talks.len()];
    for month in 1..=12 {
        let open = ahead(month, ground);
        let of: Vec<usize> = (0..talks.len()).filter(|at| talks[*at].month == month).collect();
        for (place, at) in of.iter().enumerate() {
            let Planned { one, other, .. } = talks[*at];
            let is_free = |day: &Day| {
                [one, other]
                    .iter()
                    .all(|it| !ground.busy.contains(&(*it, *day)) && !taken.contains(&(*it, *day)))
            };
            // From its share of the month on, then from the beginning.
            let first = place * open.len() / of.len();
            let found = open[first..].iter().chain(&open[..first]).copied().find(|it| is_free(it));
            days[*at] = found;
            taken.extend(found.into_iter().flat_map(|day| [(one, day), (other, day)]));
        }
    }
    days
}

/// Working days of a month after today.
fn ahead(month: i64, ground: &Ground) -> Vec<Day> {
    let first = i8::try_from(month).ok().and_then(|month| Day::new(ground.year, month, 1));
    let Some(first) = first else { return Vec::new() };
    let last = first.last_of_month();
    let all = (0..31).map(|days| first.plus_days(days)).take_while(|day| *day <= last);
    all.filter(|day| *day > ground.today && ground.workdays.is_workday(*day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn of(talks: &[(i64, i64, i64)], busy: &[(i64, &str)]) -> Vec<String> {
        let talks: Vec<Planned> =
            talks.iter().map(|it| Planned { one: it.0, other: it.1, month: it.2 }).collect();
        let busy = busy.iter().map(|(person, on)| (*person, day(on))).collect();
        let ground = Ground {
            year: 2026,
            today: day("2026-11-20"),
            workdays: Workdays::in_force(),
            busy: &busy,
        };
        days(&talks, &ground)
            .into_iter()
            .map(|it| it.map_or_else(String::new, |it| it.to_string()))
            .collect()
    }

    #[test]
    fn a_working_day_ahead_on_which_both_have_time() {
        assert_eq!(of(&[(1, 2, 11)], &[]), ["2026-11-23"], "a Monday after a Friday");
        assert_eq!(of(&[(1, 2, 11)], &[(2, "2026-11-23")]), ["2026-11-24"]);
        assert_eq!(of(&[(1, 2, 10)], &[]), [""], "the month is over");
    }

    #[test]
    fn talks_are_spread_and_nobody_has_two_on_a_day() {
        let found = of(&[(1, 2, 12), (1, 3, 12), (4, 5, 12)], &[]);
        let different: HashSet<&String> = found.iter().collect();
        assert_eq!(different.len(), 3, "{found:?}");
        let many: Vec<(i64, i64, i64)> = (2..40).map(|other| (1, other, 12)).collect();
        let found = of(&many, &[]);
        let days: Vec<&String> = found.iter().filter(|it| !it.is_empty()).collect();
        let different: HashSet<&&String> = days.iter().collect();
        assert_eq!(days.len(), different.len(), "one has one talk a day: {found:?}");
    }
}
