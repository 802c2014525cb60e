//! SQLite as others would use it: WAL, a large cache, memory-mapped, statements prepared once.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rusqlite::{Connection, params_from_iter};

use super::{Asked, Engine, Rows, load};
use crate::against::facts::Facts;

pub(crate) struct Sqlite {
    connection: Connection,
    pub(crate) file: PathBuf,
}

impl Sqlite {
    pub(crate) fn load(folder: &Path, facts: &Facts) -> anyhow::Result<Self> {
        let file = folder.join("peer.db");
        let mut connection = open(&file)?;
        let change = connection.transaction()?;
        for ((table, columns), rows) in load::TABLES.into_iter().zip(load::rows(facts)) {
            change.execute(&load::create(table, columns), [])?;
            let places: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
            let sql = format!("INSERT INTO {table} VALUES ({})", places.join(", "));
            let mut insert = change.prepare(&sql)?;
            for row in rows {
                insert.execute(params_from_iter(row))?;
            }
        }
        for sql in load::INDEXES.iter().chain(&load::RECORD) {
            change.execute(sql, [])?;
        }
        change.commit()?;
        connection.execute_batch("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(Self { connection, file })
    }

    pub(crate) fn run(&mut self, sql: &str, values: &[i64]) -> anyhow::Result<()> {
        self.connection.prepare_cached(sql)?.execute(params_from_iter(values))?;
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    fn ask(&mut self, sql: &str, values: &[i64]) -> anyhow::Result<(Rows, Duration)> {
        let begun = Instant::now();
        let mut asked = self.connection.prepare_cached(sql)?;
        let width = asked.column_count();
        let found = asked.query_map(params_from_iter(values), |row| {
            (0..width).map(|at| row.get::<_, i64>(at)).collect::<Result<Vec<_>, _>>()
        })?;
        let rows = found.collect::<Result<Rows, _>>()?;
        Ok((rows, begun.elapsed()))
    }
}

/// A connection as the peer has it; a commit waits for the disk.
pub(crate) fn open(file: &Path) -> anyhow::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2000000;
         PRAGMA mmap_size = 4000000000; PRAGMA busy_timeout = 60000",
    )?;
    connection.set_prepared_statement_cache_capacity(100);
    Ok(connection)
}

impl Engine for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn answer(&mut self, asked: Asked, range: [i64; 2]) -> anyhow::Result<(Rows, Duration)> {
        let (sql, values) = asked.sql();
        self.ask(sql, &range[..values])
    }
}
