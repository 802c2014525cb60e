//! What was put to the vote, and what became of it.

mod store;

use act::{Faults, Result};
use calendar::Day;
use rules::{
    Rules,
    vote::{self, Ballot, Decision, Engine, Quorum},
};
use serde::{Deserialize, Serialize};
use web::{Form, Reader};

use crate::{
    kind::{RecordKind, engine},
    roll::Counts,
};

pub(crate) use self::store::{judge, of, replace};

/// Motions that one form offers at most: cases are decided one by one, and there are rarely more.
pub(crate) const MOTIONS_AT_MOST: usize = 6;

/// How people voted.
pub(crate) const MANNERS: [(&str, &str); 3] =
    [("secret", "无记名投票"), ("open", "记名投票"), ("hands", "举手表决")];

/// One motion.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Motion {
    pub id: i64,
    pub text: String,
    /// Folder in `regulations/vote`.
    pub engine: String,
    pub manner: String,
    pub yes: i64,
    pub no: i64,
    pub abstain: i64,
    pub written_yes: i64,
    /// From here on as judged when the record was closed.
    pub should_attend: Option<i64>,
    pub present: Option<i64>,
    pub passed: Option<bool>,
    pub outcome: Option<String>,
}

impl Motion {
    pub(crate) fn manner_zh(&self) -> &str {
        let known = MANNERS.iter().find(|(key, _)| *key == self.manner);
        known.map_or("表决", |(_, word)| word)
    }

    /// The rules of the day it was voted on.
    pub(crate) fn decide(&self, rules: &Rules, on: Day, counts: Counts) -> Result<Decision> {
        let engine = engine(&self.engine).unwrap_or(Engine::GeneralMeeting);
        let ballot = Ballot {
            should_attend: counts.voters,
            present: counts.voters_present,
            yes: self.yes,
            written_yes: self.written_yes,
        };
        vote::decide(rules, engine, on, &ballot).map_err(act::Error::broken)
    }
}

/// Whether enough came, by the first engine of the kind; `None` where nothing is put to the vote.
pub(crate) fn quorum(
    rules: &Rules,
    kind: &RecordKind,
    on: Day,
    counts: Counts,
) -> Result<Option<Quorum>> {
    let Some(engine) = kind.quorum() else { return Ok(None) };
    let quorum = vote::quorum(rules, engine, on, counts.voters, counts.voters_present);
    quorum.map(Some).map_err(act::Error::broken)
}

/// Motions of a form: `m<n>_text` and what belongs to it; those without a text are left out.
pub(crate) fn read(reader: &Reader, form: &Form, kind: &RecordKind) -> Vec<Motion> {
    let engines: Vec<&str> = kind.engines.iter().map(String::as_str).collect();
    let manners: Vec<&str> = MANNERS.iter().map(|(key, _)| *key).collect();
    let mut motions = Vec::new();
    for place in 1..=MOTIONS_AT_MOST {
        let name = |field: &str| format!("m{place}_{field}");
        let text = reader.optional_text(&name("text"), "表决事项", 200);
        if text.is_empty() {
            for field in ["engine", "manner", "yes", "no", "abstain", "written"] {
                reader.optional_text(&name(field), "表决", 20);
            }
            continue;
        }
        let number = |field: &str, label: &str| match form.value(&name(field)).trim() {
            "" => {
                reader.optional_text(&name(field), label, 0);
                0
            }
            _ => reader.number(&name(field), label, 0..=99_999),
        };
        motions.push(Motion {
            engine: reader.choice(&name("engine"), "按哪一条计票", &engines),
            manner: reader.choice(&name("manner"), "表决方式", &manners),
            yes: number("yes", "赞成"),
            no: number("no", "不赞成"),
            abstain: number("abstain", "弃权"),
            written_yes: number("written", "会前书面赞成"),
            text,
            ..Motion::default()
        });
    }
    motions
}

/// What cannot be: more votes than voters, written views of more than were away, votes without a quorum.
pub(crate) fn faults(rules: &Rules, on: Day, counts: Counts, motions: &[Motion]) -> Result<Faults> {
    let mut faults = Faults::default();
    for (place, motion) in motions.iter().enumerate() {
        let name = |field: &str| format!("m{}_{field}", place + 1);
        let decision = motion.decide(rules, on, counts)?;
        let quorum = decision.quorum;
        if !quorum.met {
            let words = format!(
                "{}{}人，至少要{}人到会才能表决；现在到会{}人",
                quorum.engine.voters_zh(),
                quorum.should_attend,
                quorum.needed,
                quorum.present
            );
            faults.add(&name("text"), words);
        }
        let cast = motion.yes + motion.no + motion.abstain;
        if cast > quorum.present {
            let words = format!("到会有表决权{}人，票数加起来是{cast}", quorum.present);
            faults.add(&name("yes"), words);
        }
        let away = quorum.should_attend - quorum.present;
        if motion.written_yes > away {
            faults.add(&name("written"), format!("没有到会的有表决权党员只有{away}人"));
        }
    }
    Ok(faults)
}
