//! Local rules: additions (加码) by a city or above for the units below it, with a document and an end.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

pub(crate) use self::actions::level_of;
pub use self::actions::{NewLocalRule, end_local_rule, set_local_rule};

use std::borrow::Cow;

use act::Result;
use calendar::Day;
use db::{Asker, Read};
use rules::{Confidence, Counts, Duty, Label, Level, Modality, Rhythm, Rules, Who};
use serde::Deserialize;

/// A local rule as it stands in the database.
#[derive(Debug, Clone, Deserialize)]
pub struct LocalRule {
    pub id: i64,
    pub unit: i64,
    pub unit_name: Option<String>,
    pub level: String,
    pub title: String,
    pub kinds: String,
    pub serves: String,
    pub rhythm: String,
    pub needed: i64,
    pub quote: String,
    pub document_no: String,
    pub from_on: Day,
    /// Last day.
    pub to_on: Day,
    pub ended_at: Option<String>,
}

/// The regulations with the local rules on top; which of these reach a unit is asked by its paths.
pub struct Law<'r> {
    rules: Cow<'r, Rules>,
    local: Vec<LocalRule>,
}

impl<'r> Law<'r> {
    /// One statement.
    pub fn load(read: &Read, rules: &'r Rules) -> Result<Self> {
        Ok(Self::of(rules, store::all().all(read)?))
    }

    /// The same while others ask too.
    pub fn asked(ask: &Asker, rules: &'r Rules) -> impl Future<Output = Result<Self>> + use<'r> {
        let local = ask.all(store::COLUMNS, store::all());
        async move { Ok(Self::of(rules, local.await?)) }
    }

    fn of(rules: &'r Rules, local: Vec<LocalRule>) -> Self {
        let rules = if local.is_empty() {
            Cow::Borrowed(rules)
        } else {
            Cow::Owned(rules.with_duties(local.iter().map(LocalRule::duty)))
        };
        Self { rules, local }
    }

    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Every local rule, by the day it began.
    pub fn local_rules(&self) -> &[LocalRule] {
        &self.local
    }

    /// The local rule behind a duty; `None` for a duty out of the regulations.
    pub fn local(&self, duty: &str) -> Option<&LocalRule> {
        let id: i64 = duty.strip_prefix("local/")?.parse().ok()?;
        self.local.iter().find(|it| it.id == id)
    }

    /// Text and article of a duty; of a local one the number of its document.
    pub fn source(&self, duty: &Duty) -> String {
        match self.local(&duty.key) {
            Some(local) => local.document_no.clone(),
            None => self.rules.source(&duty.text, &duty.article),
        }
    }

    /// Whether the duty reaches a unit that stands on these paths: a local one only below its setter.
    pub(crate) fn reaches(&self, duty: &str, lead: &str, line: &str) -> bool {
        let Some(local) = self.local(duty) else { return !duty.starts_with("local/") };
        let setter = format!("/{}/", local.unit);
        lead.contains(&setter) || line.contains(&setter)
    }

    /// Posts of a unit of this kind that any duty binds.
    pub(crate) fn post_kinds(&self, unit_kind: &str) -> Vec<String> {
        let posts = self.rules.duties().iter().filter(|duty| duty.who == Who::Post);
        let held = systems::Systems::built_in().posts_in(unit_kind);
        let named: Vec<String> =
            held.map(|it| crate::kinds::post_in(unit_kind, it.key())).collect();
        let mut found: Vec<String> =
            posts.flat_map(|duty| &duty.binds).filter(|it| named.contains(it)).cloned().collect();
        found.sort();
        found.dedup();
        found
    }
}

impl LocalRule {
    /// `local/5`
    pub fn key(&self) -> String {
        format!("local/{}", self.id)
    }

    fn duty(&self) -> Duty {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Duty {
            key: self.key(),
            title: self.title.clone(),
            who: Who::Unit,
            binds: words(&self.kinds),
            modality: Modality::Local,
            set_by: Some(match self.level.as_str() {
                "ministry" => Level::Ministry,
                "province" => Level::Province,
                _ => Level::City,
            }),
            period: match self.rhythm.as_str() {
                "month" => Rhythm::Month,
                "quarter" => Rhythm::Quarter,
                "half" => Rhythm::Half,
                _ => Rhythm::Year,
            },
            window: None,
            needed: Some(self.needed),
            needed_value: None,
            needed_figure: None,
            counts: Counts::Times,
            start: None,
            clock: None,
            opens: None,
            closes: None,
            never_closes: false,
            serves: words(&self.serves),
            applies: Vec::new(),
            accepts: Vec::new(),
            requires: Vec::new(),
            evidence: Vec::new(),
            text: String::new(),
            article: self.document_no.clone(),
            quote: self.quote.clone(),
            confidence: Confidence::Found,
            note: String::new(),
            at_once: false,
            prorata: false,
            label: Label::Internal,
            rule_ids: Vec::new(),
            from: self.from_on,
            to: Some(self.to_on),
            place: rules::Place::default(),
        }
    }
}
