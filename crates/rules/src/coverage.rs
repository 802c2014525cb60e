//! Which rules of the study are carried, and which are left out on purpose.

use crate::Rules;
use crate::report::{Finding, Report};
use crate::source::Place;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// All rule ids by section, and the reasons for those that no duty and no value carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    #[serde(default, rename = "section")]
    pub sections: Vec<Section>,
    #[serde(default)]
    pub left_out: BTreeMap<String, String>,
    #[serde(skip)]
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub number: String,
    pub title: String,
    pub ids: Vec<String>,
}

impl Rules {
    /// The keys of the duties and values that carry each rule id.
    pub fn carried(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut carried: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let duties = self.duties.iter().map(|d| (d.key.as_str(), &d.rule_ids));
        let values = self.values.values().map(|v| (v.key.as_str(), &v.rule_ids));
        for (key, ids) in duties.chain(values) {
            for id in ids {
                carried.entry(id).or_default().insert(key);
            }
        }
        carried
    }
}

pub(crate) fn check(rules: &Rules, report: &mut Report) {
    let coverage = &rules.coverage;
    let carried = rules.carried();
    let mut listed = BTreeSet::new();
    for (s, section) in coverage.sections.iter().enumerate() {
        for (n, id) in section.ids.iter().enumerate() {
            let place = coverage.place.to(&format!("section.{s}.ids.{n}"));
            if !listed.insert(id.as_str()) {
                report.add(Finding::at(&place, format!("规则{id}列了两次"), "前面已经有了"));
            }
            if !carried.contains_key(id.as_str()) && !coverage.left_out.contains_key(id) {
                let title = format!("规则{id}没有交代");
                report.add(
                    Finding::at(&place, title, "既没有义务或者数值承载它，也没有写明为什么不录")
                        .help("在义务或者数值的rule_ids里写上它，或者在left_out里写明理由"),
                );
            }
        }
    }
    left_out(coverage, &carried, &listed, report);
    strangers(rules, &listed, report);
}

fn left_out(
    coverage: &Coverage,
    carried: &BTreeMap<&str, BTreeSet<&str>>,
    listed: &BTreeSet<&str>,
    report: &mut Report,
) {
    for (id, reason) in &coverage.left_out {
        let place = coverage.place.to(&format!("left_out.{id}"));
        if let Some(keys) = carried.get(id.as_str()) {
            let keys: Vec<&str> = keys.iter().copied().collect();
            report.add(Finding::at(&place, format!("规则{id}已经录入，不必说明"), keys.join("、")));
        }
        if !listed.contains(id.as_str()) {
            report.add(Finding::at(&place, format!("清单里没有规则{id}"), "不认识这个编号"));
        }
        if reason.trim().is_empty() {
            report.add(Finding::at(&place, format!("规则{id}不录，要写明理由"), "理由是空的"));
        }
    }
}

/// Ids on duties and values that the list does not know. Ids of sections outside the list are welcome.
fn strangers(rules: &Rules, listed: &BTreeSet<&str>, report: &mut Report) {
    let known: BTreeSet<&str> =
        listed.iter().filter_map(|id| id.split_once('-')).map(|(p, _)| p).collect();
    let stranger = |id: &str| {
        id.split_once('-').is_none_or(|(prefix, _)| known.contains(prefix)) && !listed.contains(id)
    };
    let duties = rules.duties.iter().map(|d| (&d.place, &d.rule_ids));
    let values = rules.values.values().map(|v| (&v.place, &v.rule_ids));
    for (place, ids) in duties.chain(values) {
        for (n, id) in ids.iter().enumerate().filter(|(_, id)| stranger(id)) {
            let place = place.to(&format!("rule_ids.{n}"));
            report.add(Finding::at(&place, format!("清单里没有规则{id}"), "不认识这个编号"));
        }
    }
}
