//! Every SQL statement about what is kept of one person.

use act::Result;
use db::{Read, bind};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Said {
    pub(super) year: i64,
    pub(super) item: String,
    pub(super) words: String,
}

pub(super) fn said(read: &Read, person: i64) -> Result<Vec<Said>> {
    let sql = "SELECT l.year, i.words AS item, w.words FROM responsibility_word w
               JOIN responsibility_item i ON i.id = w.item JOIN responsibility l ON l.id = i.list
               WHERE w.person = $1 ORDER BY l.year, i.id";
    Ok(read.all(sql, bind![person])?)
}
