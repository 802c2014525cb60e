//! W5: a roster as a CSV, validated and durably stored.

mod file;
mod staging;

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use act::Ctx;
use people::import::{self, Choices, Done};

use crate::against::{
    Bench,
    cell::{Cell, Series, Unit},
    peer::{Engine as _, Peer},
};

/// Every peer that can stage rows; SQLite has no such way in.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<Vec<Cell>> {
    let text = file::csv(bench.roster);
    let unit = bench.facts.units.first().map_or(0, |root| root.id);
    let mut cells = Vec::new();
    let Bench { product, peers, rounds, .. } = bench;
    for peer in peers.iter_mut() {
        let Peer::Postgres(peer) = peer else { continue };
        let (mut ours, mut theirs) = (Series::default(), Series::default());
        let mut counts = BTreeSet::new();
        for _ in 0..*rounds {
            let (took, done) = import(&product.ctx(), unit, &text)?;
            ours.push(vec![millis(took)]);
            counts.insert(done.added);
            import::undo(&product.ctx(), done.batch, "量速度")?;
            let (took, added) = staging::import(&peer.server, &text)?;
            theirs.push(vec![millis(took)]);
            counts.insert(added);
        }
        let compared = match counts.len() {
            1 => Ok(counts.first().copied().unwrap_or_default()),
            _ => Err(format!("rows that were taken: {counts:?}")),
        };
        let name = format!("w5 csv {} staging", peer.name());
        cells.push(Cell { name, ours, theirs, unit: Unit::Millis, bound: None, compared });
    }
    Ok(cells)
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// As the command line does: rehearsed against what stands there, then written as one batch.
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn import(ctx: &Ctx, unit: i64, text: &str) -> anyhow::Result<(Duration, Done)> {
    let (begun, choices) = (Instant::now(), Choices::default());
    let codes = import::codes(ctx)?;
    let file = (text.as_bytes(), "名册.csv");
    let keys = &ctx.core.keys;
    let plan = ctx.read(|read| import::rehearse(read, keys, unit, file, &codes, &choices))?;
    let done = import::commit(ctx, plan.unit, &plan.rehearsal, &choices, &|_, _| {})?;
    Ok((begun.elapsed(), done))
}
