//! Duty: what the regulations ask of units, posts and persons, and how it stands.

mod bearer;
mod cell;
mod excuse;
pub mod judge;
mod kinds;
mod list;
mod local;
mod remind;
mod serve;
mod served;
mod slot;
mod title;

use act::Act;

pub use crate::{
    bearer::{Bearer, Persons, Scope, bearers},
    excuse::{Exempt, exempt, explain, withdraw_exemption, withdraw_explanation},
    list::{Standing, Wanted, list, verdicts},
    local::{Law, LocalRule, NewLocalRule, end_local_rule, set_local_rule},
    remind::{object, remind},
    serve::{Happened, Setting, occur, serve, serve_many, withdraw},
    served::{OfBearer, Served, served},
    slot::{Address, verdict},
};

/// Verdicts with their reasons, by lead and by line; the records behind them open by lead only.
pub const SEE: Act = Act::new("see.duty", "查看应办事项");

/// Every act of this room, read acts too.
pub const ACTS: &[Act] = &[
    SEE,
    excuse::actions::EXPLAIN,
    excuse::actions::UNEXPLAIN,
    excuse::actions::EXEMPT,
    excuse::actions::UNEXEMPT,
    remind::actions::REMIND,
    remind::actions::OBJECT,
    local::actions::SET,
    local::actions::END,
];

/// What this room brings to the application.
pub fn room() -> web::Room {
    web::Room { name: "duty", acts: ACTS.to_vec(), ..web::Room::default() }
}
