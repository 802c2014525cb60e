//! The one release of a poll: urns are emptied, what may be shown is written down, everything else is gone.

mod protect;
mod store;

use std::collections::BTreeMap;

use act::{Act, Acting, Ctx, Result, Tally};
use calendar::Period;
use jobs::{JobKind, Schedule, When};

pub(crate) use self::protect::{AT_LEAST, Counts};
use self::protect::{Shown, protect};
use crate::poll::{self, Poll, Whom};

pub const RELEASE: Act = Act::new("poll.release", "公布不记名问答的结果");

pub const JOB: JobKind = JobKind { name: "poll.release", run };

/// Every night.
pub fn schedule() -> Schedule {
    Schedule { kind: JOB.name, when: When::Daily(0, 40) }
}

/// Polls whose last day has passed.
fn run(ctx: &Ctx, _: &serde_json::Value) -> Result<()> {
    let under_way = ctx.read(|read| Ok(act::polls_under_way(read)?))?;
    for (poll, quarter) in under_way.iter().filter_map(|name| poll::of_urn(name)) {
        if poll.window(quarter).1 < ctx.today {
            release(ctx, poll, quarter)?;
        }
    }
    Ok(())
}

fn release(ctx: &Ctx, poll: &Poll, quarter: Period) -> Result<()> {
    ctx.act_system(&RELEASE, |w| {
        let urns = ctx.empty_urns(w, &poll.urn(quarter))?;
        write(w, poll, quarter, &urns)
    })
}

/// What a demo says was answered: by branch or lecture, [yes, rather, no] for each question.
pub type Demo = Vec<(i64, Vec<[i64; 3]>)>;

/// Releases made-up answers: the demo. The caller is the act.
pub fn release_many(w: &Acting, key: &str, quarter: Period, answers: &Demo) -> Result<()> {
    let Some(poll) = poll::find(key) else { return Ok(()) };
    let tally = |counts: &Vec<[i64; 3]>| -> Tally {
        let of = |counts: &[i64; 3]| {
            let keys = poll::CHOICES.iter().map(|(key, _)| (*key).to_owned());
            keys.zip(*counts).collect::<BTreeMap<String, i64>>()
        };
        poll.question.iter().zip(counts).map(|(it, counts)| (it.key.clone(), of(counts))).collect()
    };
    let urns: Vec<(i64, Tally)> =
        answers.iter().map(|(group, counts)| (*group, tally(counts))).collect();
    write(w, poll, quarter, &urns)
}

/// A poll is released once: whatever comes later would tell by its difference.
fn write(w: &Acting, poll: &Poll, quarter: Period, urns: &[(i64, Tally)]) -> Result<()> {
    let is_first = store::note_release(w, &poll.key, quarter, w.now.day())?;
    if !is_first {
        return Ok(());
    }
    let groups: Vec<i64> = urns.iter().map(|(group, _)| *group).collect();
    let paths = match poll.asks {
        Whom::Members => store::paths(w, &groups)?,
        Whom::Audience => store::lecture_paths(w, &groups)?,
    };
    let mut rows = 0;
    for question in &poll.question {
        let counts = urns.iter().filter_map(|(group, tally)| {
            Some((paths.get(group)?.clone(), counts(tally, &question.key)))
        });
        let shown = protect(&counts.collect());
        rows += shown.len();
        store::insert(w, (&poll.key, quarter), &question.key, &shown)?;
    }
    w.rows(rows);
    Ok(())
}

fn counts(tally: &Tally, question: &str) -> Counts {
    let of = |choice: &str| tally.get(question).and_then(|it| it.get(choice)).copied();
    let of = |choice| of(choice).unwrap_or_default();
    Counts { yes: of("yes"), rather: of("rather"), no: of("no") }
}

/// A lecture hangs under its unit.
fn lecture_node(path: &str, lecture: i64) -> String {
    format!("{path}r{lecture}/")
}

/// The unit of a node, and the lecture or 0.
fn of_node(node: &str) -> Option<(i64, i64)> {
    let mut steps = node.trim_end_matches('/').rsplit('/');
    let last = steps.next()?;
    match last.strip_prefix('r') {
        Some(lecture) => Some((steps.next()?.parse().ok()?, lecture.parse().ok()?)),
        None => Some((last.parse().ok()?, 0)),
    }
}

impl Shown {
    /// Yes, the others together, and no where it may be told.
    fn cells(self) -> (i64, i64, Option<i64>) {
        match self {
            Self::Three(it) => (it.yes, it.rather + it.no, Some(it.no)),
            Self::Two { yes, others } => (yes, others, None),
        }
    }
}
