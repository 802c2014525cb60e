//! One SQL text, two databases: `SQLite` (embedded) and `PostgreSQL`, behind one thin synchronous layer.
//!
//! The only place of the product that knows which database is at hand. Reading happens on
//! read-only connections ([`Db::read`]); writing happens in [`Db::write`], which only the act
//! machinery calls. Rows become structs or tuples through serde, by column name or position.

mod asker;
mod blank;
mod conn;
mod dump;
mod error;
mod health;
mod ids;
mod load;
mod lock;
mod migrate;
mod nested;
mod news;
mod postgres;
mod query;
mod read;
mod readers;
mod row;
mod seal;
mod server;
mod sqlite;
mod tally;
mod value;
mod write;

use std::{
    path::PathBuf,
    sync::{Arc, Once},
    time::Duration,
};

pub use serde;

pub use asker::{Answer, Asker, Cells, Column, Wanting};
pub use dump::Table;
pub use error::{Error, Result};
pub use health::Health;
pub use ids::Ids;
pub use load::Load;
pub use lock::FolderLock;
pub use query::Query;
pub use read::{Read, uncovered};
pub use seal::{Seal, block_digest};
pub use server::is_this_machine;
pub use tally::{Slow, Tally, tally};
pub use value::{IdVisitor, ToValue, Value};
pub use write::{Touch, Write};

/// Where the data are.
#[derive(Debug, Clone)]
pub enum Target {
    /// A data folder with the embedded database in it.
    Folder(PathBuf),
    /// `postgres://user@host:port/name`.
    Url(String),
}

/// How hard `SQLite` waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// The product: an acknowledged act survives a power cut.
    Full,
    /// Tests only: the operating system may lose the last acts when the machine stops.
    Off,
}

/// Acts or pages that may wait for their turn; more are told to come back. Each of them keeps a thread
/// of the server, which has 512: enough must be left for pages while acts are held up.
const WAITING_AT_MOST: usize = 256;

/// The ids that the newest act may have taken after its event's.
const IDS_OF_AN_ACT: i64 = 1 << 16;

/// An open database with its connections.
pub struct Db {
    backend: Backend,
    ids: Ids,
    bell: Arc<news::Bell>,
    listening: Once,
}

enum Backend {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens and migrates. The folder is made if it is not there.
    pub fn open(target: &Target, durability: Durability) -> Result<Self> {
        let backend = match target {
            Target::Folder(folder) => sqlite::Sqlite::open(folder, durability).map(Backend::Sqlite),
            Target::Url(url) => postgres::Postgres::open(url).map(Backend::Postgres),
        };
        Self::with(backend.map_err(Error::named)?)
    }

    /// Opens what is there and changes nothing about it: for who only reads, perhaps beside a server.
    /// *Unbuilt*, *Behind* or *Ahead* when the schema is not this version's.
    pub fn open_as_it_is(target: &Target, durability: Durability) -> Result<Self> {
        let backend = match target {
            Target::Folder(folder) => {
                sqlite::Sqlite::open_as_it_is(folder, durability).map(Backend::Sqlite)
            }
            Target::Url(url) => postgres::Postgres::open_as_it_is(url).map(Backend::Postgres),
        };
        Self::with(backend.map_err(Error::named)?)
    }

    fn with(backend: Backend) -> Result<Self> {
        let (bell, listening) = (Arc::default(), Once::new());
        let db = Self { backend, ids: Ids::after(0), bell, listening };
        let last: i64 = db
            .read(|read| read.one("SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) FROM event", &[]))?;
        Ok(Self { ids: Ids::after(last + IDS_OF_AN_ACT), ..db })
    }

    /// The same with ids counted from `start`: the demo and tests want the same ids every time.
    pub fn with_ids_from(mut self, start: i64) -> Self {
        self.ids = Ids::counted_from(start);
        self
    }

    /// Runs `page` on a read-only connection, in one snapshot.
    pub fn read<T, E: From<Error>>(
        &self,
        page: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        nested::refuse()?;
        match &self.backend {
            Backend::Sqlite(it) => it.read(page),
            Backend::Postgres(it) => it.read(page),
        }
    }

    /// The same on a connection of its own, without a limit of time: for the one who keeps figures in
    /// memory. Whoever waits for him may hold a connection of [`Db::read`] meanwhile.
    pub fn follow<T, E: From<Error>>(
        &self,
        pass: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        tally::for_all(|| match &self.backend {
            Backend::Sqlite(it) => it.follow(pass),
            Backend::Postgres(it) => it.follow(pass),
        })
    }

