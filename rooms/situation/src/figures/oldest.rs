//! What has been overdue longest at or below a node, without a look at rows.

use act::{Core, Relation};
use calendar::{Day, Period};
use duty::judge::State;

use super::{Figures, draw::Canvas};
use crate::{
    missing::{Line, Order, States, Wanted},
    view::{Named, Scope},
};

/// One overdue matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oldest {
    pub unit: i64,
    pub name: String,
    pub duty: Named,
    pub period: Period,
    pub last_day: Day,
}

impl Oldest {
    /// The list that this is the beginning of.
    pub(crate) fn wanted() -> Wanted {
        let states = States::One(State::Overdue);
        Wanted { states, order: Order::Oldest, ..Wanted::default() }
    }
}

impl From<Line> for Oldest {
    fn from(line: Line) -> Self {
        let Line { unit, name, duty, period, last_day, .. } = line;
        Self { unit, name, duty, period, last_day }
    }
}

impl Figures {
    /// At most `limit` overdue matters, and how many there are. `None` where the figures cannot answer.
    pub fn oldest(
        &self,
        core: &Core,
        node: (Relation, i64),
        (scope, limit): (Scope, usize),
    ) -> Option<(Vec<Oldest>, usize)> {
        self.on_canvas(core, node, scope, |canvas| canvas.oldest(limit))
    }
}

impl Canvas<'_> {
    fn oldest(&self, limit: usize) -> (Vec<Oldest>, usize) {
        let wanted = Oldest::wanted();
        let filter = self.filter(&wanted);
        let list = self.by_day((&wanted, &filter), (0, limit));
        let mut found = Vec::new();
        for (day, part) in &list.parts {
            for place in &part.units {
                let is_line = |number: &u32| {
                    filter.holds(*number) && Some(self.state.marks.get(*number).due_on) == *day
                };
                let lines = self.lines_at(*place).filter(is_line);
                let mut lines: Vec<Oldest> = lines.map(|it| self.line(place.0, it)).collect();
                lines.sort_by(|a, b| (a.period, &a.duty.key).cmp(&(b.period, &b.duty.key)));
                found.extend(lines);
            }
        }
        found.truncate(limit);
        (found, list.total)
    }

    fn line(&self, unit: i64, number: u32) -> Oldest {
        let mark = self.state.marks.get(number);
        let at = self.state.forest.at(unit);
        let name = at.map(|at| self.state.forest.unit(at).row.short_name().to_owned());
        Oldest {
            unit,
            name: name.unwrap_or_default(),
            duty: self.state.duties[usize::from(mark.duty)].clone(),
            period: mark.period,
            last_day: mark.due_on,
        }
    }
}
