//! A record: a meeting, lecture, talk or theme day; planned, notified, held, minuted, closed.

mod actions;
mod asked;
mod check;
mod choice;
mod draft;
mod form;
mod pages;
mod sent;
mod stage;
mod store;

use calendar::{Day, Instant};
use serde::{Deserialize, Serialize};

use crate::{
    kind::{Kinds, RecordKind},
    roll::{Counts, Entry},
};

pub(crate) use self::{
    actions::{
        HOLD, NOTIFY, New, Step, blank, changed_meanwhile, checked_again, filled, save, still_open,
        written_by_the_two,
    },
    check::{ahead, late_by, session_faults},
    choice::choosable,
    draft::usual_session,
    form::{Row, View},
    pages::{FormPage, asked, filter, form_page, new, routes, scope_words, seen, show},
    sent::{Content, fields_of, hour, read_attendance, read_sessions},
    store::{
        Absence, Filter, Line, Noted, absences, count, find_any, first_day, in_year, insert,
        last_before, last_of, list, own_units, replace_absences, units_in_sight, update,
    },
};

pub use self::{
    actions::DRAFT,
    asked::{AskedDraft, draft_asked},
    draft::{EntryAt, SitIn},
    stage::Stage,
};

db::id!(RecordId);

impl RecordId {
    pub(crate) fn url(self) -> String {
        format!("/records/{self}")
    }
}

/// One session of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub on: Day,
    /// `15:00`
    pub from: String,
    /// `16:30`; "" while it is only planned.
    #[serde(default)]
    pub to: String,
    pub place: String,
}

/// A row of `record`. Its state is the latest of its instants ([`Stage`]).
#[derive(Debug, Clone, Deserialize)]
pub struct Record {
    pub id: RecordId,
    pub unit: i64,
    pub kind: String,
    pub variety: String,
    pub also: String,
    pub title: String,
    pub topic: String,
    /// The one event that it answers or is; "" where they are not told apart.
    pub about: String,
    pub plan_on: Day,
    pub held_on: Option<Day>,
    pub sessions: String,
    pub chair: Option<i64>,
    pub recorder: Option<i64>,
    pub lecturer: Option<i64>,
    pub partner: Option<i64>,
    pub guests: String,
    pub agenda: String,
    pub minutes: String,
    pub roll: Option<String>,
    pub expected: Option<i64>,
    pub present: Option<i64>,
    pub voters: Option<i64>,
    pub voters_present: Option<i64>,
    pub late_reason: Option<String>,
    pub makes_up: Option<String>,
    pub makes_up_reason: Option<String>,
    pub drafted_at: Instant,
    pub drafted_by: Option<i64>,
    pub notified_at: Option<Instant>,
    pub held_at: Option<Instant>,
    pub minuted_at: Option<Instant>,
    /// Who wrote the minutes last.
    pub minuted_by: Option<i64>,
    pub closed_at: Option<Instant>,
    pub corrected_at: Option<Instant>,
    pub withdrawn_at: Option<Instant>,
    pub withdrawn_why: Option<String>,
    pub batch: Option<i64>,
    /// Its number within its unit, kind and year, from closing on, for kinds that are numbered.
    pub number_year: Option<i64>,
    pub number: Option<i64>,
    pub version: i64,
    /// The entry of a register that it names, and its name.
    pub entry: Option<i64>,
    pub entry_name: Option<String>,
}

impl Record {
    pub(crate) fn blank(drafted_at: Instant) -> Self {
        let plan_on = drafted_at.day();
        Self {
            id: RecordId(0),
            unit: 0,
            kind: String::new(),
            variety: String::new(),
            also: String::new(),
            title: String::new(),
            topic: String::new(),
            about: String::new(),
            plan_on,
            held_on: None,
            sessions: String::new(),
            chair: None,
            recorder: None,
            lecturer: None,
            partner: None,
            guests: String::new(),
            agenda: String::new(),
            minutes: String::new(),
            roll: None,
            expected: None,
            present: None,
            voters: None,
            voters_present: None,
            late_reason: None,
            makes_up: None,
            makes_up_reason: None,
            drafted_at,
            drafted_by: None,
            notified_at: None,
            held_at: None,
            minuted_at: None,
            minuted_by: None,
            closed_at: None,
            corrected_at: None,
            withdrawn_at: None,
            withdrawn_why: None,
            batch: None,
            number_year: None,
            number: None,
            version: 0,
            entry: None,
            entry_name: None,
        }
    }

