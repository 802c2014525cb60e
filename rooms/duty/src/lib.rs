//! Duty: what the regulations ask of units, posts and persons, and how it stands.

mod bearer;
mod cell;
pub mod judge;
mod kinds;
mod list;
mod local;
mod serve;
mod served;

pub use crate::{
    bearer::{Bearer, Persons, Scope, bearers},
    list::{Standing, Wanted, list, verdicts},
    local::{Law, LocalRule},
    serve::{Happened, Setting, occur, serve, serve_many, withdraw},
    served::{OfBearer, Served, served},
};
