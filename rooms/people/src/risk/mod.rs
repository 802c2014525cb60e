//! Risk posts (风险岗位): which class of post a member holds, from when to when. The classes are data; nothing else is written.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use std::sync::LazyLock;

use calendar::Day;
use serde::Deserialize;
use systems::Systems;

pub use self::{actions::list_risk_post, store::of as risk_posts_of};

/// Days on which somebody holds a risk post.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RiskPost {
    pub id: i64,
    pub person: i64,
    pub class: String,
    pub from_on: Day,
    pub to_on: Option<Day>,
}

impl RiskPost {
    pub fn holds(&self, day: Day) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to| day < to)
    }
}

/// A class of risk posts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskClass {
    pub key: String,
    pub title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Vec<RiskClass>,
}

static CLASSES: LazyLock<Vec<RiskClass>> = LazyLock::new(|| {
    let files = Systems::built_in().each::<File>("risk-posts.toml");
    let files = files.expect("the shipped classes are tested");
    files.into_iter().flat_map(|(_, file)| file.class).collect()
});

pub fn risk_classes() -> &'static [RiskClass] {
    &CLASSES
}

/// The class in words, or its key where data of another version name it.
pub fn risk_class_zh(key: &str) -> &str {
    risk_classes().iter().find(|it| it.key == key).map_or(key, |it| it.title.as_str())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_classes_are_there_and_each_is_told_apart() {
        let keys: std::collections::HashSet<&str> =
            super::risk_classes().iter().map(|it| it.key.as_str()).collect();
        assert!(keys.len() > 5 && keys.len() == super::risk_classes().len());
    }
}
