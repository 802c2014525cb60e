//! The figures that a backup is compared by: the pictures of the topmost units, as pages show them.

use act::{Core, Relation};
use backups::Tell;
use calendar::Day;
use db::Read;
use rules::Rules;
use situation::{Ask, Part, Scope, draw, look};
use systems::Systems;

/// Topmost units looked at; an installation has a few.
const ROOTS_AT_MOST: i64 = 16;

/// What is done with the figures of this program's own regulations.
pub(crate) fn with_built_in<T>(work: impl FnOnce(Tell) -> T) -> T {
    with(Rules::built_in(), Systems::built_in(), work)
}

pub(crate) fn with_figures<T>(core: &Core, work: impl FnOnce(Tell) -> T) -> T {
    with(core.part(), core.part(), work)
}

fn with<T>(rules: &Rules, systems: &Systems, work: impl FnOnce(Tell) -> T) -> T {
    let law = law(rules);
    work(Tell { law: &law, sum: &|read, on| sum(read, rules, systems, on) })
}

/// Changes with every release that may count otherwise.
fn law(rules: &Rules) -> String {
    let text = format!("{} {:?}", env!("CARGO_PKG_VERSION"), rules.duties());
    crypto::hex(&crypto::sm3(text.as_bytes())[..16])
}

fn sum(read: &Read, rules: &Rules, systems: &Systems, on: Day) -> db::Result<String> {
    let mut text = String::new();
    for node in crate::stock::topmost(read, ROOTS_AT_MOST)? {
        let ask = Ask { relation: Relation::Line, node, on };
        let view = look(read, rules, systems, ask).map_err(words)?;
        let Some(view) = view else { continue };
        let picture = draw(&view, systems, Scope::year(on), &Part::default());
        let json = serde_json::to_string(&situation::json(&picture));
        text.push_str(&json.map_err(|error| db::Error::Refused(error.to_string()))?);
    }
    Ok(crypto::hex(&crypto::sm3(text.as_bytes())))
}

fn words(error: act::Error) -> db::Error {
    db::Error::Refused(error.to_string())
}
