//! The register of texts: which regulation, which version, in force from when.

use crate::source::Place;
use calendar::PartDay;
use serde::Deserialize;

/// How sure we are of a number or an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Read in the text itself.
    Found,
    /// Read in a second-hand source.
    Second,
    /// From memory; to be checked.
    Recalled,
    /// The text is silent; this is how it is usually done, or how we do it.
    Convention,
}

impl Confidence {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Found => "已核",
            Self::Second => "转引核对",
            Self::Recalled => "凭记忆，待核",
            Self::Convention => "条文未写明，按通行做法",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextStatus {
    InForce,
    Superseded,
}

/// One version of one regulation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub key: String,
    pub title: String,
    /// Document number, where known.
    #[serde(default)]
    pub number: String,
    pub issued: Option<PartDay>,
    pub effective: Option<PartDay>,
    pub superseded: Option<PartDay>,
    pub status: TextStatus,
    pub confidence: Confidence,
    #[serde(default)]
    pub note: String,
    #[serde(skip)]
    pub place: Place,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextFile {
    #[serde(default)]
    pub(crate) text: Vec<Text>,
}
