//! Counts over the whole installation, for `doctor` and the summary of the demo.

mod store;

pub(crate) use store::{Organ, count, missing_administrators, organs, sealed};
