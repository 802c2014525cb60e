//! Fields of the minutes: text, motions, agreed matters, reasons.

use calendar::{Day, Instant, Period, PeriodKind};
use web::{
    Form, Markup,
    parts::{self, Choice},
};

use super::Minutes;
use crate::{
    kind::{RecordKind, engine},
    meeting::{self, Record},
    motion::{MANNERS, MOTIONS_AT_MOST, Motion},
    speaker::Speaker,
    task::Task,
};

/// Fields of one motion.
pub(crate) struct MotionRow {
    pub(crate) number: usize,
    pub(crate) is_empty: bool,
    pub(crate) text: Markup,
    pub(crate) engine: Markup,
    pub(crate) manner: Markup,
    pub(crate) votes: Vec<Markup>,
    /// What it came to, by the figures as they stand.
    pub(crate) outcome: String,
}

/// Fields of one agreed matter.
pub(crate) struct TaskRow {
    pub(crate) problem: String,
    pub(crate) text: String,
    pub(crate) owner: String,
    pub(crate) due: String,
}

/// What stands in the rows, to be shown and changed. Before anything is written: heads out of the agenda.
pub(crate) fn standing(
    record: &Record,
    motions: Vec<Motion>,
    speakers: Vec<Speaker>,
    tasks: Vec<Task>,
) -> Minutes {
    let record = record.clone();
    Minutes {
        text: if record.minuted_at.is_none() { outline(&record) } else { record.minutes },
        motions,
        speakers,
        tasks,
        late_reason: record.late_reason.unwrap_or_default(),
        makes_up: record.makes_up,
        makes_up_reason: record.makes_up_reason.unwrap_or_default(),
        questions: None,
    }
}

/// Before anything is written: the agenda as heads to write under.
pub(crate) fn outline(record: &Record) -> String {
    let heads: Vec<String> = heads(record).into_iter().map(|head| format!("{head}\n")).collect();
    heads.join("\n")
}

/// Heads of minutes are counted with them; further items stand without a head.
pub(crate) const HEAD_NUMBERS: [&str; 10] =
    ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// `一、听取工作报告` for each item of the agenda.
pub(crate) fn heads(record: &Record) -> Vec<String> {
    let agenda = record.agenda();
    agenda.iter().zip(HEAD_NUMBERS).map(|(item, number)| format!("{number}、{item}")).collect()
}

pub(crate) fn motion_rows(
    form: &Form,
    kind: &RecordKind,
    minutes: &Minutes,
    said: impl Fn(&Motion) -> String,
) -> Vec<MotionRow> {
    if kind.engines.is_empty() {
        return Vec::new();
    }
    let typed = (1..=MOTIONS_AT_MOST).filter(|n| !form.value(&format!("m{n}_text")).is_empty());
    let used = if form.was_sent() { typed.count() } else { minutes.motions.len() };
    let blank = Motion::default();
    (1..=(used + 1).min(MOTIONS_AT_MOST))
        .map(|number| {
            let motion = minutes.motions.get(number - 1);
            let outcome = motion.map(&said).unwrap_or_default();
            motion_row(form, kind, number, motion.unwrap_or(&blank), outcome)
        })
        .collect()
}

fn motion_row(
    form: &Form,
    kind: &RecordKind,
    number: usize,
    motion: &Motion,
    outcome: String,
) -> MotionRow {
    let name = |field: &str| format!("m{number}_{field}");
    let is_empty = motion.text.is_empty() && form.value(&name("text")).is_empty();
    let engines: Vec<Choice> =
        kind.engines.iter().map(|key| Choice::new(key, engine_zh(key))).collect();
    let manners: Vec<Choice> = MANNERS.iter().map(|(key, word)| Choice::new(*key, *word)).collect();
    let figure = |field: &str, label: &str, count: i64| {
        let shown = if is_empty { String::new() } else { count.to_string() };
        parts::field_number(form, &name(field), label, "", &shown)
    };
    let Motion { yes, no, abstain, written_yes, .. } = motion;
    let mut votes = vec![
        figure("yes", "赞成", *yes),
        figure("no", "不赞成", *no),
        figure("abstain", "弃权", *abstain),
    ];
    if kind.engines.iter().any(|key| key == "recruitment") {
        votes.push(figure("written", "会前书面赞成", *written_yes));
    }
    let (engine, manner) = (&motion.engine, &motion.manner);
    MotionRow {
        number,
        is_empty,
        text: parts::field_text(form, &name("text"), "表决事项", "一件事表决一次", &motion.text),
        engine: parts::field_select(form, &name("engine"), "按哪一条计票", &engines, engine),
        manner: parts::field_select(form, &name("manner"), "方式", &manners, manner),
        votes,
        outcome,
    }
}

