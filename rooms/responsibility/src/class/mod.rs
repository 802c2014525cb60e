//! Classes of posts and what each answers for: data of `systems/R51/lists.toml`.

use std::sync::LazyLock;

use serde::Deserialize;
use systems::Systems;

const FILE: &str = "R51/lists.toml";

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Class {
    pub(crate) key: String,
    pub(crate) title: String,
    /// Kinds of posts; none: the committee as a whole.
    pub(crate) posts: Vec<String>,
}

/// Whose records prove an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Proof {
    Unit,
    Led,
    Came,
}

impl Proof {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Led => "led",
            Self::Came => "came",
        }
    }
}

/// An item as the regulations suggest it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Usual {
    pub(crate) key: String,
    pub(crate) class: String,
    pub(crate) words: String,
    pub(crate) kinds: Vec<String>,
    pub(crate) proof: Proof,
    pub(crate) text: String,
    pub(crate) article: String,
    pub(crate) confidence: String,
    #[expect(dead_code, reason = "says in the data which rule it is")]
    pub(crate) rule_ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Vec<Class>,
    item: Vec<Usual>,
}

static LISTS: LazyLock<File> = LazyLock::new(|| {
    let text = Systems::built_in().text(FILE).expect("the lists are shipped");
    toml::from_str(text).expect("the shipped lists are tested to load")
});

pub(crate) fn classes() -> &'static [Class] {
    &LISTS.class
}

pub(crate) fn class(key: &str) -> Option<&'static Class> {
    LISTS.class.iter().find(|it| it.key == key)
}

/// The class of a kind of post; `None` for posts that answer for nothing here.
pub(crate) fn of_post(kind: &str) -> Option<&'static Class> {
    LISTS.class.iter().find(|it| it.posts.iter().any(|post| post == kind))
}

pub(crate) fn usual() -> &'static [Usual] {
    &LISTS.item
}

pub(crate) fn usual_of(key: &str) -> Option<&'static Usual> {
    LISTS.item.iter().find(|it| it.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::Kinds;
    use rules::Rules;

    #[test]
    fn items_name_classes_texts_and_kinds_that_may_be_shown() {
        for it in usual() {
            assert!(class(&it.class).is_some(), "{}", it.key);
            assert!(Rules::built_in().text(&it.text).is_some(), "{}", it.key);
            assert!(["found", "recalled"].contains(&it.confidence.as_str()), "{}", it.key);
            for key in &it.kinds {
                let kind = Kinds::built_in().find(key).expect("a kind of record");
                assert!(kind.kept_talk().is_none(), "{key} is seen by its keepers alone");
            }
        }
        let posts = classes().iter().flat_map(|it| &it.posts);
        assert!(posts.into_iter().all(|post| Systems::built_in().post(post).is_some()));
    }
}
