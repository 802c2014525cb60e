//! A task of an entry: of a post of the same unit with a last day of its own, or of units below, and then it is a directive.

mod actions;
mod form;
mod list;
mod pages;
pub(crate) mod store;

use act::{Ctx, Power, Powers, Result};
use calendar::{Day, Instant};
use db::Read;
use serde::Deserialize;
use systems::Systems;
use web::{
    Markup,
    parts::{self, State},
};

pub use self::actions::{
    NewTask, Outcome, add_directive_in, add_in, ask_more_in, progress_in, report_in, settle_in,
};
pub(crate) use self::{
    actions::{ACCEPT, ANSWER, EXTEND, HELP, PROGRESS, REPORT, Word, say, tell_holders},
    list::{Under, under},
    pages::routes,
};
use crate::directive::{Figures, Serving};

/// With how it stands today and, of a directive, how its units stand.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Task {
    pub(crate) id: i64,
    pub(crate) instruction: i64,
    pub(crate) unit: i64,
    pub(crate) words: String,
    pub(crate) post: Option<String>,
    pub(crate) directive: Option<i64>,
    /// As it was set; of a directive its last day.
    pub(crate) due_on: Day,
    /// With the time that was given since.
    pub(crate) last_on: Day,
    pub(crate) kinds: String,
    pub(crate) reported_on: Option<Day>,
    pub(crate) reported_by: Option<i64>,
    pub(crate) record: Option<i64>,
    pub(crate) more: Option<String>,
    pub(crate) more_until: Option<Day>,
    pub(crate) version: i64,
    pub(crate) stand: Stand,
    /// Somebody was later than the last day.
    pub(crate) is_late: bool,
    /// Nobody holds the post today.
    pub(crate) is_vacant: bool,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    pub(crate) unit_name: String,
    pub(crate) number: String,
}

impl Task {
    pub(crate) fn url(&self) -> String {
        format!("/instructions/tasks/{}", self.id)
    }

    /// Where its page is: of a directive that of the directive.
    pub(crate) fn page(&self) -> String {
        self.directive.map_or_else(|| self.url(), |it| format!("/directives/{it}"))
    }

    /// `副书记`, `下级12个组织`
    pub(crate) fn who(&self, ctx: &Ctx) -> String {
        match &self.post {
            Some(post) => post_zh(ctx, post),
            None => format!("下级{}个组织", self.figures.addressed),
        }
    }

    pub(crate) fn tag(&self) -> Markup {
        self.stand.tag(self.is_late)
    }

    pub(crate) fn stand_zh(&self) -> &'static str {
        if self.stand == Stand::Done && self.is_late { "逾期办结" } else { self.stand.zh() }
    }

    /// `已开展8，有说明1，还没有3`; "" for a post's.
    pub(crate) fn progress(&self) -> String {
        if self.directive.is_none() {
            return String::new();
        }
        let of = self.figures;
        let counted = [
            ("已开展", of.held),
            ("有说明", of.said + of.exempt),
            ("还没有", of.open),
            ("逾期", of.overdue),
        ];
        let words = counted.iter().filter(|(words, n)| *n > 0 || *words == "已开展");
        words.map(|(words, n)| format!("{words}{n}")).collect::<Vec<_>>().join("，")
    }

    /// The records that prove it; empty: an account in words.
    pub(crate) fn serving(&self) -> Vec<Serving> {
        self.kinds.split(' ').filter_map(Serving::parse).collect()
    }

    pub(crate) fn proof_zh(&self) -> String {
        let kinds = self.serving();
        if kinds.is_empty() {
            return "写一段办理情况".to_owned();
        }
        kinds.iter().map(Serving::zh).collect::<Vec<_>>().join("、")
    }

    /// Neither done nor over.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.stand, Stand::Open | Stand::Overdue | Stand::Said)
    }
}

/// `专职副书记`; the key itself where the post is known no longer.
pub(crate) fn post_zh(ctx: &Ctx, post: &str) -> String {
    let known = ctx.part::<Systems>().post(post);
    known.map_or_else(|| post.to_owned(), |it| it.title.clone())
}

/// How a task stands. Never ranked: lists go in the order of the tree and of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stand {
    Done,
    /// Said to be done, not accepted yet.
    Reported,
    /// Asked for more time, or was given it: why stands beside it.
    Said,
    Overdue,
    Open,
    /// The entry was closed, or the directive withdrawn, before it was done.
    Ended,
}

impl Stand {
    pub(crate) const ALL: [Self; 6] =
        [Self::Done, Self::Reported, Self::Said, Self::Open, Self::Overdue, Self::Ended];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Reported => "reported",
            Self::Said => "said",
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Ended => "ended",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Done => "已办结",
            Self::Reported => "已报，待认可",
            Self::Said => "有说明",
            Self::Overdue => "逾期",
            Self::Open => "在办",
            Self::Ended => "不再督办",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    pub(crate) fn tag(self, is_late: bool) -> Markup {
        let (state, words) = match self {
            Self::Done if is_late => (State::Done, "逾期办结"),
            Self::Done => (State::Done, self.zh()),
            Self::Reported => (State::Soon, self.zh()),
            Self::Said | Self::Ended => (State::Void, self.zh()),
            Self::Overdue => (State::Late, self.zh()),
            Self::Open => (State::Due, self.zh()),
        };
        parts::tag(state, words)
    }
}

/// Tasks counted by how they stand.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct Counts {
    pub(crate) total: i64,
    pub(crate) done: i64,
    pub(crate) reported: i64,
    pub(crate) said: i64,
    pub(crate) overdue: i64,
    pub(crate) open: i64,
    pub(crate) ended: i64,
}

impl Counts {
    pub(crate) fn add(&mut self, stand: Stand, count: i64) {
        self.total += count;
        *match stand {
            Stand::Done => &mut self.done,
            Stand::Reported => &mut self.reported,
            Stand::Said => &mut self.said,
            Stand::Overdue => &mut self.overdue,
            Stand::Open => &mut self.open,
            Stand::Ended => &mut self.ended,
        } += count;
    }
}

/// Posts of a unit of this kind that a task may be given to: those that may write how far it is.
pub(crate) fn posts(ctx: &Ctx, unit_kind: &str) -> Vec<(String, String)> {
    let powers = ctx.part::<Powers>();
    let may = |post: &str| powers.of(post).iter().any(|it: &Power| it.act == PROGRESS.key);
    let systems = ctx.part::<Systems>();
    systems
        .posts_in(unit_kind)
        .filter(|it| may(it.key()))
        .map(|it| (it.key().to_owned(), it.title.clone()))
        .collect()
}

/// Something that was said, opened.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) task: Option<i64>,
    pub(crate) sort: Word,
    pub(crate) post: String,
    pub(crate) until_on: Option<Day>,
    pub(crate) at: Instant,
    pub(crate) by: String,
    pub(crate) by_id: Option<i64>,
    pub(crate) words: String,
}

/// Oldest first: of one task, or of a whole entry.
pub(crate) fn said(
    ctx: &Ctx,
    read: &Read,
    (instruction, task): (i64, Option<i64>),
) -> Result<Vec<Said>> {
    store::words(read, instruction, task)?
        .into_iter()
        .map(|row| {
            let words = row.reason.words(&ctx.core.keys, row.event)?;
            Ok(Said {
                task: row.task,
                sort: row.sort,
                post: row.post,
                until_on: row.until_on,
                at: row.said_at,
                by: row.name.unwrap_or_default(),
                by_id: row.said_by,
                words: words.unwrap_or_else(|| crate::addressed::GONE.to_owned()),
            })
        })
        .collect()
}
