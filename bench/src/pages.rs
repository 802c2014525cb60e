//! Percentiles of pages over HTTP against a running server, signed in as each role of the demo.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::Value;

use crate::{http::Client, percentile};

#[derive(Debug, Args)]
pub(crate) struct Pages {
    /// A server that is running on demo data
    #[arg(long, default_value = "127.0.0.1:8080")]
    server: String,
    /// The accounts file of that demo
    #[arg(long, default_value = "guantong-demo/accounts.json")]
    accounts: PathBuf,
    /// Requests that count, after 20 that warm up
    #[arg(long, default_value_t = 200)]
    requests: usize,
    /// Only as this account of the demo
    #[arg(long, value_name = "LOGIN")]
    only: Option<String>,
    /// These pages instead of those in the accounts file; may be given several times
    #[arg(long, value_name = "URL")]
    page: Vec<String>,
}

impl Pages {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let text = std::fs::read_to_string(&self.accounts)
            .with_context(|| format!("{} (written by `guantong demo`)", self.accounts.display()))?;
        let accounts: Vec<Value> = serde_json::from_str(&text)?;
        println!(
            "{:24} {:40} {:>8} {:>8} {:>8} {:>8} {:>9}",
            "who", "page", "p50 ms", "p95 ms", "p99 ms", "1st byte", "bytes"
        );
        for account in &accounts {
            let word = |key: &str| account[key].as_str().unwrap_or_default();
            if self.only.as_ref().is_some_and(|login| login != word("login")) {
                continue;
            }
            let mut client = Client::new(&self.server);
            client.sign_in(word("login"), word("password"))?;
            let pages = account["pages"].as_array().into_iter().flatten();
            let pages = pages.filter_map(Value::as_str).map(str::to_owned);
            let pages = if self.page.is_empty() { pages.collect() } else { self.page.clone() };
            for page in &pages {
                self.measure(word("role"), &mut client, page)?;
            }
        }
        Ok(())
    }

    fn measure(&self, role: &str, client: &mut Client, page: &str) -> anyhow::Result<()> {
        // A page that only points elsewhere.
        let page = &client.get(page)?.location.unwrap_or_else(|| page.to_owned());
        let (mut waits, mut first, mut bytes) = (Vec::new(), Vec::new(), 0);
        for turn in 0..self.requests + 20 {
            let answer = client.page(page)?;
            bytes = answer.bytes;
            if turn >= 20 {
                waits.push(answer.whole.as_micros());
                first.push(answer.first_byte.as_micros());
            }
        }
        waits.sort_unstable();
        first.sort_unstable();
        let ms = |percent| percentile(&waits, percent) as f64 / 1000.0;
        let first = percentile(&first, 50) as f64 / 1000.0;
        println!(
            "{role:24} {page:40} {:8.2} {:8.2} {:8.2} {first:8.2} {bytes:9}",
            ms(50),
            ms(95),
            ms(99),
        );
        Ok(())
    }
}
