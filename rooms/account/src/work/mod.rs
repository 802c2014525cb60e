//! Background work as administrators see it; crate `jobs` does it.

pub(crate) mod pages;