    pub fn sessions(&self) -> Vec<Session> {
        serde_json::from_str(&self.sessions).unwrap_or_default()
    }

    /// What it declares to be besides its kind.
    pub fn also(&self) -> Vec<&str> {
        self.also.split(' ').filter(|kind| !kind.is_empty()).collect()
    }

    pub fn agenda(&self) -> Vec<&str> {
        self.agenda.lines().filter(|line| !line.is_empty()).collect()
    }

    /// The roll of a closed record; empty before, and for imported ones.
    pub fn roll(&self) -> Vec<Entry> {
        self.roll.as_deref().map(crate::roll::read).unwrap_or_default()
    }

    /// What a closed record counted; imported ones know only who was present.
    pub fn counts(&self) -> Counts {
        Counts {
            expected: self.expected.unwrap_or_default(),
            present: self.present.unwrap_or_default(),
            voters: self.voters.unwrap_or_default(),
            voters_present: self.voters_present.unwrap_or_default(),
        }
    }

    pub fn stage(&self) -> Stage {
        Stage::of(self)
    }

    pub fn url(&self) -> String {
        self.id.url()
    }

    /// `2026年第3次`, or "".
    pub fn number_zh(&self) -> String {
        let kind = Kinds::built_in().find(&self.kind);
        kind.map_or_else(String::new, |kind| kind.number_zh(self.number_year, self.number))
    }

    /// A talk whose words are for the two who talked: everybody else learns that it was held.
    pub fn is_private(&self) -> bool {
        Kinds::built_in().find(&self.kind).is_some_and(RecordKind::is_private)
    }

    /// A talk of the organization, which has a page and doors of its own.
    pub fn is_kept_talk(&self) -> bool {
        let kind = Kinds::built_in().find(&self.kind);
        kind.is_some_and(|kind| kind.kept_talk().is_some())
    }

    /// Whether somebody may read its text.
    pub fn may_be_read_by(&self, person: Option<i64>) -> bool {
        !self.is_private() || person.is_some() && (person == self.chair || person == self.partner)
    }

    /// Minutes of one session, the shortest of them: nobody is credited with more than he sat through.
    pub fn length(&self) -> i64 {
        self.sessions().iter().map(Session::length).min().unwrap_or_default()
    }
}

impl Session {
    /// In minutes; 0 where an end is not known.
    pub fn length(&self) -> i64 {
        match (minute(&self.from), minute(&self.to)) {
            (Some(from), Some(to)) if to > from => to - from,
            _ => 0,
        }
    }

    /// `2026年6月24日15时至16时30分`, as papers write it.
    pub fn time_zh(&self) -> String {
        let words = |time: &str| match minute(time) {
            Some(at) if at % 60 == 0 => format!("{}时", at / 60),
            Some(at) => format!("{}时{}分", at / 60, at % 60),
            None => String::new(),
        };
        let end = words(&self.to);
        let end = if end.is_empty() { end } else { format!("至{end}") };
        format!("{}{}{end}", self.on.zh(), words(&self.from))
    }

    /// `2026年6月24日15:00至16:30，刑侦大队二楼会议室`
    pub fn zh(&self) -> String {
        let end = if self.to.is_empty() { String::new() } else { format!("至{}", self.to) };
        let place =
            if self.place.is_empty() { String::new() } else { format!("，{}", self.place) };
        format!("{}{}{end}{place}", self.on.zh(), self.from)
    }
}

/// Minutes after midnight of a time written `15:30`.
pub(crate) fn minute(time: &str) -> Option<i64> {
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}
