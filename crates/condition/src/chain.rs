//! The end of the audit chain: the last signed head, and whether the mark outside the database agrees.

use std::path::Path;

use act::{Ctx, Result};
use audit::{Head, Marked};
use calendar::Instant;
use db::Read;

use crate::Finding;

/// The mark should be there and is not. Whoever cuts the end off would take the mark away as well.
pub fn no_mark() -> Finding {
    let advice = "刚升级的，启动一次服务就有；原来有的，是被人删了，按末尾可能被截掉处理：\
                  用日志里或纸上最近的封印码核对（guantong audit verify --code 封印码）";
    Finding::look("数据目录里没有末端标记（audit.mark）", advice)
}

/// Heads are signed once a day; a day and a half without one means that nobody did.
const OLD_SECONDS: i64 = 36 * 3600;

/// How far the chain has come.
#[derive(Debug)]
pub struct Chain {
    /// The last that was signed.
    pub head: Option<Head>,
    marks: Vec<Marked>,
    is_empty: bool,
}

impl Chain {
    pub fn of(ctx: &Ctx, read: &Read, data: &Path) -> Result<Self> {
        let marks = audit::check_marks(ctx, read, data)?;
        let is_missing = marks.contains(&Marked::Missing);
        Ok(Self {
            head: audit::heads_on_page(read, 0, 1)?.pop(),
            is_empty: is_missing && !audit::is_begun(read)?,
            marks,
        })
    }

    /// Seconds since the last head was signed.
    pub fn age_seconds(&self, now: Instant) -> Option<i64> {
        Some(self.head.as_ref()?.signed_at.seconds_until(now))
    }

    /// *False* also where the mark is missing.
    pub fn is_marked(&self) -> bool {
        self.is_empty
            || self.marks.iter().all(|it| !matches!(it, Marked::Missing | Marked::Broken(_)))
    }

    /// When the mark was written.
    pub fn marked_at(&self) -> Option<Instant> {
        self.marks.iter().find_map(|it| match it {
            Marked::Follows(mark) => Some(mark.at),
            _ => None,
        })
    }

    /// What is wrong with the marks, and what to do.
    pub fn broken(&self) -> Option<Finding> {
        self.marks.iter().find_map(|it| match it {
            Marked::Missing if !self.is_empty => Some(no_mark()),
            Marked::Broken(broken) => Some(Finding::look(
                broken.to_string(),
                "保留现场，报告安全审计员；全部重算：guantong audit verify",
            )),
            _ => None,
        })
    }

    pub fn finding(&self, now: Instant) -> Finding {
        if let Some(broken) = self.broken() {
            return broken;
        }
        let Some(head) = &self.head else {
            return Finding::good("还没有签过每日签名；服务开着，有了操作记录就签");
        };
        let words = format!("最近一次{}，封印码{}", head.day.zh(), head.code());
        if self.age_seconds(now).is_some_and(|it| it > OLD_SECONDS) {
            let advice = "服务开着，每天0:10签一次。刚启动的等一分钟再看；一直开着的，看“后台任务”里有没有没做成的";
            return Finding::look(format!("{words}。以后没有再签"), advice);
        }
        Finding::good(format!("{words}{}", self.mark_words()))
    }

    /// What is right with the mark.
    fn mark_words(&self) -> &'static str {
        match self.marks.first() {
            Some(Marked::Follows(_)) => "；数据库外的末端标记对得上",
            Some(Marked::BeforeRestore(..)) => {
                "；数据库外的末端标记是从备份恢复以前的，服务开着就换新的"
            }
            _ => "",
        }
    }
}
