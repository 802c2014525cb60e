//! `audit …`: verifies the chain of the audit, here or in a file from elsewhere; writes such a file.

use std::{
    fs::File,
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use audit::{Broken, Code, Marked, Range, Report};
use calendar::Day;
use clap::{Args, Subcommand};

use super::{Ended, Outcome, progress};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// 一环一环核对，指出第一处断开的
    Verify(Verify),
    /// 导出成文件，在任何一台机器上都能核对
    Export(Export),
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// 导出的文件；不写的话核对数据库
    #[arg(value_name = "文件")]
    export: Option<PathBuf>,
    /// 以前打印过的封印码，链里应当还有它
    #[arg(long, value_name = "封印码", value_parser = Code::read)]
    code: Option<Code>,
    /// 另一个节点数据目录里的audit.mark，或者另外保管的一份
    #[arg(long, value_name = "文件")]
    mark: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// 写成哪个文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 从哪天起，如2026-11-01
    #[arg(long, value_name = "日期")]
    since: Option<Day>,
    /// 到哪天止
    #[arg(long, value_name = "日期")]
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
        let (report, marks) = match &self.export {
            None => self.database(place)?,
            Some(path) => {
                let unreadable = || format!("{}读不出来", path.display());
                let file = File::open(path).with_context(unreadable)?;
                let file = BufReader::with_capacity(1 << 20, file);
                let report = audit::verify_export(file, self.code.as_ref());
                (report.with_context(unreadable)?, Vec::new())
            }
        };
        let ended = told(&report, self.code.as_ref());
        let is_empty = |it: &&Marked| report.seals == 0 && **it == Marked::Missing;
        let marks = marks.iter().filter(|it| !is_empty(it));
        let marked = marks.fold(Ended::Done, |all: Ended, mark| all.worse(told_of_mark(mark)));
        Ok(ended.worse(marked))
    }

    fn database(&self, place: &Place) -> anyhow::Result<(Report, Vec<Marked>)> {
        let installation = Installation::for_reading(place)?;
        let bar = progress::bar("核对封印", 0);
        let counted = |done: i64, all: i64| {
            bar.set_length(all.unsigned_abs());
            bar.set_position(done.unsigned_abs());
        };
        let ctx = installation.operator();
        // Before the chain is looked at: a mark lags, and is not to be written meanwhile.
        let mut marks = ctx.read(|read| audit::check_marks(&ctx, read, &place.data))?;
        for file in &self.mark {
            marks.push(ctx.read(|read| audit::check_mark(&ctx, read, file))?);
        }
        let report = audit::verify(&ctx, self.code.as_ref(), &counted)?;
        bar.finish_and_clear();
        Ok((report, marks))
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
    if let Some((at, about)) = &report.restored {
        let seal = about.strip_prefix("seal:").unwrap_or_default();
        println!("数据库是{}从备份恢复的，那份备份到第{seal}个封印", at.zh());
    }
    if let Some(broken) = &report.broken {
        return broken_at(broken);
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

fn broken_at(broken: &Broken) -> Ended {
    println!("断在这里：{broken}");
    println!("保留现场，不要再改动数据，报告安全审计员和上级");
    Ended::Found
}

fn told_of_mark(marked: &Marked) -> Ended {
    match marked {
        Marked::Follows(mark) => {
            println!("数据库外的末端标记对得上：第{}个封印，{}", mark.seal, mark.at.zh());
            Ended::Done
        }
        Marked::BeforeRestore(mark, came_to) => {
            println!(
                "末端标记是恢复以前的（{}，第{}个封印），备份只到第{came_to}个：中间的{}个封印不在恢复的数据里",
                mark.at.zh(),
                mark.seal,
                mark.seal - came_to
            );
            Ended::Done
        }
        Marked::Missing => {
            println!("{}", condition::no_mark());
            Ended::Found
        }
        Marked::Broken(broken) => broken_at(broken),
    }
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
