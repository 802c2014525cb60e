//! Two sides of one meeting, part by part: what the phone wrote, what the server has, and what both began with.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::{closing::HEAD_NUMBERS, meeting::Session, motion::Motion, roll::Presence};

/// One head of the minutes with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    /// `一、听取工作报告`, or "" for what stands before any head.
    pub(super) head: String,
    pub(super) body: String,
    /// The head that the phone has, where the item of the agenda is called otherwise by now.
    #[serde(skip)]
    pub(super) was: String,
}

impl Item {
    pub(super) fn new(head: &str, body: String) -> Self {
        Self { head: head.to_owned(), body, was: String::new() }
    }

    /// `一` of `一、听取工作报告`; "" of what is no head.
    fn number(&self) -> &str {
        self.head.split_once('、').map_or("", |(number, _)| number)
    }

    fn words(&self) -> &str {
        self.head.split_once('、').map_or("", |(_, words)| words)
    }
}

/// What a phone can change of a meeting, as one side has it.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub(super) session: Session,
    pub(super) chair: Option<i64>,
    pub(super) lecturer: Option<i64>,
    pub(super) attendance: Vec<(i64, Presence)>,
    pub(super) items: Vec<Item>,
    pub(super) motions: Vec<Motion>,
}

/// Names of the people that a side may speak of.
pub(super) type Names = HashMap<i64, String>;

/// What a draft held when it was taken: the value of each part by its key.
pub(super) type Before = BTreeMap<String, String>;

/// One part of a side: its value, and how people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) words: String,
}

/// Which of the two stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    Phone,
    Server,
}

/// A part in which the two sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) phone: String,
    pub(super) server: String,
    /// The server's changed since the draft was taken: a person chooses.
    pub(super) is_conflict: bool,
    /// What stands unless he chooses otherwise.
    pub(super) stands: Stands,
}

impl Difference {
    pub(super) fn is_phones(&self) -> bool {
        self.stands == Stands::Phone
    }

    /// The name of its field in a form: keys hold typed text.
    pub(super) fn field(&self) -> String {
        format!("use_{}", crypto::hex(&crypto::sm3(self.key.as_bytes())[..6]))
    }
}

const PERSON: &str = "person ";
const ITEM: &str = "item ";
const MOTION: &str = "motion ";

impl Side {
    pub(super) fn parts(&self, names: &Names) -> Vec<Part> {
        let part = |key: String, label: &str, value: String, words: String| Part {
            key,
            label: label.to_owned(),
            value,
            words,
        };
        let name = |id: Option<i64>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        let id = |id: Option<i64>| id.map_or_else(String::new, |id| id.to_string());
        let Session { on, from, to, place } = &self.session;
        let when = format!("{on} {from} {to} {place}");
        let mut parts = vec![
            part("when".into(), "时间地点", when, self.session.zh()),
            part("chair".into(), "主持人", id(self.chair), name(self.chair)),
            part("lecturer".into(), "授课人、领学人", id(self.lecturer), name(self.lecturer)),
        ];
        for (person, presence) in &self.attendance {
            let label = names.get(person).map_or("", String::as_str);
            let value = said(presence);
            parts.push(part(format!("{PERSON}{person}"), label, value, presence.zh()));
        }
        for Item { head, body, was } in &self.items {
            let label = match (head.as_str(), was.as_str()) {
                ("", _) => "会议记录".to_owned(),
                (head, "") => head.to_owned(),
                (head, was) => format!("{head}（本机上还叫“{was}”）"),
            };
            parts.push(part(format!("{ITEM}{head}"), &label, body.clone(), body.clone()));
        }
        for motion in &self.motions {
            let label = format!("表决：{}", motion.text);
            let (value, words) = voted(motion);
            parts.push(part(format!("{MOTION}{}", motion.text), &label, value, words));
        }
        parts
    }

