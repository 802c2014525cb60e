//! The words go after their period; that the talk was held stays.

use retention::{Eraser, erase};

use systems::Systems;

use super::store;

const KEY: &str = "talk_words";

/// For `retention::Erasers`.
pub(crate) fn eraser() -> Eraser {
    Eraser {
        key: KEY,
        due: store::count_past,
        erase: |ctx, past| erase(ctx, KEY, |w| Ok(store::remove_past(w, past)?)),
    }
}

/// How long they are kept: 3年.
pub(super) fn zh() -> String {
    Systems::built_in().keep(KEY).map_or_else(String::new, |keep| keep.period().zh())
}
