//! `spill …`: the security administrator's acts from the machine itself, and the written report.

use std::path::{Path, PathBuf};

use act::Ctx;
use anyhow::{Context, Result, bail};
use calendar::{Day, Instant};
use clap::Subcommand;

use super::{Ended, Outcome, backup};
use crate::{Installation, Place, Settings};

#[derive(Debug, Subcommand)]
pub(crate) enum Spill {
    /// Take everything with these words out of sight, and keep it sealed
    Quarantine {
        /// Login of the security administrator who does it
        #[arg(long, value_name = "LOGIN")]
        by: String,
        /// A file with words that stand in that material alone: they belong into no command line
        #[arg(long, value_name = "FILE")]
        words_file: PathBuf,
        /// The day on which it may have come in; half-filled forms and files on their way since then go
        #[arg(long, value_name = "DAY")]
        since: Day,
    },
    /// Destroy what was kept sealed, and name the backups that hold it
    Purge {
        no: i64,
        #[arg(long, value_name = "LOGIN")]
        by: String,
        /// Folder of backups to look through; `backup_dir` when not given
        #[arg(long, value_name = "DIR")]
        backups: Option<PathBuf>,
    },
    /// Write the report as a Word file
    Report {
        no: i64,
        /// The file to write (docx)
        file: PathBuf,
    },
}

impl Spill {
    pub(super) fn run(self, place: &Place) -> Outcome {
        match self {
            Self::Quarantine { by, words_file, since } => {
                quarantine(place, &by, &words_file, since)
            }
            Self::Purge { no, by, backups } => purge(place, no, &by, backups),
            Self::Report { no, file } => report(place, no, &file),
        }
    }
}

/// Under his hat: what he may not do, this verb may not either.
fn in_name_of(ctx: &Ctx, login: &str) -> Result<Ctx> {
    let held = crate::stock::security_administrator(ctx, &login.to_lowercase())?;
    let Some((person, post)) = held else {
        bail!("{login}不是安全保密管理员。这件事只有安全保密管理员能办");
    };
    Ok(ctx.read(|read| ctx.in_name_of(read, person, Some(post)))?)
}

fn quarantine(place: &Place, by: &str, words_file: &Path, since: Day) -> Outcome {
    let words =
        std::fs::read_to_string(words_file).with_context(|| words_file.display().to_string())?;
    let installation = Installation::for_writing(place)?;
    let ctx = in_name_of(&installation.operator(), by)?;
    let no = spills::quarantine(&ctx, &words, Instant::at(since, 0, 0))?;
    let spill = ctx.read(|read| spills::find(read, no))?.context("刚才登记的")?;
    println!("第{no}号：{}处已经隔离，原文密封保存；谁也打不开", spill.places.len());
    let stays = spill.places.iter().filter(|it| it.stays).count();
    if stays > 0 {
        println!("其中{stays}处在审计记录里，不能动，报告里写明");
    }
    println!("{}以后没填完的表、传送中的文件共{}份，已删除", since.zh(), spill.dropped);
    println!("下一步：报保密部门；同意清除后 guantong spill purge {no} --by {by}");
    Ok(Ended::Done)
}

fn purge(place: &Place, no: i64, by: &str, backups: Option<PathBuf>) -> Outcome {
    let installation = Installation::for_writing(place)?;
    let ctx = in_name_of(&installation.operator(), by)?;
    let spill = ctx.read(|read| spills::find(read, no))?;
    let spill = spill.with_context(|| format!("没有第{no}号"))?;
    let folder =
        backups.or_else(|| Settings::of(place).ok()?.backup_dir.map(|it| place.data.join(it)));
    let held = match (folder, spills::words(&ctx, &spill)?) {
        (Some(folder), Some(words)) => backup::holding(&folder, &words, &ctx.core.keys)?,
        _ => Vec::new(),
    };
    spills::purge(&ctx, no, &held)?;
    println!("第{no}号已经清除，数据库整库重写过");
    for name in &held {
        println!("含有它的备份，须人工销毁：{name}");
    }
    println!("下一步：做一份新的备份；guantong spill report {no} 报告.docx");
    Ok(Ended::Done)
}

fn report(place: &Place, no: i64, file: &Path) -> Outcome {
    let installation = Installation::for_reading(place)?;
    let ctx = installation.operator();
    let spill = ctx.read(|read| spills::find(read, no))?;
    let spill = spill.with_context(|| format!("没有第{no}号"))?;
    let name = Settings::of(place)?.name.unwrap_or_else(|| "贯通".to_owned());
    let content = documents::docx(&spills::paper(&spill, &name))?;
    std::fs::write(file, content).with_context(|| file.display().to_string())?;
    println!("报告写好了：{}", file.display());
    Ok(Ended::Done)
}
