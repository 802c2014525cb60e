//! A roster as CSV, validated and durably stored: as the command line does, and by a staging table.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use act::Ctx;
use people::import::{self, Choices, Done};

use super::{file, millis, staging};
use crate::against::{
    Bench,
    cell::{Cell, Series, Unit},
    peer::{Engine as _, Peer},
};

/// Against every peer that can stage rows; SQLite has no such way in.
pub(super) fn run(bench: &mut Bench, text: &str) -> anyhow::Result<Vec<Cell>> {
    let unit = bench.facts.units.first().map_or(0, |root| root.id);
    let (parts, mut cells) = (file::parts(text), Vec::new());
    let Bench { product, peers, rounds, .. } = bench;
    for peer in peers.iter_mut() {
        let Peer::Postgres(peer) = peer else { continue };
        let (mut ours, mut theirs) = (Series::default(), Series::default());
        let mut counts = BTreeSet::new();
        for _ in 0..*rounds {
            let (took, added) = import_all(&product.ctx(), unit, &parts)?;
            ours.push(vec![millis(took)]);
            counts.insert(added);
            let (took, added) = staging::import(&peer.server, text)?;
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

/// One file after the other, then all of it taken back, which is not counted. How many were added.
fn import_all(ctx: &Ctx, unit: i64, parts: &[String]) -> anyhow::Result<(Duration, usize)> {
    let (mut took, mut done) = (Duration::ZERO, Vec::new());
    for part in parts {
        let (one, of_it) = import(ctx, unit, part)?;
        took += one;
        done.push(of_it);
    }
    let added = done.iter().map(|it| it.added).sum();
    for it in done {
        import::undo(ctx, it.batch, "量速度")?;
    }
    Ok((took, added))
}

/// Rehearsed against what stands there, then written as one batch.
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