pub(crate) fn engine_zh(key: &str) -> String {
    use rules::vote::Engine;
    let word = match engine(key) {
        Some(Engine::GeneralMeeting) => "一般事项",
        Some(Engine::Recruitment) => "接收、转正（书面意见计票）",
        Some(Engine::Election) => "选举（按实到会算）",
        Some(Engine::Committee | Engine::LeadingBody) => "一般事项（按应到会算）",
        Some(Engine::LeadingBodyPersonnel) => "干部任免、处分党员",
        None => key,
    };
    word.to_owned()
}

/// Rows as typed or as they stand, and two empty ones.
pub(crate) fn task_rows(form: &Form, minutes: &Minutes) -> Vec<TaskRow> {
    let mut rows: Vec<TaskRow> = if form.was_sent() {
        let (owners, dues) = (form.values("owner"), form.values("due"));
        let problems = form.values("problem");
        let at = |list: &[&str], place: usize| list.get(place).copied().unwrap_or_default().into();
        let texts = form.values("task").into_iter().enumerate();
        let row = |(place, text): (usize, &str)| TaskRow {
            problem: at(&problems, place),
            text: text.to_owned(),
            owner: at(&owners, place),
            due: at(&dues, place),
        };
        let is_typed = |row: &TaskRow| !row.text.is_empty() || !row.problem.is_empty();
        texts.map(row).filter(is_typed).collect()
    } else {
        let row = |task: &Task| TaskRow {
            problem: task.problem.clone(),
            text: task.text.clone(),
            owner: task.owner.clone(),
            due: task.due_on.map_or_else(String::new, |day| day.to_string()),
        };
        minutes.tasks.iter().map(row).collect()
    };
    let blank = || TaskRow {
        problem: String::new(),
        text: String::new(),
        owner: String::new(),
        due: String::new(),
    };
    rows.extend([blank(), blank()]);
    rows
}

/// Asked for only where it is entered late.
pub(crate) fn late_field(
    form: &Form,
    kind: &RecordKind,
    record: &Record,
    now: Instant,
    minutes: &Minutes,
) -> Markup {
    let entered = record.closed_at.unwrap_or(now);
    let Some(days) = meeting::late_by(kind, record.plan_on, entered) else {
        return Markup::default();
    };
    let (day, done) = (record.plan_on.zh(), &kind.done);
    let what = if kind.is_filing() {
        format!("{day}{done}，过了{days}天才登记")
    } else {
        format!("会是{day}开的，过了{days}天才录")
    };
    let hint = format!("{what}。记录上会标“补录”，两个时间都留着");
    parts::field_text(form, "late_reason", "为什么现在补录", &hint, &minutes.late_reason)
}

/// The periods before the one it was held in: it may make one of them up.
pub(crate) fn makes_up_field(form: &Form, held_on: Day, minutes: &Minutes) -> (Markup, Markup) {
    let mut offered = vec![Choice::new("", "不是补办，就算这一期的")];
    for kind in [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Year] {
        let before = Period::of(kind, held_on).prev();
        offered.push(Choice::new(before.key(), format!("补{}的", before.zh_full())));
    }
    let current = minutes.makes_up.clone().unwrap_or_default();
    let is_known = offered.iter().any(|choice| choice.value == current);
    if !is_known && let Ok(period) = current.parse::<Period>() {
        offered.push(Choice::new(current.clone(), format!("补{}的", period.zh_full())));
    }
    let choice = parts::field_select(form, "makes_up", "算哪一期的", &offered, &current);
    let reason = &minutes.makes_up_reason;
    let why =
        parts::field_text(form, "makes_up_reason", "补办的，写明为什么没有按期开", "", reason);
    (choice, why)
}
