//! Counts over the whole installation, for `doctor` and the summary of the demo.

mod store;

pub(crate) use store::{count, missing_administrators, sealed};
