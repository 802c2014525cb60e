//! A line of words with stressed parts; no markup, only data.

/// Words of one weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    /// Set in 黑体.
    pub strong: bool,
}

/// One paragraph's words. Line breaks inside become spaces; other control characters are dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(Vec<Run>);

impl Text {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn plain(self, text: impl AsRef<str>) -> Self {
        self.push(text.as_ref(), false)
    }

    #[must_use]
    pub fn strong(self, text: impl AsRef<str>) -> Self {
        self.push(text.as_ref(), true)
    }

    pub fn runs(&self) -> &[Run] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text.trim().is_empty())
    }

    /// The words without their weight.
    pub fn to_plain(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    pub(crate) fn push(mut self, text: &str, strong: bool) -> Self {
        let text = clean(text);
        if text.is_empty() {
            return self;
        }
        match self.0.last_mut() {
            Some(last) if last.strong == strong => last.text.push_str(&text),
            _ => self.0.push(Run { text, strong }),
        }
        self
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new().plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

/// What may stand in a line: XML and PDF refuse or misread the rest.
pub(crate) fn clean(text: &str) -> String {
    let space = |c: char| if matches!(c, '\n' | '\t' | '\u{2028}' | '\u{2029}') { ' ' } else { c };
    text.chars().map(space).filter(|c| !unprintable(*c)).collect()
}

fn unprintable(c: char) -> bool {
    let turns_direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns_direction || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Width in full characters: Latin letters and figures take half.
pub(crate) fn ems(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() || c == '\u{2002}' { 0.5 } else { 1.0 }).sum()
}

/// The same where the fonts of the standard are missing: letters and figures of other fonts are wider.
pub(crate) fn wide(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() || c == '\u{2002}' { 0.64 } else { 1.0 }).sum()
}

/// 时间 → 时　　间 and 主持人 → 主 持 人: short labels as wide as four characters.
pub(crate) fn spread(label: &str) -> String {
    let chars: Vec<char> = label.chars().collect();
    if chars.iter().any(char::is_ascii) {
        return label.to_owned();
    }
    match chars[..] {
        [a, b] => format!("{a}\u{3000}\u{3000}{b}"),
        [a, b, c] => format!("{a}\u{2002}{b}\u{2002}{c}"),
        _ => label.to_owned(),
    }
}
