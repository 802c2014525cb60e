//! The same for Prometheus: figures of the moment. What is not known is left out.

use act::{Ctx, Result};
use backups::Plan;
use condition::Chain;
use db::Read;
use web::Gauge;

use super::{Running, missing};

/// Every name is documented in the guide of installation.
pub(crate) fn gauges(ctx: &Ctx, read: &Read) -> Result<Vec<Gauge>> {
    let (now, latest) = (ctx.core.clock.now(), audit::latest_act(read)?);
    let server = ctx.core.db.server_millis(read)?;
    let mut all = vec![
        known("memory_available_bytes", "Memory that programs may still take", {
            condition::available_bytes().map(whole)
        }),
        known(
            "clock_after_last_act_seconds",
            "This clock less the time of the latest act; negative after it was set back",
            latest.map(|at| at.seconds_until(now)),
        ),
        known(
            "clock_ahead_of_database_seconds",
            "This clock less that of the database's server",
            server.map(|server| (now.millis() - server) / 1000),
        ),
        known(
            "administrators_missing",
            "Posts of the three administrators that nobody holds",
            Some(missing(ctx, read)?.len() as i64),
        ),
    ];
    if let Some(running) = ctx.core.maybe_part::<Running>() {
        let (data, plan) = (running.data.as_path(), ctx.core.maybe_part::<Plan>());
        let chain = Chain::of(ctx, read, data)?;
        all.extend([
            known(
                "backup_age_seconds",
                "Since the last backup that was made and restored for trial",
                condition::age_seconds(data, plan, now),
            ),
            known(
                "disk_free_bytes",
                "Left on the disk of the data folder",
                condition::free_bytes(data).map(whole),
            ),
            known(
                "audit_head_age_seconds",
                "Since the audit chain was last signed",
                chain.age_seconds(now),
            ),
            known(
                "audit_mark_agrees",
                "1 where the mark outside the database agrees with the chain",
                Some(i64::from(chain.is_marked())),
            ),
        ]);
    }
    Ok(all.into_iter().flatten().collect())
}

fn known(name: &'static str, help: &'static str, value: Option<i64>) -> Option<Gauge> {
    value.map(|value| Gauge { name, help, value })
}

fn whole(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
