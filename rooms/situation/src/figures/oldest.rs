//! What has been overdue longest at or below a node, without a look at rows.

use act::{Core, Relation};
use calendar::{Day, Period};
use duty::judge::State;

use super::{
    Figures,
    draw::Canvas,
    forest::{At, by},
};
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
            for (unit, side) in &part.units {
                let places = self.state.forest.at(*unit).zip(self.state.forest.at(*side));
                let Some((at, side)) = places else { continue };
                let mut lines = self.lines_at(at, side);
                lines.retain(|number| {
                    filter.holds(*number) && Some(self.state.marks.get(*number).due_on) == *day
                });
                let mut lines: Vec<Oldest> =
                    lines.into_iter().map(|it| self.line(at, it)).collect();
                lines.sort_by(|a, b| (a.period, &a.duty.key).cmp(&(b.period, &b.duty.key)));
                found.extend(lines);
            }
        }
        found.truncate(limit);
        (found, list.total)
    }

    /// Marks of a unit that count under that child of the node.
    fn lines_at(&self, at: At, side: At) -> Vec<u32> {
        let ways = self.state.forest.ways(at, by(self.relation));
        let is_here = |number: &u32| {
            let mark = self.state.marks.get(*number);
            self.state.side(&ways, at, self.node, mark) == Some(side)
        };
        self.state.forest.unit(at).marks.iter().filter(is_here).collect()
    }

    fn line(&self, at: At, number: u32) -> Oldest {
        let (mark, row) = (self.state.marks.get(number), &self.state.forest.unit(at).row);
        Oldest {
            unit: row.id,
            name: row.short_name.clone(),
            duty: self.state.duties[usize::from(mark.duty)].clone(),
            period: mark.period,
            last_day: mark.due_on,
        }
    }
}
