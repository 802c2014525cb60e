//! What this room may put upon a unit.

mod store;

pub use self::store::UPON;
