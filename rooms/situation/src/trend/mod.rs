//! How many were overdue on the same day of each of the last twelve months.

use calendar::Day;

use crate::ask::number;
use crate::picture::{Part, Sides};
use crate::view::View;

/// Oldest first; the last is the day asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    pub counts: Vec<(Day, i64)>,
}

/// Of a part of the node. Pure.
pub(crate) fn trend(view: &View, sides: &Sides, part: &Part) -> Trend {
    let mut counts: Vec<(Day, i64)> = view.days.iter().map(|day| (*day, 0)).collect();
    for ((duty, side), late) in &view.late {
        if part.holds(view, sides, *duty, *side) {
            counts.iter_mut().zip(late).for_each(|((_, sum), count)| *sum += count);
        }
    }
    Trend { counts }
}

impl Trend {
    pub(crate) fn points(&self) -> Vec<(String, i64)> {
        self.counts
            .iter()
            .map(|(day, count)| (format!("{}年{}月", day.year(), day.month()), *count))
            .collect()
    }

    pub(crate) fn rows(&self) -> Vec<(String, String)> {
        self.counts.iter().map(|(day, count)| (day.to_string(), number(*count))).collect()
    }

    /// `比10月多141件。`
    pub(crate) fn words(&self) -> String {
        let [.., (before, old), (_, new)] = self.counts.as_slice() else { return String::new() };
        let month = before.month();
        match new - old {
            0 => format!("与{month}月一样多。"),
            more @ 1.. => format!("比{month}月多{}件。", number(more)),
            fewer => format!("比{month}月少{}件。", number(-fewer)),
        }
    }
}
