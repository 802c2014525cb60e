//! What excuses a bearer: its own explanation, or the leading body's exemption.

pub(crate) mod actions;
mod bulk;
pub(crate) mod pages;
pub(crate) mod store;

pub use self::{
    actions::{Exempt, exempt, explain, withdraw_exemption, withdraw_explanation},
    bulk::{NewExemption, exempt_many, lift_many},
};
