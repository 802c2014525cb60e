//! The embedded database: one writing connection shared in turns, a few read-only ones.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, atomic::AtomicUsize,
        atomic::Ordering,
    },
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{
    Durability, Error, Ids, Read, Result, WAITING_AT_MOST, Write,
    conn::{Conn, InTransaction},
    migrate,
    read::Failed,
    seal,
};

/// Read-only connections: more only help when there are more processor cores.
const READERS: usize = 6;
/// Acts in one commit at most; beyond it the first would wait too long for their answer.
const GROUP_AT_MOST: usize = 64;

/// The embedded database within the data folder.
pub(crate) const FILE: &str = "guantong.db";
/// A row when migrations have ever run.
const HAS_HISTORY: &str =
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'refinery_schema_history'";

/// Pages in the write-ahead log before they are carried over: 32 MB. The same few pages change in many
/// commits; carried over seldom, each is written once.
const LOG_PAGES: u32 = 8_000;

/// How long a page waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Sqlite {
    file: PathBuf,
    /// Who has asked for the turn and not got it yet. Each of them will look after the open group.
    waiting: AtomicUsize,
    readers: Readers,
    follower: Readers,
    /// Closed last: only who may write carries the log over into the file.
    turn: Mutex<Turn>,
}

/// Read-only connections, lent one by one.
struct Readers {
    idle: Mutex<Vec<Connection>>,
    back: Condvar,
}

/// The writing connection and the group of acts that its open transaction holds.
struct Turn {
    conn: Connection,
    group: Option<Group>,
}

#[derive(Default)]
struct Group {
    /// Set when the group's commit is decided: *true* when it reached the disk.
    outcome: Arc<OnceLock<bool>>,
    entries: Vec<seal::Entry>,
    acts: usize,
}

impl Sqlite {
    pub(crate) fn open(folder: &Path, durability: Durability) -> Result<Self> {
        let failed = |cause| Error::File { path: folder.display().to_string(), cause };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let file = folder.join(FILE);
        let mut conn = Connection::open(&file)?;
        prepare(&conn, durability)?;
        migrate::run(&mut conn, "BEGIN IMMEDIATE")?;
        Self::with(conn, file)
    }

    /// The file as it stands: neither made nor migrated.
    pub(crate) fn open_as_it_is(folder: &Path, durability: Durability) -> Result<Self> {
        let file = folder.join(FILE);
        if !file.exists() {
            return Err(Error::Unbuilt);
        }
        migrate::check(&Read::new(&mut open_reader(&file)?), HAS_HISTORY)?;
        let conn = Connection::open(&file)?;
        prepare(&conn, durability)?;
        Self::with(conn, file)
    }

    fn with(conn: Connection, file: PathBuf) -> Result<Self> {
        Ok(Self {
            turn: Mutex::new(Turn { conn, group: None }),
            waiting: AtomicUsize::new(0),
            readers: Readers::open(&file, READERS)?,
            follower: Readers::open(&file, 1)?,
            file,
        })
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
        Readers::open(&self.file, 1)?.read(work)
    }

    pub(crate) fn write<T, E: From<Error>>(
        &self,
        ids: &Ids,
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        match self.take_turn(ids, act, false) {
            Turned::Answer(answer) => answer,
            Turned::Undone(_) => match self.take_turn(ids, act, true) {
                Turned::Answer(answer) => answer,
                Turned::Undone(error) => Err(error),
            },
        }
    }

