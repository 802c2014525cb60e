//! What a meeting agreed to do: by whom, until when, carried on until it is done.

pub(crate) mod actions;
pub(crate) mod home;
mod list;
mod owner;
mod pages;
mod store;

use act::Faults;
use calendar::Day;
use serde::{Deserialize, Serialize};

pub use self::store::agreed_in;
pub(crate) use self::{
    owner::{agree, keep},
    pages::routes,
    store::{STILL_OPEN, StillOpen, finish_many, of, open_in, still_open},
};

use crate::kind::RecordKind;

/// One agreed matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Task {
    pub id: i64,
    /// Of a life meeting: what is put right; else "".
    pub problem: String,
    pub text: String,
    /// As the minutes name them.
    pub owner: String,
    pub due_on: Option<Day>,
    pub done_at: Option<calendar::Instant>,
    /// What came of it; "" where nobody has said so.
    pub outcome: String,
}

impl Task {
    /// `11月20日办结：领学了3次`; `None` while it is open.
    pub(crate) fn ended(&self) -> Option<String> {
        let ended = format!("{}办结", self.done_at?.day().zh_short());
        Some(if self.outcome.is_empty() { ended } else { format!("{ended}：{}", self.outcome) })
    }

    /// Not done, and its day is over.
    pub(crate) fn is_late(&self, on: Day) -> bool {
        self.done_at.is_none() && self.due_on.is_some_and(|due| due < on)
    }

    /// `党员活动室调整方案，马国栋负责，2026年10月31日前完成`
    pub(crate) fn zh(&self) -> String {
        let owner = match self.owner.as_str() {
            "" => String::new(),
            owner => format!("，{owner}负责"),
        };
        let due = self.due_on.map_or_else(String::new, |day| format!("，{}前完成", day.zh()));
        let problem = match self.problem.as_str() {
            "" => String::new(),
            problem => format!("{problem}：", problem = problem.trim_end_matches('。')),
        };
        format!("{problem}{}{owner}{due}", self.text)
    }
}

/// What cannot be agreed: a day before the meeting; to put something right without anybody who does it (V-02 第十七条).
pub(crate) fn faults(kind: &RecordKind, held_on: Day, tasks: &[Task]) -> Faults {
    let mut faults = Faults::default();
    for (number, task) in (1..).zip(tasks) {
        if task.due_on.is_some_and(|due| due < held_on) {
            faults.add("task", format!("第{number}项的期限在开会以前"));
        }
        if kind.rectifies && task.owner.is_empty() {
            faults.add("task", format!("第{number}项还没有写谁负责"));
        }
    }
    faults
}

/// What a form says of agreed matters: `task`, `owner`, `due` in rows that belong together; of a life meeting
/// `problem` with them.
pub(crate) fn read(reader: &web::Reader) -> Vec<Task> {
    let (texts, owners, dues) = (reader.many("task"), reader.many("owner"), reader.many("due"));
    let problems = reader.many("problem");
    let mut tasks = Vec::new();
    for (place, text) in texts.into_iter().enumerate() {
        let take = |words: Option<&&str>, max: usize| {
            let words = words.copied().unwrap_or_default();
            text::intake(words, max).unwrap_or_else(|fault| {
                reader.fault("task", format!("议定事项第{}项：{fault}", place + 1));
                String::new()
            })
        };
        let (text, owner) = (take(Some(&text), 200), take(owners.get(place), 40));
        let problem = take(problems.get(place), 200);
        if text.is_empty() && !problem.is_empty() {
            reader.fault("task", format!("第{}个问题还没有写整改措施", place + 1));
        }
        let due = dues.get(place).map_or("", |due| due.trim());
        let due_on = due.parse().ok();
        if !due.is_empty() && due_on.is_none() {
            reader.fault("task", format!("议定事项第{}项的期限要写成2026-09-25这样", place + 1));
        }
        if !text.is_empty() {
            tasks.push(Task { problem, text, owner, due_on, ..Task::default() });
        }
    }
    tasks
}
