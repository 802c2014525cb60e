//! Writing: only inside an act's transaction.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
};

use crate::{Ids, Query, Read, Result, Value, conn::Conn, seal::Entry};

/// The right to write, lent by [`crate::Db::write`] for one act. It can also be asked like a [`Read`].
pub struct Write<'c> {
    read: Read<'c>,
    ids: &'c Ids,
    pub(crate) entries: RefCell<Vec<Entry>>,
    touched: RefCell<BTreeMap<(i64, Touch), BTreeSet<String>>>,
    /// Tables written to; kept in debug builds only.
    written: RefCell<BTreeSet<String>>,
}

/// What of a unit has changed, as far as those follow it who keep figures in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// What was held or excused, duty by duty: [`Write::touch_duty`].
    Facts,
    /// A clock that began, or was taken back.
    Clock,
    /// The unit itself: people, posts, terms, figures.
    Unit,
    /// Its row or where it stands: founded, renamed, moved, merged, dissolved.
    Place,
    /// A rule for everything below it.
    Below,
}

impl Touch {
    pub const ALL: [Self; 5] = [Self::Facts, Self::Clock, Self::Unit, Self::Place, Self::Below];

    /// As the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Clock => "clock",
            Self::Unit => "unit",
            Self::Place => "place",
            Self::Below => "below",
        }
    }
}

impl<'c> Deref for Write<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

impl<'c> Write<'c> {
    pub(crate) fn new(conn: &'c mut dyn Conn, ids: &'c Ids) -> Self {
        let (entries, touched, written) = Default::default();
        Self { read: Read::new(conn), ids, entries, touched, written }
    }

    /// Runs a statement; the number of rows it changed.
    pub fn run(&self, sql: &'static str, binds: &[Value]) -> Result<u64> {
        Ok(self.note(sql, self.read.execute(sql, binds)?))
    }

    /// Runs a statement put together by [`Query`].
    pub fn run_query(&self, query: &Query) -> Result<u64> {
        let (sql, binds) = query.parts();
        Ok(self.note(sql, self.read.execute(sql, binds)?))
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

    /// Says that what is judged about a unit may have changed. Whoever writes such a row says so in
    /// the same store function.
    pub fn touch(&self, unit: i64, what: Touch) {
        debug_assert!(what != Touch::Facts, "facts are touched duty by duty");
        self.touched.borrow_mut().entry((unit, what)).or_default();
    }

    pub fn touch_all(&self, units: impl IntoIterator<Item = i64>, what: Touch) {
        units.into_iter().for_each(|unit| self.touch(unit, what));
    }

    /// Says that what was held or excused under one duty of a unit may have changed, and nothing else
    /// about it.
    pub fn touch_duty(&self, unit: i64, duty: &str) {
        let mut touched = self.touched.borrow_mut();
        let duties = touched.entry((unit, Touch::Facts)).or_default();
        if !duties.contains(duty) {
            duties.insert(duty.to_owned());
        }
    }

    /// Units touched since the last call, and how in words: a key of [`Touch`], after
    /// [`Touch::Facts`] the duties; none where they are too many for an index entry.
    pub fn take_touched(&self) -> Vec<(i64, String)> {
        const DUTIES_AT_MOST: usize = 40;
        let words = |what: Touch, duties: BTreeSet<String>| {
            let duties = Some(duties).filter(|them| them.len() <= DUTIES_AT_MOST);
            let words = std::iter::once(what.key().to_owned()).chain(duties.unwrap_or_default());
            words.collect::<Vec<_>>().join(" ")
        };
        let touched = self.touched.take().into_iter();
        touched.map(|((unit, what), duties)| (unit, words(what, duties))).collect()
    }

    /// Whether a row of one of these tables was written; always *false* in release builds.
    pub fn has_written(&self, tables: &[&str]) -> bool {
        self.written.borrow().iter().any(|written| tables.contains(&written.as_str()))
    }

    /// Remembers the table of a statement that changed rows.
    fn note(&self, sql: &str, changed: u64) -> u64 {
        if cfg!(debug_assertions) && changed > 0 {
            let is_before_table = |word: &&str| ["INTO", "UPDATE", "FROM"].contains(word);
            let table = sql.split_whitespace().skip_while(|word| !is_before_table(word)).nth(1);
            self.written.borrow_mut().extend(table.map(str::to_owned));
        }
        changed
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
