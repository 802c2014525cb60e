//! Percentiles of pages over HTTP on a running demo, idle and under a mixed load, signed in as its roles.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::Value;

use crate::{
    http::{Answer, Client},
    load::{Load, Mix},
    percentile,
};

/// Asked before anything is measured: caches, statements, figures.
const WARM_UP: usize = 20;

/// What is measured: (what it is, login of the demo, page). A page that only points elsewhere is followed.
const PAGES: [(&str, &str, &str); 9] = [
    ("home of a branch secretary", "mishu", "/"),
    ("home of an officer", "ganshi", "/"),
    ("page of a branch: its year", "mishu", "/duties"),
    ("member list of a county", "ganshi", "/members"),
    ("the same, three filters", "ganshi", "/members?q=w&status=full&class=officer"),
    ("dashboard of a county", "xianju", "/situation"),
    ("dashboard of a city", "shiju", "/situation"),
    ("dashboard of a province", "shengting", "/situation"),
    ("dashboard of the ministry", "gonganbu", "/situation"),
];

#[derive(Debug, Args)]
pub(crate) struct Pages {
    /// A server that is running on demo data
    #[arg(long, default_value = "127.0.0.1:8080")]
    server: String,
    /// The accounts file of that demo
    #[arg(long, default_value = "guantong-demo/accounts.json")]
    accounts: PathBuf,
    /// Requests that count, after 20 that warm up
    #[arg(long, default_value_t = 500)]
    requests: usize,
    /// Only as this account of the demo
    #[arg(long, value_name = "LOGIN")]
    only: Option<String>,
    /// This page instead, as the account of --only; may be given several times
    #[arg(long, value_name = "URL", requires = "only")]
    page: Vec<String>,
    #[command(flatten)]
    mix: Mix,
}

impl Pages {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let accounts = Accounts::read(&self.server, &self.accounts)?;
        let only = self.only.clone().unwrap_or_default();
        let mut pages: Vec<(&str, &str, &str)> =
            self.page.iter().map(|page| ("", only.as_str(), page.as_str())).collect();
        if pages.is_empty() {
            let wanted = |(_, login, _): &&(_, &str, _)| only.is_empty() || only == *login;
            pages.extend(PAGES.iter().filter(wanted));
        }
        let mut measured = Vec::new();
        for (what, login, page) in pages {
            let mut client = accounts.sign_in(login)?;
            let url = client.get(page)?.location.unwrap_or_else(|| page.to_owned());
            measured.push(Page { what: what.to_owned(), url, client });
        }
        self.table("one reader, nobody else", &mut measured)?;
        if self.mix.writes > 0 {
            let readers = measured.iter().map(|page| (page.client.again(), page.url.clone()));
            let load = Load::start(&self.mix, readers.collect(), &accounts)?;
            self.table(&self.mix.to_string(), &mut measured)?;
            println!("{}", load.stop());
        }
        Ok(())
    }

    fn table(&self, title: &str, pages: &mut [Page]) -> anyhow::Result<()> {
        println!("\n{title}, ms");
        println!(
            "{:30} {:>8} {:>8} {:>8} {:>8} {:>9}  database (when its log shows `sql`)",
            "page", "p50", "p95", "p99", "1st byte", "bytes"
        );
        for page in pages {
            println!("{}", page.measure(self.requests)?);
        }
        Ok(())
    }
}

/// The accounts file of a demo.
pub(crate) struct Accounts {
    server: String,
    known: Vec<Value>,
}

impl Accounts {
    fn read(server: &str, file: &PathBuf) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("{} (written by `guantong demo`)", file.display()))?;
        Ok(Self { server: server.to_owned(), known: serde_json::from_str(&text)? })
    }

    pub(crate) fn sign_in(&self, login: &str) -> anyhow::Result<Client> {
        let account = self.known.iter().find(|it| it["login"] == login);
        let account = account.with_context(|| format!("no account {login} in this demo"))?;
        let mut client = Client::new(&self.server);
        client.sign_in(login, account["password"].as_str().unwrap_or_default())?;
        Ok(client)
    }
}

/// A page as somebody sees it.
struct Page {
    what: String,
    url: String,
    client: Client,
}

impl Page {
    /// One line of the table.
    fn measure(&mut self, requests: usize) -> anyhow::Result<String> {
        for _ in 0..WARM_UP {
            self.client.page(&self.url)?;
        }
        let answers: anyhow::Result<Vec<Answer>> =
            (0..requests).map(|_| self.client.page(&self.url)).collect();
        let answers = answers?;
        let sorted = |micros: fn(&Answer) -> u128| {
            let mut all: Vec<u128> = answers.iter().map(micros).collect();
            all.sort_unstable();
            all
        };
        let whole = sorted(|it| it.whole.as_micros());
        let first = sorted(|it| it.first_byte.as_micros());
        let ms = |all: &[u128], percent| percentile(all, percent) as f64 / 1000.0;
        let last = answers.last().context("nothing was asked")?;
        let timing =
            answers.iter().filter_map(|it| it.timing.as_deref()).max_by_key(|it| slowest(it));
        Ok(format!(
            "{:30} {:8.2} {:8.2} {:8.2} {:8.2} {:9}  {}",
            if self.what.is_empty() { &self.url } else { &self.what },
            ms(&whole, 50),
            ms(&whole, 95),
            ms(&whole, 99),
            ms(&first, 50),
            last.bytes,
            timing.unwrap_or_default()
        ))
    }
}

/// Microseconds of the slowest statement in `Server-Timing`.
fn slowest(timing: &str) -> u64 {
    let millis = timing.split("dur=").nth(1).and_then(|rest| rest.split(';').next());
    millis.and_then(|it| it.parse::<f64>().ok()).map_or(0, |it| (it * 1000.0) as u64)
}
