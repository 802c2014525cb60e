//! 请上级免办: a unit asks the committee that leads it, which exempts or says why not.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod store;

pub use self::actions::{ask_exemption, decline_exemption};
