//! What a unit is called, in one piece of memory: there are hundreds of thousands of them. Pure.

/// Kind, code, name and short name of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// Kind, code and name; the short name after them where it is no part of the name.
    text: Box<str>,
    kind_end: u16,
    code_end: u16,
    name_end: u16,
    short: (u16, u16),
}

impl Words {
    pub(crate) fn new(kind: &str, code: &str, name: &str, short_name: &str) -> Self {
        let (kind_end, code_end) = (kind.len(), kind.len() + code.len());
        let name_end = code_end + name.len();
        let mut text = [kind, code, name].concat();
        let short = name.find(short_name).map_or(name_end, |at| code_end + at);
        if short == name_end {
            text.push_str(short_name);
        }
        let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        Self {
            text: text.into(),
            kind_end: place(kind_end),
            code_end: place(code_end),
            name_end: place(name_end),
            short: (place(short), place(short + short_name.len())),
        }
    }

    /// Outside the struct itself.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    fn part(&self, from: u16, to: u16) -> &str {
        self.text.get(usize::from(from)..usize::from(to)).unwrap_or_default()
    }

    pub(crate) fn kind(&self) -> &str {
        self.part(0, self.kind_end)
    }

    pub(crate) fn code(&self) -> &str {
        self.part(self.kind_end, self.code_end)
    }

    pub(crate) fn name(&self) -> &str {
        self.part(self.code_end, self.name_end)
    }

    pub(crate) fn short_name(&self) -> &str {
        self.part(self.short.0, self.short.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_comes_back_whole() {
        let names = [
            ("南屏县公安局刑侦大队党支部", "刑侦大队党支部"),
            ("中共南屏县委", "南屏县委"),
            ("公安部", "部机关"),
            ("公安部", "公安部"),
            ("公安部", ""),
        ];
        for (name, short) in names {
            let words = Words::new("branch", "130102", name, short);
            let all = (words.kind(), words.code(), words.name(), words.short_name());
            assert_eq!(all, ("branch", "130102", name, short));
        }
    }
}
