//! The administrator's page of background work that failed.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use jobs::{Failed, GIVE_UP, RETRY, SEE};
use web::{
    Door, Markup, Page, Pager, Reply, Req, Route, Section, Todo, Urgency, parts,
    parts::{State, tag},
};

const PER_PAGE: i64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/jobs", Door::See(SEE), list),
        Route::act("/admin/jobs/{id}/retry", RETRY, retry).again(list),
        Route::act("/admin/jobs/{id}/end", GIVE_UP, give_up).again(list),
    ]
}

#[derive(Template)]
#[template(path = "work/list.html")]
struct List {
    nav: crate::Nav,
    problems: Markup,
    scope: Markup,
    key: Markup,
    /// With what people call the work.
    failed: Vec<(&'static str, Failed)>,
    pager: Markup,
    can_retry: bool,
    can_give_up: bool,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let pager = Pager::of(req, PER_PAGE, jobs::count_failed(ctx, read)?);
    let failed = jobs::failed(ctx, read, (pager.offset(), PER_PAGE))?;
    let page = List {
        nav: crate::Nav::on(ctx, "/admin/jobs"),
        problems: parts::problems(&req.form),
        scope: parts::scope("全系统没有做成、等管理员决定的任务", &pager.words("个")),
        key: req.once(),
        can_retry: ctx.carries(&RETRY),
        can_give_up: ctx.carries(&GIVE_UP),
        failed: failed.into_iter().map(|job| (title(&job.kind), job)).collect(),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("后台任务", &page)?.section(Section::Admin))
}

/// Kinds of rooms unknown here keep their key beside a general word.
fn title(kind: &str) -> &'static str {
    match kind {
        "notice.digest" => "发出消息汇总",
        "member.import" => "导入花名册",
        "record.import" => "导入往年会议",
        "unit.import" => "导入组织",
        "audit.sign_head" => "给审计记录签每日签名",
        "key.renew" => "用新密钥重新加密",
        "export.make" => "生成导出的名单",
        "person.erase" => "夜里清除到期的个人信息",
        "account.sweep" | "job.sweep" => "夜里清理过期的记录",
        _ => "后台任务",
    }
}

fn retry(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    jobs::retry(ctx, req.id("id")?)?;
    Ok(Reply::to("/admin/jobs").saying("已重新排队，一会儿就做"))
}

fn give_up(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let reason = form.text("reason", "放弃的原因", 100);
    form.check()?;
    jobs::give_up(ctx, req.id("id")?, &reason)?;
    Ok(Reply::to("/admin/jobs").saying("这个任务不再做，原因已记下"))
}

/// Failed work waits for the administrator on his home page.
pub(crate) fn todo(ctx: &Ctx, read: &Read) -> Result<Vec<Todo>> {
    if !ctx.carries(&RETRY) {
        return Ok(Vec::new());
    }
    let count = jobs::count_failed(ctx, read)?;
    if count == 0 {
        return Ok(Vec::new());
    }
    Ok(vec![Todo {
        title: "后台任务没有做成".into(),
        tag: tag(State::Late, "要看一下"),
        words: format!("{count}个任务试了六次还不成，等您决定再做还是不做"),
        why: None,
        actions: vec![("去看原因".into(), "/admin/jobs".into())],
        due: None,
        urgency: Urgency::Late,
    }])
}
