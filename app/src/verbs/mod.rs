//! The verbs of the command line; stable names, documented exit codes.

mod account;
mod audit;
mod backup;
mod beside;
pub mod command_line;
mod database;
mod demo;
mod docs;
mod doctor;
mod doors;
mod export;
mod figures;
mod import;
mod keys;
mod logs;
mod migrate;
mod owners;
mod picture;
mod progress;
mod restore;
mod retention;
mod rules;
mod serve;
mod spill;

pub(crate) use backup::plan as backup_plan;
pub(crate) use picture::picture_text;
pub(crate) use retention::{after as after_erasing, again as erase_again};

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rustix::fs::Mode;

pub(crate) use self::demo::is_demo;
use crate::Place;

/// 贯通：公安机关党建工作系统
#[derive(Debug, Parser)]
#[command(
    name = "guantong",
    version,
    after_help = "每个命令的说明：guantong 命令 --help。先试用：guantong demo；正式安装照安装指南做。\n\n\
                  退出码：0 办好了；1 没有办成，说了为什么；2 命令写得不对；3 办好了，有要看一下的；\
                  4 还没有建库，或者库的结构不是这个版本的，先执行 guantong migrate"
)]
pub struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// 装一套虚构的数据，在本机试用
    Demo(demo::Demo),
    /// 启动服务，打开网页
    Serve(serve::Serve),
    /// 建库，或者把库升级到这个版本的结构
    Migrate,
    /// 备份成一个加密的文件，并且试着恢复一次
    Backup(backup::Backup),
    /// 用备份在空的地方恢复出整套系统
    Restore(restore::Restore),
    /// 体检：看各处好不好，不好的说怎么办
    Doctor,
    /// 核对规章数据，或者查某一天的规定是多少
    #[command(subcommand)]
    Rules(rules::Rules),
    /// 导入区划、组织、花名册、往年会议
    #[command(subcommand)]
    Import(import::Import),
    /// 应办的事，各是什么情况、为什么
    #[command(subcommand)]
    Duty(picture::Duty),
    /// 一个单位连同下级的总体情况
    Situation(picture::Situation),
    /// 混进了涉密内容：隔离、清除、出报告
    #[command(subcommand)]
    Spill(spill::Spill),
    /// 到期的个人信息：清点、清除
    Retention(retention::Retention),
    /// 在服务器上登记管理员、重设口令
    #[command(subcommand)]
    Account(account::Account),
    /// 导出统计表，或者查一份名单是谁导出的
    #[command(subcommand)]
    Export(export::Export),
    /// 审计链：核对，或者导出来到别处核对
    #[command(subcommand)]
    Audit(audit::Audit),
    /// 主密钥：查看、更换、加口令、演练
    #[command(subcommand)]
    Keys(keys::Keys),
    /// 打印程序自己的清单：网址、权限、操作
    #[command(subcommand)]
    Docs(docs::Docs),
}

/// How a verb ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Done,
    /// Done, and there is something to look at.
    Found,
    /// Looked at what there is, but the database is not of this version.
    OtherSchema,
}

impl Ended {
    /// Something to look at in one of two is something to look at.
    fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Done, Self::Done) => Self::Done,
            _ => Self::Found,
        }
    }
}

/// Good or not, and in words.
type Told = (bool, String);

type Outcome = anyhow::Result<Ended>;

/// `guantong … | head` ends quietly when its reader has read enough, as other commands do.
fn end_with_the_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let words = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if words.starts_with("failed printing to stdout") && words.ends_with("(os error 32)") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// What a verb makes, nobody but its user may read: the database, its log, lists, reports.
fn keep_to_oneself() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Runs a verb; the exit code says how it ended.
pub fn run(cli: Cli) -> ExitCode {
    end_with_the_reader();
    keep_to_oneself();
    let Cli { place, verb } = cli;
    logs::start(&place);
    let pages = beside::pages(&verb);
    let outcome = match verb {
        Verb::Demo(verb) => verb.run(&place),
        Verb::Serve(verb) => verb.run(&place),
        Verb::Migrate => migrate::run(&place),
        Verb::Backup(verb) => verb.run(&place),
        Verb::Restore(verb) => verb.run(&place),
        Verb::Doctor => doctor::run(&place),
        Verb::Rules(verb) => verb.run(),
        Verb::Import(verb) => verb.run(&place),
        Verb::Duty(verb) => verb.run(&place),
        Verb::Situation(verb) => verb.run(&place),
        Verb::Spill(verb) => verb.run(&place),
        Verb::Retention(verb) => verb.run(&place),
        Verb::Account(verb) => verb.run(&place),
        Verb::Export(verb) => verb.run(&place),
        Verb::Audit(verb) => verb.run(&place),
        Verb::Keys(verb) => verb.run(&place),
        Verb::Docs(verb) => Ok(verb.run()),
    };
    match outcome {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Found) => ExitCode::from(3),
        Ok(Ended::OtherSchema) => ExitCode::from(4),
        Err(error) => {
            eprintln!("{}", beside::in_chinese(&format!("{error:#}")));
            if let Some(db::Error::Held(_)) = error.downcast_ref() {
                eprintln!("{}", beside::while_it_runs(pages, &beside::typed()));
            }
            ExitCode::from(if is_of_schema(&error) { 4 } else { 1 })
        }
    }
}

/// Whether the verb did nothing because the database is not of this version.
fn is_of_schema(error: &anyhow::Error) -> bool {
    error.downcast_ref::<db::Error>().is_some_and(db::Error::is_of_schema)
}
