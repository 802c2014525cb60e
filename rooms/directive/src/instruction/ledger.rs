//! What the ledger offers (`systems/R13/ledger.toml`): categories, levels, how a number is proposed. No I/O here.

use std::sync::LazyLock;

use serde::Deserialize;
use systems::Systems;
use web::parts::Choice;

/// A key with its words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    pub(crate) key: String,
    pub(crate) title: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ledger {
    proposed: String,
    #[serde(default)]
    category: Vec<Named>,
    #[serde(default)]
    level: Vec<Named>,
}

static LEDGER: LazyLock<Ledger> =
    LazyLock::new(|| load(Systems::built_in()).expect("the shipped ledger is tested"));

fn load(systems: &Systems) -> Result<Ledger, String> {
    let files = systems.each::<Ledger>("ledger.toml").map_err(|report| report.plain())?;
    files.into_iter().next().map(|it| it.1).ok_or_else(|| "没有ledger.toml".to_owned())
}

pub(crate) fn categories() -> &'static [Named] {
    &LEDGER.category
}

pub(crate) fn levels() -> &'static [Named] {
    &LEDGER.level
}

/// `督〔2026〕3号`
pub(crate) fn proposed(year: i16, n: i64) -> String {
    LEDGER.proposed.replace("{year}", &year.to_string()).replace("{n}", &n.to_string())
}

/// The key itself where it is no longer known.
pub(crate) fn title<'k>(of: &'static [Named], key: &'k str) -> &'k str {
    of.iter().find(|it| it.key == key).map_or(key, |it| it.title.as_str())
}

pub(crate) fn choices(of: &'static [Named]) -> Vec<Choice> {
    of.iter().map(|it| Choice::new(&it.key, it.title.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_ledger_holds_together() {
        let ledger = load(Systems::built_in()).unwrap();
        assert!(ledger.category.len() >= 2 && ledger.level.len() >= 5);
        assert_eq!(proposed(2026, 3), "督〔2026〕3号");
        assert_eq!(title(categories(), "decision"), "决策部署");
    }
}
