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
    /// 隔离：含有这些文字的，谁也看不到，密封保存
    Quarantine {
        /// 办这件事的安全保密管理员的账号
        #[arg(long, value_name = "账号")]
        by: String,
        /// 写着要查找的文字的文件，写那份材料里独有的一句；不能写在命令里
        #[arg(long, value_name = "文件")]
        words_file: PathBuf,
        /// 可能是哪天混进来的；从那天起没填完的表、传送中的文件一并删除
        #[arg(long, value_name = "日期")]
        since: Day,
    },
    /// 清除密封的原文，指出哪些备份里还有
    Purge {
        /// 第几号
        #[arg(value_name = "号")]
        no: i64,
        /// 办这件事的安全保密管理员的账号
        #[arg(long, value_name = "账号")]
        by: String,
        /// 备份在哪个目录；不写是设置里的 backup_dir
        #[arg(long, value_name = "目录")]
        backups: Option<PathBuf>,
    },
    /// 出一份报告（Word）
    Report {
        /// 第几号
        #[arg(value_name = "号")]
        no: i64,
        /// 写成哪个文件（docx）
        #[arg(value_name = "文件")]
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
    if let Some(seen) = &spill.looked {
        println!("查过{}", seen.counted());
        if let Some(unread) = seen.unread_words() {
            println!("{unread}");
        }
    }
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
        (Some(folder), Some(words)) => backup::holding(place, &folder, &words, &ctx.core.keys)?,
        _ => spills::Backups::default(),
    };
    spills::purge(&ctx, no, &held)?;
    println!("第{no}号：{}处的原文已经销毁，数据库整库重写过", spill.places.len());
    match &held.folder {
        Some(folder) => println!("{folder}里的备份查了{}份", held.seen),
        None => println!(
            "没有查备份：没有给备份目录，设置里也没有。另行核对：guantong backup 目录 --holds"
        ),
    }
    for name in &held.holding {
        println!("含有它的备份，须人工销毁：{name}");
    }
    let spill = ctx.read(|read| spills::find(read, no))?.context("刚才清除的")?;
    if let Some(file) = &spill.log_until {
        println!(
            "PostgreSQL 的日志到{file}为止还可能有原文：主机和每一台备机，照安装指南“清掉 PostgreSQL 日志里的原文”办"
        );
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
