//! Every SQL statement about motions.

use act::Result;
use db::{Read, Write, bind};
use rules::vote::Decision;

use super::Motion;
use crate::meeting::RecordId;

pub(crate) fn of(read: &Read, record: RecordId) -> Result<Vec<Motion>> {
    let sql =
        "SELECT id, text, engine, manner, yes, no, abstain, written_yes, should_attend, present,
                      passed, outcome
               FROM record_motion WHERE record = $1 ORDER BY place";
    Ok(read.all(sql, bind![record])?)
}

/// Replaces the motions of a record; one with the same text keeps its id, so that a case may point to it.
pub(crate) fn replace(w: &Write, record: RecordId, motions: &[Motion]) -> Result<Vec<Motion>> {
    let before = of(w, record)?;
    w.run("DELETE FROM record_motion WHERE record = $1", bind![record])?;
    let (mut kept, mut cells) = (Vec::new(), Vec::with_capacity(motions.len() * 10));
    for (place, motion) in motions.iter().enumerate() {
        let same = before.iter().find(|it| it.text == motion.text);
        let id = same.map_or_else(|| w.id(), |it| it.id);
        let Motion { text, engine, manner, yes, no, abstain, written_yes, .. } = motion;
        cells.extend_from_slice(bind![id, record, place + 1, text, engine, manner, yes, no]);
        cells.extend_from_slice(bind![abstain, written_yes]);
        kept.push(Motion { id, ..motion.clone() });
    }
    let head = "INSERT INTO record_motion
                (id, record, place, text, engine, manner, yes, no, abstain, written_yes) VALUES ";
    w.insert_rows(head, 10, &cells)?;
    Ok(kept)
}

/// Keeps what the vote came to.
pub(crate) fn judge(w: &Write, motion: i64, decision: &Decision) -> Result<()> {
    let sql = "UPDATE record_motion SET should_attend = $2, present = $3, passed = $4, outcome = $5
               WHERE id = $1";
    let quorum = decision.quorum;
    let (due, came, passed) = (quorum.should_attend, quorum.present, decision.passed);
    w.run(sql, bind![motion, due, came, passed, decision.say()])?;
    Ok(())
}