    /// Runs the act in the open transaction (or a new one), and commits when nobody else waits.
    fn take_turn<T, E: From<Error>>(
        &self,
        ids: &Ids,
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
        alone: bool,
    ) -> Turned<T, E> {
        let mut held = match self.wait_for_turn() {
            Ok(held) => held,
            Err(error) => return Turned::Answer(Err(error.into())),
        };
        if alone {
            // What fails now fails for the others only; they are told by their outcome.
            let _ = held.turn.finish();
        }
        if let Err(error) = held.turn.begin() {
            return Turned::Answer(Err(error.named().into()));
        }
        let answer = match held.turn.run(ids, act) {
            Ok(answer) => answer,
            Err(error) => {
                // The database gave up the whole transaction: everybody in it starts again, alone.
                held.turn.undo();
                return Turned::Undone(error);
            }
        };
        let Some(outcome) = held.turn.outcome() else { return Turned::Answer(answer) };
        if alone && let Err(error) = held.turn.finish() {
            return Turned::Undone(error.named().into());
        }
        drop(held);
        // A failed act waits too: what it saw of the others may yet be undone.
        match (*outcome.wait(), answer) {
            (true, answer) => Turned::Answer(answer),
            (false, Err(error)) => Turned::Undone(error),
            (false, Ok(_)) => Turned::Undone(Error::GroupFailed.into()),
        }
    }

    fn wait_for_turn(&self) -> Result<Held<'_>> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= WAITING_AT_MOST {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(Error::Busy);
        }
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        Ok(Held { home: self, turn })
    }

    fn writer(&self) -> Result<Held<'_>> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut held = Held { home: self, turn };
        held.turn.finish()?;
        Ok(held)
    }

    pub(crate) fn name() -> String {
        format!("SQLite {}", rusqlite::version())
    }

    pub(crate) fn analyze(&self) -> Result<()> {
        self.writer()?.turn.conn.batch("ANALYZE")
    }

    /// The log is carried over before and after: it holds pages, too.
    pub(crate) fn compact(&self) -> Result<()> {
        let held = self.writer()?;
        let steps = "PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";
        held.turn.conn.execute_batch(steps).map_err(|error| Error::from(error).named())
    }

    /// Pages are overwritten in place (`secure_delete`); the log still holds them as they were.
    pub(crate) fn forget(&self) -> Result<bool> {
        let held = self.writer()?;
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = held.turn.conn.query_row(sql, [], |row| row.get(0)).map_err(Error::from)?;
        Ok(busy == 0)
    }

    pub(crate) fn schema(&self) -> Result<String> {
        self.read(|read| {
            let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
                       AND name NOT LIKE 'refinery%' AND name NOT LIKE 'sqlite_%' ORDER BY name";
            let texts: Vec<String> = read.all(sql, &[])?;
            Ok(texts.join(";\n\n"))
        })
    }
}

enum Turned<T, E> {
    Answer(std::result::Result<T, E>),
    /// The transaction that held the act is undone: nothing of it is there.
    Undone(E),
}

/// The turn, with what everybody who lets go of it owes the open group: when nobody comes after, or
/// the group is full, it is committed here. Also after a panic.
struct Held<'s> {
    home: &'s Sqlite,
    turn: MutexGuard<'s, Turn>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let is_last = self.home.waiting.load(Ordering::SeqCst) == 0;
        if is_last || self.turn.is_full() {
            // Everybody in the group is told by its outcome.
            let _ = self.turn.finish();
        }
    }
}

impl Turn {
    fn begin(&mut self) -> Result<()> {
        if self.group.is_some() {
            return Ok(());
        }
        if !self.conn.is_autocommit() {
            // What could not be rolled back before must be now, or nobody would ever write again.
            step(&self.conn, "ROLLBACK")?;
        }
        step(&self.conn, "BEGIN IMMEDIATE")?;
        self.group = Some(Group::default());
        Ok(())
    }

    /// The act's answer; `Err` when the transaction around it is no more or cannot be trusted.
    fn run<T, E: From<Error>>(
        &mut self,
        ids: &Ids,
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
    ) -> std::result::Result<std::result::Result<T, E>, E> {
        step(&self.conn, "SAVEPOINT act")?;
        let mut conn = InTransaction(&mut self.conn);
        let write = Write::new(&mut conn, ids);
        let answer = catch_unwind(AssertUnwindSafe(|| act(&write)));
        let (entries, failed) = (write.entries.take(), write.failed());
        let answer = match answer {
            Ok(Ok(_)) if failed != Failed::None => Ok(Err(Error::WentOn.into())),
            other => other,
        };
        let is_kept = matches!(answer, Ok(Ok(_)));
        let ended = if self.conn.is_autocommit() {
            Err(Error::Full)
        } else if is_kept {
            step(&self.conn, "RELEASE act")
        } else {
            step(&self.conn, "ROLLBACK TO act").and_then(|()| step(&self.conn, "RELEASE act"))
        };
        match (ended, answer) {
            (ended, Err(panic)) => {
                if ended.is_err() {
                    self.undo();
                }
                resume_unwind(panic)
            }
            (Err(_), Ok(Err(error))) => Err(error),
            (Err(ended), Ok(Ok(_))) => Err(ended.named().into()),
            (Ok(()), Ok(answer)) => {
                if let (true, Some(group)) = (is_kept, &mut self.group) {
                    group.entries.extend(entries);
                    group.acts += 1;
                }
                Ok(answer)
            }
        }
    }

