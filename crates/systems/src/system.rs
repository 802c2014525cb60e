//! What the office calls a system: one row of docs/requirements.md, `systems/R15/system.toml`.

use serde::{Deserialize, Serialize};

/// How openly a thing may lie about; nothing above exists here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    Public,
    Internal,
    WorkSecret,
}

impl Label {
    pub fn key(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::WorkSecret => "work_secret",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Public => "公开",
            Self::Internal => "内部",
            Self::WorkSecret => "工作秘密",
        }
    }
}

/// The network in which an installation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// 互联网·政务外网
    Government,
    /// 公安信息网
    Police,
}

impl Zone {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Government => "互联网·政务外网",
            Self::Police => "公安信息网",
        }
    }
}

/// How long its papers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Retention {
    #[serde(rename = "permanent")]
    Permanent,
    #[serde(rename = "30y")]
    Years30,
    #[serde(rename = "10y")]
    Years10,
}

impl Retention {
    /// Longer than anything for what is kept for ever.
    pub(crate) fn years(self) -> i32 {
        match self {
            Self::Permanent => i32::MAX,
            Self::Years30 => 30,
            Self::Years10 => 10,
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Permanent => "永久",
            Self::Years30 => "30年",
            Self::Years10 => "10年",
        }
    }
}

/// One `system.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Its folder's name: `R15`.
    #[serde(skip)]
    pub key: String,
    /// As the speech calls it.
    pub title: String,
    /// What it does, in a sentence for who decides about switching it on.
    pub summary: String,
    /// Key of the text in regulations/texts.toml. Without one a city or above must switch it on.
    pub national_text: Option<String>,
    pub label: Label,
    pub zones: Vec<Zone>,
    pub retention: Retention,
}

impl System {
    /// Runs on a fresh installation (invariant 11).
    pub fn is_default_on(&self) -> bool {
        self.national_text.is_some()
    }
}
