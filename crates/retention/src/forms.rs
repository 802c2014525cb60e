//! Half-filled forms. Here, because `act` keeps them and knows no periods.

use crate::{Eraser, erase, store};

const KEY: &str = "kept_form";

/// For [`crate::Erasers`].
pub fn kept_forms() -> Eraser {
    Eraser {
        key: KEY,
        due: |read, past| store::count_forms(read, past.before()),
        erase: |ctx, past| erase(ctx, KEY, |w| Ok(act::remove_kept_forms(w, past.before())?)),
    }
}
