//! Writing: only inside an act's transaction.

use std::{cell::RefCell, ops::Deref};

use crate::{Ids, Query, Read, Result, Value, conn::Conn, seal::Entry};

/// The right to write, lent by [`crate::Db::write`] for one act. It can also be asked like a [`Read`].
pub struct Write<'c> {
    read: Read<'c>,
    ids: &'c Ids,
    pub(crate) entries: RefCell<Vec<Entry>>,
}

impl<'c> Deref for Write<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

impl<'c> Write<'c> {
    pub(crate) fn new(conn: &'c mut dyn Conn, ids: &'c Ids) -> Self {
        Self { read: Read::new(conn), ids, entries: RefCell::default() }
    }

    /// Runs a statement; the number of rows it changed.
    pub fn run(&self, sql: &'static str, binds: &[Value]) -> Result<u64> {
        self.read.execute(sql, binds)
    }

    /// Runs a statement put together by [`Query`].
    pub fn run_query(&self, query: &Query) -> Result<u64> {
        let (sql, binds) = query.parts();
        self.read.execute(sql, binds)
    }

    /// Inserts many rows in as few statements as the databases take. `head` ends with `VALUES `.
    pub fn insert_rows(&self, head: &'static str, width: usize, cells: &[Value]) -> Result<u64> {
        const PLACES_AT_MOST: usize = 8000;
        let per_statement = (PLACES_AT_MOST / width).max(1) * width;
        let mut changed = 0;
        for chunk in cells.chunks(per_statement) {
            let mut query = Query::new(head, &[]);
            changed += self.run_query(query.rows(width, chunk))?;
        }
        Ok(changed)
    }

    /// A fresh id.
    pub fn id(&self) -> i64 {
        self.ids.next()
    }

    /// Puts an event's digest under the next seal. The event row itself is written by the caller.
    pub fn seal_later(&self, event: i64, digest: [u8; 32]) {
        self.entries.borrow_mut().push(Entry { event, digest });
    }
}
