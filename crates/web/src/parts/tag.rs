//! A state is shape, word, and colour third.

use crate::{Markup, markup::escape};

/// The states that have a shape of their own (look.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Done,
    Due,
    Soon,
    Late,
    Missed,
    Void,
}

impl State {
    /// Symbol id and the end of the class name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Due => "due",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Missed => "missed",
            Self::Void => "void",
        }
    }
}

/// A framed state: 逾期51天.
pub fn tag(state: State, words: &str) -> Markup {
    with_class(state, words, "")
}

/// The same without frame, for narrow lists.
pub fn tag_bare(state: State, words: &str) -> Markup {
    with_class(state, words, " bare")
}

/// 补录: stands beside 已完成, never instead of it.
pub fn late_entry(words: &str) -> Markup {
    dashed("is-soon", "pen", words)
}

/// 凭记忆，待核: wherever a value is used that nobody has compared with the text.
pub fn unsure(words: &str) -> Markup {
    dashed("is-void", "unsure", words)
}

fn with_class(state: State, words: &str, class: &str) -> Markup {
    let (key, words) = (state.key(), escape(words));
    Markup(format!(
        "<span class=\"tag is-{key}{class}\"><svg class=\"mark\" aria-hidden=\"true\">\
         <use href=\"#{key}\"/></svg>{words}</span>"
    ))
}

fn dashed(class: &str, mark: &str, words: &str) -> Markup {
    let words = escape(words);
    Markup(format!(
        "<span class=\"tag unsure {class}\"><svg class=\"mark\" aria-hidden=\"true\">\
         <use href=\"#{mark}\"/></svg>{words}</span>"
    ))
}
