//! What a database says about its own condition, for `doctor`.

use crate::{Error, Read, Result};

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Every page of the file and every index fits.
    Whole,
    /// The file is damaged; so many faults, the first in the words of `SQLite`.
    Damaged { faults: usize, first: String },
    /// A replication slot that nobody reads keeps so many bytes of the log.
    IdleSlot { name: String, kept_bytes: i64 },
    /// A standby is behind by so many bytes; *None* to whom `PostgreSQL` does not say it (`pg_monitor`).
    Standby { name: Option<String>, behind_bytes: Option<i64> },
    /// The server was told not to wait for the disk (fsync, full_page_writes or synchronous_commit is off).
    NotDurable(String),
    /// What goes to a server on another machine and back can be read on the way.
    Unencrypted,
    /// An older server than we stand for.
    TooOld(String),
}

/// A file too broken to be read counts as damaged.
pub(crate) fn or_damaged(asked: Result<Vec<Health>>) -> Result<Vec<Health>> {
    match asked {
        Err(Error::Damaged) => {
            let first = "database disk image is malformed".to_owned();
            Ok(vec![Health::Damaged { faults: 1, first }])
        }
        asked => asked,
    }
}

/// Reads every page.
pub(crate) fn sqlite(read: &Read) -> Result<Vec<Health>> {
    let faults: Vec<String> = read.all("PRAGMA integrity_check(20)", &[])?;
    Ok(match faults.as_slice() {
        [word] if word == "ok" => vec![Health::Whole],
        [] => vec![Health::Whole],
        [first, ..] => vec![Health::Damaged { faults: faults.len(), first: first.clone() }],
    })
}

/// The file of the log that is being written.
pub(crate) fn log_file(read: &Read) -> Result<String> {
    read.one("SELECT pg_walfile_name(pg_current_wal_insert_lsn())", &[])
}

pub(crate) fn server_millis(read: &Read) -> Result<i64> {
    read.one("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)", &[])
}

/// Major versions from here on are tried.
const OLDEST: i64 = 150_000;

pub(crate) fn postgres(read: &Read) -> Result<Vec<Health>> {
    let mut found = Vec::new();
    let version: i64 =
        read.one("SELECT CAST(current_setting('server_version_num') AS BIGINT)", &[])?;
    if version < OLDEST {
        found.push(Health::TooOld(read.one("SHOW server_version", &[])?));
    }
    let sql = "SELECT name FROM pg_settings
               WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name";
    found.extend(read.all(sql, &[])?.into_iter().map(Health::NotDurable));
    let sql = "SELECT NOT s.ssl AND COALESCE(NOT inet_server_addr() <<= inet '127.0.0.0/8'
                                       AND inet_server_addr() <> inet '::1', FALSE)
               FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()";
    if read.maybe(sql, &[])? == Some(true) {
        found.push(Health::Unencrypted);
    }
    let sql = "SELECT CAST(slot_name AS TEXT),
                      CAST(COALESCE(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0) AS BIGINT)
               FROM pg_replication_slots WHERE NOT active ORDER BY 1";
    if !read.one::<bool>("SELECT pg_is_in_recovery()", &[])? {
        let slots: Vec<(String, i64)> = read.all(sql, &[])?;
        found.extend(
            slots.into_iter().map(|(name, kept_bytes)| Health::IdleSlot { name, kept_bytes }),
        );
        let sql = "SELECT CAST(application_name AS TEXT),
                          CAST(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS BIGINT)
                   FROM pg_stat_replication ORDER BY 1 NULLS LAST";
        let standbys: Vec<(Option<String>, Option<i64>)> = read.all(sql, &[])?;
        found.extend(
            standbys.into_iter().map(|(name, behind_bytes)| Health::Standby { name, behind_bytes }),
        );
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{conn::PgConn, server};

    fn found(url: &str) -> Vec<Health> {
        postgres(&Read::new(&mut PgConn::new(server::connect(url).unwrap()))).unwrap()
    }

    fn is_slot(health: &Health, asked: &str) -> bool {
        matches!(health, Health::IdleSlot { name, kept_bytes } if name == asked && *kept_bytes >= 0)
    }

    /// The server of the tests does not wait for the disk, and is on this machine.
    #[test]
    fn a_server_says_what_would_fill_its_disk_or_lose_acts() {
        #[expect(clippy::disallowed_methods, reason = "the switch of the test kit")]
        let Ok(url) = std::env::var("TEST_DATABASE_URL") else { return };
        for setting in ["fsync", "full_page_writes"] {
            assert!(found(&url).contains(&Health::NotDurable(setting.to_owned())));
        }
        assert!(!found(&url).iter().any(|it| matches!(it, Health::TooOld(_))));
        assert!(!found(&url).contains(&Health::Unencrypted));
        let slot = format!("left_{}", &crypto::token()[..12]);
        let mut client = server::connect(&url).unwrap();
        client.execute("SELECT pg_create_physical_replication_slot($1, true)", &[&slot]).unwrap();
        assert!(found(&url).iter().any(|it| is_slot(it, &slot)), "a slot that nobody reads");
        client.execute("SELECT pg_drop_replication_slot($1)", &[&slot]).unwrap();
        assert!(!found(&url).iter().any(|it| is_slot(it, &slot)));
    }
}
