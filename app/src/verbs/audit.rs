//! `audit …`: verifies the chain of the audit, here or in a file from elsewhere; writes such a file.

use std::{
    fs::File,
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use audit::{Code, Range, Report};
use calendar::Day;
use clap::{Args, Subcommand};

use super::{Ended, Outcome, progress};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check every link, and name the first that is broken
    Verify(Verify),
    /// Write seals with what they seal to a file that verifies anywhere (docs/audit.md)
    Export(Export),
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A file that `audit export` wrote; without it the database is verified
    export: Option<PathBuf>,
    /// A code that was printed some day: the chain must still contain it
    #[arg(long, value_name = "CODE", value_parser = Code::read)]
    code: Option<Code>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write
    file: PathBuf,
    /// From this day (YYYY-MM-DD)
    #[arg(long, value_name = "DAY")]
    since: Option<Day>,
    /// To this day
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
}

impl Audit {
    pub(super) fn run(self, place: &Place) -> Outcome {
        match self {
            Self::Verify(verb) => verb.run(place),
            Self::Export(verb) => verb.run(place),
        }
    }
}

impl Verify {
    fn run(self, place: &Place) -> Outcome {
        let report = match &self.export {
            None => self.database(place)?,
            Some(path) => {
                let unreadable = || format!("{}读不出来", path.display());
                let file = File::open(path).with_context(unreadable)?;
                let file = BufReader::with_capacity(1 << 20, file);
                audit::verify_export(file, self.code.as_ref()).with_context(unreadable)?
            }
        };
        Ok(told(&report, self.code.as_ref()))
    }

    fn database(&self, place: &Place) -> anyhow::Result<Report> {
        let installation = Installation::for_reading(place)?;
        let bar = progress::bar("核对封印", 0);
        let counted = |done: i64, all: i64| {
            bar.set_length(all.unsigned_abs());
            bar.set_position(done.unsigned_abs());
        };
        let report = audit::verify(&installation.operator(), self.code.as_ref(), &counted)?;
        bar.finish_and_clear();
        Ok(report)
    }
}

fn told(report: &Report, code: Option<&Code>) -> Ended {
    for fingerprint in &report.fingerprints {
        println!("签名公钥的指纹：{fingerprint}（与纸上记的对一下）");
    }
    let Report { seals, events, waiting, heads, .. } = report;
    println!("核对了{seals}个封印、{events}条记录、{heads}个每日签名");
    if *waiting > 0 {
        println!("另有{waiting}条记录刚办完，等着封印");
    }
    if let Some(broken) = &report.broken {
        println!("断在这里：{broken}");
        println!("保留现场，不要再改动数据，报告安全审计员和上级");
        return Ended::Found;
    }
    if let Some(code) = code {
        println!("纸上的封印码{code}对得上");
    }
    match &report.code {
        Some(code) => println!("没有发现断开的地方。现在的封印码：{code}"),
        None => println!("没有发现断开的地方"),
    }
    Ended::Done
}

impl Export {
    fn run(self, place: &Place) -> Outcome {
        if self.since.zip(self.until).is_some_and(|(since, until)| since > until) {
            return Err(anyhow!("--since不能晚于--until"));
        }
        let installation = Installation::for_reading(place)?;
        let range = Range { since: self.since, until: self.until };
        let (seals, events) = write(&installation, range, &self.file)?;
        println!("写好了，{seals}个封印、{events}条记录：{}", self.file.display());
        println!("核对：guantong audit verify {}", self.file.display());
        Ok(Ended::Done)
    }
}

/// The file appears whole or not at all.
fn write(installation: &Installation, range: Range, path: &Path) -> anyhow::Result<(i64, i64)> {
    let draft = path.with_extension("part");
    let unwritable = || format!("{}写不进去", path.display());
    let file = File::create(&draft).with_context(unwritable)?;
    let mut file = BufWriter::with_capacity(1 << 20, file);
    let written = audit::write_export(&installation.operator(), range, &mut file)
        .map_err(anyhow::Error::from)
        .and_then(|counted| {
            std::fs::rename(&draft, path).with_context(unwritable)?;
            Ok(counted)
        });
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}
