//! What this room has put upon units (explanations, exemptions, events, rules of its own): with any of it a unit is not undone as if it had never been.

mod store;

pub use self::store::upon;
