//! Which branches have a secretary who belongs to a studio or is one of a pair, and which not yet: plain figures by the order
//! of the tree, never by how many.

mod pages;
mod sheet;
mod store;

use serde::Deserialize;

pub(crate) use self::pages::routes;

/// Branches below a unit, and those of them whose secretary is reached.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Figure {
    pub(crate) unit: i64,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) branches: i64,
    pub(crate) covered: i64,
}

impl Figure {
    pub(crate) fn left(&self) -> i64 {
        self.branches - self.covered
    }
}

/// A branch that is not reached yet.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Uncovered {
    pub(crate) unit: i64,
    pub(crate) name: String,
    pub(crate) above: Option<String>,
    /// Nobody holds the post.
    pub(crate) secretary: Option<String>,
}
