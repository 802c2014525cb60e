//! Tables for people, one line of JSON per cell for programs, and what passed.

use std::{io::Write as _, path::Path};

use serde_json::json;

use super::{
    Scale,
    cell::{Cell, Unit},
    goals::{Goals, Met},
    product::On,
};

/// Everything that was found in one run.
pub(crate) struct Report {
    scale: Scale,
    /// The database of ours; cells are named after it.
    on: On,
    goals: Goals,
    json: Option<std::fs::File>,
    passed: usize,
    failed: Vec<String>,
    reached: Vec<String>,
}

impl Report {
    pub(crate) fn new((scale, on): (Scale, On), json: Option<&Path>) -> anyhow::Result<Self> {
        let json = json.map(std::fs::File::create).transpose()?;
        let (goals, failed, reached) = (Goals::built_in()?, Vec::new(), Vec::new());
        Ok(Self { scale, on, goals, json, passed: 0, failed, reached })
    }

    /// A table of one workload.
    pub(crate) fn table(&mut self, title: &str, cells: Vec<Cell>) -> anyhow::Result<()> {
        println!("\n### {title}, scale {:?}{}\n", self.scale, self.on.words());
        println!(
            "| cell | ours p50 (p99) | theirs p50 (p99) | ratio (min–max) | noise | × off the bound |"
        );
        println!("|---|---|---|---|---|---|");
        for mut cell in cells {
            cell.name.push_str(self.on.words());
            println!("{}", line(&cell));
            self.judge(&cell);
            self.write(&cell.json())?;
        }
        Ok(())
    }

    /// Correct answers are one check, a floor is another.
    fn judge(&mut self, cell: &Cell) {
        let Err(difference) = &cell.compared else {
            self.passed += 1;
            let ratio = cell.ratio().map_or(f64::NAN, |it| it.median);
            for met in self.goals.judge(self.scale, &cell.name, ratio) {
                self.take(met);
            }
            return;
        };
        self.failed.push(format!("{}: the answers differ: {difference}", cell.name));
    }

    fn take(&mut self, met: Met) {
        if let Some(words) = met.goal {
            self.reached.push(words);
        }
        match met.floor {
            Some(Ok(())) => self.passed += 1,
            Some(Err(words)) => self.failed.push(words),
            None => {}
        }
    }

    /// Something that is right or not, without a ratio.
    pub(crate) fn claim(&mut self, what: &str, found: Result<(), String>) {
        match found {
            Ok(()) => self.passed += 1,
            Err(words) => self.failed.push(format!("{what}: {words}")),
        }
    }

    /// A measured value with a goal of its own.
    pub(crate) fn value(&mut self, name: &str, value: f64) -> anyhow::Result<()> {
        let name = format!("{name}{}", self.on.words());
        for met in self.goals.judge(self.scale, &name, value) {
            self.take(met);
        }
        self.write(&json!({"cell": name, "value": value}))
    }

    fn write(&mut self, line: &serde_json::Value) -> anyhow::Result<()> {
        if let Some(file) = &mut self.json {
            writeln!(file, "{line}")?;
        }
        Ok(())
    }

    /// Goals, failures, and the last line; whether nothing failed.
    pub(crate) fn end(self) -> bool {
        if !self.reached.is_empty() {
            println!("\n### Goals\n");
            self.reached.iter().for_each(|words| println!("* {words}"));
        }
        println!();
        self.failed.iter().for_each(|words| println!("FAILED {words}"));
        println!("{} passed, {} failed", self.passed, self.failed.len());
        self.failed.is_empty()
    }
}

fn line(cell: &Cell) -> String {
    let digits = |value: f64| match value.abs() {
        it if it >= 100.0 => format!("{value:.0}"),
        it if it >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    };
    let unit = if cell.unit == Unit::PerSecond { "/s" } else { " ms" };
    let side = |it: &super::cell::Series| match cell.unit {
        Unit::PerSecond => format!("{}{unit}", digits(it.percentile(50))),
        _ => format!("{} ({}){unit}", digits(it.percentile(50)), digits(it.percentile(99))),
    };
    let ratio = cell.ratio().map_or("**differ**".into(), |it| {
        format!("{} ({}–{})", digits(it.median), digits(it.least), digits(it.greatest))
    });
    let rounds = cell.ours.rounds();
    let greatest = rounds.iter().copied().fold(f64::MIN, f64::max);
    let least = rounds.iter().copied().fold(f64::MAX, f64::min);
    let noise = format!("{:.0} %", (greatest / least - 1.0) * 100.0);
    let off = cell.off_bound().zip(cell.bound);
    let off = off.map_or("–".into(), |(off, (_, what))| format!("{} ({what})", digits(off)));
    let (ours, theirs) = (side(&cell.ours), side(&cell.theirs));
    format!("| {} | {ours} | {theirs} | {ratio} | {noise} | {off} |", cell.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_of_one_database() {
        let passes = |on: On, name: &str| {
            let mut report = Report::new((Scale::M, on), None).unwrap();
            report.value(name, 0.01).unwrap();
            report.end()
        };
        assert!(!passes(On::Sqlite, "w3 PostgreSQL task update and root anew"));
        assert!(passes(On::Postgres, "w3 PostgreSQL task update and root anew"));
        assert!(!passes(On::Postgres, "w3 PostgreSQL plain insert"));
    }
}
