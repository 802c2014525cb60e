//! What may never be measured (2026 measures on government mobile applications).

use crate::report::Finding;
use crate::source::Place;
use serde::Deserialize;
use std::sync::LazyLock;

/// One forbidden measure, the names and words it goes by, and the article that stands against it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    pub title: String,
    /// Parts of a name between hyphens: `check-in` is found in `daily-check-in`.
    pub names: Vec<String>,
    /// Words found anywhere in a Chinese text.
    pub words: Vec<String>,
    pub source: String,
    pub article: String,
    pub quote: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    measure: Vec<Forbidden>,
}

// The copy in the binary holds, whatever a folder on disk says: an installation cannot edit it away.
static LIST: LazyLock<Vec<Forbidden>> = LazyLock::new(|| {
    let text = include_str!("../../../regulations/forbidden.toml");
    toml::from_str::<File>(text).expect("the shipped list of forbidden measures is tested").measure
});

/// The forbidden measure that this name or title would bring in.
pub fn forbidden(text: &str) -> Option<&'static Forbidden> {
    let padded = format!("-{}-", text.replace(['/', '_', '.'], "-"));
    LIST.iter().find(|measure| {
        measure.names.iter().any(|name| padded.contains(&format!("-{name}-")))
            || measure.words.iter().any(|word| text.contains(word.as_str()))
    })
}

pub(crate) fn finding(place: &Place, text: &str) -> Option<Finding> {
    let measure = forbidden(text)?;
    Some(
        Finding::at(place, format!("不得以{}作为要求或者考核指标", measure.title), "这一项不能用")
            .help(format!("{}{}：{}", measure.source, measure.article, measure.quote)),
    )
}
