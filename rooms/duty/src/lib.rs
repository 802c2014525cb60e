//! Duty: what the regulations ask of units, posts and persons, and how it stands.

pub mod judge;
mod kinds;
mod local;
mod serve;

pub use crate::{
    local::{Law, LocalRule},
    serve::{Happened, Setting, occur, serve, serve_many, withdraw},
};
