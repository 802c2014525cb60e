//! What an act or a page can answer instead of its result, each in words that a person can use.

use crate::Act;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why not.
#[derive(Debug)]
pub enum Error {
    /// 404: it is not there, or out of sight, which is the same.
    NotFound,
    /// 403: in sight, but this hat may not do that.
    NotAllowed(Act),
    /// 403: the post worn as a hat ended between the page and the act.
    HatGone { title: String, unit: String },
    /// 401: sign in first.
    SignIn,
    /// 422: what was typed does not hold; the form comes back with the faults at their fields.
    Invalid(Faults),
    /// 409: somebody was faster; the sentence says what now stands there.
    Conflict(String),
    /// 409: the row changed since the form was opened; both sides are shown, field by field.
    Stale(Vec<Theirs>),
    /// 303: this very form was sent before; the browser goes where it went then.
    Repeated(String),
    /// 503: writing is not possible now; the sentence says why and until when.
    Busy(String),
    /// 500: our fault; the cause goes to the log under an incident number.
    Broken(anyhow::Error),
}

/// A field that somebody else has changed meanwhile.
#[derive(Debug, Clone)]
pub struct Theirs {
    pub field: &'static str,
    /// What stands there now, as people read it.
    pub value: String,
}

/// What is wrong, at which field. An empty field name means the form as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<(String, String)>);

impl Faults {
    pub fn add(&mut self, field: &str, words: impl Into<String>) {
        self.0.push((field.to_owned(), words.into()));
    }

    /// The first fault of a field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, words)| words.as_str())
    }

    /// `Err` when there is any.
    pub fn check(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

impl Error {
    /// One fault at one field.
    pub fn invalid(field: &str, words: impl Into<String>) -> Self {
        Self::Invalid(Faults(vec![(field.to_owned(), words.into())]))
    }

    pub fn broken(words: impl std::fmt::Display) -> Self {
        Self::Broken(anyhow::anyhow!("{words}"))
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        if error.is_passing() { Self::Busy(error.to_string()) } else { Self::Broken(error.into()) }
    }
}

impl From<crypto::Error> for Error {
    fn from(error: crypto::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(error)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("没有这一项，或者它不在您能看的范围内"),
            Self::NotAllowed(act) => write!(f, "您现在的身份不能做“{}”", act.title),
            Self::HatGone { title, unit } => {
                write!(f, "您已经不担任{unit}的{title}了，这次没有办。请换身份，或请现任的人办")
            }
            Self::SignIn => f.write_str("请先登录"),
            Self::Invalid(faults) => {
                let words: Vec<&str> = faults.0.iter().map(|(_, words)| words.as_str()).collect();
                f.write_str(&words.join("；"))
            }
            Self::Conflict(words) | Self::Busy(words) => f.write_str(words),
            Self::Stale(_) => f.write_str("您打开之后，别人改过这一项"),
            Self::Repeated(_) => f.write_str("这张表已经交过了"),
            Self::Broken(cause) => write!(f, "{cause:#}"),
        }
    }
}

impl std::error::Error for Error {}
