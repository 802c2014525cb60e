//! W3b: dashboards of inner nodes while records arrive, against the same without any.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use super::storm::Storm;
use crate::against::{
    Bench,
    cell::{Budget, Cell, Series, Unit},
    nodes, product,
};

/// Records a second that are sent.
const RATE: f64 = 2_000.0;
const WRITERS: usize = 16;

/// The cell (ours: busy, theirs: idle, both at the 99th percentile), and what rate was carried.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<(Cell, f64, Result<(), String>)> {
    let places = nodes::inner(&bench.facts, 500);
    let pages: Vec<String> = places
        .iter()
        .map(|place| product::figures_of(bench.facts.units[*place as usize].id))
        .collect();
    let storm = Storm::new(&bench.product, &bench.facts, bench.used)?;
    let budget = Budget { time: bench.storm, asks: usize::MAX - 2 };
    let (mut busy, mut idle, mut carried) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.rounds {
        let mut client = bench.product.client.again();
        let mut p99 = || {
            let mut series = Series::default();
            let ask = |turn: usize| Ok(client.page(&pages[turn % pages.len()])?.whole);
            series.push(budget.spend(ask)?);
            anyhow::Ok(series.percentile(99))
        };
        idle.push(p99()?);
        let (under, rate) = beside(&storm, &mut p99)?;
        busy.push(under);
        carried.push(rate);
    }
    let compared = storm.verdict().map(|()| storm.looks.load(Ordering::SeqCst));
    let (ours, theirs) = (Series::of_rates(&busy), Series::of_rates(&idle));
    let name = "w3b p99 of inner nodes under records, and idle".to_owned();
    let cell = Cell { name, ours, theirs, unit: Unit::Times, bound: None, compared };
    let (carried, verdict) = (crate::against::cell::median(carried), storm.verdict());
    bench.used = storm.used();
    Ok((cell, carried, verdict))
}

/// Reads while writers keep to the rate; what was read, and the rate that was carried.
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn beside(
    storm: &Storm<'_>,
    read: &mut impl FnMut() -> anyhow::Result<f64>,
) -> anyhow::Result<(f64, f64)> {
    let (is_over, sent, done) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let begun = Instant::now();
    let write = || {
        while !is_over.load(Ordering::Relaxed) {
            let due = sent.fetch_add(1, Ordering::Relaxed) as f64 / RATE;
            let wait = Duration::from_secs_f64(due).saturating_sub(begun.elapsed());
            std::thread::sleep(wait);
            if storm.record().is_ok() {
                done.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(write);
        }
        let found = read();
        let rate = done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
        is_over.store(true, Ordering::Relaxed);
        Ok((found?, rate))
    })
}
