//! The embedded database: one writing connection shared in turns, a few read-only ones.

use std::{
    path::Path,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, atomic::AtomicUsize,
        atomic::Ordering,
    },
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

use crate::{Durability, Error, Ids, Read, Result, Write, conn::Conn, migrate, seal};

/// Read-only connections: more only help when there are more processor cores.
const READERS: usize = 6;
/// Acts in one commit at most; beyond it the first would wait too long for their answer.
const GROUP_AT_MOST: usize = 64;
/// Acts that may wait for their turn; more are told to come back.
const WAITING_AT_MOST: usize = 2000;

pub(crate) struct Sqlite {
    turn: Mutex<Turn>,
    committed: Condvar,
    waiting: AtomicUsize,
    readers: Mutex<Vec<Connection>>,
    reader_back: Condvar,
}

/// The writing connection and the group of acts that its open transaction holds.
struct Turn {
    conn: Connection,
    group: Option<Group>,
}

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
        let file = folder.join("guantong.db");
        let mut conn = Connection::open(&file)?;
        prepare(&conn, durability)?;
        migrate::sqlite(&mut conn)?;
        let readers: Result<Vec<_>> = (0..READERS).map(|_| open_reader(&file)).collect();
        Ok(Self {
            turn: Mutex::new(Turn { conn, group: None }),
            committed: Condvar::new(),
            waiting: AtomicUsize::new(0),
            readers: Mutex::new(readers?),
            reader_back: Condvar::new(),
        })
    }

    pub(crate) fn read<T, E: From<Error>>(
        &self,
        page: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut reader = Lent { home: self, conn: Some(self.take_reader()) };
        let conn = reader.conn.as_mut().expect("a lent reader is there until dropped");
        conn.execute_batch("BEGIN").map_err(Error::from)?;
        let answer = page(&Read::new(conn));
        conn.execute_batch("COMMIT").map_err(Error::from)?;
        answer
    }

    pub(crate) fn write<T, E: From<Error>>(
        &self,
        ids: &Ids,
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut alone = false;
        loop {
            match self.take_turn(ids, act, alone) {
                Turned::Answer(answer) => return answer,
                Turned::GroupFailed if alone => return Err(Error::GroupFailed.into()),
                Turned::GroupFailed => alone = true,
            }
        }
    }

    /// Runs the act in the open transaction (or a new one), and commits when nobody else waits.
    fn take_turn<T, E: From<Error>>(
        &self,
        ids: &Ids,
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
        alone: bool,
    ) -> Turned<T, E> {
        let mut turn = match self.wait_for_turn() {
            Ok(turn) => turn,
            Err(error) => return Turned::Answer(Err(error.into())),
        };
        if alone && turn.group.is_some() {
            self.finish(&mut turn);
        }
        if let Err(error) = turn.begin() {
            return Turned::Answer(Err(error.into()));
        }
        let answer = turn.run(ids, act);
        if turn.conn.is_autocommit() {
            // The database gave up the whole transaction: everybody in it starts again, alone.
            self.decide(&mut turn, false);
            return Turned::GroupFailed;
        }
        let outcome = turn.outcome();
        let is_last = self.waiting.load(Ordering::SeqCst) == 0;
        if alone || is_last || turn.is_full() {
            self.finish(&mut turn);
        }
        match answer {
            // What changed nothing has nothing to wait for.
            Err(error) => Turned::Answer(Err(error)),
            Ok(value) => self.wait_for(turn, &outcome, value),
        }
    }

    fn wait_for_turn(&self) -> Result<MutexGuard<'_, Turn>> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= WAITING_AT_MOST {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(Error::Busy);
        }
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        Ok(turn)
    }

    fn wait_for<T, E>(
        &self,
        mut turn: MutexGuard<'_, Turn>,
        outcome: &OnceLock<bool>,
        value: T,
    ) -> Turned<T, E> {
        loop {
            match outcome.get() {
                Some(true) => return Turned::Answer(Ok(value)),
                Some(false) => return Turned::GroupFailed,
                None => {}
            }
            let patience = Duration::from_millis(50);
            let waited = self.committed.wait_timeout(turn, patience);
            turn = waited.unwrap_or_else(PoisonError::into_inner).0;
            // Whoever was to come after may have given up: nobody waits, so commit here.
            if outcome.get().is_none() && self.waiting.load(Ordering::SeqCst) == 0 {
                self.finish(&mut turn);
            }
        }
    }

    /// Seals and commits the open group.
    fn finish(&self, turn: &mut Turn) {
        let done = turn.commit().inspect_err(|error| {
            tracing::error!(%error, "a shared commit failed; its acts run again one by one");
        });
        if done.is_err() && !turn.conn.is_autocommit() {
            let _ = turn.conn.execute_batch("ROLLBACK");
        }
        self.decide(turn, done.is_ok());
    }

    fn decide(&self, turn: &mut Turn, reached_disk: bool) {
        if let Some(group) = turn.group.take() {
            let _ = group.outcome.set(reached_disk);
        }
        self.committed.notify_all();
    }

    fn take_reader(&self) -> Connection {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(conn) = readers.pop() {
                return conn;
            }
            readers = self.reader_back.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn writer(&self) -> MutexGuard<'_, Turn> {
        let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if turn.group.is_some() {
            self.finish(&mut turn);
        }
        turn
    }

    pub(crate) fn name() -> String {
        format!("SQLite {}", rusqlite::version())
    }

    pub(crate) fn analyze(&self) -> Result<()> {
        self.writer().conn.batch("ANALYZE")
    }

    pub(crate) fn schema(&self) -> Result<String> {
        self.read(|read| {
            let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
                       AND name NOT LIKE 'refinery%' AND name NOT LIKE 'sqlite_%' ORDER BY name";
            let texts: Vec<String> = read.all(sql, &[])?;
            Ok(texts.join(";\n\n"))
        })
    }

    pub(crate) fn copy_to(&self, file: &Path) -> Result<()> {
        let turn = self.writer();
        let mut copy = Connection::open(file)?;
        let backup = rusqlite::backup::Backup::new(&turn.conn, &mut copy)?;
        Ok(backup.run_to_completion(1000, Duration::ZERO, None)?)
    }
}

