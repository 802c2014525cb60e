//! Every SQL statement of the renewal of protected numbers.

use act::Acting;
use db::{Read, Result, bind};
use serde::Deserialize;

use crate::protect::Cells;

const ROWS_AT_ONCE: i64 = 200;

#[derive(Debug, Deserialize)]
pub(super) struct Numbers {
    pub(super) id: i64,
    pub(super) id_number: Option<Vec<u8>>,
    pub(super) phone: Option<Vec<u8>>,
    pub(super) id_number_key: Option<Vec<u8>>,
    pub(super) phone_key: Option<Vec<u8>>,
    pub(super) own_key: Option<Vec<u8>>,
}

/// People with a number that is not sealed as of today. What lies under a destroyed key stays as it is.
pub(super) fn left(read: &Read, mark: &[u8]) -> Result<i64> {
    let sql = "SELECT count(*) FROM person p LEFT JOIN own_key k ON k.person = p.id
               WHERE k.destroyed_at IS NULL
                 AND (substr(p.id_number, 1, 2) <> $1 OR substr(p.phone, 1, 2) <> $1)";
    read.one(sql, bind![mark])
}

/// Those after an id; without a mark, all of them.
pub(super) fn older(read: &Read, mark: &[u8], after: i64) -> Result<Vec<Numbers>> {
    // Bounded: a batch of the renewal of keys, which goes on behind its last.
    let sql =
        "SELECT p.id, p.id_number, p.phone, p.id_number_key, p.phone_key, k.wrapped AS own_key
               FROM person p LEFT JOIN own_key k ON k.person = p.id
               WHERE p.id > $2 AND k.destroyed_at IS NULL
                 AND (substr(p.id_number, 1, 2) <> $1 OR substr(p.phone, 1, 2) <> $1)
               ORDER BY p.id LIMIT $3";
    read.all(sql, bind![mark, after, ROWS_AT_ONCE])
}

/// In place of exactly these values: who changed one meanwhile has done it under the newest key.
pub(super) fn replace(w: &Acting, row: &Numbers, id_number: Cells, phone: Cells) -> Result<()> {
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
