//! The verbs of the command line; stable names, documented exit codes.

mod account;
mod audit;
mod backup;
mod condition;
mod demo;
mod docs;
mod doctor;
mod doors;
mod export;
mod figures;
mod import;
mod keys;
mod logs;
mod machine;
mod migrate;
mod picture;
mod progress;
mod restore;
mod retention;
mod rules;
mod serve;
mod spill;

pub(crate) use backup::Plan;
pub(crate) use picture::picture_text;
pub(crate) use retention::{after as after_erasing, again as erase_again};

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub(crate) use self::demo::is_demo;
use crate::Place;

/// 贯通：公安机关党建工作系统
///
/// Guantong: the working system of Party building in public-security organs. Facts are entered
/// once; regulations held as data give verdicts that explain themselves; the picture rolls up
/// from the branch to the ministry.
#[derive(Debug, Parser)]
#[command(
    name = "guantong",
    version,
    propagate_version = true,
    after_help = "Exit codes: 0 done · 1 failed, the sentence says why · 2 wrong use of the command line · \
                  3 done, and something was found that wants a look (rules check, import --rehearse, doctor, \
                  situation --verify, audit verify) · 4 the database is missing, or its schema is not this version's, and a verb \
                  that only reads leaves it so: run guantong migrate\n\nStart with: guantong demo"
)]
pub struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Load an invented installation and serve it on this machine
    Demo(demo::Demo),
    /// Serve the pages
    Serve(serve::Serve),
    /// Bring the database to this version's schema
    Migrate,
    /// Write everything into one sealed file, and try out whether it can be restored
    Backup(backup::Backup),
    /// Make an installation out of a backup, in an empty place
    Restore(restore::Restore),
    /// Look whether everything is in order, and say what to do where it is not
    Doctor,
    /// Check the regulations, or ask for a value on a day
    #[command(subcommand)]
    Rules(rules::Rules),
    /// Bring in divisions, units, members, last year's meetings
    #[command(subcommand)]
    Import(import::Import),
    /// What is owed, with its verdict and reasons
    #[command(subcommand)]
    Duty(picture::Duty),
    /// The picture of a node of the tree
    Situation(picture::Situation),
    /// What is under state secrecy and came in all the same: take out, purge, report
    #[command(subcommand)]
    Spill(spill::Spill),
    /// Personal data past their period: count them, take them away
    Retention(retention::Retention),
    /// Accounts, from the machine itself
    #[command(subcommand)]
    Account(account::Account),
    /// Write lists to files
    #[command(subcommand)]
    Export(export::Export),
    /// The audit chain: verify it, or hand it over to be verified elsewhere
    #[command(subcommand)]
    Audit(audit::Audit),
    /// The keys: list them, take a new one, put them under a passphrase, try it all out
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Print what the code says about itself: routes, permissions, acts
    #[command(subcommand)]
    Docs(docs::Docs),
}

/// How a verb ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Done,
    /// Done, and there is something to look at.
    Found,
}

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

/// Runs a verb; the exit code says how it ended.
pub fn run(cli: Cli) -> ExitCode {
    end_with_the_reader();
    let Cli { place, verb } = cli;
    logs::start(&place);
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
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(if is_of_schema(&error) { 4 } else { 1 })
        }
    }
}

/// Whether the verb did nothing because the database is not of this version.
fn is_of_schema(error: &anyhow::Error) -> bool {
    error.downcast_ref::<db::Error>().is_some_and(db::Error::is_of_schema)
}
