//! What units below owe upwards and what has come in: one line for each report that is owed or was sent.

mod gather;
mod pages;
pub(crate) mod store;

use act::{Place, Relation};
use calendar::Day;
use duty::judge::State as Verdict;
use serde::Deserialize;
use web::{
    Markup,
    parts::{self, State},
};

pub(crate) use self::{
    gather::{Wanted, gather},
    pages::{level_zh, node, routes, year_of},
};
use crate::{kind::Report, report::Step};

/// Party units by lead, organs by line.
pub(crate) fn relation(node: &Place) -> Relation {
    if node.lead_path.is_some() { Relation::Lead } else { Relation::Line }
}

/// A report that stands.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sent {
    pub(crate) record: i64,
    pub(crate) unit: i64,
    pub(crate) kind: String,
    pub(crate) title: String,
    /// 文号; "" where it has none.
    pub(crate) number: String,
    pub(crate) held_on: Day,
    /// The last thing that was done with it.
    step: Option<Step>,
    step_on: Option<Day>,
    /// Set right, or with other files, since the last thing that was done with it.
    pub(crate) is_revised: bool,
}

impl Sent {
    pub(crate) fn url(&self) -> String {
        format!("/receipts/{}", self.record)
    }

    pub(crate) fn received_on(&self) -> Option<Day> {
        self.step_on.filter(|_| self.step == Some(Step::Received))
    }
}

/// How a line stands. Lines go in the order of the tree, never by this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// It lies with who receives it.
    Waiting,
    Returned,
    Received,
    /// Sent to a body that has no account here.
    Sent,
    Overdue,
    Due,
    /// Explained or exempt.
    Excused,
}

impl Stand {
    pub(crate) const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Returned,
        Self::Received,
        Self::Sent,
        Self::Overdue,
        Self::Due,
        Self::Excused,
    ];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Returned => "returned",
            Self::Received => "received",
            Self::Sent => "sent",
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::Excused => "excused",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Waiting => "待收",
            Self::Returned => "退回补充",
            Self::Received => "已收",
            Self::Sent => "已报",
            Self::Overdue => "逾期未报",
            Self::Due => "未到期",
            Self::Excused => "有说明或免办",
        }
    }

    /// `None` for what is no state: a list of all.
    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    fn shape(self) -> State {
        match self {
            Self::Received | Self::Sent => State::Done,
            Self::Waiting => State::Soon,
            Self::Returned | Self::Overdue => State::Late,
            Self::Due => State::Due,
            Self::Excused => State::Void,
        }
    }
}

/// What the duty engine says of it.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    is_missed: bool,
    /// The event and the period that it is about.
    about: String,
    period: String,
    pub(crate) last_day: Day,
    /// 逾期完成, 补录
    pub(crate) late: Option<&'static str>,
    /// One sentence.
    pub(crate) words: String,
    /// Text and article.
    pub(crate) source: String,
    /// The page of the verdict: reasons, help, a reminder.
    pub(crate) url: String,
}

/// One report that a unit owes or has sent.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) unit: store::Unit,
    report: &'static Report,
    /// 民主生活会方案, 2026年; of an event with its day.
    pub(crate) title: String,
    /// `None`: sent although no duty asked for it.
    pub(crate) owed: Option<Owed>,
    pub(crate) sent: Option<Sent>,
    pub(crate) stand: Stand,
}

impl Line {
    fn due_on(&self) -> Option<Day> {
        self.owed.as_ref().map(|it| it.last_day)
    }

    /// Where whoever owes it enters it; "" where nothing is to be entered any more.
    pub(crate) fn entry(&self) -> String {
        let is_open = matches!(self.stand, Stand::Due | Stand::Overdue);
        let Some(owed) = self.owed.as_ref().filter(|it| is_open && !it.is_missed) else {
            return String::new();
        };
        let (kind, unit, Owed { about, period, .. }) = (&self.report.kind, self.unit.id, owed);
        let of =
            if about.is_empty() { format!("&period={period}") } else { format!("&about={about}") };
        format!("/records/new?kind={kind}&unit={unit}{of}")
    }

    /// Days are told without the year of the list.
    pub(crate) fn due_zh(&self, year: i16) -> String {
        self.due_on().map_or_else(String::new, |on| in_year(on, year))
    }

    pub(crate) fn sent_zh(&self, year: i16) -> String {
        self.sent.as_ref().map_or_else(String::new, |it| in_year(it.held_on, year))
    }

