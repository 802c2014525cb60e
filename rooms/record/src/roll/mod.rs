//! Who should come and who came.

mod expected;
mod value;

pub use expected::{Expected, OnDay, branch_of, expected, roll_of};
pub use value::{Counts, Entry, Presence, digest, read, write};
