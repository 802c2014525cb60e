//! Counts over the whole installation, for `doctor` and the summary of the demo.

mod store;

pub(crate) use self::store::{
    count, ending_switches, is_unused, organs, sealed, security_administrator, topmost,
};
