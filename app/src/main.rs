//! `guantong`: the one binary.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    guantong::verbs::run(guantong::verbs::Cli::parse())
}
