//! Counts over the whole installation, for `doctor` and the summary of the demo.

mod seals;
mod store;

pub(crate) use self::{
    seals::{Seals, check_seals},
    store::{count, ending_switches, missing_administrators, organs, sealed},
};
