//! When digests go out in this installation, as its administrator sets it; crate `notify` does it.

pub(crate) mod pages;
