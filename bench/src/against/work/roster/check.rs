//! A roster read and judged row by row, nothing stored: `guantong import members --rehearse --json`
//! against pandas, which is given the same rules.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use act::Ctx;
use people::import::{self, Choices};
use serde_json::json;

use super::{file, millis};
use crate::against::{
    Bench,
    cell::{Cell, Series, Unit},
    peer::python::{self, Python},
};

/// What both sides read: ours as files of the size that it takes, theirs in one.
struct Roster {
    name: &'static str,
    ours: Vec<PathBuf>,
    theirs: PathBuf,
}

/// `None`, and said, where no Python has it.
pub(crate) fn pandas() -> anyhow::Result<Option<Python>> {
    let Some(python) = python::that_has(&["pandas", "openpyxl"]) else {
        println!("pandas: *skipped*, no Python that has it with openpyxl");
        return Ok(None);
    };
    Ok(Some(Python::start(&python, include_str!("pandas.py"), &[])?))
}

pub(super) fn run(bench: &Bench, text: &str, mut pandas: Python) -> anyhow::Result<Vec<Cell>> {
    let (ctx, unit) = (bench.product.ctx(), bench.facts.units.first().map_or(0, |root| root.id));
    let mut cells = Vec::new();
    for roster in write(bench.folder.path(), text)? {
        let (mut ours, mut theirs) = (Series::default(), Series::default());
        let mut compared = Ok(0);
        for _ in 0..bench.rounds {
            let (mut took, mut good) = (Duration::ZERO, 0);
            for file in &roster.ours {
                let (one, of_it) = rehearse(&ctx, unit, file)?;
                took += one;
                good += of_it;
            }
            ours.push(vec![millis(took)]);
            let (rows, took) = pandas.ask(&json!({"file": roster.theirs}))?;
            theirs.push(vec![millis(took)]);
            if rows == [[good as i64]] {
                compared = compared.map(|_| good);
            } else {
                compared = Err(format!("rows that can be taken: ours {good}, theirs {rows:?}"));
            }
        }
        let (name, unit) = (roster.name.to_owned(), Unit::Millis);
        cells.push(Cell { name, ours, theirs, unit, bound: None, compared });
    }
    Ok(cells)
}

fn write(folder: &Path, text: &str) -> anyhow::Result<[Roster; 2]> {
    let (sheet, whole) = (folder.join("roster.xlsx"), folder.join("roster.csv"));
    std::fs::write(&sheet, file::xlsx(text)?)?;
    std::fs::write(&whole, text)?;
    let mut ours = Vec::new();
    for (at, part) in file::parts(text).into_iter().enumerate() {
        let file = folder.join(format!("roster-{at}.csv"));
        std::fs::write(&file, part)?;
        ours.push(file);
    }
    Ok([
        Roster { name: "w5 xlsx pandas with openpyxl", ours: vec![sheet.clone()], theirs: sheet },
        Roster { name: "w5 csv pandas", ours, theirs: whole },
    ])
}

/// How long it took with what is printed, and how many rows could be imported.
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn rehearse(ctx: &Ctx, unit: i64, file: &Path) -> anyhow::Result<(Duration, usize)> {
    let begun = Instant::now();
    let (bytes, codes) = (std::fs::read(file)?, import::codes(ctx)?);
    let (keys, choices) = (&ctx.core.keys, Choices::default());
    let plan =
        ctx.read(|read| import::rehearse(read, keys, unit, (&bytes, "名册"), &codes, &choices))?;
    std::hint::black_box(serde_json::to_string_pretty(&plan.json()?)?);
    Ok((begun.elapsed(), plan.rehearsal.totals.imported))
}
