//! The form of one thing in the plan.

use calendar::Day;
use web::{Form, Markup, Reader, Req, parts};

use super::Entry;
use crate::{
    kind::{Kinds, RecordKind, Switched},
    meeting::hour,
};

/// Fields as typed, or as the entry has them.
pub(super) struct Fields {
    pub(super) problems: Markup,
    pub(super) title: Markup,
    pub(super) on: Markup,
    pub(super) from: Markup,
    pub(super) to: Markup,
    pub(super) place: Markup,
    /// 主题, 党课题目
    pub(super) topic: Markup,
    /// (key, title, ticked)
    pub(super) also: Vec<(String, String, bool)>,
}

impl Fields {
    pub(super) fn of(
        req: &Req,
        (kind, switched): (Option<&RecordKind>, &Switched),
        entry: &Entry,
    ) -> Self {
        let form = &req.form;
        let topic = kind.map(|kind| kind.topic.as_str()).filter(|it| !it.is_empty());
        let text =
            |name, label, hint, current: &str| parts::field_text(form, name, label, hint, current);
        Self {
            problems: parts::problems(form),
            title: text("title", "名称", "", &entry.title),
            on: parts::field_day(form, "on", "日期", "", &entry.on.to_string()),
            from: text("from", "开始", "写成15:00；不定就空着", &entry.from),
            to: text("to", "结束", "可以空着", &entry.to),
            place: text("place", "地点", "可以空着", &entry.place),
            topic: text("topic", topic.unwrap_or("内容"), "可以空着，到时候再定", &entry.topic),
            also: kind.map(|kind| also(form, (kind, switched), entry)).unwrap_or_default(),
        }
    }
}

/// Of what runs here; what it is already stays offered.
fn also(
    form: &Form,
    (kind, switched): (&RecordKind, &Switched),
    entry: &Entry,
) -> Vec<(String, String, bool)> {
    let is_on = |key: &str| {
        if form.was_sent() {
            form.values("also").contains(&key)
        } else {
            entry.also().any(|also| also == key)
        }
    };
    let title = |key: &str| Kinds::built_in().short(key).to_owned();
    let runs = |key: &&String| {
        let is_on = Kinds::built_in().find(key).is_some_and(|kind| switched.holds(kind));
        is_on || entry.also().any(|also| also == key.as_str())
    };
    kind.also.iter().filter(runs).map(|key| (key.clone(), title(key), is_on(key))).collect()
}

/// What was typed; faults beyond syntax are the act's.
pub(super) fn read(reader: &Reader, kind: Option<&RecordKind>) -> Entry {
    let title = reader.optional_text("title", "名称", 60);
    let on: Day = reader.day("on", "日期");
    let (from, to) =
        (reader.optional_text("from", "开始时间", 5), reader.optional_text("to", "结束时间", 5));
    let place = reader.optional_text("place", "地点", 60);
    let topic = reader.optional_text("topic", "内容", 120);
    let also = reader.many("also").join(" ");
    let usual = kind.map(|kind| kind.title_on("", on)).unwrap_or_default();
    Entry {
        kind: kind.map(|kind| kind.key.clone()).unwrap_or_default(),
        also,
        title: if title.is_empty() { usual } else { title },
        on,
        from: hour(&from),
        to: hour(&to),
        place,
        topic,
    }
}
