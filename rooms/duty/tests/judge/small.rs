//! A small regulation of our own, so that no test hangs on the real one.

use calendar::Day;
use rules::{Rules, Sources};

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const TEXTS: &str =
    "[[text]]\nkey = \"T\"\ntitle = \"试验条例\"\nstatus = \"in-force\"\nconfidence = \"found\"\n";

/// One duty named `m/x` with these lines added to the usual ones.
pub(crate) fn duty(lines: &str) -> String {
    format!(
        "[[duty]]\nkey = \"x\"\ntitle = \"试验\"\nbinds = [\"branch\"]\ntext = \"T\"\narticle = \"第一条\"\n\
         quote = \"试验。\"\nconfidence = \"found\"\nlabel = \"内部\"\n{lines}\n"
    )
}

/// Rules with only these duties and the values of the real regulations.
pub(crate) fn rules(duties: &[String]) -> Rules {
    let shipped = Sources::built_in();
    let kept = |path: &&str| {
        !path.contains("/cases/") && !path.ends_with("duties.toml") && *path != "coverage.toml"
    };
    let mut sources: Sources =
        shipped.paths().filter(kept).map(|p| (p, shipped.text(p).unwrap())).collect();
    let texts = format!("{}\n{TEXTS}", shipped.text("texts.toml").unwrap());
    sources = sources.with("texts.toml", &texts).with("m/duties.toml", &duties.concat());
    Rules::load(sources).unwrap_or_else(|report| panic!("\n{report}"))
}
