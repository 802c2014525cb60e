//! The audit trail as the audit administrator reads it: who did what, when and from where, under which
//! seal. Names of acts, units and persons; never what a record says.

pub(crate) mod heads;
pub(crate) mod pages;
mod search;
mod store;
mod words;

use act::Act;

/// What the audit administrator may see.
pub(crate) const SEE: Act = Act::new("see.audit", "查审计记录");

/// Every act of the installation, for their Chinese names; a part of the core.
pub struct ActTitles(pub Vec<Act>);

/// Where to search: what people did, or whose data they looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trail {
    #[default]
    Acts,
    Looks,
}

pub use self::{
    search::{Asked, Found, find},
    store::Row,
};
