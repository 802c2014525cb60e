//! Every SQL statement about accounts and sessions that are past their period.

use db::{Query, Read, Result, Write, bind};
use retention::{Past, unheld};

use crate::{second, sign_on};

const AT_ONCE: i64 = 200;

/// Closed long ago, or of somebody whose key is destroyed; nobody who is held. The alias of `account` is a.
fn narrow(query: &mut Query, past: Past) {
    query.add(
        " (a.closed_at < {}
           OR EXISTS (SELECT 1 FROM own_key k
                      WHERE k.person = a.person AND k.destroyed_at IS NOT NULL))",
        bind![past.before()],
    );
    unheld!(query, past, "a.person");
}

pub(super) fn count_accounts(read: &Read, past: Past) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM account a WHERE", &[]);
    narrow(&mut query, past);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// Some of them, by person.
pub(super) fn accounts(read: &Read, past: Past) -> Result<Vec<i64>> {
    let mut query = Query::new("SELECT a.person FROM account a WHERE", &[]);
    narrow(&mut query, past);
    // Bounded: a batch of the nightly erasure, which asks again.
    query.add(" ORDER BY a.person LIMIT {}", bind![AT_ONCE]).all(read)
}

/// With everything that hangs on it; false when it is not past its period any more.
pub(super) fn remove_account(w: &Write, past: Past, person: i64) -> Result<bool> {
    let mut query =
        Query::new("SELECT a.person FROM account a WHERE a.person = {} AND", bind![person]);
    narrow(&mut query, past);
    if query.maybe::<i64>(w)?.is_none() {
        return Ok(false);
    }
    second::store::take_away(w, person)?;
    sign_on::store::remove(w, person)?;
    w.run("DELETE FROM session WHERE person = $1", bind![person])?;
    w.run("DELETE FROM known_device WHERE person = $1", bind![person])?;
    w.run("DELETE FROM account WHERE person = $1", bind![person])?;
    Ok(true)
}

fn sessions(query: &mut Query, past: Past) {
    query.add("FROM session WHERE ends_at < {}", bind![past.before()]);
    unheld!(query, past, "session.person");
}

pub(super) fn count_sessions(read: &Read, past: Past) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) ", &[]);
    sessions(&mut query, past);
    Ok(query.maybe(read)?.unwrap_or_default())
}

pub(super) fn remove_sessions(w: &Write, past: Past) -> Result<u64> {
    let mut query = Query::new("DELETE ", &[]);
    sessions(&mut query, past);
    w.run_query(&query)
}
