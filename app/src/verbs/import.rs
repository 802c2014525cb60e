//! `import divisions`, `import units`, `import members`, `import meetings`, `import undo`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use imports::Taken;
use org::Unit;
use people::import::{Choice, Choices, Plan};

use super::{Ended, Outcome, progress};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// The divisions of the country: one organ for each place that has one
    Divisions {
        /// A CSV like data/divisions.csv
        file: PathBuf,
    },
    /// Units below an organ: name, code, kind, superiors, founded, last election, term, committee
    Units {
        /// The sheet of units; its content decides, not its name
        file: PathBuf,
        /// The unit below which they stand
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// Only say what would happen
        #[arg(long)]
        rehearse: bool,
        #[arg(long)]
        json: bool,
    },
    /// A roster of members: xlsx, xls, CSV or tab text
    Members {
        /// The roster; its content decides, not its name
        file: PathBuf,
        /// The branch or organ whose roster it is
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// Only say what would happen
        #[arg(long)]
        rehearse: bool,
        /// Found branches that the roster names and the tree lacks
        #[arg(long)]
        found_branches: bool,
        /// Move those here who stand in another branch
        #[arg(long)]
        move_here: bool,
        /// Read hidden rows and sheets as well
        #[arg(long)]
        take_hidden: bool,
        #[arg(long)]
        json: bool,
    },
    /// Meetings held before the start-of-use day: date, kind, number present; branch where several share a file
    Meetings {
        /// The sheet of meetings; its content decides, not its name
        file: PathBuf,
        /// The branch whose meetings they are, or the organ or committee above the branches named in the file
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// Only say what would happen
        #[arg(long)]
        rehearse: bool,
        #[arg(long)]
        json: bool,
    },
    /// Take a batch of members, meetings or units back; what was changed since stays and is named
    Undo {
        /// Its number, printed when it was imported
        batch: i64,
        /// Why; it stands in the audit
        #[arg(long, default_value = "命令行撤回")]
        reason: String,
    },
}

impl Import {
    pub(super) fn run(self, place: &Place) -> Outcome {
        match self {
            Self::Divisions { file } => divisions(place, &file),
            Self::Units { file, unit, rehearse, json } => {
                units(place, &file, &unit, rehearse, json)
            }
            Self::Members {
                file,
                unit,
                rehearse,
                found_branches,
                move_here,
                take_hidden,
                json,
            } => {
                let choices = Choices { move_here, take_hidden, ..Choices::default() };
                let wanted = Roster { file, unit, rehearse, found_branches, json };
                wanted.run(place, choices)
            }
            Self::Meetings { file, unit, rehearse, json } => {
                meetings(place, &file, &unit, rehearse, json)
            }
            Self::Undo { batch, reason } => undo(place, batch, &reason),
        }
    }
}

fn read_file(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("{} 读不出来", file.display()))
}

fn unit_of(installation: &Installation, code: &str) -> Result<Unit> {
    let unit = installation.operator().read(|read| org::by_code(read, code))?;
    unit.with_context(|| format!("没有代码为{code}的组织。区划机关用六位区划代码，如130102"))
}

fn divisions(place: &Place, file: &Path) -> Outcome {
    let bytes = read_file(file)?;
    let installation = Installation::for_writing(place)?;
    let done = org::import::divisions(&installation.operator(), &bytes)?;
    println!(
        "{}行：省{}个，市（地、州、盟）{}个，县（区、市、旗）和功能区{}个，行业公安{}个；原来就有{}个",
        done.rows,
        done.provinces,
        done.prefectures,
        done.counties,
        done.industry_bureaus,
        done.known
    );
    println!(
        "只作地址用的{}行没有机关；归组行{}个，下级直接上挂：{}",
        done.elsewhere,
        done.groupings.len(),
        done.groupings.join("、")
    );
    println!("重复出现的：{}", done.repeated.join("、"));
    Ok(Ended::Done)
}

fn units(place: &Place, file: &Path, code: &str, rehearse: bool, json: bool) -> Outcome {
    let bytes = read_file(file)?;
    let installation = if rehearse {
        Installation::for_reading(place)?
    } else {
        Installation::for_writing(place)?
    };
    let base = unit_of(&installation, code)?;
    let ctx = installation.operator();
    let (batch, plan) = if rehearse {
        (None, ctx.read(|read| org::import::rehearse(&ctx, read, &base, &bytes))?)
    } else {
        let (batch, plan) = org::import::commit(&ctx, base.id, (&bytes, &name_of(file)))?;
        (Some(batch), plan)
    };
    if json {
        println!("{}", serde_json::to_string_pretty(&plan)?);
    } else {
        for it in &plan.findings {
            println!(
                "第{}行 {}“{}”：{}。{}",
                it.row, it.column, it.value, it.reason, it.suggestion
            );
        }
        let did = if rehearse { "可以导入" } else { "导入了" };
        println!(
            "{}：{}行，{did}{}个，{}行没有导入",
            base.name,
            plan.rows,
            plan.units.len(),
            plan.stopped()
        );
        if let Some(batch) = batch {
            println!("第{batch}批。撤回：guantong import undo {batch}");
        }
    }
    Ok(if plan.findings.is_empty() { Ended::Done } else { Ended::Found })
}

fn name_of(file: &Path) -> String {
    file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}