    /// This side with the parts of `other` that `keys` name.
    pub(super) fn with(mut self, other: &Self, keys: &HashSet<String>) -> Self {
        let has = |kind: &str, rest: &str| keys.contains(&format!("{kind}{rest}"));
        if has("when", "") {
            self.session = other.session.clone();
        }
        if has("chair", "") {
            self.chair = other.chair;
        }
        if has("lecturer", "") {
            self.lecturer = other.lecturer;
        }
        for (person, presence) in &mut self.attendance {
            let theirs = other.attendance.iter().find(|(id, _)| id == person);
            if let Some((_, theirs)) = theirs.filter(|_| has(PERSON, &person.to_string())) {
                presence.clone_from(theirs);
            }
        }
        let taken = |item: &Item| has(ITEM, &item.head);
        self.items = replaced(self.items, &other.items, |it| it.head.clone(), taken);
        let taken = |motion: &Motion| has(MOTION, &motion.text);
        self.motions = replaced(self.motions, &other.motions, |it| it.text.clone(), taken);
        self
    }

    /// What was written on the phone below the heads of its agenda, below those that the agenda has by now: an item is
    /// known again by its words, else by its number where both are new on their side. `before` follows.
    pub(super) fn aligned(mut self, server: &Self, before: &mut Before) -> Self {
        let key = |item: &Item| format!("{ITEM}{}", item.head);
        let of_phone: Vec<String> = self.items.iter().map(|it| it.words().to_owned()).collect();
        for item in &mut self.items {
            let is_there = server.items.iter().any(|it| it.head == item.head);
            if is_there || item.head.is_empty() || !before.contains_key(&key(item)) {
                continue;
            }
            let same = server.items.iter().find(|it| it.words() == item.words());
            if let Some(same) = same {
                let began = before.remove(&key(item)).unwrap_or_default();
                item.head.clone_from(&same.head);
                before.insert(key(item), began);
                continue;
            }
            let is_new = |it: &&Item| {
                !before.contains_key(&key(it)) && !of_phone.iter().any(|words| words == it.words())
            };
            let instead =
                server.items.iter().filter(is_new).find(|it| it.number() == item.number());
            if let Some(instead) = instead {
                item.was = std::mem::replace(&mut item.head, instead.head.clone());
            }
        }
        self
    }

    /// The minutes as one text, as forms have it.
    pub(super) fn text(&self) -> String {
        let one = |Item { head, body, .. }: &Item| match (head.is_empty(), body.is_empty()) {
            (true, _) => body.clone(),
            (false, true) => head.clone(),
            (false, false) => format!("{head}\n{body}"),
        };
        numbered(&self.items).iter().map(one).collect::<Vec<_>>().join("\n")
    }
}

/// Heads count on where two have the same number: one that only one side has comes last.
fn numbered(items: &[Item]) -> Vec<Item> {
    let mut seen = HashSet::new();
    let is_twice = |it: &Item| !it.number().is_empty() && !seen.insert(it.number().to_owned());
    let mut items = items.to_vec();
    if !items.iter().any(is_twice) {
        return items;
    }
    let heads = items.iter_mut().filter(|it| !it.head.is_empty());
    for (item, number) in heads.zip(HEAD_NUMBERS) {
        item.head = format!("{number}、{}", item.words());
    }
    items
}

/// Rows of `ours`, those that are `taken` out of `theirs` or gone where they have none; theirs that we lack come last.
fn replaced<T: Clone>(
    ours: Vec<T>,
    theirs: &[T],
    key: impl Fn(&T) -> String,
    taken: impl Fn(&T) -> bool,
) -> Vec<T> {
    let known: HashSet<String> = ours.iter().map(&key).collect();
    let kept = ours.into_iter().filter_map(|row| {
        if !taken(&row) {
            return Some(row);
        }
        theirs.iter().find(|it| key(it) == key(&row)).cloned()
    });
    let added = theirs.iter().filter(|it| taken(it) && !known.contains(&key(it))).cloned();
    kept.chain(added).collect()
}

fn said(presence: &Presence) -> String {
    match presence {
        Presence::Came(session) => format!("came{session}"),
        other => format!("{} {}", other.key(), other.word().map_or("", people::LeaveWord::key)),
    }
}

