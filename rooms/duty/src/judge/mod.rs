//! The only judges: what is owed, what a fact serves, how a slot stands. Pure; no I/O, no clock.

mod case;
mod clock;
mod conditions;
mod fact;
mod history;
mod owed;
mod slot;
mod span;
mod standing;
mod state;
mod verdict;
pub(crate) mod vocabulary;
mod words;

pub use fact::{Fact, Service, services};
pub use history::{Event, History, Spell};
pub use owed::{every, governing, owed};
pub use slot::{NotOwed, Slot};
pub use standing::{Hold, Stand};
pub use state::{Exemption, Explanation, state};
pub use verdict::{Line, State, Verdict};
pub use vocabulary::vocabulary;
