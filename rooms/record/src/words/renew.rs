//! The words under the newest key; and those from before they were sealed.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Cells, Change, Opened, Protected, Renewal};

use super::{
    place,
    store::{self, Plain},
};

/// For `keyring::Renewals`.
pub fn renewals() -> Vec<Renewal> {
    vec![Renewal::of::<Sealed>(), Renewal::of::<Unsealed>()]
}

struct Sealed;

impl Cells for Sealed {
    const WHAT: &'static str = "谈心谈话的内容";
    const COLUMNS: &'static [&'static str] = &["talk_words.words"];
    const ID: &'static str = "record";
    const PERSON: Option<&'static str> = Some("person");
}

struct Unsealed;

impl Protected for Unsealed {
    const WHAT: &'static str = "谈心谈话以前写的内容";
    const WORDS: &'static [&'static str] = &[];

    type Row = Plain;

    fn left(read: &Read, _: &[u8]) -> db::Result<i64> {
        store::plain_left(read)
    }

    fn older(read: &Read, _: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::plain(read, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.record
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], _: Change) -> Result<()> {
        let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
        let own = act::own_keys(w, keys, &persons)?;
        for row in rows {
            let place = place(row.record);
            let sealed = own.seal(keys, Some(row.person), &place, row.minutes.as_bytes());
            store::seal_plain(w, row, sealed.map(|it| it.0))?;
        }
        Ok(())
    }

    fn prove(_: &Keys, _: &Self::Row) -> Result<usize> {
        Ok(0)
    }

    /// They are not sealed.
    fn words(_: &Keys, _: &Self::Row) -> Result<Vec<Opened>> {
        Ok(Vec::new())
    }
}
