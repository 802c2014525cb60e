//! How far a file may be passed on.

use serde::{Deserialize, Serialize};

/// Nothing marked 秘密 or above has a label here: it does not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    Public,
    Internal,
    WorkSecret,
}

impl Label {
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::WorkSecret];

    pub fn key(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::WorkSecret => "work_secret",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Public => "公开",
            Self::Internal => "内部",
            Self::WorkSecret => "工作秘密",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.key() == key)
    }
}
