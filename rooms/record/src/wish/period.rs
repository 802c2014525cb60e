//! It goes by itself, and nobody learns how many there were.

use retention::{Eraser, Past};
use systems::Systems;

const KEY: &str = "wish";

/// For `retention::Erasers`: works by itself, writes no event and gives no count.
pub(crate) fn eraser() -> Eraser {
    Eraser {
        key: KEY,
        due: |read, past| {
            let is_due = is_now(past) && act::has_wishes_before(read, past.before())?;
            Ok(i64::from(is_due))
        },
        erase: |ctx, past| {
            ctx.forget_wishes(past.before())?;
            Ok(0)
        },
    }
}

/// What will be due later is not counted ahead; and after the work nothing is due.
fn is_now(past: Past) -> bool {
    let until = Systems::built_in().keep(KEY).and_then(|keep| keep.until(past.today));
    until == Some(past.until)
}

pub(super) fn zh() -> String {
    Systems::built_in().keep(KEY).map_or_else(String::new, |keep| keep.period().zh())
}
