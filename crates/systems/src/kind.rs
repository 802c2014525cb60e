//! Kinds of units: what may stand under what, and where a border of permission runs.

use act::Relation;
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// What a unit is by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    Administrative,
    Party,
    /// Trade union, Youth League, women's federation.
    Mass,
    /// A name without accounts: 县委、机关工委、派驻组.
    Outside,
}

impl Family {
    pub fn key(self) -> &'static str {
        match self {
            Self::Administrative => "administrative",
            Self::Party => "party",
            Self::Mass => "mass",
            Self::Outside => "outside",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Administrative => "行政机构",
            Self::Party => "党组织",
            Self::Mass => "群团组织",
            Self::Outside => "系统外组织",
        }
    }

    /// Party and mass units stand at an administrative one, their host.
    pub fn needs_host(self) -> bool {
        matches!(self, Self::Party | Self::Mass)
    }
}

/// The rank of an administrative organ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Ministry,
    Province,
    City,
    County,
    /// 所、队、科室.
    Station,
}

/// How the committee of a unit comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Committee {
    /// There is none, whatever the number of members.
    #[default]
    None,
    Elected,
    /// Appointed by the body that leads it (党组性质党委).
    Appointed,
}

/// One `[[kind]]` of `kinds.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitKind {
    pub(crate) key: Spanned<String>,
    pub title: String,
    /// Other words for it in lists that offices keep.
    #[serde(default)]
    pub aliases: Vec<String>,
    pub family: Family,
    pub level: Option<Level>,
    /// A border of permission: everything below belongs to this organ, up to the next border.
    #[serde(default)]
    pub border: bool,
    #[serde(default)]
    pub committee: Committee,
    /// Members may have their affiliation here.
    #[serde(default)]
    pub members: bool,
    #[serde(default)]
    pub(crate) children: Children,
    /// Out of sight for everybody who has not this act over it, however far his other acts reach.
    pub(crate) seen_by: Option<Spanned<String>>,
    /// Says in a word what the kind is for, where the title does not.
    pub note: Option<String>,
}

/// Kinds that may stand directly under a kind, by relation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Children {
    pub(crate) line: Vec<Spanned<String>>,
    pub(crate) lead: Vec<Spanned<String>>,
    pub(crate) approve: Vec<Spanned<String>>,
}

impl Children {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.line.iter().chain(&self.lead).chain(&self.approve)
    }
}

impl UnitKind {
    pub fn key(&self) -> &str {
        self.key.get_ref()
    }

    /// Whether `word` means this kind: its title, a further name, or the key.
    pub fn is_called(&self, word: &str) -> bool {
        self.title == word || self.key() == word || self.aliases.iter().any(|it| it == word)
    }

    /// Kinds that may stand directly below by `relation`.
    pub fn children(&self, relation: Relation) -> impl Iterator<Item = &str> {
        let list = match relation {
            Relation::Lead => &self.children.lead,
            Relation::Line => &self.children.line,
        };
        list.iter().map(|kind| kind.get_ref().as_str())
    }

    /// Kinds for which this one may be the approving body.
    pub fn approves(&self) -> impl Iterator<Item = &str> {
        self.children.approve.iter().map(|kind| kind.get_ref().as_str())
    }
}
