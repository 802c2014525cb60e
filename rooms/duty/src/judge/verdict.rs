//! A verdict: how a slot stands on a day, and why.

use super::slot::Slot;
use calendar::Day;
use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Done,
    Due,
    Overdue,
    Missed,
    Explained,
    Exempt,
    NotKept,
    NotApplicable,
}

impl State {
    pub const ALL: [Self; 8] = [
        Self::Done,
        Self::Due,
        Self::Overdue,
        Self::Missed,
        Self::Explained,
        Self::Exempt,
        Self::NotKept,
        Self::NotApplicable,
    ];

    /// As data and JSON write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Missed => "missed",
            Self::Explained => "explained",
            Self::Exempt => "exempt",
            Self::NotKept => "not-kept",
            Self::NotApplicable => "not-applicable",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Done => "已完成",
            Self::Due => "未到期",
            Self::Overdue => "逾期",
            Self::Missed => "缺项",
            Self::Explained => "有说明",
            Self::Exempt => "免办",
            Self::NotKept => "启用前",
            Self::NotApplicable => "不适用",
        }
    }
}

/// A fact that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub room: String,
    pub fact: i64,
    pub title: String,
    pub held_on: Day,
    pub entered_on: Day,
    pub quantity: i64,
    pub counts: bool,
    /// Why not, or how: `逾期补办`, `不在通常时段`.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict<'r> {
    pub slot: Slot<'r>,
    pub on: Day,
    pub state: State,
    /// 补录: held in time, entered after the last day.
    pub late_entry: bool,
    /// 逾期完成: enough only with what was held after the last day.
    pub late_done: bool,
    /// 将到期.
    pub soon: bool,
    /// Times or minutes that count.
    pub met: i64,
    pub needed: i64,
    /// The last day, and whether it is provisional.
    pub last_day: Day,
    pub provisional: bool,
    /// All facts of the slot, in the order they were held.
    pub lines: Vec<Line>,
    /// Of an exemption, an explanation, or of what does not apply.
    pub reason: String,
    /// Who exempted.
    pub by: String,
}

impl Verdict<'_> {
    pub fn missing(&self) -> i64 {
        (self.needed - self.met).max(0)
    }

    pub fn counted(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|l| l.counts)
    }

    pub fn not_counted(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|l| !l.counts)
    }

    /// Does it belong among what was owed? Not so before the start of use, where exempt, or where it does not bind.
    pub fn is_owed(&self) -> bool {
        !matches!(self.state, State::NotKept | State::NotApplicable | State::Exempt)
    }
}
