//! Sheets that a demo says were filed. The caller is the act.

use act::{Acting, Error, Result};
use calendar::Day;

use super::{
    actions::{Filed, keep},
    sheet::{self, Mark},
    store,
};

/// A made-up sheet for the first branches of a round.
#[derive(Debug, Clone)]
pub struct DemoSheet {
    pub place: usize,
    /// Place of the item that was poor, with why.
    pub poor: Option<(usize, String)>,
    /// The meeting is held again.
    pub again: bool,
    pub words: String,
    pub reply: String,
}

/// False where the branch has not met or nobody sits in.
pub fn file_sheet_for_demo(w: &Acting, round: i64, today: Day, made: &DemoSheet) -> Result<bool> {
    let round = store::round(w, round)?.ok_or(Error::NotFound)?;
    let hearings = store::hearings(w, round.id)?;
    let rows = store::seats(w, round.id)?;
    let Some(hearing) = hearings.get(made.place) else { return Ok(false) };
    let person = rows.iter().find(|it| it.hearing == hearing.id).and_then(|it| it.person);
    let courses = store::courses_of(w, hearing.unit, &round.kind, round.from_on)?;
    let heard = courses.iter().find(|it| it.plan_on <= today.min(round.to_on));
    let (Some(person), Some(heard)) = (person, heard) else { return Ok(false) };
    let mark = |(place, item): (usize, &sheet::Item)| {
        let poor = made.poor.as_ref().filter(|(it, _)| *it == place);
        Mark {
            item: item.key.clone(),
            given: if poor.is_some() { "poor" } else { "good" }.to_owned(),
            why: poor.map_or_else(String::new, |(_, why)| why.clone()),
        }
    };
    let filed = Filed {
        marks: sheet::items(&round.kind).iter().enumerate().map(mark).collect(),
        verdict: if made.again { "again" } else { "passed" }.to_owned(),
        words: made.words.clone(),
    };
    keep(w, (hearing, &round, &rows), (heard.id, person, heard.plan_on.plus_days(1)), &filed)?;
    if !made.reply.is_empty() {
        store::reply(w, hearing.id, &made.reply, None)?;
    }
    Ok(true)
}
