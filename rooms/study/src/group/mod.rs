//! The kinds of group that have a study plan: data of `systems/R19/groups.toml`, checked when it is read.

use std::sync::LazyLock;

use record::{Kinds, RecordKind};
use serde::Deserialize;
use systems::Systems;

const FILE: &str = "R19/groups.toml";

/// Who may lead a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LeadBy {
    Committee,
    Members,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) short: String,
    pub(crate) units: Vec<String>,
    /// Kind of record that a session is.
    pub(crate) session: String,
    /// Kind of record that a published plan is filed as; "" for none.
    #[serde(default)]
    pub(crate) filing: String,
    pub(crate) lead_by: LeadBy,
    /// Only where the organisation has such a group.
    #[serde(default)]
    pub(crate) is_optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    group: Vec<Group>,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let text = Systems::built_in().text(FILE).expect("the groups are shipped");
    let file: File = toml::from_str(text).expect("the shipped groups are tested to load");
    file.group
});

impl Group {
    pub(crate) fn all() -> &'static [Self] {
        &GROUPS
    }

    pub(crate) fn find(key: &str) -> Option<&'static Self> {
        GROUPS.iter().find(|it| it.key == key)
    }

    /// Those that a unit of this kind has or may have.
    pub(crate) fn of_unit(kind: &str) -> impl Iterator<Item = &'static Self> {
        GROUPS.iter().filter(move |it| it.is_for(kind))
    }

    pub(crate) fn is_for(&self, unit_kind: &str) -> bool {
        self.units.iter().any(|it| it == unit_kind)
    }

    /// 理论学习中心组学习计划
    pub(crate) fn plan_zh(&self) -> String {
        let title = self.title.trim_start_matches("党委").trim_start_matches("党支部");
        let what = if title.ends_with("学习") { "计划" } else { "学习计划" };
        format!("{title}{what}")
    }

    /// What its plan is filed as in a unit of this kind, where the regulations ask for it.
    pub(crate) fn filing_in(&self, unit_kind: &str) -> Option<&'static RecordKind> {
        Kinds::built_in().find(&self.filing).filter(|kind| kind.is_for(unit_kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_name_kinds_that_their_units_hold() {
        assert_eq!(GROUPS.len(), 3);
        for group in GROUPS.iter() {
            let session = Kinds::built_in().find(&group.session).expect("a kind of record");
            assert!(group.units.iter().all(|unit| session.is_for(unit)), "{}", group.key);
            let filing = Kinds::built_in().find(&group.filing);
            assert!(group.filing.is_empty() || filing.is_some_and(RecordKind::is_filing));
        }
    }
}
