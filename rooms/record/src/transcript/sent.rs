//! A transcript between two looks at it: it travels in the form, for nothing of it is stored.

use act::Faults;
use web::Form;

use super::{
    CHARS_AT_MOST, Turn,
    lay::{self, Laid},
    who,
};
use crate::speaker::Candidate;

/// A transcript laid out.
#[derive(Debug, Clone, Default)]
pub(super) struct Arranged {
    /// Speakers as the file has them, each once; with whom the recorder means by each.
    pub(super) labels: Vec<(String, String)>,
    pub(super) turns: Vec<Placed>,
    /// How many items of the agenda were heard; `None` once the recorder has moved something.
    pub(super) heard: Option<usize>,
}

/// A turn with its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// Place among the labels.
    pub(super) by: usize,
    /// Place in the agenda.
    pub(super) at: usize,
    pub(super) text: String,
}

impl Arranged {
    /// As the file says it, before anybody has looked.
    pub(super) fn of(turns: &[Turn], agenda: &[&str], candidates: &[Candidate]) -> Self {
        let Laid { items, heard } = lay::lay(turns, agenda);
        let mut arranged = Self { heard: Some(heard), ..Self::default() };
        for (turn, at) in turns.iter().zip(items) {
            let known = arranged.labels.iter().position(|(label, _)| *label == turn.who);
            let by = known.unwrap_or(arranged.labels.len());
            if known.is_none() {
                let key = who::matched(&turn.who, candidates);
                arranged.labels.push((turn.who.clone(), key));
            }
            arranged.turns.push(Placed { by, at, text: turn.text.clone() });
        }
        arranged
    }

    /// As the form brings it back; *Invalid* for what no page of ours sends.
    pub(super) fn read(form: &Form, items: usize) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let labels = form.values("label").into_iter();
        let labels: Vec<(String, String)> = labels
            .enumerate()
            .map(|(at, label)| (label.to_owned(), form.value(&format!("who_{at}")).to_owned()))
            .collect();
        let (by, at) = (form.values("by"), form.values("at"));
        let mut turns = Vec::new();
        for (place, text) in form.values("text").into_iter().enumerate() {
            let number = |list: &[&str]| list.get(place).and_then(|it| it.parse::<usize>().ok());
            let (Some(by), Some(at)) = (number(&by), number(&at)) else {
                faults.add("", "这张表没有传完整，请重新放一次转写稿");
                break;
            };
            match text::intake_lines(text, CHARS_AT_MOST) {
                Ok(text) if by < labels.len() => {
                    turns.push(Placed { by, at: at.min(items.saturating_sub(1)), text });
                }
                Ok(_) => faults.add("", "这张表没有传完整，请重新放一次转写稿"),
                Err(fault) => faults.add("", format!("转写稿：{fault}")),
            }
        }
        if faults.0.is_empty() { Ok(Self { labels, turns, heard: None }) } else { Err(faults) }
    }

    /// What the pressed button moves: `up-3`, `down-3`.
    pub(super) fn moved(mut self, pressed: &str, items: usize) -> Self {
        let Some((way, turn)) = pressed.split_once('-') else { return self };
        let Ok(turn) = turn.parse() else { return self };
        let mut places: Vec<usize> = self.turns.iter().map(|turn| turn.at).collect();
        lay::moved(&mut places, turn, way == "up", items.saturating_sub(1));
        for (turn, at) in self.turns.iter_mut().zip(places) {
            turn.at = at;
        }
        self
    }
}
