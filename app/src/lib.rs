//! The list of rooms, and the verbs of the one binary.

mod home;
mod installation;
mod rooms;
pub mod verbs;

pub use installation::{Installation, Place};
pub use rooms::{application, furnish, rooms};
