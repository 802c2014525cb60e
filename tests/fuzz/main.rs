//! Hostile bytes at every parser that meets the outside: seeds changed at random, always the same way, and every case
//! that once broke something (`tests/fuzz/cases/PARSER/`).

mod bodies;
mod seeds;

use std::{
    panic::catch_unwind,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use bodies::{BODIES, Body};
use fastrand::Rng;

/// Longer than any of them may take, on a slow machine too.
const PATIENCE: Duration = Duration::from_secs(20);
const LARGEST: usize = 64 * 1024;

fn cases(parser: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/cases").join(parser);
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a case can be read")).collect()
}

/// What a parser says to bytes: nothing, or why not.
#[expect(clippy::disallowed_methods, reason = "measures how long a parser takes")]
fn fault((name, parser, _): Body, bytes: &[u8]) -> Option<String> {
    let begun = Instant::now();
    let ended = catch_unwind(|| parser(bytes));
    let took = begun.elapsed();
    (ended.is_err() || took > PATIENCE).then(|| {
        let shown = &bytes[..bytes.len().min(2000)];
        format!("{name} after {took:?}, {} bytes: {shown:02x?}", bytes.len())
    })
}

/// One small change as often as several: what is nearly right gets furthest.
fn changed(dice: &mut Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[dice.usize(..seeds.len())].clone();
    for _ in 0..=dice.usize(..6) * dice.usize(..2) {
        let at = dice.usize(..=bytes.len());
        let to = (at + dice.usize(..64)).min(bytes.len());
        match dice.usize(..9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.u8(..8),
            1 if at < bytes.len() => bytes[at] = dice.u8(..),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..to)),
            4 => {
                let part = bytes[at..to].repeat(dice.usize(1..50));
                bytes.splice(at..at, part);
            }
            5 => {
                let odd = seeds::ODD[dice.usize(..seeds::ODD.len())];
                bytes.splice(at..to, odd.iter().copied());
            }
            // Put in, with what stands there left as it is.
            6 => {
                let odd = seeds::ODD[dice.usize(..seeds::ODD.len())];
                bytes.splice(at..at, odd.iter().copied());
            }
            7 => {
                let other = &seeds[dice.usize(..seeds.len())];
                let from = dice.usize(..=other.len());
                bytes.splice(at.., other[from..].iter().copied());
            }
            _ => bytes.insert(at, dice.u8(..)),
        }
        bytes.truncate(LARGEST);
    }
    bytes
}

fn hammer(name: &str) {
    let body = *BODIES.iter().find(|(known, ..)| *known == name).expect("a parser");
    let seeds = seeds::of(name);
    let mut faults: Vec<String> =
        seeds.iter().chain(&cases(name)).filter_map(|bytes| fault(body, bytes)).collect();
    let mut dice = Rng::with_seed(20_261_128);
    for _ in 0..body.2 {
        faults.extend(fault(body, &changed(&mut dice, &seeds)));
    }
    assert!(faults.is_empty(), "{} inputs broke it:\n  {}", faults.len(), faults.join("\n  "));
}

#[test]
fn rosters_break_nothing() {
    hammer("roster");
}

#[test]
fn regulations_break_nothing() {
    hammer("regulations");
}

#[test]
fn uploads_break_nothing() {
    hammer("upload");
}

#[test]
fn settings_break_nothing() {
    hammer("settings");
}

#[test]
fn forms_break_nothing() {
    hammer("form");
}

#[test]
fn headers_break_nothing() {
    hammer("headers");
}
