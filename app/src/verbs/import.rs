//! `import divisions`, `import units`, `import members`, `import meetings`, `import undo`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use imports::Taken;
use org::Unit;
use people::import::{Choice, Choices, Named, Plan};

use super::{Ended, Outcome, progress};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// 全国的区划：每个有公安机关的地方建一个机关
    Divisions {
        /// 区划表，发布包里的 data/divisions.csv
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 一个机关下面的组织：名称、编码、类别、上级、成立日期、换届日期、任期、支委会
    Units {
        /// 组织表：xlsx、xls、CSV都行，看内容不看名称
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 建在哪个单位下面
        #[arg(long, value_name = "代码")]
        unit: String,
        /// 只试一遍，不写入
        #[arg(long)]
        rehearse: bool,
        /// 结果写成JSON，给程序读
        #[arg(long)]
        json: bool,
    },
    /// 党员花名册
    Members {
        /// 花名册：xlsx、xls、CSV都行，看内容不看名称
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 哪个支部或者机关的名册
        #[arg(long, value_name = "代码")]
        unit: String,
        /// 只试一遍，不写入
        #[arg(long)]
        rehearse: bool,
        /// 名册里有、系统里还没有的支部，建在这个机关的党委下面
        #[arg(long)]
        found_branches: bool,
        /// 组织关系在别的支部的人，转到这里来
        #[arg(long)]
        move_here: bool,
        /// 隐藏的行和工作表也读
        #[arg(long)]
        take_hidden: bool,
        /// 结果写成JSON，给程序读
        #[arg(long)]
        json: bool,
    },
    /// 启用日以前开过的会：日期、类型、到会人数；几个支部合写一张表的，加上支部一列
    Meetings {
        /// 会议表：xlsx、xls、CSV都行，看内容不看名称
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 哪个支部的会；表里写了支部的，写它们上面的机关或者党委
        #[arg(long, value_name = "代码")]
        unit: String,
        /// 只试一遍，不写入
        #[arg(long)]
        rehearse: bool,
        /// 结果写成JSON，给程序读
        #[arg(long)]
        json: bool,
    },
    /// 撤回一批导入；后来被人改过的不动，逐个说明
    Undo {
        /// 第几批，导入时显示过
        #[arg(value_name = "批号")]
        batch: i64,
        /// 为什么撤回，记入审计
        #[arg(long, value_name = "原因", default_value = "命令行撤回")]
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

/// What is marked as secret is refused here as on every page.
fn read_file(file: &Path) -> Result<Vec<u8>> {
    let content = std::fs::read(file).with_context(|| format!("{} 读不出来", file.display()))?;
    files::refuse_marked("file", &name_of(file), &content)?;
    Ok(content)
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
    if done.elsewhere > 0 || !done.groupings.is_empty() {
        println!(
            "只作地址用的{}行没有机关；归组行{}个，下级直接上挂：{}",
            done.elsewhere,
            done.groupings.len(),
            done.groupings.join("、")
        );
    }
    if !done.repeated.is_empty() {
        println!("重复出现的：{}", done.repeated.join("、"));
    }
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
    let plan = ctx.read(|read| org::import::rehearse(&ctx, read, &base, &bytes))?;
    if !json {
        for it in &plan.findings {
            println!(
                "第{}行 {}“{}”：{}。{}",
                it.row, it.column, it.value, it.reason, it.suggestion
            );
        }
    }
    // What is wrong with the rows stands above whatever the act says.
    let done = (!rehearse).then(|| org::import::commit(&ctx, base.id, (&bytes, &name_of(file))));
    let (batch, plan) = done.transpose()?.map_or((None, plan), |(batch, it)| (Some(batch), it));
    if json {
        println!("{}", serde_json::to_string_pretty(&plan)?);
    } else {
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
        if self.found_branches && plan.branches.iter().any(Named::is_unknown) {
            self.refuse_branches_under_nothing(&installation, &unit)?;
        }
        if !self.rehearse {
            self.commit(&installation, &plan, choices)?;
        }
        Ok(if refused == 0 { Ended::Done } else { Ended::Found })
    }

    /// A new branch stands under a committee; in an empty bureau there is none yet.
    fn refuse_branches_under_nothing(
        &self,
        installation: &Installation,
        unit: &Unit,
    ) -> Result<()> {
        let ctx = installation.operator();
        if ctx.read(|read| people::import::may_found_branches(read, unit.id))? {
            return Ok(());
        }
        let (name, code) = (&unit.name, &self.unit);
        bail!(
            "{name}下面还没有能领导党支部的党委或者党总支，新支部没有地方挂，什么也没有写入。\n\
             先建党委：做一张表，第一行写 名称、类别、隶属上级、成立日期，第二行写 {name}党委、基层党委，\
             隶属上级空着，成立日期写年月（支部也可以接着写，隶属上级写{name}党委），执行\n  \
             guantong import units 组织.xlsx --unit {code}\n\
             再导这份花名册。现在不想建支部的，去掉 --found-branches：人先进“未编入支部”，以后在网页上编入"
        );
    }

    fn commit(&self, installation: &Installation, plan: &Plan, choices: Choices) -> Result<()> {
        let mut choices = choices;
        if self.found_branches {
            let unknown = plan.branches.iter().filter(|branch| branch.is_unknown());
            choices.branches.extend(unknown.map(|it| (it.name.clone(), Choice::Found)));
        }
        if plan.to_write() == 0 && choices.branches.is_empty() {
            bail!(
                "没有一行可以写入：表里没有人员，或者都有要改的，或者和库里的一样。上面逐行写着怎么改"
            );
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
