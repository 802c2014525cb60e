//! Sorts of entries (`systems/*/register.toml`): what is asked of each, who keeps it, what is warned of. No I/O here.

use std::sync::LazyLock;

use record::Kinds;
use serde::Deserialize;
use systems::{Label, Retention, Systems, Zone};

/// One sort: bases, partners, studios.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sort {
    pub(crate) key: String,
    /// Folder in systems/: `R32`.
    #[serde(skip)]
    pub(crate) system: String,
    pub(crate) title: String,
    /// Among the others.
    pub(crate) place: u8,
    /// What is counted: 个, 家.
    pub(crate) measure: String,
    /// Kinds of unit that keep entries of it.
    pub(crate) units: Vec<String>,
    pub(crate) label: Label,
    pub(crate) zones: Vec<Zone>,
    pub(crate) retention: Retention,
    /// Nothing of it is without a last day.
    #[serde(default)]
    pub(crate) needs_end: bool,
    /// The keeper is told so many days before the last one; 0: not at all.
    #[serde(default)]
    pub(crate) warns_days: i32,
    /// What the empty list says.
    pub(crate) empty: String,
    pub(crate) fields: Vec<Field>,
    #[serde(default)]
    pub(crate) studio: Option<Studio>,
}

/// One of its own few fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) hint: String,
    pub(crate) max: usize,
    #[serde(default)]
    pub(crate) is_long: bool,
    #[serde(default)]
    pub(crate) is_needed: bool,
}

/// What is particular to a sort that people belong to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Studio {
    /// What whoever leads it is called.
    pub(crate) head: String,
    /// A secretary is new for so many months.
    pub(crate) new_months: i32,
    /// Not looked at in a year by this month, the keeper is told.
    pub(crate) look_from_month: i8,
    /// Where the standard comes from, and what it binds.
    pub(crate) source: String,
    pub(crate) note: String,
    pub(crate) items: Vec<Item>,
}

/// An item of the standard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sort: Vec<Sort>,
}

static SORTS: LazyLock<Vec<Sort>> = LazyLock::new(|| {
    load(Systems::built_in(), Kinds::built_in()).expect("the shipped sorts are tested")
});

/// Those shipped, in the order of their places.
pub(crate) fn all() -> &'static [Sort] {
    &SORTS
}

pub(crate) fn find(key: &str) -> Option<&'static Sort> {
    SORTS.iter().find(|it| it.key == key)
}

/// The sort that people belong to.
pub(crate) fn studio() -> Option<(&'static Sort, &'static Studio)> {
    SORTS.iter().find_map(|it| Some((it, it.studio.as_ref()?)))
}

fn load(systems: &Systems, kinds: &Kinds) -> Result<Vec<Sort>, String> {
    let files = systems.each::<File>("register.toml").map_err(|report| report.plain())?;
    let with = |key: &String, it: Sort| Sort { system: key.clone(), ..it };
    let mut sorts: Vec<Sort> = files
        .into_iter()
        .flat_map(|(system, file)| file.sort.into_iter().map(|it| with(&system.key, it)))
        .collect();
    sorts.sort_by_key(|it| it.place);
    let mut faults: Vec<String> = sorts.iter().flat_map(|it| faults(it, &sorts, systems)).collect();
    let named = kinds.iter().filter_map(|kind| Some((&kind.key, kind.entry.as_ref()?)));
    let unknown = named.filter(|(_, it)| !sorts.iter().any(|sort| sort.key == it.sort));
    faults.extend(unknown.map(|(kind, it)| format!("{kind}：没有这种名录“{}”", it.sort)));
    if faults.is_empty() { Ok(sorts) } else { Err(faults.join("\n")) }
}

fn faults(sort: &Sort, sorts: &[Sort], systems: &Systems) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, words: String| {
        if !holds {
            faults.push(format!("{}/register.toml，{}：{words}", sort.system, sort.key));
        }
    };
    for unit in &sort.units {
        must(systems.unit_kind(unit).is_some(), format!("没有这种组织“{unit}”"));
    }
    must(!sort.zones.is_empty(), "没有写明可用网域".into());
    must(sorts.iter().filter(|it| it.key == sort.key).count() == 1, "名称用了两次".into());
    must(sort.warns_days == 0 || sort.needs_end, "没有止期的不能提醒到期".into());
    for field in &sort.fields {
        let same = sort.fields.iter().filter(|it| it.key == field.key).count();
        must(same == 1, format!("“{}”用了两次", field.title));
    }
    if let Some(studio) = &sort.studio {
        must(!studio.source.is_empty() && !studio.note.is_empty(), "没有写明标准从哪里来".into());
        must(studio.items.iter().all(|it| !it.source.is_empty()), "有一项没有写明来源".into());
    }
    faults
}

impl Sort {
    pub(crate) fn is_kept_by(&self, unit_kind: &str) -> bool {
        self.units.iter().any(|it| it == unit_kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_sorts_hold_together() {
        let sorts = load(Systems::built_in(), Kinds::built_in()).unwrap();
        let keys: Vec<&str> = sorts.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, ["base", "partner", "studio"]);
    }

    #[test]
    fn what_does_not_hold_together_is_refused_with_its_place() {
        let mut sort = find("base").unwrap().clone();
        sort.warns_days = 30;
        sort.units.push("nowhere".into());
        let found = faults(&sort, std::slice::from_ref(&sort), Systems::built_in()).join("\n");
        assert!(found.contains("R32/register.toml，base：没有这种组织“nowhere”"), "{found}");
        assert!(found.contains("没有止期的不能提醒到期"), "{found}");
    }
}
