//! `duty list`, `situation`: what is owed and how it stands, for people and for programs.

use std::path::Path;

use act::{Ctx, Relation};
use anyhow::{Context, Result};
use calendar::Day;
use clap::{Args, Subcommand, ValueEnum};
use org::Unit;
use rules::Rules;
use situation::{Ask, Figures, Part, Picture, Scope, draw, json, look, verify};
use systems::Systems;

use super::{Ended, Outcome, figures::FILE};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Duty {
    /// 一个单位这一年应办的每件事
    List {
        /// 单位的代码
        #[arg(long, value_name = "代码")]
        unit: String,
        /// 看哪天的情况；不写是今天
        #[arg(long, value_name = "日期")]
        on: Option<Day>,
        /// 结果写成JSON，给程序读
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    /// 隶属
    Lead,
    /// 条线
    Line,
}

#[derive(Debug, Args)]
pub(crate) struct Situation {
    /// 单位的代码
    #[arg(long, value_name = "代码")]
    unit: String,
    /// 看哪天的情况；不写是今天
    #[arg(long, value_name = "日期")]
    on: Option<Day>,
    /// 按哪种关系看下级；不写的话，行政机关按条线，党组织按隶属
    #[arg(long, value_enum, value_name = "关系")]
    relation: Option<By>,
    /// 结果写成JSON，给程序读
    #[arg(long)]
    json: bool,
    /// 用慢的办法再数一遍，指出不一样的
    #[arg(long)]
    verify: bool,
}

impl Duty {
    pub(super) fn run(self, place: &Place) -> Outcome {
        let Self::List { unit, on, json } = self;
        let installation = Installation::for_reading(place)?;
        let ctx = installation.operator();
        let (unit, on) = (find(&ctx, &unit)?, on.unwrap_or(ctx.today));
        if json {
            let root = (usual_relation(unit.family), unit.id);
            let value = ctx.read(|read| {
                let law = duty::Law::load(read, ctx.part::<Rules>())?;
                duty::list_json(read, &law, root, on.year(), on)
            })?;
            println!("{}", serde_json::to_string_pretty(&value)?);
            return Ok(Ended::Done);
        }
        print_duties(&ctx, &unit, on)?;
        Ok(Ended::Done)
    }
}

fn find(ctx: &Ctx, code: &str) -> Result<Unit> {
    let unit = ctx.read(|read| org::by_code(read, code))?;
    unit.with_context(|| format!("没有代码为{code}的组织。区划机关用六位区划代码，如130102"))
}

fn print_duties(ctx: &Ctx, unit: &Unit, on: Day) -> Result<()> {
    println!("{}，{}年，{}的情况", unit.name, on.year(), on.zh());
    ctx.read(|read| {
        let law = duty::Law::load(read, ctx.part::<Rules>())?;
        let (standings, _) = duty::list(read, &law, unit.id, on.year(), on)?;
        let owed = |it: &duty::Standing<'_>| it.verdicts.iter().filter(|it| it.is_owed()).count();
        let count: usize = standings.iter().map(owed).sum();
        println!("共{count}项，全部列出");
        if count == 0 {
            println!(
                "这个组织自己没有应办的事项。行政机关的事项由设在里面的党组织办：guantong situation \
                 --unit {} 看全局，--json 列出下面每个党组织的",
                unit.code
            );
        }
        for standing in standings.iter().filter(|it| owed(it) > 0) {
            println!("\n{}", standing.bearer.name);
            for verdict in standing.verdicts.iter().filter(|verdict| verdict.is_owed()) {
                let slot = &verdict.slot;
                println!(
                    "  {}  {}{}：{}（{}）",
                    verdict.tag(),
                    slot.period.zh(),
                    slot.duty.title,
                    verdict.words(),
                    law.source(slot.duty)
                );
            }
        }
        Ok(())
    })?;
    Ok(())
}

impl Situation {
    pub(super) fn run(self, place: &Place) -> Outcome {
        let installation = Installation::for_reading(place)?;
        let ctx = installation.operator();
        let (unit, on) = (find(&ctx, &self.unit)?, self.on.unwrap_or(ctx.today));
        let relation = match self.relation {
            Some(By::Lead) => Relation::Lead,
            Some(By::Line) => Relation::Line,
            None => usual_relation(unit.family),
        };
        let ask = Ask { relation, node: unit.id, on };
        if self.verify {
            return differences(&ctx, ask, &place.data.join(FILE));
        }
        let picture = picture(&ctx, ask)?
            .with_context(|| format!("{}不在这种关系里（--relation）", unit.name))?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&json(&picture))?);
        } else {
            print!("{}", text(&picture));
        }
        Ok(Ended::Done)
    }
}

pub(super) fn usual_relation(family: systems::Family) -> Relation {
    if family == systems::Family::Administrative { Relation::Line } else { Relation::Lead }
}

fn picture(ctx: &Ctx, ask: Ask) -> Result<Option<Picture>> {
    let (rules, systems) = (ctx.part::<Rules>(), ctx.part::<Systems>());
    let view = ctx.read(|read| look(read, rules, systems, ask))?;
    Ok(view.map(|view| draw(&view, systems, Scope::year(ask.on), &Part::default())))
}

fn differences(ctx: &Ctx, ask: Ask, file: &Path) -> Outcome {
    let (rules, systems) = (ctx.part::<Rules>(), ctx.part::<Systems>());
    let differences = ctx.read(|read| verify(read, rules, systems, ask))?;
    if differences.is_empty() {
        println!("从记录用两种办法算，数一致");
    }
    for it in &differences {
        println!("{}：统计{:?}，逐件重算{:?}", it.duty, it.picture, it.recount);
    }
    let is_wrong = ask.on == ctx.today && saved_is_wrong(ctx, ask, file)?;
    Ok(if differences.is_empty() && !is_wrong { Ended::Done } else { Ended::Found })
}

/// What a server would show after a start: its saved figures with what was done since, against the rows.
fn saved_is_wrong(ctx: &Ctx, ask: Ask, file: &Path) -> Result<bool> {
    let figures = Figures::default();
    if !figures.load(&ctx.core, file)? {
        println!("没有今年的、能用的统计文件（{}），不用核对", file.display());
        return Ok(false);
    }
    let (wrong, units) = figures.check_below(&ctx.core, (ask.relation, ask.node))?;
    if wrong.is_empty() {
        println!("保存的统计与记录一致，核对了{units}个党组织");
    }
    for it in &wrong {
        println!("{it}");
    }
    Ok(!wrong.is_empty())
}

/// The picture of an administrative node by the police line, as lines for the terminal.
pub(crate) fn picture_text(ctx: &Ctx, node: i64) -> Result<String> {
    let ask = Ask { relation: Relation::Line, node, on: ctx.today };
    Ok(picture(ctx, ask)?.map_or(String::new(), |picture| text(&picture)))
}

fn text(picture: &Picture) -> String {
    use std::fmt::Write;
    let tally = &picture.tally;
    let mut text = format!(
        "{}，{}的情况：支部{}个，应办{}件，已完成{}，未到期{}，逾期{}，缺项{}，有说明{}，免办{}\n",
        picture.node.name,
        picture.scope.on.zh(),
        picture.branches,
        tally.owed(),
        tally.done,
        tally.due,
        tally.overdue,
        tally.missed,
        tally.explained,
        tally.exempt
    );
    for side in &picture.sides {
        let tally = &side.tally;
        let _ = writeln!(
            text,
            "  {}：应办{}，已完成{}，逾期{}，缺项{}",
            side.name,
            tally.owed(),
            tally.done,
            tally.overdue,
            tally.missed
        );
    }
    text
}
