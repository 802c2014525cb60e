//! The server database: acts side by side, each in its own transaction, retried when asked to.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    thread::sleep,
    time::Duration,
};

use crate::{
    Error, Ids, Read, Result, WAITING_AT_MOST, Write, bind, conn::Conn, conn::PgConn, migrate,
    news::CHANNEL, read::Failed, readers, seal, server,
};

/// Connections for acts, and for pages.
const WRITERS: usize = 8;
const READERS: usize = 8;
/// How long they wait.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pauses before an act is tried again: a restarting server is back within a few seconds.
const PAUSES: [Duration; 4] = [
    Duration::from_millis(20),
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(3),
];
/// The name of the lease under which one node seals, and of the lock under which one migrates.
const SEALER: i64 = 0x5ea1;
const MIGRATION: i64 = 0x5ea2;
/// A row when migrations have ever run.
const HAS_HISTORY: &str = "SELECT CAST(1 AS BIGINT) FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name = 'refinery_schema_history'";

pub(crate) struct Postgres {
    writers: Pool,
    readers: Pool,
    follower: Pool,
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
    waiting: usize,
}

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Self> {
        let mut conn = PgConn::new(server::connect(url)?);
        refuse_other_order(&mut conn)?;
        // Two nodes that start together migrate one after the other.
        conn.query("SELECT CAST(1 AS BIGINT) FROM pg_advisory_lock($1)", bind![MIGRATION])?;
        migrate::run(&mut conn, "BEGIN")?;
        Ok(Self::with(url))
    }

    /// The database as it stands, not migrated.
    pub(crate) fn open_as_it_is(url: &str) -> Result<Self> {
        let mut conn = PgConn::new(server::connect(url)?);
        migrate::check(&Read::new(&mut conn), HAS_HISTORY)?;
        Ok(Self::with(url))
    }

    fn with(url: &str) -> Self {
        let writing = "SET synchronous_commit = on; SET lock_timeout = '20s';
                       SET statement_timeout = '10min';
                       SET idle_in_transaction_session_timeout = '120s'";
        let reading = "SET default_transaction_read_only = on; SET statement_timeout = '60s'";
        let following = "SET default_transaction_read_only = on";
        Self {
            writers: Pool::new(url, writing, WRITERS),
            readers: Pool::new(url, reading, READERS),
            follower: Pool::new(url, following, 1),
        }
    }

    pub(crate) fn read<T, E: From<Error>>(
        &self,
        page: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.readers.read(page)
    }

    pub(crate) fn follow<T, E: From<Error>>(
        &self,
        pass: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.follower.read(pass)
    }

    /// On a connection made for it, so that neither pages nor figures wait.
    pub(crate) fn aside<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        Pool::new(&self.follower.url, self.follower.setup, 1).read(work)
    }

    pub(crate) fn write<T, E: From<Error>>(
        &self,
        ids: &Ids,
        locks: &[i64],
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        for pause in PAUSES {
            match self.try_write(ids, locks, act) {
                Tried::Answer(answer) => return answer,
                Tried::Again(_) => sleep(pause),
            }
        }
        match self.try_write(ids, locks, act) {
            Tried::Answer(answer) => answer,
            Tried::Again(error) => Err(error),
        }
    }

    fn try_write<T, E: From<Error>>(
        &self,
        ids: &Ids,
        locks: &[i64],
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
    ) -> Tried<T, E> {
        let mut lent = match self.writers.take() {
            Ok(conn) => conn,
            Err(error) => return Tried::Answer(Err(error.into())),
        };
        let conn = match lent.begin("BEGIN").and_then(|conn| hold(conn, locks)) {
            Ok(conn) => conn,
            Err(error) => return Tried::failed(error),
        };
        let write = Write::new(conn, ids);
        let answer = act(&write);
        let (entries, failed) = (write.entries.take(), write.failed());
        let value = match answer {
            Ok(value) if failed == Failed::None => value,
            answer => {
                let error = answer.err().unwrap_or_else(|| Error::WentOn.into());
                lent.end("ROLLBACK");
                if failed == Failed::WorthARetry {
                    return Tried::Again(error);
                }
                return Tried::Answer(Err(error));
            }
        };
        let transaction = match seal::remember(conn, &entries) {
            Ok(transaction) => transaction,
            // Never sent off: closing the connection undoes it.
            Err(error) => return Tried::failed(error),
        };
        match conn.batch("COMMIT") {
            Ok(()) => lent.is_clean = true,
            Err(error) if error.is_worth_a_retry() => {
                drop(lent);
                match self.has_committed(transaction) {
                    Ok(true) => {}
                    Ok(false) => return Tried::Again(error.named().into()),
                    Err(unknown) => return Tried::Answer(Err(unknown.into())),
                }
            }
            Err(error) => return Tried::Answer(Err(error.named().into())),
        }
        Tried::Answer(Ok(value))
    }

    /// After an unanswered COMMIT: whether it happened. Asks on a connection of its own, so that
    /// acts never wait for pages.
    fn has_committed(&self, transaction: i64) -> Result<bool> {
        for pause in PAUSES {
            match self.readers.connect().and_then(|mut conn| status(&mut conn, transaction)) {
                Ok(Some(status)) if status == "committed" => return Ok(true),
                Ok(Some(status)) if status == "aborted" => return Ok(false),
                // Still at it, or not to be reached.
                _ => sleep(pause),
            }
        }
        Err(Error::Unknown)
    }

    pub(crate) fn url(&self) -> &str {
        &self.writers.url
    }

    pub(crate) fn seal_pending(&self) -> Result<usize> {
        let mut lent = self.writers.take()?;
        let conn = lent.begin("BEGIN")?;
        let lease: bool =
            Read::new(conn).one("SELECT pg_try_advisory_xact_lock($1)", bind![SEALER])?;
        let sealed = if lease { seal::seal_remembered(conn)? } else { 0 };
        if sealed > 0 {
            // Here and not in every act: notifying commits wait for each other.
            let sql = "SELECT CAST(1 AS BIGINT) FROM pg_notify($1, '')";
            Read::new(conn).execute(sql, bind![CHANNEL])?;
        }
        conn.batch("COMMIT")?;
        lent.is_clean = true;
        Ok(sealed)
    }

    pub(crate) fn name(&self) -> Result<String> {
        self.read(|read| {
            let version: String = read.one("SHOW server_version", &[])?;
            Ok(format!("PostgreSQL {version}"))
        })
    }

    pub(crate) fn analyze(&self) -> Result<()> {
        let mut lent = self.writers.take()?;
        lent.get()?.batch("ANALYZE")?;
        lent.is_clean = true;
        Ok(())
    }

    pub(crate) fn compact(&self) -> Result<()> {
        // On a connection that is closed afterwards: this takes the time that it takes.
        let mut lent = self.writers.take()?;
        lent.get()?.batch("SET statement_timeout = 0")?;
        let readers = readers::outlive(lent.get()?)?;
        if readers > 0 {
            return Err(Error::HasReaders(readers));
        }
        lent.get()?.batch("VACUUM (FULL, ANALYZE)")?;
        // Samples of what stood in the columns, replaced a moment ago: it was rewritten before most of them.
        lent.get()?.batch("VACUUM (FULL) pg_catalog.pg_statistic")
    }

    /// Rewrites the tables: old rows lie in their pages until then. *False*: somebody still sees them.
    pub(crate) fn forget(&self, tables: &[&'static str]) -> Result<bool> {
        let mut lent = self.writers.take()?;
        let readers = readers::outlive(lent.get()?)?;
        for table in tables {
            lent.get()?.batch(&format!("VACUUM (FULL) {table}"))?;
        }
        lent.is_clean = true;
        Ok(readers == 0)
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
    Again(E),
}

impl<T, E: From<Error>> Tried<T, E> {
    fn failed(error: Error) -> Self {
        let again = error.is_worth_a_retry();
        let error = error.named().into();
        if again { Self::Again(error) } else { Self::Answer(Err(error)) }
    }
}

fn hold<'c>(conn: &'c mut PgConn, locks: &[i64]) -> Result<&'c mut PgConn> {
    for lock in locks {
        conn.query("SELECT CAST(1 AS BIGINT) FROM pg_advisory_xact_lock($1)", bind![*lock])?;
    }
    Ok(conn)
}

