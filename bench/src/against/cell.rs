//! One comparison: what both sides took, round by round, and what that comes to.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Milliseconds (or a rate) of one side, round by round.
#[derive(Debug, Clone, Default)]
pub(crate) struct Series(Vec<Vec<f64>>);

impl Series {
    pub(crate) fn push(&mut self, round: Vec<f64>) {
        self.0.push(round);
    }

    pub(crate) fn of_rates(rates: &[f64]) -> Self {
        Self(rates.iter().map(|rate| vec![*rate]).collect())
    }

    /// Median over the rounds of each round's percentile.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        median(self.0.iter().map(|round| at(round, percent)).collect())
    }

    pub(crate) fn rounds(&self) -> Vec<f64> {
        self.0.iter().map(|round| at(round, 50)).collect()
    }
}

/// What a row of a table is about.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// `w1 root PostgreSQL task table`: floors and goals name it so.
    pub(crate) name: String,
    pub(crate) ours: Series,
    pub(crate) theirs: Series,
    pub(crate) unit: Unit,
    /// What the machine allows, in the unit of the cell, and what that is.
    pub(crate) bound: Option<(f64, &'static str)>,
    /// How often answers were compared, or the first difference.
    pub(crate) compared: Result<usize, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Less is better: the ratio is theirs ÷ ours.
    Millis,
    /// More is better: the ratio is ours ÷ theirs.
    PerSecond,
    /// Less is better, and the goal bounds ours ÷ theirs from above.
    Times,
}

/// Median, least and greatest of the rounds' ratios.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) greatest: f64,
}

impl Cell {
    /// `None` where the answers differ.
    pub(crate) fn ratio(&self) -> Option<Ratio> {
        self.compared.as_ref().ok()?;
        let pairs = self.ours.rounds().into_iter().zip(self.theirs.rounds());
        let mut ratios: Vec<f64> = pairs
            .map(|(ours, theirs)| match self.unit {
                Unit::Millis => theirs / ours,
                Unit::PerSecond | Unit::Times => ours / theirs,
            })
            .collect();
        ratios.sort_by(f64::total_cmp);
        let (least, greatest) = (*ratios.first()?, *ratios.last()?);
        Some(Ratio { median: median(ratios), least, greatest })
    }

    /// How many times worse than what the machine allows.
    pub(crate) fn off_bound(&self) -> Option<f64> {
        let (bound, _) = self.bound?;
        let ours = self.ours.percentile(50);
        Some(if self.unit == Unit::PerSecond { bound / ours } else { ours / bound })
    }

    pub(crate) fn json(&self) -> Value {
        let side = |it: &Series| json!({"p50": it.percentile(50), "p99": it.percentile(99), "rounds": it.rounds()});
        let ratio = self.ratio().map(|it| json!([it.median, it.least, it.greatest]));
        let unit = if self.unit == Unit::PerSecond { "per_second" } else { "ms" };
        json!({
            "cell": self.name, "unit": unit, "ours": side(&self.ours), "theirs": side(&self.theirs),
            "ratio": ratio, "off_bound": self.off_bound(), "bound": self.bound.map(|it| it.1),
            "compared": self.compared.as_ref().ok(), "difference": self.compared.as_ref().err(),
        })
    }
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    at(&values, 50)
}

/// Of values in any order.
fn at(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() * percent).div_ceil(100).clamp(1, sorted.len().max(1));
    sorted.get(place - 1).copied().unwrap_or(f64::NAN)
}

/// How long one side may ask in a round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) time: Duration,
    pub(crate) asks: usize,
}

impl Budget {
    /// Milliseconds of each ask, the first two apart: they warm up. At least two count.
    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    pub(crate) fn spend(
        self,
        mut ask: impl FnMut(usize) -> anyhow::Result<Duration>,
    ) -> anyhow::Result<Vec<f64>> {
        let begun = Instant::now();
        let mut took = Vec::new();
        for turn in 0..self.asks + 2 {
            let millis = ask(turn)?.as_secs_f64() * 1000.0;
            if turn >= 2 {
                took.push(millis);
            }
            if took.len() >= 2 && begun.elapsed() > self.time {
                break;
            }
        }
        Ok(took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(unit: Unit, compared: Result<usize, String>) -> Cell {
        let series = |them: [f64; 3]| Series(them.iter().map(|it| vec![*it]).collect());
        let (ours, theirs) = (series([1.0, 2.0, 1.0]), series([10.0, 10.0, 30.0]));
        Cell { name: "w1 root".into(), ours, theirs, unit, bound: None, compared }
    }

    #[test]
    fn a_ratio_is_the_median_of_the_rounds() {
        let ratio = cell(Unit::Millis, Ok(3)).ratio().unwrap();
        assert_eq!((ratio.least, ratio.median, ratio.greatest), (5.0, 10.0, 30.0));
        let rate = cell(Unit::PerSecond, Ok(3)).ratio().unwrap();
        assert!(rate.median < 0.2);
    }

    #[test]
    fn there_is_no_ratio_where_the_answers_differ() {
        assert!(cell(Unit::Millis, Err("ours 3, theirs 4".into())).ratio().is_none());
    }
}