    /// "" where nobody has received it.
    pub(crate) fn received_zh(&self, year: i16) -> String {
        let on = self.sent.as_ref().and_then(Sent::received_on);
        on.map_or_else(String::new, |on| in_year(on, year))
    }

    /// Somebody has something to do with it. What cannot be made up any more is open for nobody.
    fn is_open(&self) -> bool {
        let is_missed = self.owed.as_ref().is_some_and(|it| it.is_missed);
        matches!(self.stand, Stand::Waiting | Stand::Returned | Stand::Overdue) && !is_missed
    }

    /// Says the year where the list is of another.
    fn of_year(self, year: i16) -> Self {
        Self { title: format!("{year}年{}", self.title), ..self }
    }

    pub(crate) fn is_late(&self) -> bool {
        self.sent.is_some() && self.owed.as_ref().is_some_and(|it| it.late == Some("逾期完成"))
    }

    pub(crate) fn tag(&self) -> Markup {
        parts::tag(self.stand.shape(), self.stand.zh())
    }

    /// Beside the tag: in time or not.
    pub(crate) fn beside(&self) -> &'static str {
        match (&self.sent, &self.owed) {
            (Some(_), Some(_)) if self.is_late() => "逾期报送",
            (Some(_), Some(Owed { late: Some(_), .. })) => "按期报送，过期补登",
            (Some(_), Some(_)) => "按期报送",
            (Some(_), None) => "没有对应的期限",
            _ => "",
        }
    }
}

fn in_year(day: Day, year: i16) -> String {
    if day.year() == year { day.zh_short() } else { day.zh() }
}

/// Where a sent report stands with a receiver inside the installation, or without one.
fn of_sent(sent: &Sent, is_inside: bool) -> Stand {
    match sent.step {
        Some(Step::Received) => Stand::Received,
        Some(Step::Returned) => Stand::Returned,
        _ if is_inside => Stand::Waiting,
        _ => Stand::Sent,
    }
}

/// `None` for what is not owed at all.
fn of_verdict(verdict: Verdict) -> Option<Stand> {
    match verdict {
        Verdict::Due => Some(Stand::Due),
        Verdict::Overdue | Verdict::Missed => Some(Stand::Overdue),
        Verdict::Explained | Verdict::Exempt => Some(Stand::Excused),
        Verdict::Done | Verdict::NotKept | Verdict::NotApplicable => None,
    }
}

/// Counts of one node.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    pub(crate) all: i64,
    pub(crate) sent: i64,
    /// Of those sent, after the last day.
    pub(crate) late: i64,
    by: [i64; 7],
}

impl Sums {
    pub(crate) fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Self {
        let mut sums = Self::default();
        for line in lines {
            sums.all += 1;
            sums.sent += i64::from(line.sent.is_some());
            sums.late += i64::from(line.is_late());
            sums.by[line.stand as usize] += 1;
        }
        sums
    }

    pub(crate) fn at(&self, stand: Stand) -> i64 {
        self.by[stand as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(step: Option<Step>) -> Sent {
        Sent {
            record: 1,
            unit: 2,
            kind: "study_report".into(),
            title: "报告".into(),
            number: String::new(),
            held_on: Day::new(2026, 12, 1).unwrap(),
            step,
            step_on: Day::new(2026, 12, 3),
            is_revised: false,
        }
    }

    #[test]
    fn the_last_step_says_how_a_report_stands() {
        for (step, is_inside, stand) in [
            (None, true, Stand::Waiting),
            (None, false, Stand::Sent),
            (Some(Step::Received), true, Stand::Received),
            (Some(Step::Returned), true, Stand::Returned),
            (Some(Step::Resent), true, Stand::Waiting),
            (Some(Step::Received), false, Stand::Received),
        ] {
            assert_eq!(of_sent(&sent(step), is_inside), stand);
        }
    }

    #[test]
    fn the_day_of_another_step_is_no_receipt() {
        assert_eq!(sent(Some(Step::Received)).received_on(), Day::new(2026, 12, 3));
        assert_eq!(sent(Some(Step::Returned)).received_on(), None);
    }

    #[test]
    fn what_is_not_owed_has_no_line() {
        assert_eq!(of_verdict(Verdict::NotKept), None);
        assert_eq!(of_verdict(Verdict::Missed), Some(Stand::Overdue));
        assert_eq!(of_verdict(Verdict::Exempt), Some(Stand::Excused));
    }
}