fn status(conn: &mut PgConn, transaction: i64) -> Result<Option<String>> {
    let sql = "SELECT pg_xact_status(CAST(CAST(CAST($1 AS BIGINT) AS TEXT) AS xid8))";
    Read::new(conn).one(sql, bind![transaction])
}

/// Ranges of paths are compared as text: any other order would show too much or too little.
fn refuse_other_order(conn: &mut PgConn) -> Result<()> {
    let sql = "SELECT ('/1/' < '/1/~') AND ('/10/' < '/1/~') IS NOT TRUE AND ('/1/9/' < '/1/~')
                      AND ('B' < 'a')";
    if Read::new(conn).one(sql, &[])? {
        return Ok(());
    }
    let words = "这个 PostgreSQL 数据库的排序规则不是 C。请重建：CREATE DATABASE 名称 \
                 TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
    Err(Error::Refused(words.into()))
}

impl Pool {
    fn new(url: &str, setup: &'static str, size: usize) -> Self {
        let (state, back) = (Mutex::default(), Condvar::new());
        Self { url: url.to_owned(), setup, state, back, size }
    }

    fn read<T, E: From<Error>>(
        &self,
        page: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut conn = self.take()?;
        let read = conn
            .begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .map(|it| Read::new(it))?;
        let answer = page(&read);
        // A snapshot that was read well is good, whatever becomes of its connection.
        conn.end("COMMIT");
        answer
    }