    /// The same on a connection made for it alone: for what may take minutes (a backup).
    pub fn aside<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        tally::for_all(|| match &self.backend {
            Backend::Sqlite(it) => it.aside(work),
            Backend::Postgres(it) => it.aside(work),
        })
    }

    /// Runs `act` in a transaction that holds the named locks, and answers after the commit.
    ///
    /// On `SQLite` acts that arrive together share one commit, each in its savepoint; on `PostgreSQL`
    /// each has its own transaction, retried when the server asks for it. `act` may therefore run
    /// more than once and must do nothing but ask and write through what it is lent. An `Err` undoes
    /// this act alone; so does a statement that failed, even when the act then says `Ok`.
    pub fn write<T, E: From<Error>>(
        &self,
        locks: &[i64],
        act: impl Fn(&Write) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        nested::refuse()?;
        let act = |write: &Write| {
            let _inside = nested::enter();
            act(write)
        };
        let answer = match &self.backend {
            Backend::Sqlite(it) => it.write(&self.ids, &act),
            Backend::Postgres(it) => it.write(&self.ids, locks, &act),
        };
        if answer.is_ok() {
            self.bell.ring();
        }
        answer
    }

    /// Waits until something was committed here, or sealed by any node on the same database, since
    /// this last answered `heard`; at most so long. Begin with 0. Whoever follows looks after the
    /// time too: an act of another node is heard when it is sealed, and a lost connection is silent.
    pub fn wait_for_news(&self, heard: u64, at_most: Duration) -> u64 {
        if let Backend::Postgres(it) = &self.backend {
            self.listening.call_once(|| news::listen(it.url(), &self.bell));
        }
        self.bell.wait(heard, at_most)
    }

    /// Wakes whoever waits for news: the server is about to end.
    pub fn wake(&self) {
        self.bell.ring();
    }

    /// A fresh id: 64 bits, later ones larger.
    pub fn id(&self) -> i64 {
        self.ids.next()
    }

    /// Seals what committed acts left unsealed; the number of events sealed. `SQLite` seals in the
    /// act's own commit and always answers 0. One node at a time: where another is at it, also 0.
    pub fn seal_pending(&self) -> Result<usize> {
        match &self.backend {
            Backend::Sqlite(_) => Ok(0),
            Backend::Postgres(it) => it.seal_pending(),
        }
    }

    /// "SQLite" or "PostgreSQL", with its version: for `doctor` only.
    pub fn name(&self) -> Result<String> {
        match &self.backend {
            Backend::Sqlite(_) => Ok(sqlite::Sqlite::name()),
            Backend::Postgres(it) => it.name(),
        }
    }

    /// Refreshes the planner's statistics; wanted after a bulk load.
    pub fn analyze(&self) -> Result<()> {
        match &self.backend {
            Backend::Sqlite(it) => it.analyze(),
            Backend::Postgres(it) => it.analyze(),
        }
    }

    /// Rewrites the whole database, so that no free page holds what was deleted. Nobody else may be at it:
    /// *HasReaders* where somebody still sees what was deleted, and then nothing is rewritten.
    pub fn compact(&self) -> Result<()> {
        match &self.backend {
            Backend::Sqlite(it) => it.compact(),
            Backend::Postgres(it) => it.compact(),
        }
    }

    /// After a value in one of these tables was overwritten for good: it lies in no file of the database any more.
    /// *False*: readers hold it for now, ask again.
    pub fn forget(&self, tables: &[&'static str]) -> Result<bool> {
        match &self.backend {
            Backend::Sqlite(it) => it.forget(),
            Backend::Postgres(it) => it.forget(tables),
        }
    }

    /// Every table and view as the database knows it, sorted: what the schema golden shows.
    pub fn schema(&self) -> Result<String> {
        match &self.backend {
            Backend::Sqlite(it) => it.schema(),
            Backend::Postgres(it) => it.schema(),
        }
    }

    /// What the database says about its own condition: for `doctor` only; reads all of it.
    pub fn health(&self) -> Result<Vec<Health>> {
        match &self.backend {
            Backend::Sqlite(it) => health::or_damaged(it.aside(health::sqlite)),
            Backend::Postgres(it) => it.aside(health::postgres),
        }
    }

    /// The file of `PostgreSQL`'s log that is being written: older ones hold what was deleted. *None* where the log
    /// goes with [`Self::compact`].
    pub fn log_file(&self) -> Result<Option<String>> {
        match &self.backend {
            Backend::Sqlite(_) => Ok(None),
            Backend::Postgres(it) => it.read(health::log_file).map(Some),
        }
    }

    /// The clock of the database's server, in milliseconds since 1970; *None* where the database is in this process.
    pub fn server_millis(&self, read: &Read) -> Result<Option<i64>> {
        match &self.backend {
            Backend::Sqlite(_) => Ok(None),
            Backend::Postgres(_) => health::server_millis(read).map(Some),
        }
    }

    /// Makes a database out of rows: the schema of `versions`, filled by `work`, all in one transaction.
    /// *Refused* when something is there already.
    pub fn load<T, E: From<Error>>(
        target: &Target,
        versions: &[i64],
        work: impl FnOnce(&mut Load) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        load::into(target, versions, work)
    }
}

/// Makes an empty database on a `PostgreSQL` server: the test kit only.
pub fn create_database(server_url: &str, name: &str, template: Option<&str>) -> Result<()> {
    postgres::create_database(server_url, name, template)
}

/// Takes such a database away again.
pub fn drop_database(server_url: &str, name: &str) -> Result<()> {
    postgres::drop_database(server_url, name)
}
