//! Percentiles of pages over HTTP against a running server, signed in as each role of the demo.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
    time::Instant,
};

use anyhow::{Context, bail};
use clap::Args;
use serde_json::Value;

use crate::percentile;

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
}

impl Pages {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let text = std::fs::read_to_string(&self.accounts)
            .with_context(|| format!("{} (written by `guantong demo`)", self.accounts.display()))?;
        let accounts: Vec<Value> = serde_json::from_str(&text)?;
        println!(
            "{:32} {:32} {:>8} {:>8} {:>8} {:>9}",
            "who", "page", "p50 ms", "p95 ms", "max ms", "bytes"
        );
        for account in &accounts {
            let word = |key: &str| account[key].as_str().unwrap_or_default();
            let Some(pages) = account["pages"].as_array() else { continue };
            let cookie = sign_in(&self.server, word("login"), word("password"))?;
            for page in pages.iter().filter_map(Value::as_str) {
                self.measure(word("role"), &cookie, page)?;
            }
        }
        Ok(())
    }

    /// Where a page that only points elsewhere leads.
    fn landing(&self, cookie: &str, page: &str) -> anyhow::Result<String> {
        let answer = exchange(&self.server, &get(&self.server, cookie, page))?;
        Ok(header(&answer, "location").map_or_else(|| page.to_owned(), str::to_owned))
    }

    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    fn measure(&self, role: &str, cookie: &str, page: &str) -> anyhow::Result<()> {
        let page = &self.landing(cookie, page)?;
        let request = get(&self.server, cookie, page);
        let mut waits = Vec::with_capacity(self.requests);
        let mut bytes = 0;
        for turn in 0..self.requests + 20 {
            let asked = Instant::now();
            let answer = exchange(&self.server, &request)?;
            if !answer.starts_with("HTTP/1.1 200") {
                bail!("{page}: {}", answer.lines().next().unwrap_or_default());
            }
            bytes = answer.len();
            if turn >= 20 {
                waits.push(asked.elapsed().as_micros());
            }
        }
        waits.sort_unstable();
        let ms = |micros: u128| micros as f64 / 1000.0;
        let (p50, p95) = (ms(percentile(&waits, 50)), ms(percentile(&waits, 95)));
        println!(
            "{role:32} {page:32} {p50:8.1} {p95:8.1} {:8.1} {bytes:9}",
            ms(percentile(&waits, 100))
        );
        Ok(())
    }
}

fn sign_in(server: &str, login: &str, password: &str) -> anyhow::Result<String> {
    let body = format!("login={login}&password={password}");
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(server, &request)?;
    let cookie = header(&answer, "set-cookie").filter(|value| value.starts_with("guantong="));
    let cookie = cookie.and_then(|value| value.split(';').next().map(str::to_owned));
    cookie.with_context(|| format!("{login} could not sign in"))
}

fn get(server: &str, cookie: &str, page: &str) -> String {
    format!(
        "GET {page} HTTP/1.1\r\nHost: {server}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    )
}

/// The first value of a header, by its name in small letters.
fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let pairs = answer.lines().take_while(|line| !line.is_empty());
    let mut pairs = pairs.filter_map(|line| line.split_once(": "));
    pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn exchange(server: &str, request: &str) -> anyhow::Result<String> {
    let mut stream =
        TcpStream::connect(server).with_context(|| format!("no server on {server}"))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
