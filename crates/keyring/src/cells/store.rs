//! Every SQL statement about sealed cells, put together out of the names of their columns.

use act::{Acting, Result};
use db::{Query, Read, Value, bind};

use super::{Cells, Row};
use crate::own_mark;

/// How many rows hold a cell that is not sealed as of today.
pub(super) fn left<T: Cells>(read: &Read, newest: &[u8]) -> db::Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    from::<T>(&mut query, newest);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// Some of them after an id.
pub(super) fn older<T: Cells>(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Row>> {
    let mut query = Query::new("SELECT t.", &[]);
    query.add(T::ID, &[]);
    if let Some(person) = T::PERSON {
        query.add(", t.", &[]).add(person, &[]).add(", k.wrapped", &[]);
    }
    for column in T::COLUMNS {
        query.add(", t.", &[]).add(name(column), &[]);
    }
    from::<T>(&mut query, newest);
    query.add(" AND t.", &[]).add(T::ID, &[]).add(" > {}", bind![after]);
    // Bounded: a batch of the renewal of keys, which goes on behind its last.
    query.add(" ORDER BY t.", &[]).add(T::ID, &[]).add(" LIMIT {}", bind![T::AT_ONCE]);
    Ok(query.cells(read)?.into_iter().map(row::<T>).collect())
}

fn table<T: Cells>() -> &'static str {
    T::COLUMNS[0].split('.').next().unwrap_or_default()
}

fn name(column: &'static str) -> &'static str {
    column.split('.').nth(1).unwrap_or(column)
}

/// Rows with a cell that is not sealed as of today. What lies under a destroyed key stays as it is.
fn from<T: Cells>(query: &mut Query, newest: &[u8]) {
    query.add(" FROM ", &[]).add(table::<T>(), &[]);
    let Some(person) = T::PERSON else {
        query.add(" t WHERE (1 = 0", &[]);
        for column in T::COLUMNS {
            query
                .add(" OR substr(t.", &[])
                .add(name(column), &[])
                .add(", 1, 1) <> {}", bind![newest]);
        }
        query.add(")", &[]);
        return;
    };
    query.add(" t LEFT JOIN own_key k ON k.person = t.", &[]).add(person, &[]);
    query.add(" WHERE k.destroyed_at IS NULL AND (1 = 0", &[]);
    for column in T::COLUMNS {
        let mark = own_mark(newest);
        query.add(" OR t.", &[]).add(person, &[]).add(" IS NULL AND substr(t.", &[]);
        query.add(name(column), &[]).add(", 1, 1) <> {}", bind![newest]);
        query.add(" OR t.", &[]).add(person, &[]).add(" IS NOT NULL AND substr(t.", &[]);
        query.add(name(column), &[]).add(", 1, 2) <> {}", bind![mark]);
    }
    query.add(")", &[]);
}

fn row<T: Cells>(cells: Vec<Value>) -> Row {
    let mut cells = cells.into_iter();
    let id = cells.next().and_then(|it| it.int()).unwrap_or_default();
    let (mut person, mut own_key) = (None, None);
    if T::PERSON.is_some() {
        person = cells.next().and_then(|it| it.int());
        own_key = cells.next().and_then(bytes);
    }
    Row { id, person, own_key, cells: cells.map(bytes).collect() }
}

fn bytes(value: Value) -> Option<Vec<u8>> {
    match value {
        Value::Bytes(bytes) => Some(bytes),
        _ => None,
    }
}

/// In place of exactly the old value: whoever wrote meanwhile has done it under the newest key.
pub(super) fn replace<T: Cells>(
    w: &Acting,
    (id, column): (i64, &'static str),
    old: &[u8],
    anew: Vec<u8>,
) -> Result<()> {
    let mut query = Query::new("UPDATE ", &[]);
    query.add(table::<T>(), &[]).add(" SET ", &[]).add(name(column), &[]);
    query.add(" = {} WHERE ", bind![anew]).add(T::ID, &[]);
    query.add(" = {} AND ", bind![id]).add(name(column), &[]).add(" = {}", bind![old]);
    w.run_query(&query)?;
    Ok(())
}