fn meetings(place: &Place, file: &Path, code: &str, rehearse: bool, json: bool) -> Outcome {
    let bytes = read_file(file)?;
    let installation = if rehearse {
        Installation::for_reading(place)?
    } else {
        Installation::for_writing(place)?
    };
    let unit = unit_of(&installation, code)?;
    let ctx = installation.operator();
    let plan = ctx.read(|read| record::past::rehearse(&ctx, read, unit.id, &bytes))?;
    if json {
        println!("{}", serde_json::to_string_pretty(&plan)?);
    } else {
        for it in &plan.refused {
            println!(
                "第{}行 {}“{}”：{}。{}",
                it.row, it.column, it.shown, it.reason, it.suggestion
            );
        }
        println!(
            "{}：可导入{}次会议，{}行要看一下",
            plan.unit_name,
            plan.good.len(),
            plan.refused.len()
        );
    }
    if !rehearse {
        let done = record::past::import(&ctx, unit.id, (&bytes, &name_of(file)))?;
        if !json {
            println!(
                "第{}批：写入{}次会议。撤回：guantong import undo {}",
                done.batch, done.written, done.batch
            );
        }
    }
    Ok(if plan.refused.is_empty() { Ended::Done } else { Ended::Found })
}

struct Roster {
    file: PathBuf,
    unit: String,
    rehearse: bool,
    found_branches: bool,
    json: bool,
}

impl Roster {
    fn run(self, place: &Place, choices: Choices) -> Outcome {
        let bytes = read_file(&self.file)?;
        let name = name_of(&self.file);
        let installation = if self.rehearse {
            Installation::for_reading(place)?
        } else {
            Installation::for_writing(place)?
        };
        let unit = unit_of(&installation, &self.unit)?;
        let plan = rehearse(&installation, unit.id, (&bytes, &name), &choices)?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&plan.json()?)?);
        } else {
            say(&plan);
        }
        let refused = plan.rehearsal.totals.refused;
        if !self.rehearse {
            self.commit(&installation, &plan, choices)?;
        }
        Ok(if refused == 0 { Ended::Done } else { Ended::Found })
    }

    fn commit(&self, installation: &Installation, plan: &Plan, choices: Choices) -> Result<()> {
        let mut choices = choices;
        if self.found_branches {
            let unknown = plan.branches.iter().filter(|branch| branch.is_unknown());
            choices.branches.extend(unknown.map(|it| (it.name.clone(), Choice::Found)));
        }
        if plan.to_write() == 0 && choices.branches.is_empty() {
            bail!("没有一行可以导入");
        }
        let bar = progress::bar("写入党员", plan.to_write() as u64);
        let told = |done: usize, total: usize| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        };
        let ctx = installation.operator();
        let done = people::import::commit(&ctx, plan.unit, &plan.rehearsal, &choices, &told)?;
        bar.finish_and_clear();
        if self.json {
            return Ok(());
        }
        println!(
            "第{}批：新增{}人，更新{}人，转入{}人，原样{}人，未动{}人，新建支部{}个。撤回：guantong import undo {}",
            done.batch,
            done.added,
            done.changed,
            done.moved,
            done.unchanged,
            done.left,
            done.founded,
            done.batch
        );
        Ok(())
    }
}

fn rehearse(
    installation: &Installation,
    unit: i64,
    file: (&[u8], &str),
    choices: &Choices,
) -> Result<Plan> {
    let ctx = installation.operator();
    let codes = people::import::codes(&ctx)?;
    let keys = &ctx.core.keys;
    Ok(ctx.read(|read| people::import::rehearse(read, keys, unit, file, &codes, choices))?)
}

fn say(plan: &Plan) {
    for sheet in &plan.rehearsal.sheets {
        for row in &sheet.refused {
            for finding in &row.findings {
                let (what, to_do) = finding.reason.words();
                println!("第{}行 {} {}：{what}。{to_do}", row.row, row.name, finding.heading);
            }
        }
    }
    let totals = &plan.rehearsal.totals;
    println!(
        "{}：可导入{}人，{}行要看一下，{}行不是人员",
        plan.unit_name, totals.imported, totals.refused, totals.skipped
    );
    for branch in plan.branches.iter().filter(|branch| branch.is_unknown()) {
        println!(
            "名册里的“{}”还没有建：加 --found-branches 新建，否则人先进“未编入支部”",
            branch.name
        );
    }
}

fn undo(place: &Place, batch: i64, reason: &str) -> Outcome {
    let installation = Installation::for_writing(place)?;
    let ctx = installation.operator();
    let kind = ctx.read(|read| imports::batch(read, batch))?.map(|it| it.kind);
    let kind = kind.with_context(|| format!("没有第{batch}批导入"))?;
    let (done, measure) = match kind.as_str() {
        record::past::MEETINGS => (record::past::undo(&ctx, batch, reason)?, "次会议"),
        org::import::UNITS => (org::import::undo(&ctx, batch, reason)?, "个组织"),
        _ => (people::import::undo(&ctx, batch, reason)?, "人"),
    };
    let Taken { removed, restored } = done.taken;
    match restored {
        0 => println!("撤回{removed}{measure}"),
        _ => println!("撤回{removed}{measure}，恢复{restored}{measure}"),
    }
    for it in &done.kept {
        let why = if it.why.is_empty() { "后来被人改过" } else { &it.why };
        println!("{}：{why}，没有动", it.name);
    }
    Ok(if done.kept.is_empty() { Ended::Done } else { Ended::Found })
}
