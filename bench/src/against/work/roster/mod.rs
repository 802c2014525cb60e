//! W5: rosters, stored durably or only checked.

mod check;
mod file;
mod staging;
mod store;

use std::time::Duration;

pub(crate) use self::check::pandas;
use crate::against::{Bench, report::Report};

pub(crate) fn run(bench: &mut Bench, report: &mut Report) -> anyhow::Result<()> {
    let text = file::csv(bench.roster);
    let cells = store::run(bench, &text)?;
    if cells.is_empty() {
        println!("\nW5 roster stored: *skipped*, no PostgreSQL to stage rows in");
    } else {
        report.table("W5 roster, CSV, stored", cells)?;
    }
    let Some(python) = bench.pandas.take() else {
        println!("\nW5 roster checked: *skipped*, pandas is no peer or no Python has it");
        return Ok(());
    };
    let cells = check::run(bench, &text, python)?;
    report.table("W5 roster, checked and not stored", cells)
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}
