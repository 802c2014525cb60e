//! The workloads.

pub(crate) mod read;
pub(crate) mod records;
pub(crate) mod restart;
pub(crate) mod roster;
pub(crate) mod storm;
pub(crate) mod under;
pub(crate) mod write;

use clap::ValueEnum;

use super::{Bench, report::Report};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Work {
    /// Dashboards of every level
    W1,
    /// What has been overdue longest
    W2,
    /// Durable records a second
    W3,
    /// Dashboards while records arrive
    W3b,
    /// A roster: stored (against PostgreSQL), and only checked, as xlsx and CSV (against pandas)
    W5,
    /// Figures out of rows, and their memory
    Restart,
}

impl Work {
    pub(crate) fn run(self, bench: &mut Bench, report: &mut Report) -> anyhow::Result<()> {
        match self {
            Self::W1 => report.table("W1 dashboard", read::run(bench, read::What::Dashboard)?),
            Self::W2 => {
                report.table("W2 overdue longest, 50", read::run(bench, read::What::Oldest)?)
            }
            Self::W3 => {
                let (cells, verdict) = write::run(bench)?;
                report.table("W3 durable records with 64 in flight", cells)?;
                report.claim("w3: ancestors on the next read", verdict);
                report.claim("w3: figures against rows", write::recount(bench)?);
                Ok(())
            }
            Self::W3b => {
                let (cell, carried, verdict) = under::run(bench)?;
                report.table("W3b reading while records arrive", vec![cell])?;
                println!("\n{carried:.0} records a second arrived meanwhile");
                report.value("w3b records a second beside the readers", carried)?;
                report.claim("w3b: ancestors on the next read", verdict);
                Ok(())
            }
            Self::W5 => roster::run(bench, report),
            Self::Restart => {
                let (found, cells) = restart::run(bench)?;
                let (seconds, megabytes) = (found.seconds, found.megabytes);
                println!("\nfigures out of rows: {seconds:.1} s, {megabytes:.0} MB resident");
                report.value("figures resident MB", megabytes)?;
                report.table("Restart from rows", cells)
            }
        }
    }
}
