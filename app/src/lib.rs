//! The list of rooms, and the verbs of the one binary.

pub mod demo;
pub mod docs;
pub mod drill;
mod home;
mod installation;
mod passphrase;
mod rooms;
mod service;
mod setting_values;
mod settings;
mod sign_on;
mod stock;
pub mod verbs;

pub use installation::{Installation, Place};
pub use rooms::{application, erasers, feeds, furnish, offline, renewals, rooms};
pub use settings::Settings;
