//! What ours is measured against: a bitmap per unit in a column, summed by others.

use std::{path::Path, time::Duration};

use super::{DUTIES, Slot};
use crate::against::peer::{Rows, duckdb::Duckdb, polars::Polars};

const NAMES: [&str; 4] = ["place", "province", "bits_due", "bits_done"];

/// An engine with the column loaded.
pub(super) enum Column {
    Duckdb(Duckdb),
    Polars(Polars),
}

/// (owed, done) of each duty, of each province, and how long the two questions took.
pub(super) type Sums = (Rows, Rows, Duration);

impl Column {
    /// `rows`: a file of them. Those that are installed; the others are named as skipped.
    pub(super) fn all(folder: &Path, rows: &Path) -> anyhow::Result<Vec<Self>> {
        let mut all = Vec::new();
        match crate::against::peer::duckdb::python() {
            None => println!("DuckDB: *skipped*, no Python that has it"),
            Some(python) => {
                let mut engine = Duckdb::start(&python, &folder.join("large.duckdb"))?;
                let columns = "place BIGINT, province BIGINT, bits_due UBIGINT, bits_done UBIGINT";
                engine.ask(&format!("CREATE TABLE bits ({columns})"), &[])?;
                let copy = format!("COPY bits FROM '{}' (HEADER false)", rows.display());
                engine.ask(&copy, &[])?;
                all.push(Self::Duckdb(engine));
            }
        }
        match crate::against::peer::polars::python() {
            None => println!("Polars: *skipped*, no Python that has it"),
            Some(python) => {
                let mut engine = Polars::start(&python)?;
                engine.take(rows, "bits", &NAMES)?;
                all.push(Self::Polars(engine));
            }
        }
        Ok(all)
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Duckdb(_) => "DuckDB",
            Self::Polars(_) => "Polars",
        }
    }

    pub(super) fn ask(&mut self, slots: &[Slot], range: [i64; 2]) -> anyhow::Result<Sums> {
        let masks: Vec<u64> = (0..DUTIES.len()).map(|duty| mask(slots, duty)).collect();
        let (duties, provinces) = match self {
            Self::Duckdb(engine) => {
                let [duties, provinces] = statements(&masks);
                (engine.ask(&duties, &range)?, engine.ask(&provinces, &range)?)
            }
            Self::Polars(engine) => (engine.bits(range, &masks)?, engine.bits_by_province(range)?),
        };
        Ok((duties.0, provinces.0, duties.1 + provinces.1))
    }
}

/// The bits of a duty.
fn mask(slots: &[Slot], duty: usize) -> u64 {
    let bits = slots.iter().enumerate().filter(|(_, slot)| slot.duty == duty);
    bits.map(|(bit, _)| 1_u64 << bit).sum()
}

fn statements(masks: &[u64]) -> [String; 2] {
    let sums = |mask: &u64| {
        let of = |column| format!("sum(bit_count({column} & {mask}::UBIGINT))");
        [of("bits_due"), of("bits_done")].join(", ")
    };
    let duties: Vec<String> = masks.iter().map(sums).collect();
    let range = "WHERE place >= ? AND place < ?";
    [
        format!("SELECT {} FROM bits {range}", duties.join(", ")),
        format!(
            "SELECT province, sum(bit_count(bits_due)), sum(bit_count(bits_done)) FROM bits {range}
             GROUP BY province HAVING sum(bit_count(bits_due)) > 0"
        ),
    ]
}
