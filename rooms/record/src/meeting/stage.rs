//! Where a record stands, out of its instants.

use web::{Markup, parts};

use super::Record;

/// The latest thing that happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Drafted,
    Notified,
    Held,
    Closed,
    Withdrawn,
}

impl Stage {
    pub(crate) fn of(record: &Record) -> Self {
        if record.withdrawn_at.is_some() {
            return Self::Withdrawn;
        }
        match (&record.closed_at, &record.held_at, &record.notified_at) {
            (Some(_), _, _) => Self::Closed,
            (_, Some(_), _) => Self::Held,
            (_, _, Some(_)) => Self::Notified,
            _ => Self::Drafted,
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Notified => "notified",
            Self::Held => "held",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// A shape and a word, as every state.
    pub fn tag(self) -> Markup {
        let state = match self {
            Self::Drafted | Self::Notified => parts::State::Due,
            Self::Held => parts::State::Soon,
            Self::Closed => parts::State::Done,
            Self::Withdrawn => parts::State::Void,
        };
        parts::tag(state, self.zh())
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Drafted => "草稿",
            Self::Notified => "已通知",
            Self::Held => "已开，待写记录",
            Self::Closed => "已存档",
            Self::Withdrawn => "已撤回",
        }
    }
}
