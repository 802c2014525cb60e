//! Migrations: `migrations/V…__room_what.sql`, one text for both databases, forward only.
//!
//! What is missing is brought in by number, all in one transaction: an upgrade is there whole or not
//! at all. Branches land in any order, so a missing number may be smaller than one that is there.

use std::collections::BTreeMap;

use calendar::Clock;
use refinery::Migration;

use crate::{Error, Read, Result, bind, conn::Conn};

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

const MAKE_HISTORY: &str = "CREATE TABLE IF NOT EXISTS refinery_schema_history (
    version int4 PRIMARY KEY, name VARCHAR(255), applied_on VARCHAR(255), checksum VARCHAR(255))";
const HISTORY: &str = "SELECT CAST(version AS BIGINT), checksum FROM refinery_schema_history";

/// Migrations that landed for a day and were taken back before any release: how what they did is undone.
const WITHDRAWN: &[(i64, &str)] = &[(174, "ALTER TABLE touched DROP COLUMN duties")];

/// Every migration of this program, by number.
pub(crate) fn known() -> Vec<Migration> {
    let mut all = embedded::migrations::runner().get_migrations().clone();
    all.sort_by_key(Migration::version);
    all
}

/// Brings in what is missing, in one transaction that begins with `begin`.
pub(crate) fn run(conn: &mut dyn Conn, begin: &str) -> Result<()> {
    in_one(conn, begin, &known())
}

fn in_one(conn: &mut dyn Conn, begin: &str, migrations: &[Migration]) -> Result<()> {
    conn.batch(begin)?;
    match apply(conn, migrations) {
        Ok(()) => conn.batch("COMMIT"),
        Err(error) => {
            let _ = conn.batch("ROLLBACK");
            Err(error)
        }
    }
}

/// The same inside a transaction of the caller.
pub(crate) fn apply(conn: &mut dyn Conn, migrations: &[Migration]) -> Result<()> {
    conn.batch(MAKE_HISTORY)?;
    take_back(conn)?;
    let applied: BTreeMap<i64, String> =
        Read::new(conn).all::<(i64, String)>(HISTORY, &[])?.into_iter().collect();
    let beyond = applied.keys().filter(|version| !knows(migrations, **version)).count();
    if beyond > 0 {
        return Err(Error::Ahead(beyond));
    }
    for migration in migrations {
        match applied.get(&i64::from(migration.version())) {
            Some(checksum) if *checksum == migration.checksum().to_string() => {}
            Some(_) => return Err(Error::Altered(label(migration))),
            None => add(conn, migration)?,
        }
    }
    Ok(())
}

fn knows(migrations: &[Migration], version: i64) -> bool {
    migrations.iter().any(|it| i64::from(it.version()) == version)
}

fn label(migration: &Migration) -> String {
    format!("V{:04}__{}", migration.version(), migration.name())
}

fn add(conn: &mut dyn Conn, migration: &Migration) -> Result<()> {
    let failed = |cause| Error::Migration { name: label(migration), cause: Box::new(cause) };
    conn.batch(migration.sql().unwrap_or_default()).map_err(failed)?;
    let sql = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
               VALUES ($1, $2, $3, $4)";
    let (version, now) = (i64::from(migration.version()), Clock::system().now());
    let row = bind![version, migration.name(), now, migration.checksum().to_string()];
    conn.execute(sql, row).map(|_| ())
}

fn take_back(conn: &mut dyn Conn) -> Result<()> {
    for (version, undo) in WITHDRAWN {
        let sql = "DELETE FROM refinery_schema_history WHERE version = $1";
        if conn.execute(sql, bind![*version])? > 0 {
            conn.batch(undo)?;
        }
    }
    Ok(())
}

/// The versions that stand in the database.
const APPLIED: &str = "SELECT CAST(version AS BIGINT) FROM refinery_schema_history ORDER BY 1";

/// Numbers of the migrations that stand in an open database.
pub(crate) fn applied(read: &Read) -> Result<Vec<i64>> {
    read.all(APPLIED, &[])
}

/// Looks whether the schema is this version's, and changes nothing.
pub(crate) fn check(read: &Read, has_history: &'static str) -> Result<()> {
    if read.maybe::<i64>(has_history, &[])?.is_none() {
        return Err(Error::Unbuilt);
    }
    compare(&applied(read)?, &known().iter().map(|it| i64::from(it.version())).collect::<Vec<_>>())
}

