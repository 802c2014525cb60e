//! `export …`: figures to a file, with scope and count; and whose copy a list of persons is. Lists of persons go out
//! on the pages alone: there they have a name under them (docs/adr/0102).

use std::path::{Path, PathBuf};

use act::Ctx;
use anyhow::Context;
use calendar::Day;
use clap::Subcommand;

use super::{Ended, Outcome};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// 查一份名单是谁导出的：凭文件里的暗记，或者印着的编号
    Trace {
        /// 文件，或者印在上面的编号
        #[arg(value_name = "文件或编号")]
        copy: String,
    },
    /// 一个单位的统计表，按下级逐行；只有数，没有人
    Situation {
        /// 单位的代码
        #[arg(long, value_name = "代码")]
        unit: String,
        /// 看哪天的情况；不写是今天
        #[arg(long, value_name = "日期")]
        on: Option<Day>,
        /// 写成哪个文件（xlsx）
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
}

impl Export {
    pub(super) fn run(self, place: &Place) -> Outcome {
        let installation = Installation::for_reading(place)?;
        let ctx = installation.operator();
        match self {
            Self::Trace { copy } => trace(&ctx, &copy),
            Self::Situation { unit, on, file } => situation(&ctx, &unit, on, &file),
        }
    }
}

fn situation(ctx: &Ctx, code: &str, on: Option<Day>, file: &Path) -> Outcome {
    let unit = ctx.read(|read| org::by_code(read, code))?;
    let unit = unit.with_context(|| format!("没有代码为{code}的组织"))?;
    let relation = super::picture::usual_relation(unit.family);
    let ask = situation::Ask { relation, node: unit.id, on: on.unwrap_or(ctx.today) };
    let (content, count) = ctx.read(|read| situation::export(ctx, read, ask))?;
    std::fs::write(file, content).with_context(|| file.display().to_string())?;
    println!("写好了，共{count}行：{}", file.display());
    Ok(Ended::Done)
}

/// Reads the mark and prints what was noted when that list went out.
fn trace(ctx: &Ctx, copy: &str) -> Outcome {
    let id = match std::fs::read(copy) {
        Ok(bytes) => sheets::trace(&bytes).context("这份文件里没有导出编号")?,
        Err(_) => sheets::id_of(copy).context("没有这个文件，它也不是导出编号")?,
    };
    let found = ctx.read(|read| exports::find_copy(ctx, read, id))?;
    let code = sheets::code(id);
    let found = found.with_context(|| format!("编号{code}不是这个系统导出的"))?;
    let who = ctx.read(|read| account::who_exported(ctx, read, found.person, found.post))?;
    println!("编号：{code}");
    println!("导出人：{who}");
    println!("时间：{}", found.at.zh());
    println!("内容：{}，{}{}，{}", found.title, found.rows, found.measure, found.scope);
    println!("栏目：{}", found.columns);
    println!("用途：{}", found.purpose);
    Ok(Ended::Done)
}
