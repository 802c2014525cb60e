//! Where speakers are ticked: one part for each item of the agenda, whoever spoke first stands first.

use web::Form;

use super::{Candidate, Speaker, candidates};
use crate::show::Shown;

/// One item of the agenda with its people.
pub(crate) struct Item {
    /// From 1; 0 for none of them.
    pub(crate) number: usize,
    pub(crate) title: String,
    pub(crate) spoke: Vec<Row>,
    /// Everybody else who may have spoken.
    pub(crate) others: Vec<Candidate>,
}

/// Somebody who spoke, with his words.
pub(crate) struct Row {
    pub(crate) who: Candidate,
    pub(crate) words: String,
}

/// Items as they stand, or as they were typed. Nothing where nobody may have spoken.
pub(crate) fn items(form: &Form, shown: &Shown) -> Vec<Item> {
    let offered = candidates(shown);
    if offered.is_empty() || shown.kind.is_talk() || shown.kind.is_filing() {
        return Vec::new();
    }
    let agenda = shown.record.agenda();
    let title = |number: usize| match number {
        0 if agenda.is_empty() => "发言".to_owned(),
        0 => "其他发言".to_owned(),
        number => agenda[number - 1].to_owned(),
    };
    let numbers = (1..=agenda.len()).chain([0]);
    numbers.map(|number| item(form, shown, &offered, (number, title(number)))).collect()
}

fn item(
    form: &Form,
    shown: &Shown,
    offered: &[Candidate],
    (number, title): (usize, String),
) -> Item {
    let agenda = shown.record.agenda();
    let text = number.checked_sub(1).map_or("", |at| agenda[at]);
    let spoke: Vec<(String, String)> = if form.was_sent() {
        let keys = form.values(&format!("spoke_{number}")).into_iter();
        keys.map(|key| (key.to_owned(), form.value(&format!("said_{number}_{key}")).to_owned()))
            .collect()
    } else {
        let known = |it: &&Speaker| match number {
            0 => !agenda.contains(&it.item.as_str()),
            _ => it.item == text,
        };
        shown.speakers.iter().filter(known).map(|it| (it.key(), it.words.clone())).collect()
    };
    let others = offered.iter().filter(|it| !spoke.iter().any(|(key, _)| *key == it.key)).cloned();
    Item { number, title, others: others.collect(), spoke: rows(shown, offered, spoke) }
}

/// Somebody who came no longer stays in sight, to be taken off.
fn rows(shown: &Shown, offered: &[Candidate], spoke: Vec<(String, String)>) -> Vec<Row> {
    let row = |(key, words): (String, String)| {
        let who = offered.iter().find(|it| it.key == key).cloned();
        let who = who.unwrap_or_else(|| {
            let somebody = Speaker::of_key(&key).unwrap_or_default();
            let name = match somebody.person {
                Some(_) => shown.name(somebody.person),
                None => somebody.guest,
            };
            Candidate { key, name, note: "没有到会".to_owned() }
        });
        Row { who, words }
    };
    spoke.into_iter().map(row).collect()
}
