//! PostgreSQL as others would use it: large buffers, prepared statements, a Unix socket.

use std::{
    collections::HashMap,
    io::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use postgres::{Client, Statement, types::ToSql};

use super::{Asked, Engine, Rows, load, server::Server};
use crate::against::facts::Facts;

pub(crate) struct Postgres {
    client: Client,
    prepared: HashMap<String, Statement>,
    pub(crate) server: Arc<Server>,
}

impl Postgres {
    pub(crate) fn load(server: Arc<Server>, facts: &Facts) -> anyhow::Result<Self> {
        server.begin()?;
        let mut client = server.connect()?;
        for ((table, columns), rows) in load::TABLES.into_iter().zip(load::rows(facts)) {
            client.batch_execute(&load::create(table, columns))?;
            let mut copy = client.copy_in(&format!("COPY {table} FROM STDIN"))?;
            for row in rows {
                let words: Vec<String> = row.iter().map(i64::to_string).collect();
                writeln!(copy, "{}", words.join("\t"))?;
            }
            copy.finish()?;
        }
        for sql in load::INDEXES.iter().chain(&load::RECORD) {
            client.batch_execute(sql)?;
        }
        // Visibility maps, so that covering indexes are read alone.
        client.batch_execute("VACUUM ANALYZE")?;
        Ok(Self { client, prepared: HashMap::new(), server })
    }

    pub(crate) fn run(&mut self, sql: &str, values: &[i64]) -> anyhow::Result<()> {
        self.ask(sql, values).map(|_| ())
    }

    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    fn ask(&mut self, sql: &str, values: &[i64]) -> anyhow::Result<(Rows, Duration)> {
        if !self.prepared.contains_key(sql) {
            self.prepared.insert(sql.to_owned(), self.client.prepare(sql)?);
        }
        let values: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
        let begun = Instant::now();
        let found = self.client.query(&self.prepared[sql], &values)?;
        let row = |row: &postgres::Row| (0..row.len()).map(|at| row.get(at)).collect();
        let rows = found.iter().map(row).collect();
        Ok((rows, begun.elapsed()))
    }
}

impl Engine for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn answer(&mut self, asked: Asked, range: [i64; 2]) -> anyhow::Result<(Rows, Duration)> {
        let (sql, values) = match asked.sql() {
            (super::TASKS_BY_CHILD, values) => (super::TASKS_BY_CHILD_LATERAL, values),
            asked => asked,
        };
        self.ask(sql, &range[..values])
    }
}
