//! Every statement about the history of units.

use act::Result;
use db::{Read, Touch, Value, Write, bind};

use super::Past;

pub(crate) fn insert(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO unit_change (id, kind, unit, successor, on_day, basis, event) VALUES ";
    w.insert_rows(head, 7, cells)?;
    w.touch_all(cells.chunks(7).filter_map(|row| row[2].int()), Touch::Place);
    Ok(())
}

pub(crate) fn history(read: &Read, unit: i64) -> Result<Vec<Past>> {
    let sql = "SELECT c.kind, c.unit, u.name AS unit_name, c.successor, s.name AS successor_name,
                      c.on_day, c.basis
               FROM unit_change c JOIN unit u ON u.id = c.unit LEFT JOIN unit s ON s.id = c.successor
               WHERE c.unit = $1 OR (c.successor = $1 AND c.kind IN ('merge', 'split'))
               ORDER BY c.on_day DESC, c.id DESC";
    Ok(read.all(sql, bind![unit])?)
}
