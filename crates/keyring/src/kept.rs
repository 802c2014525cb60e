//! Half-filled forms under the newest key. Here, because `act` keeps them and knows no jobs.

use act::{Acting, Result, kept_form_place as place};
use crypto::Keys;
use db::Read;

use crate::{Renewal, store};

/// For [`crate::Renewals`].
pub fn kept_forms() -> Renewal {
    Renewal { what: "没填完的表", left: store::forms_left, batch, prove }
}

/// All forms of one person at a time.
fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let Some(person) = store::next_author(w, newest, after)? else { return Ok((0, after)) };
    let forms = store::forms_of(w, person)?;
    for (form, content) in forms.iter().filter(|(_, content)| !content.starts_with(newest)) {
        let plain = crypto::open_bytes(keys, &place(person, form), content)?;
        let anew = crypto::seal_bytes(keys, &place(person, form), &plain).0;
        store::replace_form(w, person, form, content, &anew)?;
    }
    Ok((forms.len(), person))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    while let Some(person) = store::next_author(read, &[], after)? {
        for (form, content) in store::forms_of(read, person)? {
            crypto::open_bytes(keys, &place(person, &form), &content)?;
            count += 1;
        }
        after = person;
    }
    Ok(count)
}
