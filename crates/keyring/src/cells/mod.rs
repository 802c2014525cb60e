//! Tables whose rows keep something sealed in columns of their own, as most do: named here, brought under the newest key
//! in one way.

mod store;

use act::{Acting, Error, Result};
use crypto::Keys;
use db::Read;

use crate::{Change, Opened, Protected};

/// Columns of one table.
pub trait Cells {
    /// 证件号和电话
    const WHAT: &'static str;

    /// As `table.column`, all of one table.
    const COLUMNS: &'static [&'static str];

    /// Words of people stand in them, as against keys and numbers.
    const ARE_WORDS: bool = true;

    /// The column of a row's id.
    const ID: &'static str = "id";

    /// The column that names under whose own key a row lies. Where it is null, and where there is none, it is the
    /// installation's alone.
    const PERSON: Option<&'static str> = None;

    /// How many rows at once: few where whole files are among them.
    const AT_ONCE: i64 = 200;

    /// Where a cell is sealed.
    fn place(column: &'static str, id: i64) -> String {
        format!("{column}.{id}")
    }
}

/// A row with its cells in the order of [`Cells::COLUMNS`].
pub struct Row {
    id: i64,
    person: Option<i64>,
    own_key: Option<Vec<u8>>,
    cells: Vec<Option<Vec<u8>>>,
}

impl<T: Cells> Protected for T {
    const WHAT: &'static str = T::WHAT;
    const WORDS: &'static [&'static str] = if T::ARE_WORDS { T::COLUMNS } else { &[] };

    type Row = Row;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left::<T>(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Row>> {
        store::older::<T>(read, newest, after)
    }

    fn id(row: &Row) -> i64 {
        row.id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Row], change: Change) -> Result<()> {
        let persons: Vec<i64> = rows.iter().filter_map(|row| row.person).collect();
        let own = act::own_keys(w, keys, &persons)?;
        for row in rows {
            for (at, column) in T::COLUMNS.iter().copied().enumerate() {
                let (Some(old), Some(plain)) = (&row.cells[at], opened::<T>(keys, row, at)?) else {
                    continue;
                };
                let place = T::place(column, row.id);
                let plain = change(column, plain);
                // His key was destroyed meanwhile: it stays as it is, for nobody.
                if let Some(anew) = own.seal(keys, row.person, &place, &plain) {
                    store::replace::<T>(w, (row.id, column), old, anew.0)?;
                }
            }
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Row) -> Result<usize> {
        let mut proved = 0;
        for at in 0..T::COLUMNS.len() {
            proved += usize::from(opened::<T>(keys, row, at)?.is_some());
        }
        Ok(proved)
    }

    fn words(keys: &Keys, row: &Row) -> Result<Vec<Opened>> {
        let mut words = Vec::new();
        for (at, column) in T::COLUMNS.iter().copied().enumerate() {
            words.extend(opened::<T>(keys, row, at)?.map(|plain| (column, plain)));
        }
        Ok(words)
    }
}

/// `None`: nothing stands there, or it lies under a key that is destroyed.
fn opened<T: Cells>(keys: &Keys, row: &Row, at: usize) -> Result<Option<Vec<u8>>> {
    let Some(sealed) = &row.cells[at] else { return Ok(None) };
    let place = T::place(T::COLUMNS[at], row.id);
    let whose = row.person.map(|person| (person, row.own_key.as_deref()));
    crypto::open_own(keys, whose, &place, sealed).map_err(Error::from)
}
