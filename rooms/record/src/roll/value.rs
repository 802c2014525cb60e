//! The roll of a closed record as one value: `9001+1 9002+ltravel 9003-a`.

use std::fmt::Write as _;

use people::LeaveWord;

/// How somebody stands to a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// Came, to this session (from 1).
    Came(i64),
    /// With a leave word, where one was given.
    Leave(Option<LeaveWord>),
    Absent,
    /// 不计应到: the meeting agreed not to count him.
    Uncounted(Option<LeaveWord>),
}

impl Presence {
    pub fn came(&self) -> bool {
        matches!(self, Self::Came(_))
    }

    /// `到会`, `请假（出差）`, `缺席`, `不计应到（病假）`
    pub fn zh(&self) -> String {
        match self {
            Self::Came(1) => "到会".into(),
            Self::Came(session) => format!("到会（第{session}场）"),
            Self::Leave(word) => with_word("请假", *word),
            Self::Absent => "缺席".into(),
            Self::Uncounted(word) => with_word("不计应到", *word),
        }
    }

    pub fn word(&self) -> Option<LeaveWord> {
        match self {
            Self::Leave(word) | Self::Uncounted(word) => *word,
            Self::Came(_) | Self::Absent => None,
        }
    }

    /// Key of the state in forms and rows.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Came(_) => "came",
            Self::Leave(_) => "leave",
            Self::Absent => "absent",
            Self::Uncounted(_) => "uncounted",
        }
    }

    /// Out of a key, a word's key, and a session from 1.
    pub fn of(key: &str, word: &str, session: i64) -> Self {
        let word = LeaveWord::from_key(word);
        match key {
            "leave" => Self::Leave(word),
            "absent" => Self::Absent,
            "uncounted" => Self::Uncounted(word),
            _ => Self::Came(session.max(1)),
        }
    }
}

fn with_word(state: &str, word: Option<LeaveWord>) -> String {
    word.map_or_else(|| state.to_owned(), |word| format!("{state}（{}）", word.zh()))
}

/// One person of the roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub person: i64,
    pub votes: bool,
    pub presence: Presence,
}

/// What the roll adds up to. Whoever is not counted stands in none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub expected: i64,
    pub present: i64,
    pub voters: i64,
    pub voters_present: i64,
}

impl Counts {
    pub fn of(roll: &[Entry]) -> Self {
        let mut counts = Self::default();
        for entry in roll.iter().filter(|it| !matches!(it.presence, Presence::Uncounted(_))) {
            let (came, votes) = (i64::from(entry.presence.came()), i64::from(entry.votes));
            counts.expected += 1;
            counts.present += came;
            counts.voters += votes;
            counts.voters_present += came * votes;
        }
        counts
    }
}

/// The roll as one text, in the order given (which is the official one).
pub fn write(roll: &[Entry]) -> String {
    let mut text = String::with_capacity(roll.len() * 22);
    for entry in roll {
        let vote = if entry.votes { '+' } else { '-' };
        let space = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{space}{}{vote}", entry.person);
        let _ = match &entry.presence {
            Presence::Came(session) => write!(text, "{session}"),
            Presence::Leave(word) => write!(text, "l{}", key(*word)),
            Presence::Absent => write!(text, "a"),
            Presence::Uncounted(word) => write!(text, "x{}", key(*word)),
        };
    }
    text
}

fn key(word: Option<LeaveWord>) -> &'static str {
    word.map_or("", LeaveWord::key)
}

/// The other way. What is no entry is left out: only [`write`] makes rolls.
pub fn read(text: &str) -> Vec<Entry> {
    text.split(' ').filter_map(entry).collect()
}

fn entry(text: &str) -> Option<Entry> {
    let sign = text.find(['+', '-'])?;
    let (person, rest) = (text[..sign].parse().ok()?, &text[sign + 1..]);
    let word = || LeaveWord::from_key(&rest[1..]);
    let presence = match rest.chars().next()? {
        'l' => Presence::Leave(word()),
        'a' => Presence::Absent,
        'x' => Presence::Uncounted(word()),
        _ => Presence::Came(rest.parse().ok()?),
    };
    Some(Entry { person, votes: text.as_bytes()[sign] == b'+', presence })
}

/// Binds the roll to its record: neither can be exchanged unseen.
pub fn digest(record: i64, roll: &str) -> [u8; 32] {
    crypto::sm3(format!("{record}:{roll}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(person: i64, votes: bool, presence: Presence) -> Entry {
        Entry { person, votes, presence }
    }

    #[test]
    fn a_roll_is_read_as_it_was_written() {
        let roll = [
            one(7, true, Presence::Came(1)),
            one(8, true, Presence::Came(2)),
            one(9, false, Presence::Leave(Some(LeaveWord::Travel))),
            one(10, true, Presence::Absent),
            one(11, true, Presence::Uncounted(Some(LeaveWord::Sick))),
        ];
        assert_eq!(write(&roll), "7+1 8+2 9-ltravel 10+a 11+xsick");
        assert_eq!(read(&write(&roll)), roll);
        assert_eq!(read(""), []);
    }

    #[test]
    fn sessions_are_counted_once_and_the_uncounted_not_at_all() {
        let roll = read("7+1 8+2 9-ltravel 10+a 11+xsick 12-1");
        let counts = Counts { expected: 5, present: 3, voters: 3, voters_present: 2 };
        assert_eq!(Counts::of(&roll), counts);
    }

    #[test]
    fn the_same_roll_of_another_record_has_another_digest() {
        assert_ne!(digest(1, "7+1"), digest(2, "7+1"));
        assert_ne!(digest(1, "7+1"), digest(1, "7+a"));
    }
}
