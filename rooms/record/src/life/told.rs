//! What the papers of a life meeting say of it, as far as it is known: to be read, and completed by who signs them.

use act::Result;
use db::Read;

use super::store::{self, Around, Heard};
use crate::{
    meeting::{Record, Session},
    task::{self, Task},
};

/// What is known of a meeting.
struct Known<'k> {
    record: &'k Record,
    /// Should have come and came; nought where nobody has been counted.
    came: (i64, i64),
    around: Around,
    heard: &'k Heard,
    tasks: &'k [Task],
    /// Of the last meeting: all problems, and those done.
    last: (usize, usize),
}

/// Main content of a paper about it: of its plan where it is sent `before`, else of its report or circular. `seats`: how many
/// sit in the committee; whoever was counted is known from closing on.
pub(crate) fn told(read: &Read, meeting: &Record, seats: i64, before: bool) -> Result<String> {
    let (heard, last) = store::heard_and_before(read, meeting)?;
    let tasks = if before { Vec::new() } else { task::of(read, meeting.id)? };
    let counts = meeting.counts();
    let known = Known {
        record: meeting,
        came: if before { (seats, 0) } else { (counts.expected, counts.present) },
        around: store::around(read, meeting)?,
        heard: &heard,
        tasks: &tasks,
        last: (last.len(), last.iter().filter(|(_, done_at)| done_at.is_some()).count()),
    };
    Ok(if before { plan(&known) } else { report(&known) })
}

fn lines(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

fn themed(record: &Record) -> String {
    if record.topic.is_empty() {
        String::new()
    } else {
        format!("，主题是“{}”", record.topic)
    }
}

/// 会前学了3次，谈了5次，听到意见12条; "" where nothing of it is there.
fn prepared(known: &Known, start: &str) -> String {
    let Around { studies, talks, .. } = known.around;
    let opinions = known.heard.opinions().count() as i64;
    let parts = [
        (studies, format!("集中学习{studies}次")),
        (opinions, format!("听到意见建议{opinions}条")),
        (talks, format!("谈心谈话{talks}次")),
    ];
    let there: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if there.is_empty() { String::new() } else { format!("{start}{}。", there.join("，")) }
}

fn plan(known: &Known) -> String {
    let record = known.record;
    let at = record.sessions().first().map_or_else(|| record.plan_on.zh(), Session::zh);
    let who = match known.came.0 {
        0 => String::new(),
        all => format!("参加会议的是班子成员{all}人。"),
    };
    let agenda = match record.agenda().join("；") {
        it if it.is_empty() => it,
        it => format!("会议议程：{it}。"),
    };
    let first = format!("拟于{at}召开{}{}。", record.title, themed(record));
    lines([first, who, prepared(known, "会前准备：已"), agenda])
}

fn report(known: &Known) -> String {
    let record = known.record;
    let on = record.held_on.unwrap_or(record.plan_on);
    let (all, came) = known.came;
    let came = if all > 0 { format!("应到{all}人，实到{came}人。") } else { String::new() };
    let first = format!("{}召开{}{}。{came}", on.zh(), record.title, themed(record));
    let last = match known.last {
        (0, _) => String::new(),
        (all, done) => format!("通报了上次整改情况：查出{all}项，办结{done}项。"),
    };
    let criticisms = match known.heard.criticisms.unwrap_or_default() {
        0 => "。".to_owned(),
        count => format!("，开展批评和自我批评。提出批评意见{count}条。"),
    };
    let at = format!("会上{last}班子和成员逐个对照检查{criticisms}");
    lines([first, prepared(known, "会前"), at].into_iter().chain(rectified(known.tasks)))
}

/// What is put right, one a line under its head.
fn rectified(tasks: &[Task]) -> Vec<String> {
    let items: Vec<&Task> = tasks.iter().filter(|it| !it.problem.is_empty()).collect();
    if items.is_empty() {
        return Vec::new();
    }
    let done = items.iter().filter(|it| it.done_at.is_some()).count();
    let ended = if done > 0 { format!("，已办结{done}个") } else { String::new() };
    let head = format!("查出问题{}个，逐项定了整改措施和责任人{ended}：", items.len());
    let line = |(number, it): (usize, &&Task)| {
        let end = if it.done_at.is_some() { "，已办结" } else { "" };
        format!("{number}. {}{end}。", it.zh())
    };
    [head].into_iter().chain((1..).zip(&items).map(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'k>(record: &'k Record, heard: &'k Heard, tasks: &'k [Task]) -> Known<'k> {
        let around = Around { studies: 2, talks: 0, plans: 0, reports: 0, circulars: 0 };
        Known { record, came: (7, 6), around, heard, tasks, last: (3, 2) }
    }

    fn meeting() -> Record {
        let now = calendar::Instant::at(calendar::Day::new(2025, 12, 25).unwrap(), 9, 0);
        Record {
            title: "2025年民主生活会".into(), topic: "对照检查".into(), ..Record::blank(now)
        }
    }

    #[test]
    fn a_report_says_what_is_known_and_nothing_else() {
        let (record, heard) = (meeting(), Heard { criticisms: Some(9), ..Heard::default() });
        let task =
            Task { problem: "下基层少".into(), text: "每月两次".into(), ..Task::default() };
        let text = report(&known(&record, &heard, std::slice::from_ref(&task)));
        for words in [
            "2025年12月25日召开2025年民主生活会，主题是“对照检查”。应到7人，实到6人。",
            "会前集中学习2次。",
            "查出3项，办结2项",
            "提出批评意见9条",
            "1. 下基层少：每月两次。",
        ] {
            assert!(text.contains(words), "{words}\n{text}");
        }
        assert!(!text.contains("谈心谈话") && !text.contains("意见建议"), "{text}");
    }

    #[test]
    fn a_plan_says_when_and_with_whom() {
        let (record, heard) = (meeting(), Heard::default());
        let text = plan(&known(&record, &heard, &[]));
        assert!(text.contains("拟于2025年12月25日召开") && text.contains("班子成员7人"), "{text}");
    }
}