    /// What to wait for; nothing when no act of the group has changed anything.
    fn outcome(&self) -> Option<Arc<OnceLock<bool>>> {
        let group = self.group.as_ref().filter(|group| group.acts > 0)?;
        Some(group.outcome.clone())
    }

    fn is_full(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.acts >= GROUP_AT_MOST)
    }

    /// Seals and commits the open group, and tells everybody in it.
    fn finish(&mut self) -> Result<()> {
        let Some(mut group) = self.group.take() else { return Ok(()) };
        let entries = std::mem::take(&mut group.entries);
        let done = seal::add(&mut InTransaction(&mut self.conn), &entries)
            .and_then(|()| step(&self.conn, "COMMIT"));
        if let Err(error) = &done {
            tracing::error!(%error, "a shared commit failed; its acts run again one by one");
            self.roll_back();
        }
        let _ = group.outcome.set(done.is_ok());
        done
    }

    /// Gives up the open group: everybody in it starts again.
    fn undo(&mut self) {
        self.roll_back();
        if let Some(group) = self.group.take() {
            let _ = group.outcome.set(false);
        }
    }

    /// When even this fails, [`Turn::begin`] tries again before anything else is written.
    fn roll_back(&mut self) {
        if !self.conn.is_autocommit() {
            let _ = step(&self.conn, "ROLLBACK");
        }
    }
}

/// One of the few fixed statements around acts, prepared once.
fn step(conn: &Connection, sql: &'static str) -> Result<()> {
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}

impl Readers {
    fn open(file: &Path, many: usize) -> Result<Self> {
        let idle: Result<Vec<_>> = (0..many).map(|_| open_reader(file)).collect();
        Ok(Self { idle: Mutex::new(idle.map_err(Error::named)?), back: Condvar::new() })
    }

    fn read<T, E: From<Error>>(
        &self,
        page: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut reader = Lent { home: self, conn: Some(self.take()?) };
        let conn = reader.conn.as_mut().expect("a lent reader is there until dropped");
        step(conn, "BEGIN").map_err(Error::named)?;
        let answer = page(&Read::new(conn));
        step(conn, "COMMIT").map_err(Error::named)?;
        answer
    }

    fn take(&self) -> Result<Connection> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.back.wait_timeout_while(idle, PATIENCE, |it| it.is_empty());
        let (mut idle, _) = waited.unwrap_or_else(PoisonError::into_inner);
        idle.pop().ok_or(Error::Busy)
    }
}

/// A reader on loan; goes back when dropped, also after a panic.
struct Lent<'s> {
    home: &'s Readers,
    conn: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        if !conn.is_autocommit() {
            let _ = step(&conn, "ROLLBACK");
        }
        self.home.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        self.home.back.notify_one();
    }
}

fn prepare(conn: &Connection, durability: Durability) -> Result<()> {
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Off => "OFF",
    };
    conn.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};
         PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536;
         PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = {LOG_PAGES};
         PRAGMA secure_delete = ON"
    ))?;
    settle(conn)
}

fn open_reader(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    conn.execute_batch(
        "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536;
         PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY",
    )?;
    settle(&conn)?;
    Ok(conn)
}

/// Statements are prepared once. With statistics SQLite would otherwise plan a statement anew
/// whenever other values are bound to it, which takes longer than most of them run.
fn settle(conn: &Connection) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(())
}
