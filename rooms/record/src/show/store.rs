//! The one statement about what belongs to a record, or to many.

use std::collections::HashMap;

use act::{Error, Result};
use calendar::{Day, Instant};
use db::{Query, Read, bind};
use serde::Deserialize;

use crate::{
    attachment::Attached,
    closing::ROOM,
    correction::Replaced,
    meeting::{Absence, RecordId},
    motion::Motion,
    speaker::Speaker,
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
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    pub(super) absences: Vec<Absence>,
    pub(super) motions: Vec<Motion>,
    pub(super) speakers: Vec<Speaker>,
    pub(super) tasks: Vec<Task>,
    pub(super) replaced: Vec<Replaced>,
    pub(super) services: Vec<Service>,
    /// Who was not there, and what he has to say to it.
    pub(super) remarks: Vec<(i64, String)>,
    /// In the order in which they came.
    pub(super) files: Vec<Attached>,
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
    record: RecordId,
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
    Speaker,
    Version,
    Service,
    Remark,
    File,
}

/// Of one record.
pub(super) fn parts(read: &Read, record: RecordId, wanted: Wanted) -> Result<Parts> {
    Ok(parts_of(read, &[record], wanted)?.remove(&record).unwrap_or_default())
}

/// Of many records in one statement each few hundred; those without any part are left out.
pub(super) fn parts_of(
    read: &Read,
    records: &[RecordId],
    wanted: Wanted,
) -> Result<HashMap<RecordId, Parts>> {
    let mut found: HashMap<RecordId, Parts> = HashMap::new();
    for some in records.chunks(RECORDS_AT_ONCE) {
        let mut query = Query::new("", &[]);
        for (place, part) in ITSELF.into_iter().enumerate() {
            query.add_if(place > 0, " UNION ALL ", &[]);
            query.in_list(part, some);
        }
        if wanted == Wanted::AndAfter {
            for part in AFTER {
                query.add(" UNION ALL ", &[]).in_list(part, some);
            }
            query.add(" UNION ALL ", &[]).add(SERVICE, bind![ROOM]).in_list(" AND fact IN ", some);
        }
        query.add(" ORDER BY record, place, key, word", &[]);
        for row in query.all::<Row>(read)? {
            found.entry(row.record).or_default().add(row)?;
        }
    }
    Ok(found)
}

/// How many rows some of the parts of many records have.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) motions: usize,
    pub(crate) tasks: usize,
    /// What life meetings found.
    pub(crate) found: usize,
    /// Records that were corrected.
    pub(crate) corrected: usize,
}

/// Without their texts becoming anything: for a page that says how much there is.
pub(crate) fn rows_of(read: &Read, records: &[RecordId]) -> Result<Rows> {
    let parts = parts_of(read, records, Wanted::AndAfter)?;
    let mut rows = Rows::default();
    for it in parts.values() {
        rows.motions += it.motions.len();
        let found = it.tasks.iter().filter(|task| !task.problem.is_empty()).count();
        rows.tasks += it.tasks.len() - found;
        rows.found += found;
        rows.corrected += usize::from(!it.replaced.is_empty());
    }
    Ok(rows)
}

/// Each is bound eight times over.
const RECORDS_AT_ONCE: usize = 200;

const ITSELF: [&str; 5] = [
    "SELECT record, 'motion' AS part, place, id, text, engine AS key, manner AS word, written_yes AS number, yes, no,
            abstain, should_attend, present, passed AS flag, outcome, CAST(NULL AS TEXT) AS on_day,
            CAST(NULL AS TEXT) AS at, CAST(NULL AS BIGINT) AS whose
     FROM record_motion WHERE record IN ",
    "SELECT record, 'absence', person, person, '', state, word, session, 0, 0, 0, NULL, NULL, by_self, NULL, NULL,
            relayed_at, relayed_by
     FROM record_attendance WHERE record IN ",
    "SELECT record, 'task', place, id, text, problem, owner, 0, 0, 0, 0, NULL, NULL, NULL, outcome, due_on, done_at, NULL
     FROM record_task WHERE record IN ",
    "SELECT record, 'speaker', place, 0, words, item, guest, 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, person
     FROM record_speaker WHERE record IN ",
    "SELECT r.record, 'file', r.file, r.file, f.name, r.what, '', f.bytes, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, f.added_at,
            NULL
     FROM record_file r JOIN file f ON f.id = r.file
     WHERE f.removed_at IS NULL AND r.record IN ",
];

const AFTER: [&str; 2] = [
    "SELECT record, 'version', no, no, reason, '', '', 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, replaced_at, NULL
     FROM record_version WHERE record IN ",
    "SELECT record, 'remark', person, person, words, '', '', 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM record_remark WHERE record IN ",
];

/// Each duty and period once.
const SERVICE: &str = "
    SELECT DISTINCT fact, 'service', 0, 0, reason, duty, period, 0, 0, 0, 0, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT),
           counts, CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS BIGINT)
    FROM service_now WHERE fact_room = {}";

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
                by_self: flag.unwrap_or_default(),
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
            Part::Speaker => {
                let (item, guest, words) = (key, word, text);
                self.speakers.push(Speaker { item, person: whose, guest, words });
            }
            Part::Remark => self.remarks.push((id, text)),
            Part::File => {
                let added_at = at.ok_or_else(|| Error::broken("a file without its instant"))?;
                let (file, what, bytes) = (id, key, number);
                self.files.push(Attached { file, what, name: text, bytes, added_at });
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
