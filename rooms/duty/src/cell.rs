//! Plain cells of the few statements that read very many rows.

use calendar::Day;
use db::Value;

pub(crate) fn int(cell: &Value) -> i64 {
    match cell {
        Value::Int(it) => *it,
        Value::Bool(it) => i64::from(*it),
        _ => 0,
    }
}

/// *False* also for a null.
pub(crate) fn flag(cell: &Value) -> bool {
    int(cell) != 0
}

pub(crate) fn text(cell: &Value) -> &str {
    match cell {
        Value::Text(it) => it,
        _ => "",
    }
}

pub(crate) fn day(cell: &Value) -> Option<Day> {
    text(cell).parse().ok()
}
