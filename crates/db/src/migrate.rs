//! Migrations: `migrations/V…__room_what.sql`, one text for both databases, forward only.

use std::collections::BTreeSet;

use crate::{Error, Read, Result};

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

pub(crate) fn sqlite(conn: &mut rusqlite::Connection) -> Result<()> {
    embedded::migrations::runner().run(conn)?;
    Ok(())
}

pub(crate) fn postgres(client: &mut ::postgres::Client) -> Result<()> {
    embedded::migrations::runner().run(client)?;
    Ok(())
}

/// The versions that stand in the database.
const APPLIED: &str = "SELECT CAST(version AS BIGINT) FROM refinery_schema_history";

/// Looks whether the schema is this version's, and changes nothing.
pub(crate) fn check(read: &Read, has_history: &'static str) -> Result<()> {
    if read.maybe::<i64>(has_history, &[])?.is_none() {
        return Err(Error::Unbuilt);
    }
    let applied = read.all(APPLIED, &[])?.into_iter().collect();
    let runner = embedded::migrations::runner();
    let known = runner.get_migrations().iter().map(|it| i64::from(it.version())).collect();
    compare(&applied, &known)
}

fn compare(applied: &BTreeSet<i64>, known: &BTreeSet<i64>) -> Result<()> {
    let (beyond, missing) = (applied.difference(known).count(), known.difference(applied).count());
    match (beyond, missing) {
        (0, 0) => Ok(()),
        (0, missing) => Err(Error::Behind(missing)),
        (beyond, _) => Err(Error::Ahead(beyond)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_behind_and_what_is_unknown_is_ahead() {
        let set = |versions: &[i64]| versions.iter().copied().collect::<BTreeSet<i64>>();
        let said = |applied: &[i64]| compare(&set(applied), &set(&[1, 2, 5]));
        assert!(said(&[1, 2, 5]).is_ok());
        assert!(matches!(said(&[]), Err(Error::Behind(3))));
        assert!(matches!(said(&[1, 5]), Err(Error::Behind(1))));
        assert!(matches!(said(&[1, 2, 5, 6]), Err(Error::Ahead(1))));
        assert!(matches!(said(&[1, 6]), Err(Error::Ahead(1))));
    }
}
