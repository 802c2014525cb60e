//! The sheets of auditors (`systems/*/sheet.toml`): items about the meeting, never about a person; which units are heard and
//! out of which pool. No I/O here.

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

/// Whose holders of posts may be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pool {
    /// Of the unit whose round it is, and of everything below it.
    #[default]
    Below,
    /// Of its organ alone: the level above comes itself.
    House,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheet {
    /// The system whose switch it is: its folder.
    #[serde(skip)]
    pub(crate) system: String,
    hears: Vec<String>,
    pub(crate) items: Vec<Item>,
    /// What this way of hearing is called.
    #[serde(default = "called")]
    pub(crate) called: String,
    /// What is heard, as pages speak of it: 支部, 中心组.
    #[serde(default = "who")]
    pub(crate) who: String,
    /// Kinds of unit that are heard; empty for all that hold such meetings.
    #[serde(default)]
    units: Vec<String>,
    #[serde(default)]
    pub(crate) pool: Pool,
    /// Posts whose holders are usually asked.
    #[serde(default = "usual")]
    pub(crate) usual: Vec<String>,
    /// An organ hears by line, too.
    #[serde(default)]
    pub(crate) by_line: bool,
    /// The unit is told who comes.
    #[serde(default)]
    pub(crate) announced: bool,
}

fn called() -> String {
    "巡听".to_owned()
}

fn who() -> String {
    "支部".to_owned()
}

fn usual() -> Vec<String> {
    ["secretary", "organization_member", "party_officer"].map(str::to_owned).into()
}

impl Sheet {
    /// Kinds of unit whose meetings of a kind are heard.
    pub(crate) fn units<'k>(&'k self, kind: &'k RecordKind) -> &'k [String] {
        if self.units.is_empty() { &kind.units } else { &self.units }
    }
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
    let of_system = |(system, file): (&systems::System, File)| {
        let key = system.key.clone();
        file.sheet.into_iter().map(move |sheet| Sheet { system: key.clone(), ..sheet })
    };
    files.into_iter().flat_map(of_system).collect()
});

/// What is asked of a meeting of this kind; `None` for kinds that are not heard.
pub(crate) fn of(kind: &str) -> Option<&'static Sheet> {
    SHEETS.iter().find(|it| it.hears.iter().any(|heard| heard == kind))
}

/// What a meeting of this kind is called when it is heard, and what is heard: (巡听, 支部).
pub(crate) fn words(kind: &str) -> (&'static str, &'static str) {
    of(kind).map_or(("巡听", "支部"), |it| (it.called.as_str(), it.who.as_str()))
}

/// What is asked of a meeting of this kind; nothing for kinds that are not heard.
pub(crate) fn items(kind: &str) -> &'static [Item] {
    of(kind).map_or(&[], |it| it.items.as_slice())
}

/// Kinds of meeting that are heard, in the order of the sheets.
pub(crate) fn kinds() -> Vec<&'static RecordKind> {
    let keys = SHEETS.iter().flat_map(|it| &it.hears);
    keys.filter_map(|key| Kinds::built_in().find(key)).collect()
}

/// Kinds whose units are told who comes.
pub(crate) fn announced() -> Vec<&'static str> {
    let told = SHEETS.iter().filter(|it| it.announced);
    told.flat_map(|it| &it.hears).map(String::as_str).collect()
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
        for (kind, sheet) in kinds().iter().filter_map(|kind| Some((kind, of(&kind.key)?))) {
            assert!(sheet.units(kind).iter().all(|unit| kind.is_for(unit)), "{}", kind.key);
        }
    }
}
