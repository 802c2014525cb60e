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
