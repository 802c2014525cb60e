//! Every statement about local rules.

use act::Result;
use calendar::{Day, Instant};
use db::{
    Column::{self, Int, Text},
    Query, Touch, Value, Write, bind,
};

/// Every rule that was not taken back, ended ones too: last year is judged by them.
pub(super) fn all() -> Query {
    Query::new(
        "SELECT l.id, l.unit, u.name AS unit_name, l.level, l.title, l.kinds, l.serves, l.rhythm,
                l.needed, l.quote, l.document_no, l.from_on, l.to_on, l.ended_at
         FROM local_rule l LEFT JOIN unit_now u ON u.id = l.unit
         ORDER BY l.from_on, l.id",
        &[],
    )
}

pub(super) const COLUMNS: &[Column] = &[
    Int("id"),
    Int("unit"),
    Text("unit_name"),
    Text("level"),
    Text("title"),
    Text("kinds"),
    Text("serves"),
    Text("rhythm"),
    Int("needed"),
    Text("quote"),
    Text("document_no"),
    Text("from_on"),
    Text("to_on"),
    Text("ended_at"),
];

pub(super) fn insert(w: &Write, cells: &[Value]) -> Result<()> {
    let head =
        "INSERT INTO local_rule (id, unit, level, title, kinds, serves, rhythm, needed, quote,
                    document_no, from_on, to_on, set_at, set_by, minutes) VALUES ";
    w.insert_rows(head, 15, cells)?;
    w.touch_all(cells.chunks(15).filter_map(|row| row[1].int()), Touch::Below);
    Ok(())
}

/// Moves its end to `to`, so that what was owed before stays; *false* when it was ended already.
pub(super) fn end(w: &Write, (id, unit): (i64, i64), to: Day, now: Instant) -> Result<bool> {
    let sql = "UPDATE local_rule SET to_on = $3, ended_at = $4
               WHERE id = $1 AND unit = $2 AND ended_at IS NULL AND to_on > $3";
    w.touch(unit, Touch::Below);
    Ok(w.run(sql, bind![id, unit, to, now])? == 1)
}
