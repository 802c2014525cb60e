//! Goals, and the floors below which the bench fails: `bench/floors.toml`.

use anyhow::Context;
use serde::Deserialize;

use super::Scale;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Goals {
    goal: Vec<Goal>,
}

/// Of one cell at one scale.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Goal {
    scale: Scale,
    cell: String,
    /// The ratio that is wanted.
    at_least: Option<f64>,
    /// The ratio that must not be passed.
    at_most: Option<f64>,
    /// Beyond this the run fails; none where noise could.
    floor: Option<f64>,
}

/// What became of a goal.
pub(crate) struct Met {
    /// `None`: there is only a floor.
    pub(crate) goal: Option<String>,
    pub(crate) floor: Option<Result<(), String>>,
}

impl Goals {
    pub(crate) fn built_in() -> anyhow::Result<Self> {
        toml::from_str(include_str!("../../floors.toml")).context("bench/floors.toml")
    }

    pub(crate) fn judge(&self, scale: Scale, cell: &str, found: f64) -> Vec<Met> {
        let goals = self.goal.iter().filter(|it| it.scale == scale && it.cell == cell);
        goals.map(|goal| goal.judge(found)).collect()
    }
}

impl Goal {
    fn judge(&self, found: f64) -> Met {
        let reached = |is_good: bool| if is_good { "reached" } else { "**not reached**" };
        let is_upper = self.at_most.is_some();
        let goal = match (self.at_least, self.at_most) {
            (Some(wanted), _) => Some(format!(
                "{}: {found:.2}, goal ≥ {wanted}: {}",
                self.cell,
                reached(found >= wanted)
            )),
            (_, Some(wanted)) => Some(format!(
                "{}: {found:.2}, goal ≤ {wanted}: {}",
                self.cell,
                reached(found <= wanted)
            )),
            _ => None,
        };
        let floor = self.floor.map(|floor| {
            let is_good = if is_upper { found <= floor } else { found >= floor };
            let words = format!("{}: {found:.2}, the floor is {floor}", self.cell);
            if is_good { Ok(()) } else { Err(words) }
        });
        Met { goal, floor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_floor_is_a_failure_and_below_the_goal_is_not() {
        let text = "[[goal]]\nscale = \"M\"\ncell = \"w1\"\nat_least = 10\nfloor = 5\n
                    [[goal]]\nscale = \"M\"\ncell = \"w9\"\nat_most = 3\nfloor = 6\n";
        let goals: Goals = toml::from_str(text).unwrap();
        let floor = |cell: &str, found: f64| goals.judge(Scale::M, cell, found)[0].floor.clone();
        assert_eq!(floor("w1", 7.0), Some(Ok(())));
        assert!(floor("w1", 4.0).unwrap().is_err());
        assert_eq!(floor("w9", 4.0), Some(Ok(())));
        assert!(floor("w9", 7.0).unwrap().is_err());
        let not = goals.judge(Scale::M, "w1", 7.0)[0].goal.clone().unwrap();
        assert!(not.ends_with("**not reached**"), "{not}");
        assert!(goals.judge(Scale::S, "w1", 7.0).is_empty());
    }

    #[test]
    fn the_file_is_well_formed() {
        Goals::built_in().unwrap();
    }
}
