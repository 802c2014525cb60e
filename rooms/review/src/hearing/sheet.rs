//! The sheet of an auditor (`systems/R07/sheet.toml`): items about the meeting, never about a person. No I/O here.

use std::sync::LazyLock;

use record::{Kinds, RecordKind};
use serde::{Deserialize, Serialize};
use systems::Systems;

pub(crate) const MARKS: [(&str, &str); 3] = [("good", "好"), ("fair", "一般"), ("poor", "差")];
pub(crate) const VERDICTS: [(&str, &str); 2] = [("passed", "通过"), ("again", "重开")];

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) hint: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    hears: Vec<String>,
    items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sheet: Vec<Sheet>,
}

static SHEETS: LazyLock<Vec<Sheet>> = LazyLock::new(|| {
    let files = Systems::built_in()
        .each::<File>("sheet.toml")
        .expect("the shipped sheets are tested to load");
    files.into_iter().flat_map(|(_, file)| file.sheet).collect()
});

/// What is asked of a meeting of this kind; nothing for kinds that are not heard.
pub(crate) fn items(kind: &str) -> &'static [Item] {
    let sheet = SHEETS.iter().find(|it| it.hears.iter().any(|heard| heard == kind));
    sheet.map_or(&[], |it| it.items.as_slice())
}

/// Kinds of meeting that are heard, in the order of the sheets.
pub(crate) fn kinds() -> Vec<&'static RecordKind> {
    let keys = SHEETS.iter().flat_map(|it| &it.hears);
    keys.filter_map(|key| Kinds::built_in().find(key)).collect()
}

/// One item as it was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) item: String,
    pub(crate) given: String,
    #[serde(default)]
    pub(crate) why: String,
}

pub(crate) fn word<'w>(words: &'w [(&'w str, &'w str)], key: &str) -> &'w str {
    words.iter().find(|(it, _)| *it == key).map_or("", |(_, word)| word)
}

pub(crate) fn title_of(kind: &str, item: &str) -> String {
    items(kind)
        .iter()
        .find(|it| it.key == item)
        .map_or_else(|| item.to_owned(), |it| it.title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_is_heard_is_a_meeting_with_items() {
        let all: Vec<_> = SHEETS.iter().flat_map(|it| &it.hears).collect();
        assert_eq!(kinds().len(), all.len(), "{all:?}");
        assert!(kinds().iter().all(|kind| !items(&kind.key).is_empty() && !kind.is_filing()));
    }
}
