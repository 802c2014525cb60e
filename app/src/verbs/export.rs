//! `export …`: lists to files, each with its scope and its count.

use std::path::PathBuf;

use anyhow::Context;
use calendar::Day;
use clap::Subcommand;

use super::{Ended, Outcome, progress};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Members of a unit and everything below it, identity numbers left out
    Members {
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// The file to write (xlsx)
        file: PathBuf,
    },
    /// Whose copy a spreadsheet is, by the mark in it or by its printed number
    Trace {
        /// The file, or the number as it is printed on it
        copy: String,
    },
    /// The picture of a unit, child by child
    Situation {
        #[arg(long, value_name = "CODE")]
        unit: String,
        #[arg(long, value_name = "DAY")]
        on: Option<Day>,
        /// The file to write (xlsx)
        file: PathBuf,
    },
}

impl Export {
    pub(super) fn run(self, place: &Place) -> Outcome {
        let installation = Installation::for_reading(place)?;
        let ctx = installation.operator();
        if let Self::Trace { copy } = &self {
            return trace(&ctx, copy);
        }
        let find = |code: &str| {
            let unit = ctx.read(|read| org::by_code(read, code))?;
            unit.with_context(|| format!("没有代码为{code}的组织"))
        };
        let ((content, count), measure, file) = match self {
            Self::Members { unit, file } => {
                let unit = find(&unit)?;
                let bar = progress::bar("生成名册", 0);
                let told = |done: usize, total: usize| {
                    bar.set_length(total as u64);
                    bar.set_position(done as u64);
                };
                let made = ctx.read(|read| people::export(&ctx, read, unit.id, &told))?;
                bar.finish_and_clear();
                (made, "人", file)
            }
            Self::Trace { .. } => unreachable!("answered above"),
            Self::Situation { unit, on, file } => {
                let (unit, on) = (find(&unit)?, on.unwrap_or(ctx.today));
                let relation = super::picture::usual_relation(unit.family);
                let ask = situation::Ask { relation, node: unit.id, on };
                (ctx.read(|read| situation::export(&ctx, read, ask))?, "行", file)
            }
        };
        std::fs::write(&file, content).with_context(|| file.display().to_string())?;
        println!("写好了，共{count}{measure}：{}", file.display());
        Ok(Ended::Done)
    }
}

/// Reads the mark and prints what was noted when that list went out.
fn trace(ctx: &act::Ctx, copy: &str) -> Outcome {
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
    println!("内容：{}，{}人，{}", found.title, found.rows, found.scope);
    println!("栏目：{}", found.columns);
    println!("用途：{}", found.purpose);
    Ok(Ended::Done)
}
