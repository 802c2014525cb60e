//! Kinds of posts: where they are held and what they may do.

use act::{Power, Reach, Relation};
use serde::Deserialize;
use toml::Spanned;

/// One `[[post]]` of `posts.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostKind {
    pub(crate) key: Spanned<String>,
    pub title: String,
    /// Kinds of units; empty only for `member`, which everybody is.
    #[serde(default)]
    pub(crate) held_in: Vec<Spanned<String>>,
    /// Official order: smaller comes first.
    pub order: i64,
    /// The full title begins with the title of the unit's kind: 党支部书记.
    #[serde(default)]
    pub after_kind: bool,
    /// One holder at a time in each unit.
    #[serde(default)]
    pub single: bool,
    /// A seat in the committee: committees are counted over these.
    #[serde(default)]
    pub committee: bool,
    /// What the home page shows under this hat.
    #[serde(default)]
    pub home: HomePage,
    #[serde(default)]
    pub office: Office,
    /// Further kinds of units, where no organ above them manages the installation.
    #[serde(default)]
    pub(crate) held_at_top_in: Vec<Spanned<String>>,
    /// Kinds of posts whose appointment a holder may enter.
    #[serde(default)]
    pub(crate) gives: Vec<Spanned<String>>,
    /// Where it may not stand empty once it was held: the last holder cannot leave.
    pub never_empty: Option<NeverEmpty>,
    /// Whether somebody may act in it while the holder is away.
    #[serde(default = "yes")]
    pub stand_in: bool,
    /// The text that the post rests on, as the matrix of permissions prints it.
    #[serde(default)]
    pub basis: String,
    #[serde(default)]
    pub(crate) powers: Vec<Grant>,
}

fn yes() -> bool {
    true
}

/// What somebody answers for: the three keep what they do apart (docs/adr/0100).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// Party work.
    #[default]
    Business,
    /// Keeps the organ's own house: no administrator's rights.
    Manager,
    /// System, security or audit: no business, and one post alone.
    Administrator,
}

impl Office {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Business => "业务职务",
            Self::Manager => "本机关党务管理",
            Self::Administrator => "三员",
        }
    }
}

/// Over what the last holder is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeverEmpty {
    Installation,
    /// The unit in which it is held.
    Unit,
}

/// What somebody under a hat sees first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HomePage {
    /// Who and what waits for him.
    #[default]
    Todo,
    /// The few things of a branch's month.
    Month,
    /// The picture of his unit.
    Picture,
}

/// Several acts over one range.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grant {
    pub(crate) acts: Vec<Spanned<String>>,
    pub(crate) relation: Relation,
    pub(crate) reach: Reach,
}

impl PostKind {
    pub fn key(&self) -> &str {
        self.key.get_ref()
    }

    pub fn held_in(&self) -> impl Iterator<Item = &str> {
        self.held_in.iter().map(|kind| kind.get_ref().as_str())
    }

    pub fn is_held_in(&self, unit_kind: &str) -> bool {
        self.held_in().any(|kind| kind == unit_kind)
    }

    pub fn held_at_top_in(&self) -> impl Iterator<Item = &str> {
        self.held_at_top_in.iter().map(|kind| kind.get_ref().as_str())
    }

    /// Kinds of posts whose appointment a holder may enter.
    pub fn gives(&self) -> impl Iterator<Item = &str> {
        self.gives.iter().map(|kind| kind.get_ref().as_str())
    }

    pub fn may_give(&self, kind: &str) -> bool {
        self.gives().any(|it| it == kind)
    }

    pub fn is_administrator(&self) -> bool {
        self.office == Office::Administrator
    }

    pub fn powers(&self) -> Vec<Power> {
        let of = |grant: &Grant| {
            let (relation, reach) = (grant.relation, grant.reach);
            let power =
                move |act: &Spanned<String>| Power { act: act.get_ref().clone(), relation, reach };
            grant.acts.iter().map(power).collect::<Vec<_>>()
        };
        self.powers.iter().flat_map(of).collect()
    }
}
