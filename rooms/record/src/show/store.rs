//! The one statement about what belongs to a record.

use act::{Error, Result};
use calendar::{Day, Instant};
use db::{Query, Read, bind};
use serde::Deserialize;

use crate::{
    closing::ROOM,
    correction::Replaced,
    meeting::{Absence, RecordId},
    motion::Motion,
    task::Task,
};

/// How much of a record is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What it says.
    Itself,
    /// And what became of it: versions that were replaced, and what it serves.
    AndAfter,
}

/// What belongs to a record, each part in its order.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) absences: Vec<Absence>,
    pub(super) motions: Vec<Motion>,
    pub(super) tasks: Vec<Task>,
    pub(super) replaced: Vec<Replaced>,
    pub(super) services: Vec<Service>,
}

/// What a duty made of a record, once for each period.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    pub(crate) duty: String,
    pub(crate) period: String,
    pub(crate) counts: bool,
    pub(crate) reason: String,
}

/// A row of any of the parts; a column means what its part makes of it.
#[derive(Deserialize)]
struct Row {
    part: Part,
    id: i64,
    text: String,
    key: String,
    word: String,
    number: i64,
    yes: i64,
    no: i64,
    abstain: i64,
    should_attend: Option<i64>,
    present: Option<i64>,
    flag: Option<bool>,
    outcome: Option<String>,
    on_day: Option<Day>,
    at: Option<Instant>,
    whose: Option<i64>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Motion,
    Absence,
    Task,
    Version,
    Service,
}

pub(super) fn parts(read: &Read, record: RecordId, wanted: Wanted) -> Result<Parts> {
    let mut query = Query::new(ITSELF, bind![record, record, record]);
    query.add_if(wanted == Wanted::AndAfter, AFTER, bind![record, ROOM, record]);
    query.add(" ORDER BY place, key, word", &[]);
    let mut parts = Parts::default();
    for row in query.all::<Row>(read)? {
        parts.add(row)?;
    }
    Ok(parts)
}

const ITSELF: &str = "
    SELECT 'motion' AS part, place, id, text, engine AS key, manner AS word, written_yes AS number, yes, no,
           abstain, should_attend, present, passed AS flag, outcome, CAST(NULL AS TEXT) AS on_day,
           CAST(NULL AS TEXT) AS at, CAST(NULL AS BIGINT) AS whose
    FROM record_motion WHERE record = {}
    UNION ALL
    SELECT 'absence', person, person, '', state, word, session, 0, 0, 0, NULL, NULL, NULL, NULL, NULL,
           relayed_at, relayed_by
    FROM record_attendance WHERE record = {}
    UNION ALL
    SELECT 'task', place, id, text, problem, owner, 0, 0, 0, 0, NULL, NULL, NULL, outcome, due_on, done_at, NULL
    FROM record_task WHERE record = {}";

const AFTER: &str = "
    UNION ALL
    SELECT 'version', no, no, reason, '', '', 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, replaced_at, NULL
    FROM record_version WHERE record = {}
    UNION ALL
    SELECT 'service', 0, 0, s.reason, s.duty, s.period, 0, 0, 0, 0, NULL, NULL, s.counts, NULL, NULL, NULL, NULL
    FROM (SELECT DISTINCT duty, period, counts, reason FROM service_now
          WHERE fact_room = {} AND fact = {}) s";

impl Parts {
    fn add(&mut self, row: Row) -> Result<()> {
        let Row { part, id, text, key, word, number, yes, no, abstain, .. } = row;
        let Row { should_attend, present, flag, outcome, on_day, at, whose, .. } = row;
        match part {
            Part::Motion => self.motions.push(Motion {
                id,
                text,
                engine: key,
                manner: word,
                yes,
                no,
                abstain,
                written_yes: number,
                should_attend,
                present,
                passed: flag,
                outcome,
            }),
            Part::Absence => self.absences.push(Absence {
                person: id,
                state: key,
                word,
                session: number,
                relayed_at: at,
                relayed_by: whose,
            }),
            Part::Task => {
                let outcome = outcome.unwrap_or_default();
                let (problem, owner) = (key, word);
                self.tasks.push(Task {
                    id,
                    problem,
                    text,
                    owner,
                    due_on: on_day,
                    done_at: at,
                    outcome,
                });
            }
            Part::Version => {
                let at = at.ok_or_else(|| Error::broken("a version without its instant"))?;
                self.replaced.push(Replaced { no: id, at, reason: text });
            }
            Part::Service => {
                let counts = flag.unwrap_or_default();
                self.services.push(Service { duty: key, period: word, counts, reason: text });
            }
        }
        Ok(())
    }
}
