//! 运行状况: version, uptime, database, what `doctor` says of the machine, jobs, certificate.

use act::{Act, Ctx, Result};
use askama::Template;
use backups::Plan;
use condition::{Chain, Finding};
use db::Read;
use web::{
    Door, Front, Markup, Page, Req, Route, Section, parts,
    parts::{State, tag},
};

use super::{Running, administrators};

pub(crate) const SEE: Act = Act::new("see.status", "看运行状况");

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/admin/status", Door::See(SEE), show)]
}

struct Line {
    what: &'static str,
    tag: Markup,
    words: String,
    advice: String,
}

#[derive(Template)]
#[template(path = "status/show.html")]
struct Show {
    nav: crate::Nav,
    scope: Markup,
    lines: Vec<Line>,
}

fn show(ctx: &Ctx, read: &Read, _: &Req) -> Result<Page> {
    let backlog = jobs::backlog(read)?;
    let mut lines = vec![program(ctx), database(ctx)];
    if let Some(running) = ctx.core.maybe_part::<Running>() {
        lines.extend(installation(ctx, read, running)?);
    }
    lines.push(found("三员", administrators(ctx, read)?));
    lines.extend([waiting(backlog), failed(backlog), sealed(backlog), certificate(ctx)]);
    let to_look = lines.iter().filter(|line| !line.advice.is_empty()).count();
    // What wants a look first; the rest in its order.
    lines.sort_by_key(|line| line.advice.is_empty());
    let count =
        if to_look == 0 { "都正常".to_owned() } else { format!("{to_look}项要看一下") };
    let scope = parts::scope(&format!("这台服务器，{}", ctx.now.zh()), &count);
    Ok(Page::of("运行状况", &Show { nav: crate::Nav::on(ctx, "/admin/status"), scope, lines })?
        .section(Section::Admin))
}

/// What `doctor` says of it on a terminal.
fn installation(ctx: &Ctx, read: &Read, running: &Running) -> Result<[Line; 5]> {
    let data = running.data.as_path();
    let (chain, plan) = (Chain::of(ctx, read, data)?, ctx.core.maybe_part::<Plan>());
    let clock = condition::clock(ctx, read, (data, &chain), Some(&running.started))?;
    Ok([
        found("备份", condition::backups(data, plan, ctx.now)),
        found("磁盘", condition::disk(data)),
        found("内存", condition::memory()),
        found("时钟", clock),
        found("每日签名", chain.finding(ctx.now)),
    ])
}

fn found(what: &'static str, finding: Finding) -> Line {
    line(what, finding.words, finding.advice.unwrap_or_default())
}

fn line(what: &'static str, words: impl Into<String>, advice: impl Into<String>) -> Line {
    let advice = advice.into();
    let tag = if advice.is_empty() {
        tag(State::Done, "正常")
    } else {
        tag(State::Late, "要看一下")
    };
    Line { what, tag, words: words.into(), advice }
}

fn program(ctx: &Ctx) -> Line {
    let Some(running) = ctx.core.maybe_part::<Running>() else {
        return line("程序", "版本不明", "");
    };
    let seconds = running.since.seconds_until(ctx.now).max(0);
    let (days, hours, minutes) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60);
    let since = running.since.zh();
    let words =
        format!("版本{}，{since}启动，已运行{days}天{hours}小时{minutes}分", running.version);
    line("程序", words, "")
}

fn database(ctx: &Ctx) -> Line {
    let name = ctx.core.maybe_part::<Running>().map_or("版本不明", |it| it.database.as_str());
    line("数据库", name, "")
}

/// More than these, and somebody waits for what he asked for.
const MANY_JOBS: i64 = 200;

fn waiting(backlog: jobs::Backlog) -> Line {
    let words = format!("{}个在排队或者正在做", backlog.waiting);
    let is_much = backlog.waiting > MANY_JOBS;
    let advice = if is_much { "排得太长，请看服务器是不是太忙" } else { "" };
    line("后台任务", words, advice)
}

fn failed(backlog: jobs::Backlog) -> Line {
    match backlog.failed {
        0 => line("没做成的任务", "没有", ""),
        count => line("没做成的任务", format!("{count}个"), "请到“后台任务”里决定再做还是不做"),
    }
}

/// So many events wait for a moment under load; more of them, and the sealer stands still.
const FAR_BEHIND: i64 = 10_000;

fn sealed(backlog: jobs::Backlog) -> Line {
    let words = match backlog.unsealed {
        0 => "没有等封印的操作记录".to_owned(),
        count => format!("{count}条操作记录等着封印"),
    };
    let is_far = backlog.unsealed > FAR_BEHIND;
    line("封印", words, if is_far { "封印落后太多，请告诉审计管理员" } else { "" })
}

const DAYS_AHEAD: i64 = 30;

fn certificate(ctx: &Ctx) -> Line {
    let front = ctx.core.maybe_part::<Front>();
    let Some(tls) = front.and_then(|front| front.tls.get()) else {
        let is_https = front.is_some_and(|front| front.is_https);
        let words = if is_https { "https由前面的代理做" } else { "没有证书，走http" };
        return line("证书", words, "");
    };
    let validity = tls.validity();
    let days = validity.days_left(ctx.now);
    let words = format!("{}到期，还有{days}天", validity.until.zh());
    let is_ending = days < DAYS_AHEAD || validity.fault(ctx.now).is_some();
    line("证书", words, if is_ending { "请换新证书，覆盖原来的文件就行，不用重启" } else { "" })
}
