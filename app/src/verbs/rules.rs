//! `rules check`, `rules value`.

use std::path::PathBuf;

use anyhow::Context;
use calendar::Day;
use clap::Subcommand;

use super::{Ended, Outcome};

#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// Check a folder of regulations (the built-in ones when none is named)
    Check {
        dir: Option<PathBuf>,
        /// Also list which rule ids are covered, and which are left out and why
        #[arg(long)]
        coverage: bool,
    },
    /// A value on a day, with its source
    Value {
        /// Its path in the folder: branch/committee-threshold
        name: String,
        #[arg(long, value_name = "DAY")]
        on: Day,
    },
}

impl Rules {
    pub(super) fn run(self) -> Outcome {
        match self {
            Self::Check { dir, coverage } => check(dir, coverage),
            Self::Value { name, on } => value(&name, on),
        }
    }
}

fn check(dir: Option<PathBuf>, coverage: bool) -> Outcome {
    let sources = match &dir {
        Some(dir) => match rules::Sources::read(dir) {
            Ok(sources) => sources,
            Err(report) => return show(&report),
        },
        None => rules::Sources::built_in(),
    };
    let vocabulary = crate::rooms::vocabulary();
    let report = rules::check_sources(sources.clone(), &vocabulary);
    if !report.is_clean() {
        return show(&report);
    }
    let rules = match rules::Rules::load(sources.clone()) {
        Ok(rules) => rules,
        Err(report) => return show(&report),
    };
    let failed = duty::judge::run_cases(&rules);
    for words in &failed {
        println!("{words}");
    }
    println!(
        "{}部文件，{}个值，{}项职责，{}个例子：{}",
        rules.texts().count(),
        rules.values().count(),
        rules.duty_groups().count(),
        rules.cases().len(),
        if failed.is_empty() { "没有问题".to_owned() } else { format!("{}个例子不符", failed.len()) }
    );
    if coverage {
        let report = rules::check_coverage(sources);
        print!("{}", rules.coverage_text());
        if !report.is_clean() {
            return show(&report);
        }
    }
    Ok(if failed.is_empty() { Ended::Done } else { Ended::Found })
}

fn show(report: &rules::Report) -> Outcome {
    use std::io::IsTerminal;
    let text = if std::io::stdout().is_terminal() { report.styled() } else { report.plain() };
    println!("{text}");
    Ok(Ended::Found)
}

fn value(name: &str, on: Day) -> Outcome {
    let rules = rules::Rules::built_in();
    let value = rules.value(name).with_context(|| {
        format!("没有“{name}”这个值。名字是 regulations/ 里的路径，如 branch/committee-threshold")
    })?;
    let dated = rules.at(name, on)?;
    println!("{}（{}）：{}", value.title, on.zh(), dated.zh());
    println!("依据：{}  {}", rules.source(&dated.text, &dated.article), dated.confidence.zh());
    Ok(Ended::Done)
}
