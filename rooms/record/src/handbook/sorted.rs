//! What of a year's records stands in the book, and what is left out. No I/O here.

use calendar::Day;
use systems::Label;

use crate::{
    kind::{Expects, Kinds, RecordKind},
    meeting::{Record, Stage},
};

/// A year's records, each where it belongs.
#[derive(Default)]
pub(super) struct Sorted {
    /// Stand in the book with their text.
    pub(super) meetings: Vec<Record>,
    /// Only that they were held, and by whom.
    pub(super) talks: Vec<Record>,
    pub(super) apart: Apart,
}

/// What does not stand in it.
#[derive(Default)]
pub(super) struct Apart {
    /// Talks of another sort, which the book does not list.
    pub(super) has_other_talks: bool,
    pub(super) withdrawn: Vec<Record>,
    /// Records that are kept elsewhere: day and title.
    pub(super) elsewhere: Vec<(Day, String)>,
    /// Not closed yet.
    pub(super) open: usize,
}

impl Sorted {
    pub(super) fn of(records: Vec<Record>) -> Self {
        let mut sorted = Self::default();
        for record in records {
            if let Some(kind) = Kinds::built_in().find(&record.kind) {
                sorted.add(kind, record);
            }
        }
        sorted
    }

    fn add(&mut self, kind: &RecordKind, record: Record) {
        let is_secret = kind.label == Label::WorkSecret;
        let is_talk = kind.expects == Expects::Partner;
        match record.stage() {
            Stage::Withdrawn if is_talk || is_secret => {}
            Stage::Withdrawn => self.apart.withdrawn.push(record),
            Stage::Drafted | Stage::Notified | Stage::Held => self.apart.open += 1,
            // Reminders, admonitions and what precedes an appointment are kept with the matter, not in the book.
            Stage::Closed if is_talk && !kind.is_private() => self.apart.has_other_talks = true,
            Stage::Closed if is_talk => self.talks.push(record),
            Stage::Closed if is_secret => {
                self.apart.elsewhere.push((record.plan_on, record.title));
            }
            Stage::Closed => self.meetings.push(record),
        }
    }
}

impl Apart {
    /// What does not stand in the book, and why.
    pub(super) fn say(&self) -> Vec<String> {
        let mut lines =
            vec!["没有收入：证件号码、电话和住址；谈心谈话的内容；对个人的统计。".to_owned()];
        if self.has_other_talks {
            lines.push(
                "提醒、诫勉、任职廉政和入党谈话随有关事项保管，不列在谈心谈话登记里。".to_owned(),
            );
        }
        if self.open > 0 {
            lines.push(format!("还有{}份记录没有存档，存档以后才收入。", self.open));
        }
        if !self.elsewhere.is_empty() {
            let titles: Vec<String> = self
                .elsewhere
                .iter()
                .map(|(day, title)| format!("{}（{}）", title, day.zh_short()))
                .collect();
            lines.push(format!("按工作秘密另行保管的：{}。", titles.join("、")));
        }
        if !self.withdrawn.is_empty() {
            lines.push(format!("已撤回的记录{}份，只列名称。", self.withdrawn.len()));
        }
        lines
    }
}
