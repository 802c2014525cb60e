//! Days, instants, periods and working days; the only crate that names the date library.

mod clock;
mod day;
mod festivals;
mod instant;
mod part_day;
mod period;
mod workdays;

pub use clock::Clock;
pub use day::Day;
pub use instant::Instant;
pub use part_day::PartDay;
pub use period::{Period, PeriodKind};
pub use workdays::{BrokenWorkdays, Deadline, Workdays};

/// A text that is not the date, time or period it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”不是{wanted}")]
pub struct ParseError {
    text: String,
    wanted: &'static str,
}

impl ParseError {
    fn new(text: &str, wanted: &'static str) -> Self {
        Self { text: text.to_owned(), wanted }
    }
}

/// Serde for a type whose text is its `Display` and `FromStr`.
macro_rules! as_text {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(input)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{self}")
            }
        }
    };
}
use as_text;
