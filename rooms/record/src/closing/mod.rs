//! Minutes and closing: from here on a record is what happened.

mod actions;
mod fact;
mod form;
mod pages;
mod store;

use calendar::Period;
use web::{Form, Reader};

use crate::{
    kind::RecordKind,
    motion::{self, Motion},
    task::{self, Task},
};

pub(crate) use self::{
    actions::{
        CLOSE, MINUTE, decided, entered_late, keep_away, keep_decisions, keep_words, public,
    },
    fact::{ROOM, Served, happened, serve, served, take_back},
    form::late_field,
    pages::{closed_page, closing_body, minutes_page, routes},
    store::{count_served, keep_closed, set_minutes},
};

/// What is written after a meeting.
#[derive(Debug, Clone, Default)]
pub(crate) struct Minutes {
    pub(crate) text: String,
    pub(crate) motions: Vec<Motion>,
    pub(crate) tasks: Vec<Task>,
    /// Why it is entered late; asked for only then.
    pub(crate) late_reason: String,
    pub(crate) makes_up: Option<String>,
    pub(crate) makes_up_reason: String,
}

impl Minutes {
    pub(crate) fn read(reader: &Reader, form: &Form, kind: &RecordKind) -> Self {
        let typed = lines(reader, form, "minutes", "会议记录");
        let makes_up = reader.optional_text("makes_up", "补办哪一期", 12);
        if !makes_up.is_empty() && makes_up.parse::<Period>().is_err() {
            reader.fault("makes_up", "请从列出的期间里选");
        }
        Self {
            text: typed,
            motions: motion::read(reader, form, kind),
            tasks: task::read(reader),
            late_reason: reader.optional_text("late_reason", "为什么现在补录", 200),
            makes_up: Some(makes_up).filter(|it| !it.is_empty()),
            makes_up_reason: reader.optional_text("makes_up_reason", "为什么没有按期开", 200),
        }
    }
}

/// Text of several lines.
fn lines(reader: &Reader, form: &Form, name: &str, label: &str) -> String {
    reader.many(name);
    text::intake_lines(form.value(name), 20_000).unwrap_or_else(|fault| {
        reader.fault(name, format!("{label}：{fault}"));
        String::new()
    })
}
