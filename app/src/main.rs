//! `guantong`: the one binary.

use std::process::ExitCode;

use guantong::verbs::{command_line, run};

fn main() -> ExitCode {
    match command_line::read(std::env::args_os()) {
        Ok(cli) => run(cli),
        Err(ended) => ended,
    }
}
