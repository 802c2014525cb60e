//! Corrections and their answers under the key of who asked.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Protected, Renewal, own_mark};

use super::{
    actions::place,
    store::{self, Stored},
};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Corrections>()
}

struct Corrections;

impl Protected for Corrections {
    const WHAT: &'static str = "更正申请";

    type Row = Stored;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left(read, &own_mark(newest))
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, &own_mark(newest), after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
        let own = keyring::own_of(w, keys, &persons)?;
        for row in rows {
            let Some(own) = own.get(&row.person) else { continue };
            let anew = |column: &str, sealed: &[u8]| -> Result<Option<Vec<u8>>> {
                let place = place(column, row.id);
                let plain = crypto::open_own(keys, row.whose(), &place, sealed)?;
                Ok(plain.map(|plain| own.seal(keys, &place, &plain).0))
            };
            let said = anew("said", &row.said)?;
            let answer = row.answer.as_deref().map(|sealed| anew("answer", sealed)).transpose()?;
            store::replace(w, row, said.as_deref(), answer.flatten().as_deref())?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        crypto::open_own(keys, row.whose(), &place("said", row.id), &row.said)?;
        if let Some(answer) = &row.answer {
            crypto::open_own(keys, row.whose(), &place("answer", row.id), answer)?;
        }
        Ok(1)
    }
}
