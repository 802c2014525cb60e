//! What this machine allows at all, measured in the same run.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    os::unix::fs::FileExt,
    path::Path,
    time::{Duration, Instant},
};

use super::cell::{Budget, median};
use crate::http::Client;

/// Bounds for the tables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// GB/s of one thread.
    stream: f64,
    /// Nanoseconds of a read whose place the one before tells.
    random: f64,
    /// Writes of 4 KiB a second, each flushed.
    pub(crate) flushes: f64,
    /// Milliseconds over loop-back to a socket loop that answers 4 KB, with our own client.
    pub(crate) round_trip: f64,
}

/// 128 MB: more than a cache holds.
const WORDS: usize = 32 << 20;
const FOR: Duration = Duration::from_millis(700);

impl Limits {
    pub(crate) fn measure(folder: &Path) -> anyhow::Result<Self> {
        let mut words: Vec<u32> = (0..WORDS as u32).collect();
        let stream = stream(&words);
        one_cycle(&mut words);
        let random = random(&words);
        drop(words);
        Ok(Self { stream, random, flushes: flushes(folder)?, round_trip: round_trip()? })
    }
}

impl std::fmt::Display for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "| limit of this machine | measured |\n|---|---|")?;
        writeln!(f, "| streaming read, one thread | {:.1} GB/s |", self.stream)?;
        writeln!(f, "| dependent random read, 128 MB | {:.0} ns |", self.random)?;
        writeln!(f, "| write of 4 KiB + fdatasync | {:.0} /s |", self.flushes)?;
        write!(
            f,
            "| HTTP round trip, bare socket loop, 4 KB | {:.1} µs |",
            self.round_trip * 1000.0
        )
    }
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn stream(words: &[u32]) -> f64 {
    let turns = (0..4).map(|_| {
        let begun = Instant::now();
        let sum = words.iter().fold(0_u32, |sum, word| sum.wrapping_add(*word));
        std::hint::black_box(sum);
        size_of_val(words) as f64 / begun.elapsed().as_secs_f64() / 1e9
    });
    turns.fold(0.0, f64::max)
}

/// Every word names the next place of one cycle through all of them.
fn one_cycle(words: &mut [u32]) {
    let mut rng = fastrand::Rng::with_seed(1);
    for at in (1..words.len()).rev() {
        words.swap(at, rng.usize(..at));
    }
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn random(words: &[u32]) -> f64 {
    const STEPS: u32 = 1_000_000;
    let begun = Instant::now();
    let mut at = 0_u32;
    for _ in 0..STEPS {
        at = words[at as usize];
    }
    std::hint::black_box(at);
    begun.elapsed().as_nanos() as f64 / f64::from(STEPS)
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn flushes(folder: &Path) -> anyhow::Result<f64> {
    let file = tempfile::NamedTempFile::new_in(folder)?;
    let block = [7_u8; 4096];
    File::write_all_at(file.as_file(), &vec![0; 1 << 20], 0)?;
    file.as_file().sync_all()?;
    let (begun, mut many) = (Instant::now(), 0_u64);
    while begun.elapsed() < FOR {
        file.as_file().write_all_at(&block, many % 256 * 4096)?;
        file.as_file().sync_data()?;
        many += 1;
    }
    Ok(many as f64 / begun.elapsed().as_secs_f64())
}

fn round_trip() -> anyhow::Result<f64> {
    let socket = TcpListener::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?.to_string();
    let server =
        std::thread::spawn(move || socket.accept().is_ok_and(|(it, _)| answer(it).is_ok()));
    let mut client = Client::new(&address);
    let budget = Budget { time: FOR, asks: 5_000 };
    let took = budget.spend(|_| Ok(client.get("/")?.whole))?;
    drop(client);
    let _ = server.join();
    Ok(median(took))
}

/// The same 4 KB to every request, until the client goes.
fn answer(stream: std::net::TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n{}", "0".repeat(4096));
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        if line == "\r\n" {
            reader.get_mut().write_all(answer.as_bytes())?;
        }
        line.clear();
    }
    Ok(())
}

/// Of the last minute, as the kernel tells it.
pub(crate) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}

/// Resident memory of this process in MB.
pub(crate) fn resident() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = text.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or_default();
    pages * 4096.0 / 1e6
}
