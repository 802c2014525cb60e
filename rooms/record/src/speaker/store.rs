//! Every SQL statement about speakers.

use act::Result;
use db::{Read, Write, bind};
use serde::Deserialize;

use super::Speaker;
use crate::meeting::RecordId;

#[derive(Deserialize)]
struct Row {
    item: String,
    person: Option<i64>,
    guest: String,
    words: String,
}

/// In the order in which they spoke.
pub(crate) fn of(read: &Read, record: RecordId) -> Result<Vec<Speaker>> {
    let sql =
        "SELECT item, person, guest, words FROM record_speaker WHERE record = $1 ORDER BY place";
    let rows: Vec<Row> = read.all(sql, bind![record])?;
    let speaker = |Row { item, person, guest, words }| Speaker { item, person, guest, words };
    Ok(rows.into_iter().map(speaker).collect())
}

pub(crate) fn replace(w: &Write, record: RecordId, speakers: &[Speaker]) -> Result<()> {
    w.run("DELETE FROM record_speaker WHERE record = $1", bind![record])?;
    let mut cells = Vec::with_capacity(speakers.len() * 6);
    for (place, speaker) in speakers.iter().enumerate() {
        let Speaker { item, person, guest, words } = speaker;
        cells.extend_from_slice(bind![record, place + 1, item, person, guest, words]);
    }
    let head = "INSERT INTO record_speaker (record, place, item, person, guest, words) VALUES ";
    w.insert_rows(head, 6, &cells)?;
    Ok(())
}
