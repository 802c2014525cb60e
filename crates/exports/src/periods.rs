//! What goes after its period: files that have expired, what is known of an order, who took out what.

use retention::{Eraser, erase};
use systems::{Keep, Systems};

use crate::store;

const FILE: &str = "export_file";
const ORDER: &str = "export_order";
const MARK: &str = "export_mark";

/// So long a file is given out.
pub fn kept_days() -> i64 {
    let keep = Systems::built_in().keep(FILE);
    keep.and_then(Keep::days).expect("personal.toml says for how many days a file is kept")
}

/// For `retention::Erasers`.
pub fn erasers() -> Vec<Eraser> {
    vec![
        Eraser {
            key: FILE,
            due: |read, past| store::count_expired(read, past),
            erase: |ctx, past| erase(ctx, FILE, |w| Ok(store::remove_expired(w, past)?)),
        },
        Eraser {
            key: ORDER,
            due: |read, past| store::count_asked(read, past.before()),
            erase: |ctx, past| erase(ctx, ORDER, |w| Ok(store::forget(w, past.before())?)),
        },
        Eraser {
            key: MARK,
            due: store::count_marks,
            erase: |ctx, past| erase(ctx, MARK, |w| Ok(store::remove_marks(w, past)?)),
        },
    ]
}
