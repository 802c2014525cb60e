//! What was typed into a form, what is wrong with it, and what somebody else has put there meanwhile.

use act::{Error, Faults, KeptForm, Theirs};
use calendar::Instant;

use crate::Reader;

/// The state of a form: empty on a first GET, filled and with faults when it comes back.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    sent: bool,
    /// Left half-filled the last time, and put back.
    kept_since: Option<Instant>,
    pub faults: Faults,
    pub theirs: Vec<Theirs>,
}

impl Form {
    /// A form that was sent.
    pub fn sent(fields: Vec<(String, String)>) -> Self {
        Self { fields, sent: true, ..Self::default() }
    }

    /// A form as its author left it: shown like one that was sent, without faults.
    pub(crate) fn kept(kept: KeptForm, at: Instant) -> Self {
        Self { fields: kept.fields, sent: true, kept_since: Some(at), ..Self::default() }
    }

    /// When it was left half-filled; `None` for every other form.
    pub(crate) fn kept_since(&self) -> Option<Instant> {
        self.kept_since
    }

    /// Every typed value in order.
    pub(crate) fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Whether it was sent or put back: fields then show what was typed, also when that is empty.
    pub fn was_sent(&self) -> bool {
        self.sent
    }

    /// The first value of a field as typed, or "".
    pub fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether the field was sent at all: a checkbox, a pressed button.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// Every value of a field, in order.
    pub fn values(&self, name: &str) -> Vec<&str> {
        let of_name = self.fields.iter().filter(|(field, _)| field == name);
        of_name.map(|(_, value)| value.as_str()).collect()
    }

    /// Names that were sent, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// What a field shows: what was typed, or what stands in the row.
    pub fn shown<'f>(&'f self, name: &str, current: &'f str) -> &'f str {
        if self.sent { self.value(name) } else { current }
    }

    /// The fault at a field.
    pub fn fault(&self, name: &str) -> Option<&str> {
        self.faults.at(name)
    }

    /// What somebody else has put into the field since the form was opened.
    pub fn their_value(&self, name: &str) -> Option<&str> {
        let found = self.theirs.iter().find(|theirs| theirs.field == name);
        found.map(|theirs| theirs.value.as_str())
    }

    /// Reads typed values and gathers faults.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }

    /// Takes a field out of the form: its value, when it was sent.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let place = self.fields.iter().position(|(field, _)| field == name)?;
        Some(self.fields.remove(place).1)
    }

    /// Takes over what an act answered, for showing the form again.
    pub(crate) fn with_answer(mut self, error: &Error) -> Self {
        match error {
            Error::Invalid(faults) => self.faults = faults.clone(),
            Error::Stale(theirs) => self.theirs.clone_from(theirs),
            Error::Conflict(words) => self.faults.add("", words.clone()),
            _ => {}
        }
        self
    }
}
