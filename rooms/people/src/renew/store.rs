//! Every SQL statement of the renewal of protected numbers.

use act::Acting;
use db::{Read, Result, bind};
use serde::Deserialize;

use crate::protect::Cells;

const ROWS_AT_ONCE: i64 = 200;

#[derive(Debug, Deserialize)]
pub(super) struct Protected {
    pub(super) id: i64,
    pub(super) id_number: Option<Vec<u8>>,
    pub(super) phone: Option<Vec<u8>>,
    pub(super) id_number_key: Option<Vec<u8>>,
    pub(super) phone_key: Option<Vec<u8>>,
}

/// People with a number under another key than the newest.
pub(super) fn left(read: &Read, newest: &[u8]) -> Result<i64> {
    let sql = "SELECT count(*) FROM person
               WHERE substr(id_number, 1, 1) <> $1 OR substr(phone, 1, 1) <> $1";
    read.one(sql, bind![newest])
}

pub(super) fn older(read: &Read, newest: &[u8], after: i64) -> Result<Vec<Protected>> {
    let sql = "SELECT id, id_number, phone, id_number_key, phone_key FROM person
               WHERE id > $2 AND (substr(id_number, 1, 1) <> $1 OR substr(phone, 1, 1) <> $1)
               ORDER BY id LIMIT $3";
    read.all(sql, bind![newest, after, ROWS_AT_ONCE])
}

pub(super) fn all(read: &Read, after: i64) -> Result<Vec<Protected>> {
    let sql = "SELECT id, id_number, phone, id_number_key, phone_key FROM person
               WHERE id > $1 ORDER BY id LIMIT $2";
    read.all(sql, bind![after, ROWS_AT_ONCE])
}

/// In place of exactly these values: who changed one meanwhile has done it under the newest key.
pub(super) fn replace(w: &Acting, row: &Protected, id_number: Cells, phone: Cells) -> Result<()> {
    if row.id_number.is_some() {
        let sql = "UPDATE person SET id_number = $3, id_number_key = $4
                   WHERE id = $1 AND id_number = $2";
        w.run(sql, bind![row.id, row.id_number, id_number.sealed, id_number.whole])?;
    }
    if row.phone.is_some() {
        let sql = "UPDATE person SET phone = $3, phone_key = $4, phone_tail_key = $5
                   WHERE id = $1 AND phone = $2";
        w.run(sql, bind![row.id, row.phone, phone.sealed, phone.whole, phone.tail])?;
    }
    Ok(())
}
