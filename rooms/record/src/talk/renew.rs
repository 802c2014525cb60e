//! What talks say under the newest key; and what was written before it was sealed.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Protected, Renewal};

use super::{
    Talk,
    store::{self, Stored, place},
};
use crate::meeting::RecordId;

/// For `keyring::Renewals`.
pub fn renewals() -> Vec<Renewal> {
    vec![Renewal::of::<Sealed>(), Renewal::of::<Unsealed>()]
}

struct Sealed;

impl Protected for Sealed {
    const WHAT: &'static str = "组织谈话记录";

    type Row = Stored;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, newest, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.record
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        for row in rows {
            let anew = |column: &str, sealed: &[u8]| -> Result<Vec<u8>> {
                let place = place(column, row.record);
                Ok(crypto::seal(keys, &place, &crypto::open(keys, &place, sealed)?).0)
            };
            let maybe =
                |column: &str, sealed: Option<&[u8]>| sealed.map(|it| anew(column, it)).transpose();
            let statement = maybe("statement", row.statement.as_deref())?;
            let remark = maybe("remark", row.remark.as_deref())?;
            store::replace(w, row, (anew("points", &row.points)?, statement, remark))?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        let maybe = [("statement", row.statement.as_ref()), ("remark", row.remark.as_ref())];
        let filled = maybe.into_iter().filter_map(|(column, sealed)| Some((column, sealed?)));
        let mut count = 0;
        for (column, sealed) in filled.chain([("points", &row.points)]) {
            crypto::open(keys, &place(column, row.record), sealed)?;
            count += 1;
        }
        Ok(count)
    }
}

struct Unsealed;

impl Protected for Unsealed {
    const WHAT: &'static str = "组织谈话以前写的内容";

    type Row = (i64, String);

    fn left(read: &Read, _: &[u8]) -> db::Result<i64> {
        store::plain_left(read)
    }

    fn older(read: &Read, _: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::plain(read, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.0
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        for (record, points) in rows {
            let talk = Talk { points: points.clone(), ..Talk::default() };
            store::set(w, keys, RecordId(*record), &talk)?;
            store::forget_plain(w, *record)?;
        }
        Ok(())
    }

    fn prove(_: &Keys, _: &Self::Row) -> Result<usize> {
        Ok(0)
    }
}
