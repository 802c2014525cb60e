//! Readers from before: `VACUUM` leaves in the files what they may still see.

use std::{thread::sleep, time::Duration};

use crate::{Read, Result, bind, conn::PgConn};

/// How often it is looked, a second apart: a standby that reports what it reads does so every ten seconds.
const LOOKS: u32 = 15;

/// Waits until nobody sees any more what was deleted up to now; how many still do. Whoever does without being seen
/// (another account's session, for one without `pg_monitor`) is not counted: for a purge every node stands still.
pub(crate) fn outlive(conn: &mut PgConn) -> Result<i64> {
    let read = Read::new(conn);
    let sql = "SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT)";
    let now: String = read.one(sql, &[])?;
    let mut readers = older(&read, &now)?;
    for _ in 0..LOOKS {
        if readers == 0 {
            break;
        }
        sleep(Duration::from_secs(1));
        readers = older(&read, &now)?;
    }
    Ok(readers)
}

/// Sessions, standbys and prepared transactions that see what was there before the transaction numbered `now`.
fn older(read: &Read, now: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM (
                   SELECT backend_xmin AS since FROM pg_stat_activity
                   WHERE pid <> pg_backend_pid()
                     AND (datname = current_database() OR datname IS NULL)
                   UNION ALL
                   SELECT xmin FROM pg_replication_slots
                   UNION ALL
                   SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
               ) AS reader
               WHERE since IS NOT NULL
                 AND age(since) > age(CAST(CAST(CAST($1 AS TEXT) AS xid8) AS xid))";
    read.one(sql, bind![now])
}
