//! The papers that a meeting has beside its minutes.

use act::{Ctx, Result};
use db::Read;
use documents::Paper;
use rules::Rules;
use systems::Systems;

use super::{notice, paper, rectification, sign_in};
use crate::{
    kind::RecordKind,
    meeting::{Record, Stage},
    show::Shown,
};

/// One of the papers of a record; its key stands in the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sheet {
    Minutes,
    Notice,
    SignIn,
    Rectification,
}

impl Sheet {
    const BESIDE: [Self; 3] = [Self::Notice, Self::SignIn, Self::Rectification];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Notice => "notice",
            Self::SignIn => "sign-in",
            Self::Rectification => "rectification",
        }
    }

    /// One beside the minutes.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        Self::BESIDE.into_iter().find(|it| it.key() == key)
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Minutes => "记录",
            Self::Notice => "会议通知",
            Self::SignIn => "签到表",
            Self::Rectification => "整改清单",
        }
    }

    /// Whether such a record has it: nobody is called to a filing, a talk is no meeting, and a list of last year
    /// knows nobody by name; what is put right is known when a life meeting is over.
    pub(crate) fn is_for(self, kind: &RecordKind, record: &Record) -> bool {
        match self {
            Self::Minutes => true,
            Self::Notice | Self::SignIn => kind.expects.is_meeting() && record.batch.is_none(),
            Self::Rectification => {
                kind.rectifies && record.stage() == Stage::Closed && record.batch.is_none()
            }
        }
    }

    pub(crate) fn made(self, ctx: &Ctx, read: &Read, shown: &Shown) -> Result<Paper> {
        let (systems, rules) = (ctx.part::<Systems>(), ctx.part::<Rules>());
        match self {
            Self::Minutes => paper(read, systems, rules, shown),
            Self::Notice => notice::paper(systems, shown),
            Self::SignIn => sign_in::paper(read, systems, rules, shown),
            Self::Rectification => rectification::paper(ctx, shown),
        }
    }
}

/// Links to the papers beside the minutes: (name, URL). None for a record that was withdrawn.
pub(crate) fn links(kind: &RecordKind, record: &Record) -> Vec<(&'static str, String)> {
    if record.stage() == Stage::Withdrawn {
        return Vec::new();
    }
    let beside = Sheet::BESIDE.into_iter().filter(|sheet| sheet.is_for(kind, record));
    beside.map(|sheet| (sheet.zh(), format!("{}/papers/{}", record.url(), sheet.key()))).collect()
}
