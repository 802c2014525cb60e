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
    pub(crate) powers: Vec<Grant>,
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

    pub(crate) fn powers(&self) -> Vec<Power> {
        let of = |grant: &Grant| {
            let (relation, reach) = (grant.relation, grant.reach);
            let power =
                move |act: &Spanned<String>| Power { act: act.get_ref().clone(), relation, reach };
            grant.acts.iter().map(power).collect::<Vec<_>>()
        };
        self.powers.iter().flat_map(of).collect()
    }
}
