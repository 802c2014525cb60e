//! How the installation runs, for the system administrator: nothing of anybody's data.

pub(crate) mod pages;

use std::path::PathBuf;

use calendar::Instant;

/// The running program: a part of `Core`.
#[derive(Debug, Clone)]
pub struct Running {
    pub version: &'static str,
    pub since: Instant,
    /// Kind and version, asked once: a page asks for nothing that does not change.
    pub database: String,
    /// The data folder, whose disk is looked at.
    pub data: PathBuf,
}

/// Gigabytes left on the disk of a folder, asked of `df`: the one way without a further library.
fn gigabytes_left(folder: &std::path::Path) -> Option<f64> {
    let asked = std::process::Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let told = String::from_utf8_lossy(&asked.stdout).into_owned();
    let kilobytes: f64 = told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes / 1024.0 / 1024.0)
}
