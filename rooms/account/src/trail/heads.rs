//! 每日签名: every signed head with its code, to be printed and kept on paper.

use act::{Ctx, Result};
use askama::Template;
use audit::Head;
use calendar::Day;
use db::Read;
use web::{
    Markup, Page, Pager, Req, Section, Todo, Urgency, parts,
    parts::{State, tag},
};

const PER_PAGE: i64 = 31;
/// A server that ran yesterday and not yet today has signed yesterday.
const DAYS_AT_MOST: i32 = 1;

/// A head as people read it.
pub(crate) struct Signed {
    pub(crate) day: Day,
    pub(crate) at: String,
    pub(crate) seal: i64,
    pub(crate) events: i64,
    pub(crate) code: String,
}

impl From<Head> for Signed {
    fn from(head: Head) -> Self {
        let code = head.code().to_string();
        let Head { day, signed_at, seal, events, .. } = head;
        Self { day, at: signed_at.zh(), seal, events, code }
    }
}

#[derive(Template)]
#[template(path = "trail/heads.html")]
struct List {
    nav: crate::Nav,
    scope: Markup,
    heads: Vec<Signed>,
    fingerprints: Vec<(i64, String)>,
    pager: Markup,
}

pub(super) fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let total = audit::count_heads(read)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let heads = audit::heads_on_page(read, pager.offset(), PER_PAGE)?;
    let page = List {
        nav: crate::Nav::on(ctx, "/admin/audit/heads"),
        scope: parts::scope("审计记录的每日签名，新的在前", &pager.words("个")),
        heads: heads.into_iter().map(Signed::from).collect(),
        fingerprints: audit::fingerprints(read)?,
        pager: parts::pager(req, pager),
    };
    let page = Page::of("每日签名", &page)?.section(Section::Admin);
    Ok(page.under([("审计记录", "/admin/audit")]))
}

pub(super) fn last(read: &Read) -> Result<Option<Signed>> {
    Ok(audit::heads_on_page(read, 0, 1)?.pop().map(Signed::from))
}

/// Signing has stopped: the job failed, or nobody has looked after it.
pub(super) fn overdue(today: Day, last: Option<&Signed>) -> Option<Todo> {
    let last = last?;
    (last.day.days_until(today) > DAYS_AT_MOST).then(|| Todo {
        title: "审计记录的每日签名停了".into(),
        tag: tag(State::Late, "要看一下"),
        words: format!("最后一个是{}签的。请系统管理员看“后台任务”", last.day.zh()),
        why: None,
        actions: vec![("看每日签名".into(), "/admin/audit/heads".into())],
        due: None,
        urgency: Urgency::Late,
    })
}
