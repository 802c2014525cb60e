//! One directive as an addressed unit has it: drafted from it, linked to a record, or said why not; answered, helped.

mod actions;
mod pages;
pub(crate) mod store;

use act::{Ctx, Error, Result};
use calendar::{Day, Instant};
use db::Read;
use serde::Deserialize;

pub use self::actions::{fitting_in, link_in, say_in};
pub(crate) use self::{
    actions::{ANSWER, DRAFT, EXPLAIN, HELP, LINK, UNLINK, say},
    pages::routes,
};

/// What is said about a directive, or by and to one unit about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    LeftOut,
    /// The unit says why it cannot, and until when.
    Why,
    Accepted,
    /// The issuer does not accept, and says what then.
    Answered,
    Help,
    Withdrawn,
}

impl Word {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::LeftOut => "left_out",
            Self::Why => "why",
            Self::Accepted => "accepted",
            Self::Answered => "answered",
            Self::Help => "help",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::LeftOut => "不列入",
            Self::Why => "说明",
            Self::Accepted => "同意",
            Self::Answered => "答复",
            Self::Help => "上级愿意帮忙",
            Self::Withdrawn => "撤回",
        }
    }
}

/// Something that was said, opened.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) sort: Word,
    pub(crate) until_on: Option<Day>,
    pub(crate) at: Instant,
    pub(crate) by: String,
    pub(crate) words: String,
}

/// What stands where nobody can read the words any more.
pub(crate) const GONE: &str = "原话已按期限销毁";

/// Oldest first. About one unit, with what is about all of it.
pub(crate) fn said(ctx: &Ctx, read: &Read, directive: i64, unit: Option<i64>) -> Result<Vec<Said>> {
    store::words(read, directive, unit)?
        .into_iter()
        .map(|row| {
            let words = row.reason.words(&ctx.core.keys, row.event)?;
            Ok(Said {
                sort: row.sort,
                until_on: row.until_on,
                at: row.said_at,
                by: row.name.unwrap_or_default(),
                words: words.unwrap_or_else(|| GONE.to_owned()),
            })
        })
        .collect()
}

/// Whom the issuer has left out, each with why.
pub(crate) fn left_out(ctx: &Ctx, read: &Read, directive: i64) -> Result<Vec<String>> {
    let of_all = said(ctx, read, directive, None)?;
    let lines = of_all.iter().filter(|it| it.sort == Word::LeftOut);
    Ok(lines.flat_map(|it| it.words.lines().map(str::to_owned).collect::<Vec<_>>()).collect())
}

/// *NotFound* for whoever sees neither the unit nor that it is addressed.
pub(crate) fn find(
    ctx: &Ctx,
    read: &Read,
    (directive, unit): (i64, i64),
) -> Result<store::Addressed> {
    store::find(read, &ctx.sight(&crate::SEE), (directive, unit), ctx.today)?.ok_or(Error::NotFound)
}
