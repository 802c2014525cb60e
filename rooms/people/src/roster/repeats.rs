//! The same person twice in a file, over all its sheets.

use super::check::Checked;
use super::rows::Judged;
use super::{Finding, Person, Reason, Refused};
use std::collections::HashMap;
use text::IdNumber;

/// Sheet and row within [`Judged::rows`].
type Place = (usize, usize);

pub(super) fn mark(sheets: &mut [Judged]) {
    let mut places: HashMap<IdNumber, Vec<Place>> = HashMap::new();
    for (s, sheet) in sheets.iter().enumerate() {
        for (r, row) in sheet.rows.iter().enumerate() {
            if let Some(id) = &row.id {
                places.entry(id.clone()).or_default().push((s, r));
            }
        }
    }
    for places in places.into_values().filter(|places| places.len() > 1) {
        mark_one(sheets, &places);
    }
}

/// Several names, or several stories of one person: nobody but the office knows which is right.
/// The same story again: the first counts. A row without a name tells no other one.
fn mark_one(sheets: &mut [Judged], places: &[Place]) {
    let row = |(s, r): &Place| &sheets[*s].rows[*r];
    let mut names: Vec<&str> = places.iter().map(|p| row(p).name()).collect();
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    let sound: Vec<Place> =
        places.iter().copied().filter(|place| row(place).outcome.is_ok()).collect();
    let stories = sound.iter().filter_map(|place| row(place).outcome.as_ref().ok());
    let differ = !all_equal(stories.map(story));
    let (marked, reason) = match (names.len() > 1, differ) {
        (true, _) => (places, Reason::IdConflict),
        (false, true) => (&sound[..], Reason::IdConflict),
        (false, false) => (sound.get(1..).unwrap_or_default(), Reason::DuplicateInFile),
    };
    for (s, r) in marked {
        refuse(&mut sheets[*s].rows[*r], reason);
    }
}

fn all_equal<T: PartialEq>(mut items: impl Iterator<Item = T>) -> bool {
    let Some(first) = items.next() else { return true };
    items.all(|item| item == first)
}

/// Branch, phone and the like may differ: a person is often listed where he works as well.
fn story(person: &Person) -> impl PartialEq + use<> {
    (person.sex, person.ethnic, person.education, person.join_date, person.full_date)
}

fn refuse(row: &mut Checked, reason: Reason) {
    let finding = Finding { reason, column: None, heading: String::new(), shown: String::new() };
    match &mut row.outcome {
        Err(refused) => {
            refused.findings.push(finding);
            refused.findings.sort_by_key(|finding| finding.reason.code());
        }
        Ok(person) => {
            let name = std::mem::take(&mut person.name);
            row.outcome = Err(Refused { row: person.row, name, findings: vec![finding] });
        }
    }
}
