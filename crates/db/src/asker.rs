//! Asking together: who wants to know something waits for it, and whatever is asked before anybody goes on is one
//! statement (docs/adr/0157).

use std::{
    cell::RefCell,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use serde::de::DeserializeOwned;

use crate::{Error, Query, Read, Result, Value, row};

/// A column of what is asked, by its name in the query.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    Int(&'static str),
    Text(&'static str),
    Flag(&'static str),
    Bytes(&'static str),
}

/// Type by type: a place in the one statement that every query has its columns of that type in.
const TYPES: [&str; 4] = ["BIGINT", "TEXT", "BOOLEAN", "BYTEA"];

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Int(name) | Self::Text(name) | Self::Flag(name) | Self::Bytes(name) => name,
        }
    }

    /// Place among [`TYPES`].
    fn of_type(self) -> usize {
        match self {
            Self::Int(_) => 0,
            Self::Text(_) => 1,
            Self::Flag(_) => 2,
            Self::Bytes(_) => 3,
        }
    }
}

/// Takes queries with columns of their own and asks them as one statement. Rows come in the order of their query.
#[derive(Default)]
pub struct Asker {
    waiting: RefCell<Vec<Waiting>>,
}

/// A query that has not been asked yet.
struct Waiting {
    columns: &'static [Column],
    query: Query,
    rows: Slot,
}

type Slot = Rc<RefCell<Option<Vec<Vec<Value>>>>>;

/// Somebody who wants to know something: a future of nothing but [`Answer`]s and [`Cells`].
pub type Wanting<'a, T, E> = Pin<Box<dyn Future<Output = std::result::Result<T, E>> + 'a>>;

impl Asker {
    /// Every row, or none where there is nothing to ask. `T` is a struct (by column name), a tuple (by position) or
    /// one value.
    pub fn all<T: DeserializeOwned>(
        &self,
        columns: &'static [Column],
        query: impl Into<Option<Query>>,
    ) -> Answer<T> {
        Answer { columns, cells: self.cells(columns, query), of: PhantomData }
    }

    /// Rows as plain cells, in the order of `columns`.
    pub fn cells(&self, columns: &'static [Column], query: impl Into<Option<Query>>) -> Cells {
        let rows = Slot::default();
        match query.into() {
            Some(query) => {
                let rows = rows.clone();
                self.waiting.borrow_mut().push(Waiting { columns, query, rows });
            }
            None => {
                rows.replace(Some(Vec::new()));
            }
        }
        Cells(rows)
    }

    /// Lets everybody find out what they want to know: as many statements as the one who asks most often in turn,
    /// however many they are.
    pub fn finish_all<T, E: From<Error>>(
        &self,
        read: &Read,
        mut wanting: Vec<Wanting<'_, T, E>>,
    ) -> std::result::Result<Vec<T>, E> {
        let mut context = Context::from_waker(Waker::noop());
        let mut found: Vec<Option<T>> = wanting.iter().map(|_| None).collect();
        loop {
            for (found, one) in found.iter_mut().zip(&mut wanting).filter(|(it, _)| it.is_none()) {
                if let Poll::Ready(answer) = one.as_mut().poll(&mut context) {
                    *found = Some(answer?);
                }
            }
            if found.iter().all(Option::is_some) {
                return Ok(found.into_iter().flatten().collect());
            }
            self.ask(read)?;
        }
    }

    /// The same for one alone.
    pub fn finish<T, E: From<Error>>(
        &self,
        read: &Read,
        wanting: impl Future<Output = std::result::Result<T, E>>,
    ) -> std::result::Result<T, E> {
        let found = self.finish_all(read, vec![Box::pin(wanting)])?;
        Ok(found.into_iter().next().expect("one wanted to know"))
    }

    /// One statement for all that wait.
    fn ask(&self, read: &Read) -> Result<()> {
        let waiting = self.waiting.take();
        assert!(!waiting.is_empty(), "somebody waits for what nobody was asked");
        let widths = widths(&waiting);
        let mut query = Query::default();
        for (part, it) in waiting.iter().enumerate() {
            query.text(if part > 0 { " UNION ALL " } else { "" });
            it.add(&mut query, part, &widths);
        }
        let mut rows: Vec<Vec<Vec<Value>>> = waiting.iter().map(|_| Vec::new()).collect();
        for mut row in query.cells(read)? {
            let part = row[0].int().and_then(|it| usize::try_from(it).ok());
            let part = part.expect("every row says whose it is");
            rows[part].push(waiting[part].own(&mut row, &widths));
        }
        for (it, rows) in waiting.into_iter().zip(rows) {
            it.rows.replace(Some(rows));
        }
        Ok(())
    }
}

/// How many columns of each type the widest query has.
fn widths(waiting: &[Waiting]) -> [usize; 4] {
    std::array::from_fn(|kind| {
        let of_type = |it: &Waiting| it.columns.iter().filter(|it| it.of_type() == kind).count();
        waiting.iter().map(of_type).max().unwrap_or_default()
    })
}

impl Waiting {
    /// `SELECT 2, x.id, NULL, x.title FROM (…) x`
    fn add(&self, query: &mut Query, part: usize, widths: &[usize; 4]) {
        query.text(&format!("SELECT CAST({part} AS BIGINT)"));
        for (kind, width) in widths.iter().enumerate() {
            let mut names = self.columns.iter().filter(|it| it.of_type() == kind);
            for _ in 0..*width {
                query.text(&match names.next() {
                    Some(column) => format!(", x.{}", column.name()),
                    None => format!(", CAST(NULL AS {})", TYPES[kind]),
                });
            }
        }
        query.text(" FROM (");
        query.append(&self.query);
        query.text(") x");
    }

    /// Out of a row of the one statement, its own cells.
    fn own(&self, row: &mut [Value], widths: &[usize; 4]) -> Vec<Value> {
        let mut next: [usize; 4] =
            std::array::from_fn(|kind| 1 + widths[..kind].iter().sum::<usize>());
        let cell = |column: &Column| {
            let place = &mut next[column.of_type()];
            *place += 1;
            std::mem::replace(&mut row[*place - 1], Value::Null)
        };
        self.columns.iter().map(cell).collect()
    }
}

/// Rows that somebody waits for.
pub struct Answer<T> {
    columns: &'static [Column],
    cells: Cells,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Future for Answer<T> {
    type Output = Result<Vec<T>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(rows) = Pin::new(&mut self.cells).poll(context) else {
            return Poll::Pending;
        };
        let names: Vec<String> = self.columns.iter().map(|it| it.name().to_owned()).collect();
        let misfit = |cause| Error::Misfit { sql: names.join(", "), cause };
        Poll::Ready(rows.into_iter().map(|it| row::read(&names, it).map_err(misfit)).collect())
    }
}

/// The same as plain cells.
pub struct Cells(Slot);

impl Future for Cells {
    type Output = Vec<Vec<Value>>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.take().map_or(Poll::Pending, Poll::Ready)
    }
}