fn voted(motion: &Motion) -> (String, String) {
    let Motion { engine, manner, yes, no, abstain, written_yes, .. } = motion;
    let value = format!("{engine} {manner} {yes} {no} {abstain} {written_yes}");
    let written = match written_yes {
        0 => String::new(),
        count => format!("，会前书面赞成{count}"),
    };
    let words = format!("赞成{yes}，不赞成{no}，弃权{abstain}{written}（{}）", motion.manner_zh());
    (value, words)
}

/// Minutes by their heads: lines that begin with 一、 二、 and so on.
pub(super) fn split(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        let is_known = items.iter().any(|it| it.head == line);
        match items.last_mut() {
            _ if is_head(line) && !is_known => {
                items.push(Item::new(line, String::new()));
            }
            Some(last) => last.body = format!("{}\n{line}", last.body),
            None => items.push(Item::new("", line.to_owned())),
        }
    }
    for item in &mut items {
        item.body = item.body.trim().to_owned();
    }
    items.retain(|it| !it.head.is_empty() || !it.body.is_empty());
    items
}

fn is_head(line: &str) -> bool {
    let rest = line.trim_start_matches(|letter| "一二三四五六七八九十".contains(letter));
    rest.len() < line.len() && rest.starts_with('、')
}

/// Parts in which the sides differ, in the server's order. Somebody who is on the server's roll no more is left out:
/// the roll is the server's.
pub(super) fn differences(phone: &[Part], server: &[Part], before: &Before) -> Vec<Difference> {
    let of = |side: &[Part], key: &str| side.iter().find(|part| part.key == key).cloned();
    let known = |key: &str| server.iter().any(|part| part.key == key);
    let added = phone.iter().filter(|part| !known(&part.key) && !part.key.starts_with(PERSON));
    let mut found = Vec::new();
    for part in server.iter().chain(added) {
        let (mine, theirs) = (of(phone, &part.key), of(server, &part.key));
        let value = |side: &Option<Part>| side.as_ref().map_or("", |it| &it.value).to_owned();
        let words = |side: &Option<Part>| side.as_ref().map_or("", |it| &it.words).to_owned();
        let began = before.get(&part.key).map_or("", String::as_str);
        let (said, stored) = (value(&mine), value(&theirs));
        // A head with nothing under it is as good as none.
        if said == stored && (said.is_empty() || mine.is_some() == theirs.is_some()) {
            continue;
        }
        let is_mine_as_it_began =
            value(&mine) == began && before.contains_key(&part.key) == mine.is_some();
        let is_theirs_as_it_began =
            value(&theirs) == began && before.contains_key(&part.key) == theirs.is_some();
        found.push(Difference {
            key: part.key.clone(),
            label: mine.as_ref().unwrap_or(part).label.clone(),
            phone: words(&mine),
            server: words(&theirs),
            is_conflict: !is_theirs_as_it_began,
            stands: if is_mine_as_it_began { Stands::Server } else { Stands::Phone },
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(minutes: &str, states: &[(i64, &str)]) -> Side {
        let on = calendar::Day::new(2026, 11, 20).unwrap();
        let presence = |(id, state): &(i64, &str)| (*id, Presence::of(state, "", 1));
        Side {
            session: Session { on, from: "15:00".into(), to: "16:00".into(), place: String::new() },
            chair: Some(1),
            lecturer: None,
            attendance: states.iter().map(presence).collect(),
            items: split(minutes),
            motions: Vec::new(),
        }
    }

    fn compared(phone: &Side, server: &Side, before: &Side) -> Vec<Difference> {
        let names = Names::from([(1, "甲".to_owned()), (2, "乙".to_owned())]);
        let began = before.parts(&names).into_iter().map(|it| (it.key, it.value)).collect();
        differences(&phone.parts(&names), &server.parts(&names), &began)
    }

    #[test]
    fn what_the_phone_alone_changed_is_no_conflict() {
        let before = side("一、学习", &[(1, "came"), (2, "came")]);
        let phone = side("一、学习\n学了准则。", &[(1, "came"), (2, "absent")]);
        let found = compared(&phone, &before, &before);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|it| !it.is_conflict && it.stands == Stands::Phone), "{found:?}");
    }

    #[test]
    fn what_the_server_alone_changed_stands_but_is_shown() {
        let before = side("一、学习", &[(1, "came"), (2, "came")]);
        let server = side("一、学习\n二、讨论\n同意。", &[(1, "came"), (2, "leave")]);
        let found = compared(&before, &server, &before);
        let labels: Vec<&str> = found.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["乙", "二、讨论"]);
        assert!(found.iter().all(|it| it.is_conflict && it.stands == Stands::Server), "{found:?}");
    }

    #[test]
    fn where_both_changed_the_room_is_believed_first() {
        let before = side("一、学习", &[(1, "came"), (2, "came")]);
        let server = side("一、学习\n网上写的。", &[(1, "came"), (2, "leave")]);
        let phone = side("一、学习\n会上写的。", &[(1, "came"), (2, "absent")]);
        let found = compared(&phone, &server, &before);
        assert!(found.iter().all(|it| it.is_conflict && it.stands == Stands::Phone), "{found:?}");
        let keys = found.iter().map(|it| it.key.clone()).collect();
        let merged = server.with(&phone, &keys);
        assert_eq!(merged.text(), "一、学习\n会上写的。");
        assert_eq!(merged.attendance[1].1, Presence::Absent);
    }

    #[test]
    fn what_was_written_below_an_item_follows_it_to_its_new_name_and_number() {
        let before = side("一、上次的事\n二、学习", &[]);
        let names = Names::new();
        let began = |side: &Side| -> Before {
            side.parts(&names).into_iter().map(|it| (it.key, it.value)).collect()
        };
        let phone = side("一、上次的事\n会上写的。\n二、学习\n学了。", &[]);
        // Renamed: both are shown side by side, and the phone's text stands below the new head.
        let server = side("一、上月的事\n二、学习", &[]);
        let mut known = began(&before);
        let aligned = phone.clone().aligned(&server, &mut known);
        let found = differences(&aligned.parts(&names), &server.parts(&names), &known);
        assert_eq!(found[0].label, "一、上月的事（本机上还叫“一、上次的事”）");
        assert!(found[0].is_conflict && !found[1].is_conflict, "{found:?}");
        let keys = found.into_iter().map(|it| it.key).collect();
        let text = server.with(&aligned, &keys).text();
        assert_eq!(text, "一、上月的事\n会上写的。\n二、学习\n学了。");
        // Moved on: an item came before it.
        let server = side("一、开场\n二、上次的事\n三、学习", &[]);
        let mut known = began(&before);
        let aligned = phone.clone().aligned(&server, &mut known);
        let found = differences(&aligned.parts(&names), &server.parts(&names), &known);
        let keys = found.iter().filter(|it| it.is_phones()).map(|it| it.key.clone()).collect();
        let text = server.with(&aligned, &keys).text();
        assert_eq!(text, "一、开场\n二、上次的事\n会上写的。\n三、学习\n学了。");
    }

    #[test]
    fn a_head_that_one_side_alone_has_counts_on() {
        let server = side("一、学习", &[]);
        let phone = side("一、学习\n一、临时动议\n讨论了。", &[]);
        let keys = [format!("{ITEM}一、临时动议")].into();
        assert_eq!(server.with(&phone, &keys).text(), "一、学习\n二、临时动议\n讨论了。");
    }

    #[test]
    fn a_text_is_split_at_its_heads_and_put_together_again() {
        let text = "开场。\n一、学习\n甲。\n乙。\n二、讨论";
        let items = split(text);
        let heads: Vec<&str> = items.iter().map(|it| it.head.as_str()).collect();
        assert_eq!(heads, ["", "一、学习", "二、讨论"]);
        assert_eq!(items[1].body, "甲。\n乙。");
        let joined = Side { items, ..side("", &[]) };
        assert_eq!(joined.text(), text);
    }
}
