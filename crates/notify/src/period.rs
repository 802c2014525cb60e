//! Notices go after their period.

use retention::{Eraser, erase};

use crate::store;

const KEY: &str = "notice";

/// For `retention::Erasers`.
pub fn eraser() -> Eraser {
    Eraser {
        key: KEY,
        due: store::count_old,
        erase: |ctx, past| erase(ctx, KEY, |w| Ok(store::remove_past(w, past)?)),
    }
}
