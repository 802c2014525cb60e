//! Who should come and who came.

mod expected;
mod value;

pub use expected::{Expected, branch_of, expected, on_day, roll_of};
pub(crate) use expected::{nobody, on_day_for, others};
pub use people::OnDay;
pub use value::{Counts, Entry, Presence, digest, read, write};
