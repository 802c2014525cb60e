//! Who spoke: for each item of the agenda, in the order in which they did, with or without their words.

mod form;
mod spoken;
mod store;

use std::collections::HashSet;

use act::Faults;
use web::Reader;

use crate::{
    meeting::Record,
    roll::{Entry, Expected},
    show::Shown,
};

pub(crate) use self::{
    form::{Item, items},
    spoken::{Line, Spoken, spoken},
    store::{of, replace},
};

/// Somebody who spoke.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Speaker {
    /// Of the agenda, in its words; "" for none of them.
    pub(crate) item: String,
    /// `None` for who sat in.
    pub(crate) person: Option<i64>,
    /// Who sat in, as the record names them.
    pub(crate) guest: String,
    /// "" where only that he spoke.
    pub(crate) words: String,
}

/// Letters that one speaker's words may have within an item.
pub(crate) const WORDS_AT_MOST: usize = 20_000;

impl Speaker {
    /// `p9001`, `g李师傅`: what stands for him in forms.
    pub(crate) fn key(&self) -> String {
        match self.person {
            Some(person) => format!("p{person}"),
            None => format!("g{}", self.guest),
        }
    }

    /// Somebody by his key, without item and words.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        if let Some(guest) = key.strip_prefix('g').filter(|it| !it.is_empty()) {
            return Some(Self { guest: guest.to_owned(), ..Self::default() });
        }
        let person = key.strip_prefix('p')?.parse().ok()?;
        Some(Self { person: Some(person), ..Self::default() })
    }
}

/// Somebody who may have spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) key: String,
    pub(crate) name: String,
    /// 书记, 列席; "" where there is nothing to say.
    pub(crate) note: String,
}

/// Whoever came, whoever the record names, and who sat in.
pub(crate) fn candidates(shown: &Shown) -> Vec<Candidate> {
    let came = shown.people.iter().filter(|it| it.presence.came());
    let mut found: Vec<Candidate> = came
        .map(|it| Candidate {
            key: format!("p{}", it.id),
            name: it.name.clone(),
            note: it.note.clone(),
        })
        .collect();
    let mut seen: HashSet<i64> = shown.people.iter().map(|it| it.id).collect();
    let named = named(&shown.record).filter(|id| seen.insert(*id));
    found.extend(named.map(|id| Candidate {
        key: format!("p{id}"),
        name: shown.name(Some(id)),
        note: String::new(),
    }));
    found.extend(guests(&shown.record.guests).map(|name| Candidate {
        key: format!("g{name}"),
        name: name.to_owned(),
        note: "列席".to_owned(),
    }));
    found
}

/// Who presides or lectures may be a leader who is on nobody's roll here.
fn named(record: &Record) -> impl Iterator<Item = i64> {
    [record.chair, record.lecturer, record.recorder].into_iter().flatten()
}

/// Who sat in, one by one, as people write them in a line.
pub(crate) fn guests(line: &str) -> impl Iterator<Item = &str> {
    let names = line.split(['、', '，', ',', '；', ';', ' ', '　']);
    names.map(|name| name.trim_end_matches('。')).filter(|name| !name.is_empty())
}

/// `spoke_<item>`: who spoke, in order; `said_<item>_<key>`: his words. Item 0 is none of the agenda.
pub(crate) fn read(reader: &Reader, agenda: &[&str]) -> Vec<Speaker> {
    let mut speakers = Vec::new();
    for number in 0..=agenda.len() {
        let item = number.checked_sub(1).map_or("", |at| agenda[at]);
        let mut seen = HashSet::new();
        for key in reader.many(&format!("spoke_{number}")) {
            let Some(somebody) = Speaker::of_key(key).filter(|_| seen.insert(key)) else {
                continue;
            };
            let field = format!("said_{number}_{key}");
            let said = reader.many(&field).first().copied().unwrap_or_default();
            let words = text::intake_lines(said, WORDS_AT_MOST).unwrap_or_else(|fault| {
                reader.fault("spoke", format!("发言内容：{fault}"));
                String::new()
            });
            speakers.push(Speaker { item: item.to_owned(), words, ..somebody });
        }
    }
    // What was said by somebody who is not ticked is not kept; it is no foreign field either.
    reader.starting_with("said_");
    // First the items in the order of the agenda, then what was none of them.
    speakers.sort_by_key(|it| it.item.is_empty());
    speakers
}

/// Who cannot have spoken: he was not there, or nobody knows him here.
pub(crate) fn faults(
    record: &Record,
    people: &[Expected],
    entries: &[Entry],
    speakers: &[Speaker],
) -> Faults {
    let mut faults = Faults::default();
    for speaker in speakers {
        let Some(id) = speaker.person else {
            if !guests(&record.guests).any(|name| name == speaker.guest) {
                let words =
                    format!("列席人员里没有“{}”，先在“列席”里写上，再记发言", speaker.guest);
                faults.add("spoke", words);
            }
            continue;
        };
        let entry = entries.iter().find(|it| it.person == id);
        let came = entry.is_some_and(|it| it.presence.came());
        if came || entry.is_none() && named(record).any(|it| it == id) {
            continue;
        }
        let name = people.iter().find(|it| it.person == id).map(|it| it.name.as_str());
        faults.add(
            "spoke",
            match name {
                Some(name) => format!("{name}没有到会，不能记他发了言。到了的，先改到会情况"),
                None => "只能记名册上到会的人和列席的人发言，请从列出的人里点".to_owned(),
            },
        );
    }
    faults
}

/// Speakers after the agenda has changed: an item that was only worded anew keeps its own.
pub(crate) fn follow(speakers: &mut [Speaker], before: &[&str], after: &[&str]) {
    for speaker in speakers.iter_mut().filter(|it| !it.item.is_empty()) {
        if after.contains(&speaker.item.as_str()) {
            continue;
        }
        let place = before.iter().position(|item| *item == speaker.item);
        let same = place.filter(|_| before.len() == after.len());
        speaker.item = same.map_or_else(String::new, |at| after[at].to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sat_in_is_told_apart_as_people_write_it() {
        let found: Vec<&str> = guests("张师傅、李 四，王委员；社区代表。").collect();
        assert_eq!(found, ["张师傅", "李", "四", "王委员", "社区代表"]);
    }

    #[test]
    fn somebody_is_known_again_by_his_key() {
        for key in ["p9001", "g李师傅"] {
            assert_eq!(Speaker::of_key(key).unwrap().key(), key);
        }
        for key in ["", "p", "g", "px", "9001"] {
            assert_eq!(Speaker::of_key(key), None, "{key}");
        }
    }

    #[test]
    fn speakers_stay_with_an_item_that_is_worded_anew() {
        let speaker = |item: &str| Speaker { item: item.into(), ..Speaker::default() };
        let mut speakers = [speaker("甲"), speaker("乙"), speaker("")];
        follow(&mut speakers, &["甲", "乙"], &["甲", "乙（修订）"]);
        assert_eq!(speakers.each_ref().map(|it| it.item.as_str()), ["甲", "乙（修订）", ""]);
        follow(&mut speakers, &["甲", "乙（修订）"], &["甲"]);
        assert_eq!(speakers.each_ref().map(|it| it.item.as_str()), ["甲", "", ""]);
    }
}
