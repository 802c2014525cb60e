//! Figures of a tree that no database holds: the bench asks how they behave at fifty times its size. Pure.

use act::Relation;
use calendar::{Day, Period};
use rules::Rules;
use systems::{Family, Systems};

use super::{
    Figures, Progress,
    forest::{Stay, Stays, by},
    mark::{Course, Held, Mark},
    state::State,
};
use crate::view::{Row, Stood};

/// A unit of such a tree, led by another since the year before.
#[derive(Debug, Clone)]
pub struct Invented<'s> {
    pub id: i64,
    pub parent: Option<i64>,
    pub is_branch: bool,
    /// Key of a duty, the period, and whether enough was held in it.
    pub slots: &'s [(&'static str, Period, bool)],
}

/// Takes units in, superiors first.
pub struct Inventor<'l> {
    state: State,
    systems: &'l Systems,
    since: Day,
}

impl<'l> Inventor<'l> {
    pub fn new(rules: &Rules, systems: &'l Systems, today: Day) -> Self {
        let since = Day::new(today.year() - 1, 1, 1).unwrap_or(Day::MIN);
        let mut state = State::default();
        state.today = Some(today);
        state.learn(rules);
        Self { state, systems, since }
    }

    pub fn take(&mut self, unit: &Invented<'_>) {
        let stay = Stay { from: self.since, to: None, parent: unit.parent };
        let mut stays = <[Stays; 2]>::default();
        stays[by(Relation::Lead)] = Stays::Once(stay);
        let at = self.state.forest.put(self.row(unit), stays);
        let marks = unit.slots.iter().filter_map(|slot| self.mark(slot)).collect();
        let marks = self.state.numbered(marks);
        self.state.forest.set_marks(at, marks);
    }

    /// Counts everything, as after a restart.
    pub fn done(mut self) -> Figures {
        let (figures, today) = (Figures::default(), self.state.day());
        self.state.recount(today);
        figures.put(self.state, Progress::default());
        figures
    }

    fn mark(&self, (duty, period, is_done): &(&str, Period, bool)) -> Option<Mark> {
        Some(Mark {
            duty: self.state.duty(duty)?,
            rank: None,
            period: *period,
            opens_on: period.first(),
            due_on: period.last(),
            closes_on: None,
            needed: 1,
            course: Course::Open,
            held: is_done.then_some(Held::InTime(period.first())),
            exempt_on: None,
            explained_on: None,
        })
    }

    fn row(&self, unit: &Invented<'_>) -> Row {
        let kind = if unit.is_branch { "branch" } else { "primary_committee" };
        let stood = Stood {
            unit: unit.id,
            path: String::new(),
            from_on: self.since,
            to_on: None,
            kind: kind.to_owned(),
            family: Family::Party,
            code: unit.id.to_string(),
            name: format!("中共第{}支部委员会", unit.id),
            short_name: format!("第{}支部", unit.id),
            official_order: unit.id,
            dissolved_on: None,
            root: String::new(),
            root_from: self.since,
            root_to: None,
            organ: None,
            organ_kind: None,
        };
        Row::bare(self.systems, stood)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Scope;

    #[test]
    fn an_invented_tree_adds_up() {
        let today: Day = "2026-09-30".parse().unwrap();
        let (rules, systems) = (Rules::built_in(), Systems::built_in());
        let mut inventor = Inventor::new(rules, systems, today);
        let slot = |period: &str, is_done| ("branch/theme-day", period.parse().unwrap(), is_done);
        let slots = [slot("2026-08", true), slot("2026-09", false), slot("2026-10", false)];
        inventor.take(&Invented { id: 1, parent: None, is_branch: false, slots: &[] });
        for id in 2..20 {
            inventor.take(&Invented { id, parent: Some(1), is_branch: true, slots: &slots });
        }
        let figures = inventor.done();
        let mut counts = (0, 0);
        figures.each_unit(Relation::Lead, Scope::year(today), |unit| {
            counts = (counts.0 + 1, counts.1 + unit.slots.len());
        });
        assert_eq!(counts, (19, 36));
    }
}
