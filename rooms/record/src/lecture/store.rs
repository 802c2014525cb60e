//! Every SQL statement about lectures and their audience.

use act::Result;
use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, Read, Write, bind,
};

use crate::meeting::RecordId;

pub(super) fn questions(read: &Read, record: RecordId) -> Result<Option<i64>> {
    let sql = "SELECT questions FROM record_lecture WHERE record = $1";
    Ok(read.maybe::<Option<i64>>(sql, bind![record])?.flatten())
}

pub(super) fn keep(w: &Write, record: RecordId, questions: Option<i64>) -> Result<()> {
    let sql = "INSERT INTO record_lecture (record, questions) VALUES ($1, $2)
               ON CONFLICT (record) DO UPDATE SET questions = $2";
    w.run(sql, bind![record, questions])?;
    Ok(())
}

pub(super) const LECTURES: &[Column] =
    &[Int("id"), Int("unit"), Text("title"), Text("held_on"), Text("roll")];

pub(super) fn lectures(units: &[i64], kinds: &[&str], (from, to): (Day, Day)) -> Query {
    let mut query = Query::new(
        "SELECT id, unit, title, held_on, roll FROM record
         WHERE closed_at IS NOT NULL AND withdrawn_at IS NULL AND held_on >= {} AND held_on <= {}",
        bind![from, to],
    );
    query.padded_list(" AND unit IN ", units);
    query.in_list(" AND kind IN ", kinds);
    query.add(" ORDER BY held_on, id", &[]);
    query
}
