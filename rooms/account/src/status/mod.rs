//! How the installation runs, for the system administrator: nothing of anybody's data.

mod gauges;
pub(crate) mod pages;
mod store;

use std::path::PathBuf;

use act::{Ctx, Result};
use calendar::Instant;
use condition::{Finding, Started};
use db::Read;
use systems::Systems;

pub(crate) use gauges::gauges;

/// The running program: a part of `Core`.
#[derive(Debug, Clone)]
pub struct Running {
    pub version: &'static str,
    pub since: Instant,
    /// Both clocks of the machine then.
    pub started: Started,
    /// Kind and version, asked once: a page asks for nothing that does not change.
    pub database: String,
    /// The data folder, whose disk is looked at.
    pub data: PathBuf,
    /// Started by systemd: what it says stands in the journal.
    pub is_service: bool,
}

/// Titles of the three administrators' posts that nobody holds.
fn missing(ctx: &Ctx, read: &Read) -> Result<Vec<String>> {
    let wanted: Vec<_> =
        ctx.core.part::<Systems>().posts().iter().filter(|post| post.is_administrator()).collect();
    let kinds: Vec<&str> = wanted.iter().map(|post| post.key()).collect();
    let held = store::held(read, &kinds, ctx.today)?;
    let missing = wanted.into_iter().filter(|post| !held.iter().any(|it| it == post.key()));
    Ok(missing.map(|post| post.title.clone()).collect())
}

/// Whether each of the three administrators is somebody.
pub fn administrators(ctx: &Ctx, read: &Read) -> Result<Finding> {
    let missing = missing(ctx, read)?;
    if missing.is_empty() {
        return Ok(Finding::good("系统、安全、审计管理员都有人"));
    }
    let advice = "由组织定下人选，安全保密管理员在【管理—管理员】里任命；安全保密管理员也没有的，\
                  停下服务，用 guantong account administrator 登记";
    Ok(Finding::look(format!("还缺{}", missing.join("、")), advice))
}
