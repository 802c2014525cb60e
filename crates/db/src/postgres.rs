//! The server database: acts side by side, each in its own transaction, retried when asked to.

use std::sync::{Condvar, Mutex, PoisonError};

use postgres::{Client, NoTls};

use crate::{Error, Ids, Read, Result, Write, bind, conn::Conn, conn::PgConn, migrate, seal};

/// Connections for acts, and for pages.
const WRITERS: usize = 8;
const READERS: usize = 8;
/// How often an act is tried when the server asks for it.
const TRIES: usize = 3;
/// The name of the lease under which one node seals.
const SEALER: i64 = 0x5ea1;

pub(crate) struct Postgres {
    writers: Pool,
    readers: Pool,
}

struct Pool {
    url: String,
    setup: &'static str,
    state: Mutex<PoolState>,
    back: Condvar,
    size: usize,
}

#[derive(Default)]
struct PoolState {
    idle: Vec<PgConn>,
    lent: usize,
}

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Self> {
        let mut client = Client::connect(url, NoTls)?;
        migrate::postgres(&mut client)?;
        let reading = "SET default_transaction_read_only = on";
        Ok(Self {
            writers: Pool::new(url, "SET synchronous_commit = on", WRITERS),
            readers: Pool::new(url, reading, READERS),
        })
    }

    pub(crate) fn read<T, E: From<Error>>(
        &self,
        page: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let mut conn = self.readers.take()?;
        if conn.get().batch(begin).is_err() {
            // The server was restarted since: one fresh connection, then its own words.
            conn.get().client = self.readers.connect()?.client;
            conn.renew()?;
            conn.get().batch(begin)?;
        }
        let answer = page(&Read::new(conn.get()));
        conn.get().batch("COMMIT")?;
        answer
    }

    pub(crate) fn write<T, E: From<Error>>(
        &self,
        ids: &Ids,
        locks: &[i64],
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        for tried in 1.. {
            match self.try_write(ids, locks, act) {
                Tried::Answer(answer) => return answer,
                Tried::Again(error) if tried >= TRIES => return Err(error.into()),
                Tried::Again(_) => {}
            }
        }
        unreachable!("the loop answers after {TRIES} tries")
    }

    fn try_write<T, E: From<Error>>(
        &self,
        ids: &Ids,
        locks: &[i64],
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
    ) -> Tried<T, E> {
        let mut conn = match self.writers.take() {
            Ok(conn) => conn,
            Err(error) => return Tried::Again(error),
        };
        if let Err(error) = begin(conn.get(), locks) {
            conn.discard();
            return Tried::Again(error);
        }
        let write = Write::new(conn.get(), ids);
        let answer = act(&write);
        let entries = write.entries.take();
        let value = match answer {
            Ok(value) => value,
            Err(error) => {
                if conn.get().batch("ROLLBACK").is_err() {
                    // The act's own words may only echo the lost connection: try it again.
                    conn.discard();
                    return Tried::Again(Error::GroupFailed);
                }
                return Tried::Answer(Err(error));
            }
        };
        let remembered = seal::remember(conn.get(), &entries);
        match remembered.and_then(|()| conn.get().batch("COMMIT")) {
            Ok(()) => Tried::Answer(Ok(value)),
            Err(error) if error.is_worth_a_retry() => {
                conn.discard();
                match self.has_committed(&entries) {
                    Ok(true) => Tried::Answer(Ok(value)),
                    Ok(false) => Tried::Again(error),
                    Err(unknown) => Tried::Answer(Err(unknown.into())),
                }
            }
            Err(error) => Tried::Answer(Err(error.into())),
        }
    }

    /// After an unanswered COMMIT: whether it happened. An act without an event changed nothing.
    fn has_committed(&self, entries: &[seal::Entry]) -> Result<bool> {
        let Some(entry) = entries.first() else { return Ok(false) };
        self.read(|read| {
            let sql = "SELECT id FROM event WHERE id = $1";
            Ok(read.maybe::<i64>(sql, bind![entry.event])?.is_some())
        })
    }

    pub(crate) fn seal_pending(&self) -> Result<usize> {
        let mut conn = self.writers.take()?;
        conn.get().batch("BEGIN")?;
        let lease: bool =
            Read::new(conn.get()).one("SELECT pg_try_advisory_xact_lock($1)", bind![SEALER])?;
        let sealed = if lease { seal::seal_remembered(conn.get()) } else { Ok(0) };
        let end = if sealed.is_ok() { "COMMIT" } else { "ROLLBACK" };
        conn.get().batch(end)?;
        sealed
    }

    pub(crate) fn name(&self) -> Result<String> {
        self.read(|read| {
            let version: String = read.one("SHOW server_version", &[])?;
            Ok(format!("PostgreSQL {version}"))
        })
    }

    pub(crate) fn analyze(&self) -> Result<()> {
        self.writers.take()?.get().batch("ANALYZE")
    }

    pub(crate) fn schema(&self) -> Result<String> {
        self.read(|read| {
            let sql = "SELECT table_name || '.' || column_name || ' ' || data_type ||
                              CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS line
                       FROM information_schema.columns
                       WHERE table_schema = 'public' AND table_name NOT LIKE 'refinery%'
                       ORDER BY table_name, ordinal_position";
            let lines: Vec<String> = read.all(sql, &[])?;
            Ok(lines.join("\n"))
        })
    }
}

