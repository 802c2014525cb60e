//! What of an account goes after its period; and the administrators' page of all periods.

pub(crate) mod pages;
mod store;

use act::{Ctx, Error, Result};
use retention::{Eraser, Past, erase};

const ACCOUNT: &str = "account";
const SESSION: &str = "session";

/// For `retention::Erasers`. An account goes after the person's key: without it its second step opens no more.
pub fn erasers() -> Vec<Eraser> {
    vec![
        Eraser { key: ACCOUNT, due: store::count_accounts, erase: accounts },
        Eraser {
            key: SESSION,
            due: store::count_sessions,
            erase: |ctx, past| erase(ctx, SESSION, |w| Ok(store::remove_sessions(w, past)?)),
        },
    ]
}

fn accounts(ctx: &Ctx, past: Past) -> Result<usize> {
    let mut count = 0;
    for person in ctx.read(|read| Ok::<_, Error>(store::accounts(read, past)?))? {
        count += erase(ctx, ACCOUNT, |w| {
            // It may have been opened again since the list was made.
            let is_removed = store::remove_account(w, past, person)?;
            w.about("person", person).changed(&["account", "second_factor", "session"]);
            Ok(usize::from(is_removed))
        })?;
    }
    Ok(count)
}
