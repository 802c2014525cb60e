//! What a verification found, in the words of those who must act on it.

use std::fmt;

use calendar::{Day, Instant};

use crate::Code;

/// The end of a verification.
#[derive(Debug, Clone)]
pub struct Report {
    pub seals: i64,
    /// Sealed events and looks.
    pub events: i64,
    /// Done, and not sealed yet: a running server seals them within seconds.
    pub waiting: i64,
    /// Daily signatures that were checked.
    pub heads: usize,
    /// The code of the last seal, of today; `None` where nothing is sealed.
    pub code: Option<Code>,
    /// Of the keys that signed: to be compared with what was printed.
    pub fingerprints: Vec<String>,
    /// When the database last came out of a backup, and `seal:` with the seal that the backup came to.
    pub restored: Option<(Instant, String)>,
    /// The first broken link.
    pub broken: Option<Broken>,
}

/// A link that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The seal of this number is not there; the next that is.
    SealGone {
        seal: i64,
        next: i64,
    },
    SealUnreadable {
        seal: i64,
    },
    /// A sealed event is not there any more; when the one before it in the same seal was.
    EventGone {
        seal: i64,
        event: i64,
        at: Option<Instant>,
    },
    /// Its columns do not give the digest that was kept with it.
    EventChanged {
        seal: i64,
        event: i64,
        at: Instant,
    },
    /// The digest does not follow from what it seals and the seal before.
    SealWrong {
        seal: i64,
        event: i64,
        at: Option<Instant>,
    },
    SealedTwice {
        event: i64,
        seal: i64,
    },
    /// Events that no seal knows, so many; the first.
    Unsealed {
        event: i64,
        at: Option<Instant>,
        many: usize,
    },
    /// What waits for its seal is not what was done.
    WaitingWrong {
        event: i64,
    },
    HeadForged {
        day: Day,
        seal: i64,
    },
    /// The head before it was taken away or replaced.
    HeadOutOfLine {
        day: Day,
        seal: i64,
    },
    /// It was signed over another digest than the chain has now.
    HeadOfOtherChain {
        day: Day,
        seal: i64,
    },
    /// More was sealed when it was signed than is there.
    HeadBeyond {
        day: Day,
        seal: i64,
        last: i64,
    },
    /// More heads were signed than there are; the last that is.
    HeadsGone {
        last: usize,
    },
    CodeOfOtherChain {
        day: Day,
        seal: i64,
    },
    CodeBeyond {
        day: Day,
        seal: i64,
        last: i64,
    },
    KeyForged {
        key: i64,
    },
    /// The mark outside the database was not written under the key of this installation.
    MarkForged,
    MarkOfOtherChain {
        day: Day,
        seal: i64,
    },
    /// More was sealed when the mark was written than is there.
    MarkBeyond {
        at: Instant,
        seal: i64,
        last: i64,
    },
    /// Something that is there was made by an event that is not.
    Missed {
        event: i64,
        by: &'static str,
    },
    /// An export whose text was changed; the lines between which it happened.
    TextChanged {
        from: usize,
        to: usize,
    },
    ExportCut,
    ExportForged,
    ExportUnreadable {
        line: usize,
    },
}

