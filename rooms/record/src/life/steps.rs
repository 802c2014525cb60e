//! The steps of a life meeting, each read off what is there. Pure: nobody ticks anything.

use super::store::{Around, Heard};
use crate::task::Task;

/// When a step is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Before,
    At,
    After,
}

impl When {
    pub(super) const ALL: [Self; 3] = [Self::Before, Self::At, Self::After];

    pub(super) fn zh(self) -> &'static str {
        match self {
            Self::Before => "会前",
            Self::At => "会上",
            Self::After => "会后",
        }
    }
}

/// One step, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) when: When,
    pub(super) title: &'static str,
    pub(super) is_done: bool,
    /// What was found, or what is missing and how it comes about.
    pub(super) words: String,
    /// The kind of paper that does it; "" where it is no paper.
    pub(super) paper: &'static str,
}

/// What the steps are read from.
pub(super) struct Known<'k> {
    /// A leading body reports to the level above; a branch does not.
    pub(super) is_leading: bool,
    pub(super) topic: &'k str,
    pub(super) is_held: bool,
    pub(super) is_closed: bool,
    pub(super) around: Around,
    pub(super) heard: &'k Heard,
    pub(super) tasks: &'k [Task],
    /// Of the last meeting: all problems, and those done.
    pub(super) last: (usize, usize),
    /// Days after the meeting within which the report goes up, where a rule says so.
    pub(super) report_days: Option<i64>,
}

pub(super) fn steps(known: &Known) -> Vec<Step> {
    let mut steps = before(known);
    steps.extend(at(known));
    steps.extend(after(known));
    steps
}

fn step(when: When, title: &'static str, is_done: bool, done: String, missing: &str) -> Step {
    let words = if is_done { done } else { missing.to_owned() };
    Step { when, title, is_done, words, paper: "" }
}

fn before(known: &Known) -> Vec<Step> {
    let Around { studies, talks, plans, .. } = known.around;
    let opinions = known.heard.opinions().count();
    let at = |title, is_done, done, missing| step(When::Before, title, is_done, done, missing);
    let mut steps = vec![
        at("确定主题", !known.topic.is_empty(), known.topic.to_owned(), "在草稿里填会议主题"),
        at(
            "集中学习",
            studies > 0,
            format!("会前两个月学了{studies}次"),
            "会前两个月没有学习记录，开了学习会就会算上",
        ),
        at(
            "征求意见",
            opinions > 0,
            format!("听到{opinions}条"),
            "听到的意见记在下面，不写是谁提的",
        ),
        at(
            "谈心谈话",
            talks > 0,
            format!("今年谈了{talks}次"),
            "今年还没有谈心谈话的记录，谈过记下就会算上",
        ),
    ];
    if known.last.0 > 0 {
        let (all, done) = known.last;
        let words = format!("上次查出{all}项，办结{done}项，会上通报");
        steps.push(step(When::Before, "核对上次整改", all == done, words.clone(), &words));
    }
    if known.is_leading {
        let plan = at("报送方案", plans > 0, "已报送".into(), "报送后登记“民主生活会方案”");
        steps.push(Step { paper: "life_meeting_plan", ..plan });
    }
    steps
}

fn at(known: &Known) -> Vec<Step> {
    let criticisms = known.heard.criticisms.unwrap_or_default();
    let at = |title, is_done, done, missing| step(When::At, title, is_done, done, missing);
    vec![
        at("开会", known.is_held, "已开".into(), "开过后在草稿页存为会议记录"),
        at(
            "批评和自我批评",
            criticisms > 0,
            format!("批评意见{criticisms}条"),
            "会后把批评意见的条数记在下面，内容由本人掌握",
        ),
    ]
}

fn after(known: &Known) -> Vec<Step> {
    let Around { reports, circulars, .. } = known.around;
    let items = known.tasks.iter().filter(|it| !it.problem.is_empty());
    let (all, done) = (items.clone().count(), items.filter(|it| it.done_at.is_some()).count());
    let at = |title, is_done, done, missing| step(When::After, title, is_done, done, missing);
    let mut steps = vec![
        at("会议记录存档", known.is_closed, "已存档".into(), "写好记录就存档"),
        at(
            "整改清单",
            all > 0,
            format!("{all}项，办结{done}项"),
            "在会议记录里逐项写问题、措施、责任人和期限",
        ),
    ];
    if known.is_leading {
        let limit = known.report_days.map_or_else(String::new, |days| format!("会后{days}日内"));
        let missing = format!("{limit}报送后登记“民主生活会情况报告”");
        let report = at("报送情况", reports > 0, "已报送".into(), &missing);
        let circular = at("通报", circulars > 0, "已通报".into(), "通报后登记“通报”");
        steps.push(Step { paper: "life_meeting_report", ..report });
        steps.push(Step { paper: "circular", ..circular });
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'k>(heard: &'k Heard, tasks: &'k [Task]) -> Known<'k> {
        Known {
            is_leading: false,
            topic: "",
            is_held: false,
            is_closed: false,
            around: Around { studies: 0, talks: 0, plans: 0, reports: 0, circulars: 0 },
            heard,
            tasks,
            last: (0, 0),
            report_days: None,
        }
    }

    fn done(steps: &[Step]) -> Vec<&'static str> {
        steps.iter().filter(|it| it.is_done).map(|it| it.title).collect()
    }

    #[test]
    fn nothing_is_done_before_something_is_there() {
        let heard = Heard::default();
        let steps = steps(&known(&heard, &[]));
        assert!(done(&steps).is_empty());
        assert!(!steps.iter().any(|it| it.title == "报送情况"), "a branch reports to nobody");
    }

    #[test]
    fn each_step_is_read_off_what_is_there() {
        let heard =
            Heard { opinions: "学习抓得不紧\n".into(), criticisms: Some(12), version: 1 };
        let item = Task { problem: "学习不够".into(), ..Task::default() };
        let steps = steps(&Known {
            is_leading: true,
            topic: "主题",
            is_held: true,
            is_closed: true,
            around: Around { studies: 3, talks: 5, plans: 1, reports: 1, circulars: 1 },
            last: (4, 4),
            report_days: Some(15),
            ..known(&heard, std::slice::from_ref(&item))
        });
        assert_eq!(done(&steps).len(), steps.len());
        assert!(steps.iter().any(|it| it.words == "上次查出4项，办结4项，会上通报"));
    }

    #[test]
    fn what_is_missing_says_how_it_comes_about() {
        let heard = Heard::default();
        let of = Known { is_leading: true, report_days: Some(15), ..known(&heard, &[]) };
        let steps = steps(&of);
        let report = steps.iter().find(|it| it.title == "报送情况").unwrap();
        assert_eq!(report.words, "会后15日内报送后登记“民主生活会情况报告”");
    }
}
