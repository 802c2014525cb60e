//! Values by date: a number, a share or a word that a text fixes.

use crate::source::Place;
use crate::text::Confidence;
use calendar::Day;
use serde::{Deserialize, Deserializer};

/// A share as the text says it: four fifths are 4 of 5, never 80 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    pub num: i64,
    pub den: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compare {
    MoreThan,
    AtLeast,
    AtMost,
    FewerThan,
}

impl Compare {
    pub fn zh(self) -> &'static str {
        match self {
            Self::MoreThan => "超过",
            Self::AtLeast => "不少于",
            Self::AtMost => "不超过",
            Self::FewerThan => "少于",
        }
    }

    fn holds<T: PartialOrd>(self, left: T, right: T) -> bool {
        match self {
            Self::MoreThan => left > right,
            Self::AtLeast => left >= right,
            Self::AtMost => left <= right,
            Self::FewerThan => left < right,
        }
    }
}

/// A share and how a part must compare with it. Exact in whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Threshold {
    pub share: Share,
    pub compare: Compare,
}

impl Threshold {
    /// *False* also where there is nobody to be a part of.
    pub fn met(self, part: i64, whole: i64) -> bool {
        let (left, right) = self.sides(part, whole);
        whole > 0 && self.compare.holds(left, right)
    }

    fn sides(self, part: i64, whole: i64) -> (i128, i128) {
        let times = |a: i64, b: i64| i128::from(a) * i128::from(b);
        (times(part, self.share.den), times(whole, self.share.num))
    }

    /// The smallest part that meets a "more than" or a "not fewer than".
    pub fn fewest(self, whole: i64) -> i64 {
        let exact = i128::from(whole) * i128::from(self.share.num);
        let den = i128::from(self.share.den);
        let fewest = match self.compare {
            Compare::MoreThan => exact / den + 1,
            Compare::AtLeast => (exact + den - 1) / den,
            Compare::AtMost | Compare::FewerThan => 0,
        };
        fewest as i64
    }

    /// `超过二分之一`
    pub fn zh(self) -> String {
        format!("{}{}", self.compare.zh(), self.share.zh())
    }
}

impl Share {
    /// `半数`, `三分之二`, or `12/100` where the words would be long.
    pub fn zh(self) -> String {
        const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let word =
            |n: i64| usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).filter(|w| !w.is_empty());
        match (word(self.num), word(self.den)) {
            _ if self == (Self { num: 1, den: 2 }) => "半数".to_owned(),
            (Some(num), Some(den)) => format!("{den}分之{num}"),
            _ => format!("{}/{}", self.num, self.den),
        }
    }
}

/// What a value says between two days.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    #[serde(deserialize_with = "day")]
    pub from: Day,
    /// The last day on which it holds.
    #[serde(default, deserialize_with = "maybe_day")]
    pub to: Option<Day>,
    /// A whole number, a share `"4/5"`, or a word.
    pub is: toml::Value,
    pub compare: Option<Compare>,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub article: String,
    pub confidence: Confidence,
    #[serde(default)]
    pub note: String,
}

impl Dated {
    pub fn in_force(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    pub fn number(&self) -> Option<i64> {
        self.is.as_integer()
    }

    pub fn word(&self) -> Option<&str> {
        self.is.as_str()
    }

    pub fn share(&self) -> Option<Share> {
        let (num, den) = self.word()?.split_once('/')?;
        let share = Share { num: num.trim().parse().ok()?, den: den.trim().parse().ok()? };
        (share.den > 0 && share.num >= 0).then_some(share)
    }

    /// `None` where it is no share, or has no `compare`.
    pub fn threshold(&self) -> Option<Threshold> {
        Some(Threshold { share: self.share()?, compare: self.compare? })
    }

    /// Does so much meet it? `whole` is asked of a share only. `None` where there is nothing to compare with.
    pub fn meets(&self, measured: i64, whole: Option<i64>) -> Option<bool> {
        match (self.threshold(), self.number(), self.compare, whole) {
            (Some(share), _, _, Some(whole)) => Some(share.met(measured, whole)),
            (None, Some(number), Some(compare), None) => Some(compare.holds(measured, number)),
            _ => None,
        }
    }

    /// As a person reads it: `超过半数`, `7`.
    pub fn zh(&self) -> String {
        let compare = self.compare.map_or("", Compare::zh);
        match (self.share(), self.number(), self.word()) {
            (Some(share), _, _) => format!("{compare}{}", share.zh()),
            (_, Some(number), _) => format!("{compare}{number}"),
            (_, _, Some(word)) => word.to_owned(),
            _ => self.is.to_string(),
        }
    }
}

/// One value file with all its versions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    #[serde(skip)]
    pub key: String,
    pub title: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub rule_ids: Vec<String>,
    #[serde(rename = "value")]
    pub versions: Vec<Dated>,
    #[serde(skip)]
    pub place: Place,
}

impl Value {
    pub fn at(&self, day: Day) -> Option<&Dated> {
        self.versions.iter().find(|v| v.in_force(day))
    }
}

/// Why a value cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoValue {
    #[error("条例里没有“{0}”这个数值")]
    Unknown(String),
    #[error("“{key}”在{}没有有效的数值", day.zh())]
    NotInForce { key: String, day: Day },
    #[error("“{0}”不是所要的那种数值")]
    Shape(String),
}

/// A bare TOML date.
pub(crate) fn day<'de, D: Deserializer<'de>>(input: D) -> Result<Day, D::Error> {
    let date = toml::value::Datetime::deserialize(input)?;
    date.to_string().parse().map_err(serde::de::Error::custom)
}

pub(crate) fn maybe_day<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Day>, D::Error> {
    day(input).map(Some)
}
