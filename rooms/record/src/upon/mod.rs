//! What this room has put upon units (records and grants to look into them): with any of it a unit is not undone as if it had never been.

mod store;

pub use self::store::upon;
