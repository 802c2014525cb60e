//! Acts, and what a post may do with them.

use std::{collections::BTreeMap, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// A named thing that people do or see: `Act::new("record.close", "结束会议")`. The key is the permission,
/// the event's name, the audit line and the row of the permission golden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    pub key: &'static str,
    /// What people read in the audit and in *who may see me*.
    pub title: &'static str,
}

impl Act {
    pub const fn new(key: &'static str, title: &'static str) -> Self {
        Self { key, title }
    }
}

/// By which ties a unit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 隶属: Party units under the body that leads them.
    Lead,
    /// 条线: administrative units of the police line; a Party unit stands under its host.
    Line,
}

impl Relation {
    pub fn key(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Line => "line",
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// How far from its own unit a post reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Only the holder's own data.
    Own,
    /// The unit in which the post is held, with the subgroups right below it.
    Unit,
    /// That unit and everything below it, down to the next border of permission.
    Organ,
    /// Every unit of the same organ, administrative and Party alike, by whichever tie it stands there.
    House,
    /// That unit and everything below it.
    Below,
    /// The whole installation: administrators.
    All,
}

/// One act over one range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Power {
    pub act: String,
    pub relation: Relation,
    pub reach: Reach,
}

impl Power {
    /// Whether, wherever two posts of one organ stand, this power is at least as wide as `theirs`: what
    /// can be said before there are units. Compares ranges, not acts.
    pub fn is_as_wide_as(&self, theirs: &Self) -> bool {
        let is_one_tree = self.relation == theirs.relation;
        match (self.reach, theirs.reach) {
            (Reach::All, _)
            | (_, Reach::Own)
            | (Reach::Unit | Reach::Organ | Reach::House | Reach::Below, Reach::Unit)
            | (Reach::House, Reach::House | Reach::Organ) => true,
            (Reach::Organ | Reach::Below, Reach::Organ) | (Reach::Below, Reach::Below) => {
                is_one_tree
            }
            (Reach::Below, Reach::House) => self.relation == Relation::Line,
            _ => false,
        }
    }
}

/// Units of a kind that whoever stands above does not see for that alone: only who has this act over them, by whatever
/// act he looks (docs/adr/0153).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// Kind of unit.
    pub kind: String,
    /// Key of the act.
    pub act: String,
}

/// What each kind of post may do; data from `systems/posts.toml`.
#[derive(Debug, Clone, Default)]
pub struct Powers {
    by_post: BTreeMap<String, Arc<[Power]>>,
    guards: Arc<[Guard]>,
}

impl Powers {
    pub fn new(by_post: impl IntoIterator<Item = (String, Vec<Power>)>) -> Self {
        let shared = by_post.into_iter().map(|(post, powers)| (post, powers.into()));
        Self { by_post: shared.collect(), guards: Arc::default() }
    }

    /// The same, with kinds of units that few may see.
    #[must_use]
    pub fn guarding(self, guards: impl IntoIterator<Item = Guard>) -> Self {
        Self { guards: guards.into_iter().collect(), ..self }
    }

    pub fn guards(&self) -> Arc<[Guard]> {
        self.guards.clone()
    }

    /// Empty for an unknown kind: who has no post may do nothing.
    pub fn of(&self, post: &str) -> Arc<[Power]> {
        self.by_post.get(post).cloned().unwrap_or_default()
    }

    /// Kinds of posts in the order of their keys: for the permission golden.
    pub fn posts(&self) -> impl Iterator<Item = (&str, &[Power])> {
        self.by_post.iter().map(|(post, powers)| (post.as_str(), &**powers))
    }
}
