//! The table of texts that cells point into.

use super::package::Package;
use super::xml::push_text;
use crate::Fault;
use crate::load::Load;
use quick_xml::events::Event;
use std::sync::Arc;

pub(super) fn read(
    package: &mut Package<'_>,
    path: &str,
    load: &mut Load<'_>,
) -> Result<Vec<Arc<str>>, Fault> {
    let Some(mut part) = package.part(path)? else { return Ok(Vec::new()) };
    let mut strings = Vec::new();
    let (mut text, mut rich) = (String::new(), Rich::default());
    loop {
        let event = part.next()?;
        match &event {
            Event::Start(tag) if tag.local_name().as_ref() == "si" => text.clear(),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                load.text(text.len())?;
                strings.push(unescape(&text).into());
            }
            Event::Eof => return Ok(strings),
            _ => rich.push(&event, &mut text),
        }
    }
}

/// Text in runs; the pronunciation printed above Japanese text is no part of it.
#[derive(Default)]
pub(super) struct Rich {
    in_text: bool,
    in_phonetic: bool,
}

impl Rich {
    pub(super) fn push(&mut self, event: &Event<'_>, text: &mut String) {
        let (name, opens) = match event {
            Event::Start(tag) => (tag.local_name(), true),
            Event::End(tag) => (tag.local_name(), false),
            _ if self.in_text && !self.in_phonetic => return push_text(event, text),
            _ => return,
        };
        match name.as_ref() {
            "t" => self.in_text = opens,
            "rPh" => self.in_phonetic = opens,
            _ => {}
        }
    }
}

/// `_x000D_` stands for a character that XML cannot carry.
pub(super) fn unescape(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let escape = rest.get(at..at + 7).filter(|e| e.ends_with('_'));
        let code = escape.and_then(|e| u32::from_str_radix(&e[2..6], 16).ok());
        if let Some(c) = code.and_then(char::from_u32) {
            out.push(c);
            rest = &rest[at + 7..];
        } else {
            out.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes_are_opened_and_others_stay() {
        assert_eq!(unescape("甲_x000D_乙_x5F00_"), "甲\r乙开");
        assert_eq!(unescape("a_x_xZZZZ__x00"), "a_x_xZZZZ__x00");
        assert_eq!(unescape("_x一二三"), "_x一二三");
    }
}
