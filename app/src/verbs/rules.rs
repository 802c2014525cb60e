//! `rules check`, `rules value`.

use std::path::{Path, PathBuf};

use anyhow::Context;
use calendar::Day;
use clap::Subcommand;

use super::{Ended, Outcome};
use crate::docs;

#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// 核对规章数据和权限
    Check {
        /// 规章数据的目录；不写是程序里带的
        #[arg(value_name = "目录")]
        dir: Option<PathBuf>,
        /// 再列出哪些条款写成了数据，哪些没有、为什么
        #[arg(long)]
        coverage: bool,
        /// 只列出数据里能用的名称，不核对
        #[arg(long, conflicts_with_all = ["dir", "coverage"])]
        names: bool,
        /// 职务、组织种类和系统用这个目录里的，不用程序里带的
        #[arg(long, value_name = "目录")]
        systems: Option<PathBuf>,
    },
    /// 某一天的规定是多少，依据哪一条
    Value {
        /// 在规章数据里的路径，如branch/committee-threshold
        #[arg(value_name = "名称")]
        name: String,
        /// 哪一天，如2026-11-20
        #[arg(long, value_name = "日期")]
        on: Day,
    },
}

impl Rules {
    pub(super) fn run(self) -> Outcome {
        match self {
            Self::Check { names: true, .. } => Ok(print_names()),
            Self::Check { dir, coverage, systems, .. } => {
                let of_rules = check(dir, coverage);
                let of_systems = check_systems(systems.as_deref());
                Ok(if of_systems == Ended::Found { Ended::Found } else { of_rules })
            }
            Self::Value { name, on } => value(&name, on),
        }
    }
}

fn check(dir: Option<PathBuf>, coverage: bool) -> Ended {
    let sources = match &dir {
        Some(dir) => match rules::Sources::read(dir) {
            Ok(sources) => sources,
            Err(report) => return show(&report),
        },
        None => rules::Sources::built_in(),
    };
    let report = rules::check_sources(sources.clone(), &duty::judge::vocabulary());
    if !report.is_clean() {
        return show(&report);
    }
    let rules = match rules::Rules::load(sources.clone()) {
        Ok(rules) => rules,
        Err(report) => return show(&report),
    };
    println!(
        "{}部文件，{}个值，{}项职责，{}个例子都相符",
        rules.texts().count(),
        rules.values().count(),
        rules.duty_groups().count(),
        rules.cases().len()
    );
    if coverage {
        print_coverage(&rules);
        let report = rules::check_coverage(sources);
        if !report.is_clean() {
            return show(&report);
        }
    }
    // What the check of the whole house counts.
    println!("{} passed, 0 failed", rules.cases().len());
    Ended::Done
}

/// Who may do what: acts nobody holds, administrators apart, nobody gives what he lacks.
fn check_systems(dir: Option<&Path>) -> Ended {
    let rooms = crate::rooms();
    let known: Vec<&str> = docs::all_acts(&rooms).iter().map(|act| act.key).collect();
    let loaded = match dir {
        Some(dir) => systems::Systems::load_dir(dir),
        None => Ok(systems::Systems::built_in().clone()),
    };
    let checked = loaded.and_then(|systems| {
        systems.check_acts(known.iter().copied())?;
        systems.check_held(docs::acts_of_doors(&rooms))?;
        systems.check_keeps(crate::erasers().iter().map(|it| it.key))?;
        Ok(systems)
    });
    match checked {
        Ok(systems) => {
            println!("{}种职务，各有哪些权限都对得上", systems.posts().len());
            Ended::Done
        }
        Err(report) => {
            println!("{}", report.plain());
            Ended::Found
        }
    }
}

fn print_names() -> Ended {
    for (title, names) in duty::judge::vocabulary().lists() {
        println!("{title}，共{}个", names.len());
        for (name, zh) in names {
            println!("  {name}  {zh}");
        }
    }
    Ended::Done
}

fn print_coverage(rules: &rules::Rules) {
    let carried = rules.carried();
    for section in &rules.coverage().sections {
        println!("{} {}", section.number, section.title);
        for id in &section.ids {
            match (carried.get(id.as_str()), rules.coverage().left_out.get(id)) {
                (Some(places), _) => {
                    let places: Vec<&str> = places.iter().copied().collect();
                    println!("  {id}  {}", places.join("、"));
                }
                (None, Some(reason)) => println!("  {id}  不做成数据：{reason}"),
                (None, None) => println!("  {id}  没有列出"),
            }
        }
    }
}

fn show(report: &rules::Report) -> Ended {
    use std::io::IsTerminal;
    let text = if std::io::stdout().is_terminal() { report.styled() } else { report.plain() };
    println!("{text}");
    Ended::Found
}

fn value(name: &str, on: Day) -> Outcome {
    let rules = rules::Rules::built_in();
    // Pages write the path with dots: both are taken.
    let name = &name.replace('.', "/");
    let value = rules.value(name).with_context(|| {
        format!("没有“{name}”这个值。名字是 regulations/ 里的路径，如 branch/committee-threshold")
    })?;
    let dated = rules.at(name, on)?;
    println!("{}（{}）：{}", value.title, on.zh(), dated.zh());
    println!("依据：{}  {}", rules.source(&dated.text, &dated.article), dated.confidence.zh());
    Ok(Ended::Done)
}