fn compare(applied: &[i64], known: &[i64]) -> Result<()> {
    let is_withdrawn = |version: &i64| WITHDRAWN.iter().any(|(it, _)| it == version);
    let beyond = |version: &&i64| !known.contains(version) && !is_withdrawn(version);
    let missing = known.iter().filter(|version| !applied.contains(version)).count();
    let withdrawn = applied.iter().filter(|it| is_withdrawn(it)).count();
    match (applied.iter().filter(beyond).count(), missing + withdrawn) {
        (0, 0) => Ok(()),
        (0, missing) => Err(Error::Behind(missing)),
        (beyond, _) => Err(Error::Ahead(beyond)),
    }
}

/// Those of this program that a backup was made with; *Ahead* when one is not known here.
pub(crate) fn chosen(versions: &[i64]) -> Result<Vec<Migration>> {
    let all = known();
    match versions.iter().filter(|version| !knows(&all, **version)).count() {
        0 => {
            let is_wanted = |it: &Migration| versions.contains(&i64::from(it.version()));
            Ok(all.into_iter().filter(is_wanted).collect())
        }
        beyond => Err(Error::Ahead(beyond)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_behind_and_what_is_unknown_is_ahead() {
        let said = |applied: &[i64]| compare(applied, &[1, 2, 5]);
        assert!(said(&[1, 2, 5]).is_ok());
        assert!(matches!(said(&[]), Err(Error::Behind(3))));
        assert!(matches!(said(&[1, 5]), Err(Error::Behind(1))));
        assert!(matches!(said(&[1, 2, 5, 174]), Err(Error::Behind(1))), "to be taken back");
        assert!(matches!(said(&[1, 2, 5, 6]), Err(Error::Ahead(1))));
        assert!(matches!(said(&[1, 6]), Err(Error::Ahead(1))));
    }

    /// A connection to an empty database, with what begins a transaction on it.
    fn with_empty(tell: impl FnOnce(&mut dyn Conn, &str)) {
        #[expect(clippy::disallowed_methods, reason = "the switch of the test kit")]
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            return tell(&mut rusqlite::Connection::open_in_memory().unwrap(), "BEGIN IMMEDIATE");
        };
        let name = format!("migrate_{}", &crypto::token()[..16]);
        crate::create_database(&server, &name, None).unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        let client = crate::server::connect(&format!("{base}/{name}"));
        tell(&mut crate::conn::PgConn::new(client.unwrap()), "BEGIN");
        crate::drop_database(&server, &name).unwrap();
    }

    fn written(sql: &[(&str, &str)]) -> Vec<Migration> {
        sql.iter().map(|(name, sql)| Migration::unapplied(name, sql).unwrap()).collect()
    }

    const FIRST: (&str, &str) = ("V0001__first", "CREATE TABLE a (x BIGINT NOT NULL)");
    const FILLED: (&str, &str) = ("V0002__filled", "INSERT INTO a (x) VALUES (1)");
    const BROKEN: (&str, &str) =
        ("V0003__broken", "CREATE TABLE b (x BIGINT); INSERT INTO c VALUES (1)");

    #[test]
    fn a_failed_migration_leaves_the_old_state() {
        with_empty(|conn, begin| {
            in_one(conn, begin, &written(&[FIRST])).unwrap();
            let failed = in_one(conn, begin, &written(&[FIRST, FILLED, BROKEN])).unwrap_err();
            assert!(failed.to_string().contains("V0003__broken"), "{failed}");
            assert!(failed.to_string().contains("数据库还是升级前的样子"), "{failed}");
            let read = Read::new(conn);
            assert_eq!(read.all::<i64>("SELECT x FROM a", &[]).unwrap(), [0_i64; 0]);
            assert_eq!(applied(&read).unwrap(), [1]);
            assert!(read.all::<i64>("SELECT x FROM b", &[]).is_err());
        });
    }

    #[test]
    fn a_migration_that_landed_late_is_brought_in_and_an_altered_one_refused() {
        with_empty(|conn, begin| {
            let late = ("V0002__late", "ALTER TABLE a ADD COLUMN y BIGINT");
            let third = ("V0003__third", "CREATE TABLE d (x BIGINT)");
            in_one(conn, begin, &written(&[FIRST, third])).unwrap();
            in_one(conn, begin, &written(&[FIRST, late, third])).unwrap();
            assert_eq!(applied(&Read::new(conn)).unwrap(), [1, 2, 3]);
            let other = ("V0003__third", "CREATE TABLE e (x BIGINT)");
            let refused = in_one(conn, begin, &written(&[FIRST, late, other])).unwrap_err();
            assert!(matches!(refused, Error::Altered(name) if name == "V0003__third"));
            let older = in_one(conn, begin, &written(&[FIRST])).unwrap_err();
            assert!(matches!(older, Error::Ahead(2)));
        });
    }
}
