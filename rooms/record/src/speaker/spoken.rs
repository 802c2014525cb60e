//! Who spoke, as people read it. No I/O here.

use super::Speaker;
use crate::show::Shown;

/// What was said to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoken {
    /// The item's words; "" where it was none of the agenda.
    pub(crate) item: String,
    pub(crate) lines: Vec<Line>,
}

/// One after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// `李四、王五（列席）`: that they spoke.
    Names(String),
    /// Somebody and his words, which have several lines.
    Words(String, String),
}

impl Line {
    /// Paragraphs: `李四、王五（列席）发言。`, or `张三：……` and what more he said.
    pub(crate) fn zh(&self) -> Vec<String> {
        let text = match self {
            Self::Names(names) => format!("{names}发言。"),
            Self::Words(name, words) => format!("{name}：{words}"),
        };
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    }
}

/// In the order of the agenda, last what was none of it.
pub(crate) fn spoken(shown: &Shown) -> Vec<Spoken> {
    let agenda = shown.record.agenda();
    let place = |it: &Speaker| agenda.iter().position(|item| *item == it.item);
    let mut speakers: Vec<(Option<usize>, &Speaker)> =
        shown.speakers.iter().map(|it| (place(it), it)).collect();
    speakers.sort_by_key(|(at, _)| at.unwrap_or(usize::MAX));
    let parts = speakers.chunk_by(|a, b| a.0 == b.0);
    let part = |of: &[(Option<usize>, &Speaker)]| Spoken {
        item: of[0].0.map_or_else(String::new, |at| agenda[at].to_owned()),
        lines: lines(shown, of.iter().map(|(_, it)| *it)),
    };
    parts.map(part).collect()
}

fn lines<'s>(shown: &Shown, speakers: impl Iterator<Item = &'s Speaker>) -> Vec<Line> {
    let mut lines = Vec::new();
    for speaker in speakers {
        let name = match speaker.person {
            Some(_) => shown.name(speaker.person),
            None => format!("{}（列席）", speaker.guest),
        };
        match (speaker.words.as_str(), lines.last_mut()) {
            ("", Some(Line::Names(names))) => {
                names.push('、');
                names.push_str(&name);
            }
            ("", _) => lines.push(Line::Names(name)),
            (words, _) => lines.push(Line::Words(name, words.to_owned())),
        }
    }
    lines
}
