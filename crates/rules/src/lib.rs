//! The law as data: texts, dated values, duties and worked cases out of `regulations/`.

mod case;
mod check;
mod clash;
mod coverage;
mod duty;
mod forbidden;
mod load;
mod report;
mod source;
mod text;
mod value;
mod vocabulary;
pub mod vote;

pub use case::{
    Case, CaseBearer, CaseEvent, CaseFact, Change, DutyCase, Excuse, Expect, ValueCase, VoteCase,
};
pub use coverage::{Coverage, Section};
pub use duty::{Clock, ClockUnit, Counts, Duty, Label, Level, Modality, Rhythm, Who, Window};
pub use forbidden::{Forbidden, forbidden};
pub use report::{Finding, Report};
pub use source::{Place, Sources};
pub use text::{Confidence, Text, TextStatus};
pub use value::{Compare, Dated, NoValue, Share, Threshold, Value};
pub use vocabulary::{Judge, Mistake, Names, Vocabulary};

use calendar::Day;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

static BUILT_IN: LazyLock<Rules> = LazyLock::new(|| {
    Rules::load(Sources::built_in()).expect("the shipped regulations are tested to load")
});

/// Everything out of one regulations folder. Keys are paths: `branch/general-meeting`.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    texts: BTreeMap<String, Text>,
    values: BTreeMap<String, Value>,
    duties: Vec<Duty>,
    cases: Vec<Case>,
    coverage: Coverage,
}

impl Rules {
    /// The copy that the binary carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Refuses what `check` would refuse without knowing the names that the program offers.
    pub fn load(sources: Sources) -> Result<Self, Report> {
        let (rules, mut report) = load::read(sources);
        check::without_names(&rules, &mut report);
        if report.is_clean() { Ok(rules) } else { Err(report) }
    }

    pub fn load_dir(dir: &Path) -> Result<Self, Report> {
        Self::load(Sources::read(dir)?)
    }

    /// The value in force on the day of the fact.
    pub fn at(&self, key: &str, day: Day) -> Result<&Dated, NoValue> {
        let value = self.values.get(key).ok_or_else(|| NoValue::Unknown(key.to_owned()))?;
        value.at(day).ok_or_else(|| NoValue::NotInForce { key: key.to_owned(), day })
    }

    pub fn number(&self, key: &str, day: Day) -> Result<i64, NoValue> {
        self.at(key, day)?.number().ok_or_else(|| NoValue::Shape(key.to_owned()))
    }

    /// A share with its "more than" or "not fewer than".
    pub fn threshold(&self, key: &str, day: Day) -> Result<Threshold, NoValue> {
        self.at(key, day)?.threshold().ok_or_else(|| NoValue::Shape(key.to_owned()))
    }

    pub fn word(&self, key: &str, day: Day) -> Result<&str, NoValue> {
        self.at(key, day)?.word().ok_or_else(|| NoValue::Shape(key.to_owned()))
    }

    pub fn value(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.values.values()
    }

    /// The same with further duties: local rules, which stand in the database. Their keys must be new.
    #[must_use]
    pub fn with_duties(&self, further: impl IntoIterator<Item = Duty>) -> Self {
        let mut rules = self.clone();
        rules.duties.extend(further);
        rules.duties.sort_by(|a, b| (&a.key, a.from).cmp(&(&b.key, b.from)));
        rules
    }

    /// Every version of the duty, oldest first; empty where there is no such duty.
    pub fn duty(&self, key: &str) -> &[Duty] {
        let first = self.duties.partition_point(|d| d.key.as_str() < key);
        let many = self.duties[first..].partition_point(|d| d.key == key);
        &self.duties[first..first + many]
    }

    pub fn duty_on(&self, key: &str, day: Day) -> Option<&Duty> {
        self.duty(key).iter().find(|d| d.in_force(day))
    }

    /// Every version of every duty, by key and then by date.
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// The versions of each duty, grouped by key.
    pub fn duty_groups(&self) -> impl Iterator<Item = &[Duty]> {
        self.duties.chunk_by(|a, b| a.key == b.key)
    }

    pub fn text(&self, key: &str) -> Option<&Text> {
        self.texts.get(key)
    }

    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.texts.values()
    }

    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// `《中国共产党支部工作条例（试行）》第十一条`
    pub fn source(&self, text: &str, article: &str) -> String {
        let title = self.texts.get(text).map_or(text, |t| t.title.as_str());
        format!("《{title}》{article}")
    }

    /// The wording the page shows for a duty, and where it stands.
    pub fn quote(&self, duty: &Duty) -> Quote {
        let text = self.texts.get(&duty.text);
        Quote {
            words: duty.quote.clone(),
            source: self.source(&duty.text, &duty.article),
            effective: text.and_then(|t| t.effective),
            confidence: duty.confidence,
        }
    }
}

/// What stands under “依据哪一条”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub words: String,
    pub source: String,
    pub effective: Option<calendar::PartDay>,
    pub confidence: Confidence,
}

/// Everything `rules check` has to say about a folder; clean where it may be used.
pub fn check(dir: &Path, vocabulary: &Vocabulary) -> Report {
    match Sources::read(dir) {
        Ok(sources) => check_sources(sources, vocabulary),
        Err(report) => report,
    }
}

/// The same for the copy in the binary, or for texts out of a form.
pub fn check_sources(sources: Sources, vocabulary: &Vocabulary) -> Report {
    let (rules, mut report) = load::read(sources);
    check::without_names(&rules, &mut report);
    check::names(&rules, vocabulary, &mut report);
    report
}

/// `rules check --coverage`: every rule of the study is carried by a duty or a value, or left out with a reason.
pub fn check_coverage(sources: Sources) -> Report {
    let (rules, mut report) = load::read(sources);
    coverage::check(&rules, &mut report);
    report
}