enum Turned<T, E> {
    Answer(std::result::Result<T, E>),
    GroupFailed,
}

impl Turn {
    fn begin(&mut self) -> Result<()> {
        if self.group.is_none() {
            self.conn.execute_batch("BEGIN IMMEDIATE")?;
            self.group = Some(Group { outcome: Arc::default(), entries: Vec::new(), acts: 0 });
        }
        Ok(())
    }

    fn run<T, E: From<Error>>(
        &mut self,
        ids: &Ids,
        act: &dyn Fn(&Write) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.conn.execute_batch("SAVEPOINT act").map_err(Error::from)?;
        let write = Write::new(&mut self.conn, ids);
        let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| act(&write)));
        let entries = write.entries.take();
        let keep = matches!(answer, Ok(Ok(_)));
        let end = if keep { "RELEASE act" } else { "ROLLBACK TO act; RELEASE act" };
        if !self.conn.is_autocommit() {
            self.conn.execute_batch(end).map_err(Error::from)?;
        }
        if let (true, Some(group)) = (keep, &mut self.group) {
            group.entries.extend(entries);
            group.acts += 1;
        }
        answer.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    fn outcome(&self) -> Arc<OnceLock<bool>> {
        self.group.as_ref().map(|group| group.outcome.clone()).unwrap_or_default()
    }

    fn is_full(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.acts >= GROUP_AT_MOST)
    }

    fn commit(&mut self) -> Result<()> {
        if let Some(group) = &mut self.group {
            let entries = std::mem::take(&mut group.entries);
            seal::add(&mut self.conn, &entries)?;
            self.conn.execute_batch("COMMIT")?;
        }
        Ok(())
    }
}

/// A reader on loan; goes back when dropped, also after a panic.
struct Lent<'s> {
    home: &'s Sqlite,
    conn: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        if !conn.is_autocommit() {
            let _ = conn.execute_batch("ROLLBACK");
        }
        self.home.readers.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        self.home.reader_back.notify_one();
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
         PRAGMA temp_store = MEMORY"
    ))?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(())
}

fn open_reader(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    conn.execute_batch(
        "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536;
         PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY",
    )?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(conn)
}
