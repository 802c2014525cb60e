//! Minutes and closing: from here on a record is what happened.

mod actions;
mod alike;
mod fact;
mod form;
mod pages;
mod store;

use calendar::Period;
use web::{Form, Reader};

use crate::{
    kind::RecordKind,
    lecture,
    meeting::Record,
    motion::{self, Motion},
    paper,
    speaker::{self, Speaker},
    task::{self, Task},
};

pub(crate) use self::{
    actions::{
        CLOSE, MINUTE, close, decided, entered_late, keep_away, keep_decisions, keep_words, public,
        write_minutes, write_text,
    },
    fact::{ROOM, Served, asked, happened, serve, served, take_back},
    form::{HEAD_NUMBERS, engine_zh, late_field, outline, standing},
    pages::{closed_page, closing_body, minutes_page, routes},
    store::{count_served, keep_closed, set_minutes},
};

/// Letters of the minutes of one record.
pub(crate) const TEXT_AT_MOST: usize = 20_000;

/// What is written after a meeting.
#[derive(Debug, Clone, Default)]
pub(crate) struct Minutes {
    pub(crate) text: String,
    pub(crate) motions: Vec<Motion>,
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) tasks: Vec<Task>,
    /// Why it is entered late; asked for only then.
    pub(crate) late_reason: String,
    pub(crate) makes_up: Option<String>,
    pub(crate) makes_up_reason: String,
    /// Asked from the floor of a lecture.
    pub(crate) questions: Option<i64>,
}

impl Minutes {
    /// Nothing but the heads that came from the agenda, and nothing was said, put to the vote or agreed.
    pub(crate) fn says_nothing(&self, record: &Record) -> bool {
        let agenda = record.agenda();
        let is_head = |line: &str| paper::heading(line).is_some_and(|it| agenda.contains(&it));
        let mut lines = self.text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.all(is_head)
            && self.motions.is_empty()
            && self.tasks.is_empty()
            && self.speakers.iter().all(|it| it.words.is_empty())
    }

    /// `agenda` as the form showed it: speakers are told by the number of their item.
    pub(crate) fn read(reader: &Reader, form: &Form, kind: &RecordKind, agenda: &[&str]) -> Self {
        let typed = lines(reader, form, "minutes", "会议记录");
        let makes_up = reader.optional_text("makes_up", "补办哪一期", 12);
        if !makes_up.is_empty() && makes_up.parse::<Period>().is_err() {
            reader.fault("makes_up", "请从列出的期间里选");
        }
        Self {
            text: typed,
            motions: motion::read(reader, form, kind),
            speakers: speaker::read(reader, agenda),
            tasks: task::read(reader),
            late_reason: reader.optional_text("late_reason", "为什么现在补录", 200),
            makes_up: Some(makes_up).filter(|it| !it.is_empty()),
            makes_up_reason: reader.optional_text("makes_up_reason", "为什么没有按期开", 200),
            questions: lecture::read_field(reader),
        }
    }
}

/// The same as a form would send it.
pub(crate) fn fields_of(minutes: &Minutes) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    put("minutes", &minutes.text);
    put("late_reason", &minutes.late_reason);
    put("makes_up", minutes.makes_up.as_deref().unwrap_or_default());
    put("makes_up_reason", &minutes.makes_up_reason);
    for task in &minutes.tasks {
        put("problem", &task.problem);
        put("task", &task.text);
        put("owner", &task.owner);
        put("due", &task.due_on.map_or_else(String::new, |day| day.to_string()));
    }
    for (number, motion) in (1..).zip(&minutes.motions) {
        let Motion { text, engine, manner, yes, no, abstain, written_yes, .. } = motion;
        put(&format!("m{number}_text"), text);
        put(&format!("m{number}_engine"), engine);
        put(&format!("m{number}_manner"), manner);
        for (name, count) in
            [("yes", yes), ("no", no), ("abstain", abstain), ("written", written_yes)]
        {
            put(&format!("m{number}_{name}"), &count.to_string());
        }
    }
    fields
}

/// Text of several lines.
fn lines(reader: &Reader, form: &Form, name: &str, label: &str) -> String {
    reader.many(name);
    text::intake_lines(form.value(name), TEXT_AT_MOST).unwrap_or_else(|fault| {
        reader.fault(name, format!("{label}：{fault}"));
        String::new()
    })
}
