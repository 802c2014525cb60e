//! What is kept sealed of spills, and the words by which they were found, under the newest key.

use keyring::{Cells, Renewal};

/// For `keyring::Renewals`.
pub fn renewals() -> Vec<Renewal> {
    vec![Renewal::of::<Places>(), Renewal::of::<Words>()]
}

const CONTENT: &str = "spill_place.content";
const WORDS: &str = "spill.words";

pub(crate) fn words_place(spill: i64) -> String {
    Words::place(WORDS, spill)
}

pub(crate) fn content_place(id: i64) -> String {
    Places::place(CONTENT, id)
}

/// Whether a column is this crate's own: what lies in it lies there on purpose.
pub(crate) fn is_own(column: &str) -> bool {
    [CONTENT, WORDS].contains(&column)
}

struct Places;

impl Cells for Places {
    const WHAT: &'static str = "隔离的原文";
    const COLUMNS: &'static [&'static str] = &[CONTENT];
    const AT_ONCE: i64 = 5;
}

struct Words;

impl Cells for Words {
    const WHAT: &'static str = "查找泄密内容的文字";
    const COLUMNS: &'static [&'static str] = &[WORDS];
}
