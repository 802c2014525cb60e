//! The names that the program offers to the data.

use crate::{DutyCase, Rules};
use calendar::Day;
use std::collections::BTreeMap;

/// A name and what it means in Chinese.
pub type Names = BTreeMap<String, String>;

/// Every name a regulation may use. The rooms say which there are; `rules check` lists them.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    pub unit_kinds: Names,
    pub post_kinds: Names,
    pub person_classes: Names,
    pub record_kinds: Names,
    /// Conditions on a bearer, in `applies` and `requires`.
    pub bearer_conditions: Names,
    /// Conditions on a fact, in `accepts`.
    pub fact_conditions: Names,
    pub figures: Names,
    pub marks: Names,
    pub events: Names,
    /// Works a duty case out; without it such cases are only read.
    pub judge: Option<Judge>,
}

/// `None` where the case comes out as expected.
pub type Judge = fn(&Rules, Day, &DutyCase) -> Option<Mistake>;

/// A field of `expect` that comes out otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub field: &'static str,
    /// What came out.
    pub found: String,
}

impl Vocabulary {
    /// As `rules check --names` prints it.
    pub fn lists(&self) -> [(&'static str, &Names); 9] {
        [
            ("党组织种类", &self.unit_kinds),
            ("职务", &self.post_kinds),
            ("人员类别", &self.person_classes),
            ("记录种类", &self.record_kinds),
            ("对承担者的条件", &self.bearer_conditions),
            ("对事实的条件", &self.fact_conditions),
            ("数字", &self.figures),
            ("标记", &self.marks),
            ("起算事件", &self.events),
        ]
    }
}

/// The known name that was probably meant.
pub(crate) fn nearest<'a>(wrong: &str, names: &'a Names) -> Option<&'a str> {
    let best = names.keys().map(|n| (distance(wrong, n), n)).min()?;
    (best.0 <= wrong.len() / 3 + 1).then_some(best.1.as_str())
}

fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let here = (before + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            before = row[j + 1];
            row[j + 1] = here;
        }
    }
    row[b.len()]
}