enum Tried<T, E> {
    Answer(std::result::Result<T, E>),
    Again(Error),
}

fn begin(conn: &mut PgConn, locks: &[i64]) -> Result<()> {
    conn.batch("BEGIN")?;
    for lock in locks {
        conn.query("SELECT CAST(1 AS BIGINT) FROM pg_advisory_xact_lock($1)", bind![*lock])?;
    }
    Ok(())
}

impl Pool {
    fn new(url: &str, setup: &'static str, size: usize) -> Self {
        let (state, back) = (Mutex::default(), Condvar::new());
        Self { url: url.to_owned(), setup, state, back, size }
    }

    fn connect(&self) -> Result<PgConn> {
        let mut conn = PgConn::new(Client::connect(&self.url, NoTls)?);
        conn.batch(self.setup)?;
        Ok(conn)
    }

    fn take(&self) -> Result<Lent<'_>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.idle.is_empty() && state.lent >= self.size {
            state = self.back.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.lent += 1;
        let idle = state.idle.pop();
        drop(state);
        let mut lent = Lent { pool: self, conn: idle };
        if lent.conn.as_ref().is_none_or(|conn| conn.client.is_closed()) {
            lent.conn = Some(self.connect()?);
        }
        Ok(lent)
    }
}

/// A connection on loan; goes back when dropped, unless it was discarded or broke.
struct Lent<'p> {
    pool: &'p Pool,
    conn: Option<PgConn>,
}

impl Lent<'_> {
    fn get(&mut self) -> &mut PgConn {
        self.conn.as_mut().expect("a lent connection is there until dropped")
    }

    fn discard(&mut self) {
        self.conn = None;
    }

    fn renew(&mut self) -> Result<()> {
        self.conn = Some(self.pool.connect()?);
        Ok(())
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut conn = self.conn.take();
        if std::thread::panicking() {
            conn = None;
        }
        let mut state = self.pool.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.lent -= 1;
        state.idle.extend(conn.filter(|conn| !conn.client.is_closed()));
        drop(state);
        self.pool.back.notify_one();
    }
}

pub(crate) fn create_database(server: &str, name: &str, template: Option<&str>) -> Result<()> {
    let template = template.map(|it| format!(" TEMPLATE \"{it}\"")).unwrap_or_default();
    let mut client = Client::connect(server, NoTls)?;
    Ok(client.batch_execute(&format!("CREATE DATABASE \"{name}\"{template}"))?)
}

pub(crate) fn drop_database(server: &str, name: &str) -> Result<()> {
    let mut client = Client::connect(server, NoTls)?;
    Ok(client.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))?)
}
