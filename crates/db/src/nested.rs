//! An act never opens another act, nor a page of its own: it would wait for itself, or see another state.

use std::cell::Cell;

use crate::{Error, Result};

thread_local! {
    static ACTING: Cell<bool> = const { Cell::new(false) };
}

/// Inside an act until dropped, also by a panic.
pub(crate) struct Inside;

pub(crate) fn enter() -> Inside {
    ACTING.set(true);
    Inside
}

impl Drop for Inside {
    fn drop(&mut self) {
        ACTING.set(false);
    }
}

pub(crate) fn refuse() -> Result<()> {
    if ACTING.get() { Err(Error::Nested) } else { Ok(()) }
}