    fn connect(&self) -> Result<PgConn> {
        let mut conn = PgConn::new(server::connect(&self.url)?);
        conn.batch(self.setup)?;
        Ok(conn)
    }

    /// The right to a connection, and an idle one if there is any.
    fn take(&self) -> Result<Lent<'_>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.waiting >= WAITING_AT_MOST {
            return Err(Error::Busy);
        }
        state.waiting += 1;
        let all_lent = |state: &mut PoolState| state.lent >= self.size;
        let waited = self.back.wait_timeout_while(state, PATIENCE, all_lent);
        let (mut state, time) = waited.unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        if time.timed_out() && state.lent >= self.size {
            return Err(Error::Busy);
        }
        state.lent += 1;
        let conn = state.idle.pop();
        Ok(Lent { pool: self, conn, is_clean: false })
    }
}

/// A connection on loan. Goes back only when its borrower has ended the transaction and said so;
/// otherwise it is closed, which undoes whatever was open.
struct Lent<'p> {
    pool: &'p Pool,
    conn: Option<PgConn>,
    is_clean: bool,
}

impl Lent<'_> {
    fn get(&mut self) -> Result<&mut PgConn> {
        if self.conn.as_ref().is_none_or(|conn| conn.client.is_closed()) {
            self.conn = Some(self.pool.connect()?);
        }
        self.conn.as_mut().ok_or(Error::Away)
    }

    /// Begins a transaction. An idle connection may have been cut since: then on a fresh one.
    fn begin(&mut self, how: &str) -> Result<&mut PgConn> {
        for pause in PAUSES {
            match self.get().and_then(|conn| conn.batch(how)) {
                Ok(()) => return self.get(),
                Err(error) if error.is_worth_a_retry() => {
                    tracing::warn!(%error, "a connection to the database was lost");
                    self.conn = None;
                    sleep(pause);
                }
                Err(error) => return Err(error.named()),
            }
        }
        Err(Error::Away)
    }

    /// Ends the transaction of the borrower; a connection that cannot is closed.
    fn end(&mut self, how: &str) {
        self.is_clean = self.conn.as_mut().is_some_and(|conn| conn.batch(how).is_ok());
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let conn = self.conn.take().filter(|conn| self.is_clean && !conn.client.is_closed());
        let mut state = self.pool.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.lent -= 1;
        state.idle.extend(conn);
        drop(state);
        self.pool.back.notify_one();
    }
}

pub(crate) fn create_database(server: &str, name: &str, template: Option<&str>) -> Result<()> {
    let template = match template {
        Some(it) => format!(" TEMPLATE \"{it}\""),
        None => " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'".to_owned(),
    };
    let mut client = server::connect(server)?;
    Ok(client.batch_execute(&format!("CREATE DATABASE \"{name}\"{template}"))?)
}

pub(crate) fn drop_database(server: &str, name: &str) -> Result<()> {
    let mut client = server::connect(server)?;
    Ok(client.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))?)
}
