//! How stories are told: an installation of its own for every test, on either database.
//!
//! `TEST_DATABASE_URL` unset: SQLite in a temporary folder. Set (to a server on which databases may
//! be made): a fresh PostgreSQL database, dropped afterwards.

mod browser;
mod cast;
mod golden;
mod home;

pub use browser::{Answer, Browser, app};
pub use cast::Cast;
pub use golden::golden;
pub use home::{Home, day};
