//! How long each kind of personal data is kept (`personal.toml`, `[[keep]]`): from what event, how long, what
//! then, by which text.

use calendar::Day;
use serde::Deserialize;
use toml::Spanned;

/// One `[[keep]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// By what the work that carries it out knows it.
    pub(crate) key: Spanned<String>,
    pub title: String,
    /// Classes of personal data that it is about; none for what only its owner sees.
    pub(crate) classes: Vec<Spanned<String>>,
    pub from: Since,
    pub(crate) period: Spanned<Period>,
    pub then: Then,
    /// For the person himself, in plain words; `{period}` stands for the period.
    pub(crate) words: String,
    /// Why something of it stays, and where.
    #[serde(default)]
    pub stays: String,
    pub basis: String,
    pub confidence: Confidence,
}

impl Keep {
    pub fn key(&self) -> &str {
        self.key.get_ref()
    }

    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.classes.iter().map(|class| class.get_ref().as_str())
    }

    pub fn period(&self) -> Period {
        *self.period.get_ref()
    }

    pub fn words(&self) -> String {
        self.words.replace("{period}", &self.period().zh())
    }

    /// `None` for a period that is not counted in days.
    pub fn days(&self) -> Option<i64> {
        match self.period() {
            Period::Days(days) => Some(days.into()),
            _ => None,
        }
    }

    /// The last day on which something may have begun that is past its period on `today`; `None` where nothing
    /// is taken away by itself.
    pub fn until(&self, today: Day) -> Option<Day> {
        match (self.then, self.period()) {
            (Then::Erase, Period::Days(days)) => Some(today.plus_days(-days)),
            (Then::Erase, Period::Years(years)) => Some(today.plus_months(-12 * years)),
            _ => None,
        }
    }
}

/// What a period is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    Left,
    Answered,
    Closed,
    Ended,
    Saved,
    Ready,
    Asked,
    Sent,
    Went,
    Held,
    Happened,
    Talked,
}

impl Since {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Left => "在本系统内的组织关系结束（转出、出党或者登记撤销）",
            Self::Answered => "答复",
            Self::Closed => "账号停用",
            Self::Ended => "登录结束",
            Self::Saved => "最后一次保存",
            Self::Ready => "文件生成",
            Self::Asked => "申请导出",
            Self::Sent => "发出",
            Self::Went => "导出",
            Self::Held => "会议、活动或者文件办结",
            Self::Happened => "发生",
            Self::Talked => "谈过，或者最后一次有动静",
        }
    }
}

/// How long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Period {
    Days(i32),
    Years(i32),
    Permanent,
    /// As `retention` of each kind of record says.
    Records,
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let number = |end: char| text.strip_suffix(end)?.parse().ok().filter(|it| *it > 0);
        match (text.as_str(), number('d'), number('y')) {
            ("permanent", _, _) => Ok(Self::Permanent),
            ("records", _, _) => Ok(Self::Records),
            (_, Some(days), _) => Ok(Self::Days(days)),
            (_, _, Some(years)) => Ok(Self::Years(years)),
            _ => Err("期限写成 30d、3y、permanent 或者 records".into()),
        }
    }
}

impl Period {
    pub fn zh(self) -> String {
        match self {
            Self::Days(days) => format!("{days}天"),
            Self::Years(years) => format!("{years}年"),
            Self::Permanent => "永久".into(),
            Self::Records => "各种记录自己的保管期限".into(),
        }
    }
}

/// What becomes of it after its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// By the nightly job.
    Erase,
    /// Who keeps the archives looks at it first; the machine takes nothing away.
    Appraise,
    Stay,
}

impl Then {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Erase => "夜里自动清除",
            Self::Appraise => "由档案部门鉴定，不自动销毁",
            Self::Stay => "一直保存",
        }
    }
}

/// Where a period comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The text was at hand.
    Found,
    /// From memory, to be checked against the text.
    Recalled,
    /// No text fixes it: this product's own choice, as short as the purpose allows.
    Own,
}

impl Confidence {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Found => "有原文",
            Self::Recalled => "凭记忆，待核对原文",
            Self::Own => "法规没有定数，本系统取的值，可由单位改",
        }
    }
}