fn about(at: Option<Instant>) -> String {
    at.map(|at| format!("（{}）", at.zh())).unwrap_or_default()
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SealGone { seal, next } => {
                write!(f, "第{seal}个封印不见了，往后找到的是第{next}个")
            }
            Self::SealUnreadable { seal } => write!(f, "第{seal}个封印的内容被改过，读不出来"),
            Self::EventGone { seal, event, at } => {
                let near = at.map_or(String::new(), |at| format!("，它前一条是{}的", at.zh()));
                write!(f, "第{event}号记录被删了。它封在第{seal}个封印里{near}")
            }
            Self::EventChanged { seal, event, at } => {
                let at = about(Some(*at));
                write!(f, "第{event}号记录{at}被改过，与封在第{seal}个封印里的不一样")
            }
            Self::SealWrong { seal, event, at } => {
                let at = about(*at);
                write!(f, "第{seal}个封印与它封住的记录对不上，从第{event}号记录{at}起")
            }
            Self::SealedTwice { event, seal } => {
                write!(f, "第{event}号记录被封了两次，第二次在第{seal}个封印里")
            }
            Self::Unsealed { event, at, many } => {
                let at = about(*at);
                write!(f, "有{many}条记录不在任何封印里，最早的是第{event}号{at}")?;
                f.write_str("：是后来添进去的，或者封住它们的封印被删了")
            }
            Self::WaitingWrong { event } => {
                write!(f, "等着封印的第{event}号记录被改过，或者已经不在了")
            }
            _ => self.head_words(f),
        }
    }
}

impl Broken {
    /// The same, with when it happened where that can be asked.
    pub(crate) fn with_moment<E>(
        mut self,
        ask: impl FnOnce(i64) -> Result<Option<Instant>, E>,
    ) -> Result<Self, E> {
        if let Self::SealWrong { event, at, .. } = &mut self {
            *at = ask(*event)?;
        }
        Ok(self)
    }

    fn head_words(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeadForged { day, seal } => {
                write!(f, "{}的签名（到第{seal}个封印）是假的，或者被改过", day.zh())
            }
            Self::HeadOutOfLine { day, seal } => {
                let day = day.zh();
                write!(f, "{day}的签名（到第{seal}个封印）接不上前一个：前面的签名被删过或换过")
            }
            Self::HeadOfOtherChain { day, seal } => {
                let day = day.zh();
                write!(f, "{day}签名时的第{seal}个封印与现在的不一样：那以前的记录被换过")
            }
            Self::HeadBeyond { day, seal, last } => {
                let day = day.zh();
                write!(f, "末尾被截掉了：{day}签名时已有{seal}个封印，现在只有{last}个")
            }
            Self::HeadsGone { last } => {
                write!(f, "第{last}个以后的每日签名被删了：审计记录里写着签过")
            }
            Self::CodeOfOtherChain { day, seal } => {
                let day = day.zh();
                write!(f, "{day}的封印码对不上：第{seal}个封印与现在的不一样，那以前的记录被换过")
            }
            Self::CodeBeyond { day, seal, last } => {
                let day = day.zh();
                write!(f, "末尾被截掉了：{day}的封印码是第{seal}个封印，现在只有{last}个")
            }
            Self::KeyForged { key } => {
                write!(f, "第{key}把签名公钥与主密钥下的私钥不是一对，被换过")
            }
            _ => self.mark_words(f),
        }
    }

    fn mark_words(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MarkForged => f.write_str("数据库外的末端标记是假的，或者被改过"),
            Self::MarkOfOtherChain { day, seal } => {
                let day = day.zh();
                write!(f, "{day}的末端标记对不上：第{seal}个封印与现在的不一样，那以前的记录被换过")
            }
            Self::MarkBeyond { at, seal, last } => {
                let at = at.zh();
                write!(f, "末尾被截掉了：{at}的末端标记是第{seal}个封印，现在只有{last}个")
            }
            Self::Missed { event, by } => {
                write!(f, "第{event}号记录不见了：{by}里还写着它，末尾被截掉过")
            }
            _ => self.export_words(f),
        }
    }

    fn export_words(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TextChanged { from, to } => {
                write!(f, "导出文件第{from}行到第{to}行之间被改过")
            }
            Self::ExportCut => f.write_str("导出文件不完整：没有最后的签名行，末尾被截掉了"),
            Self::ExportForged => {
                f.write_str("导出文件最后的签名对不上：文件被改过，或者签名是假的")
            }
            Self::ExportUnreadable { line } => {
                write!(f, "导出文件第{line}行读不出来，不是本程序写的样子")
            }
            _ => f.write_str("链条断了"),
        }
    }
}
