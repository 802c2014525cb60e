//! Forms that their author left half-filled: saved while he types, listed and deleted on his own page.

pub(crate) mod pages;
