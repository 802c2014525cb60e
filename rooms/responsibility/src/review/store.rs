//! Every SQL statement about reviews of lists.

use act::Result;
use db::{Read, Write, bind};

/// (half, record) of a list, of the records that stand.
pub(crate) fn of_list(read: &Read, list: i64) -> Result<Vec<(i64, i64)>> {
    let sql =
        "SELECT v.half, v.record FROM responsibility_review v JOIN record_now r ON r.id = v.record
               WHERE v.list = $1 ORDER BY v.half";
    Ok(read.all(sql, bind![list])?)
}

/// In place of one whose record was withdrawn.
pub(super) fn keep(w: &Write, (list, half): (i64, i64), record: i64) -> Result<()> {
    w.run("DELETE FROM responsibility_review WHERE list = $1 AND half = $2", bind![list, half])?;
    let sql = "INSERT INTO responsibility_review (list, half, record) VALUES ($1, $2, $3)";
    w.run(sql, bind![list, half, record])?;
    Ok(())
}
