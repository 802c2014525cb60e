//! Asking: rows as structs, tuples or single values.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    sync::{LazyLock, Mutex},
};

use serde::de::DeserializeOwned;

use crate::{Error, Result, Value, conn::Conn, row, tally};

/// A connection to ask. Every reading store function takes one; a [`crate::Write`] lends its own.
pub struct Read<'c> {
    pub(crate) conn: RefCell<&'c mut dyn Conn>,
    statements: Cell<u32>,
    failed: Cell<Failed>,
}

/// How the worst statement on a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Failed {
    None,
    /// The act that asked must not go on as if nothing had happened.
    Yes,
    /// The server was gone, or asks to try the whole act again.
    WorthARetry,
}

impl<'c> Read<'c> {
    pub(crate) fn new(conn: &'c mut dyn Conn) -> Self {
        Self { conn: RefCell::new(conn), statements: Cell::new(0), failed: Cell::new(Failed::None) }
    }

    pub(crate) fn failed(&self) -> Failed {
        self.failed.get()
    }

    /// Every row. `T` is a struct (by column name), a tuple (by position) or one value.
    pub fn all<T: DeserializeOwned>(&self, sql: &'static str, binds: &[Value]) -> Result<Vec<T>> {
        self.all_of(sql, binds)
    }

    /// The first row, or `None`.
    pub fn maybe<T: DeserializeOwned>(
        &self,
        sql: &'static str,
        binds: &[Value],
    ) -> Result<Option<T>> {
        Ok(self.all_of(sql, binds)?.into_iter().next())
    }

    /// The one row that a statement like `SELECT count(*)` always has.
    pub fn one<T: DeserializeOwned>(&self, sql: &'static str, binds: &[Value]) -> Result<T> {
        let missing = || Error::Refused(format!("no row where one must be: {sql}"));
        self.maybe(sql, binds)?.ok_or_else(missing)
    }

    /// Rows as plain cells, for the few places that read hundreds of thousands of them.
    pub fn cells(&self, sql: &'static str, binds: &[Value]) -> Result<Vec<Vec<Value>>> {
        self.cells_of(sql, binds)
    }

    /// How many statements ran here.
    pub fn statements(&self) -> u32 {
        self.statements.get()
    }

    pub(crate) fn cells_of(&self, sql: &str, binds: &[Value]) -> Result<Vec<Vec<Value>>> {
        let (_, rows) = self.asked(sql, |conn| conn.query(sql, binds))?;
        cover(sql, rows.len() as u64);
        Ok(rows)
    }

    pub(crate) fn all_of<T: DeserializeOwned>(&self, sql: &str, binds: &[Value]) -> Result<Vec<T>> {
        let (names, rows) = self.asked(sql, |conn| conn.query(sql, binds))?;
        cover(sql, rows.len() as u64);
        let misfit = |cause| Error::Misfit { sql: sql.to_owned(), cause };
        rows.into_iter().map(|cells| row::read(&names, cells).map_err(misfit)).collect()
    }

    pub(crate) fn execute(&self, sql: &str, binds: &[Value]) -> Result<u64> {
        let changed = self.asked(sql, |conn| conn.execute(sql, binds))?;
        cover(sql, changed);
        Ok(changed)
    }

    /// One statement: counted, timed when the log wants it, and remembered when it failed.
    fn asked<T>(&self, sql: &str, ask: impl FnOnce(&mut dyn Conn) -> Result<T>) -> Result<T> {
        self.statements.set(self.statements.get() + 1);
        let answer = tally::counted(sql, || ask(&mut **self.conn.borrow_mut()));
        answer.map_err(|error| {
            let failed = if error.is_worth_a_retry() { Failed::WorthARetry } else { Failed::Yes };
            self.failed.set(self.failed.get().max(failed));
            error.named()
        })
    }
}

/// Statements seen, and whether each ever touched a row; kept only when a test run asks for it.
static SEEN: LazyLock<Option<Mutex<BTreeMap<String, bool>>>> =
    LazyLock::new(|| std::env::var_os("GUANTONG_COVER").map(|_| Mutex::default()));

fn cover(sql: &str, rows: u64) {
    if let Some(seen) = &*SEEN {
        let mut seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *seen.entry(sql.to_owned()).or_default() |= rows > 0;
    }
}

/// Statements of this process that never returned or changed a row; empty unless
/// `GUANTONG_COVER` is set.
pub fn uncovered() -> Vec<String> {
    let Some(seen) = &*SEEN else { return Vec::new() };
    let seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    seen.iter().filter(|(_, touched)| !**touched).map(|(sql, _)| sql.clone()).collect()
}
