//! One thing that was looked at. No I/O here.

use std::fmt;

/// How it stands, and what to do where it is not right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub words: String,
    /// What to do; *None* where nothing is to be done.
    pub advice: Option<String>,
}

impl Finding {
    pub fn good(words: impl Into<String>) -> Self {
        Self { words: words.into(), advice: None }
    }

    pub fn look(words: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { words: words.into(), advice: Some(advice.into()) }
    }

    pub fn is_good(&self) -> bool {
        self.advice.is_none()
    }
}

/// On one line of a terminal.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.advice {
            None => f.write_str(&self.words),
            Some(advice) => write!(f, "{}。{advice}", self.words),
        }
    }
}
