//! Records a second by themselves, for whoever looks for what they wait for.

use std::time::Duration;

use anyhow::Context;
use clap::Args;

use super::{
    storm::Storm,
    write::{IN_FLIGHT, rate},
};
use crate::against::{
    facts::Facts,
    product::{Home, Product, RELATION},
};

/// Fills open slots of seeded data for some seconds, as W3 does, and says what a record took.
#[derive(Debug, Args)]
pub(crate) struct Records {
    #[command(flatten)]
    home: Home,
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    #[arg(long, default_value_t = IN_FLIGHT)]
    callers: usize,
}

impl Records {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let product = Product::start(self.home)?;
        let facts = Facts::of(&product.core, RELATION);
        let storm = Storm::new(&product, &facts, 0)?;
        let before = processor()?;
        let took = Duration::from_secs(self.seconds);
        let rate = rate(self.callers, took, |_| storm.record())?;
        let spent = (processor()? - before) / storm.used() as f64;
        println!("{rate:.0} records a second, {:.0} µs of processor time each", spent * 1e6);
        storm.verdict().map_err(anyhow::Error::msg)
    }
}

/// Seconds that all threads of this process have run, ours and the kernel's for us.
fn processor() -> anyhow::Result<f64> {
    const TICKS: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split(' ').collect();
    let ticks = |place: usize| fields.get(place).and_then(|it| it.parse::<f64>().ok());
    let both = ticks(12).zip(ticks(13)).context("the process says nothing of its time")?;
    Ok((both.0 + both.1) / TICKS)
}
