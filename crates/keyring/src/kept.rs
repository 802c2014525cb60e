//! Half-filled forms under the newest key. Here, because `act` keeps them and knows no jobs.

use act::{Acting, Result, kept_form_place as place};
use crypto::Keys;
use db::Read;

use crate::{Change, Opened, Protected, Renewal, store};

/// For [`crate::Renewals`].
pub fn kept_forms() -> Renewal {
    Renewal::of::<KeptForms>()
}

const CONTENT: &str = "kept_form.content";

struct KeptForms;

impl Protected for KeptForms {
    const WHAT: &'static str = "没填完的表";
    const WORDS: &'static [&'static str] = &[CONTENT];

    type Row = store::Kept;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::forms_left(read, newest)
    }

    /// All of one person at a time: beside the form only the person tells them apart.
    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older_forms(read, newest, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.person
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], change: Change) -> Result<()> {
        for row in rows {
            let place = place(row.person, &row.form);
            let plain = change(CONTENT, crypto::open_bytes(keys, &place, &row.content)?);
            store::replace_form(w, row, &crypto::seal_bytes(keys, &place, &plain).0)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        Ok(Self::words(keys, row)?.len())
    }

    fn words(keys: &Keys, row: &Self::Row) -> Result<Vec<Opened>> {
        let place = place(row.person, &row.form);
        Ok(vec![(CONTENT, crypto::open_bytes(keys, &place, &row.content)?)])
    }
}
