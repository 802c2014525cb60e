//! 运行状况: version, uptime, database, disk, jobs, certificate.

use act::{Act, Ctx, Result};
use askama::Template;
use db::Read;
use web::{
    Door, Front, Markup, Page, Req, Route, Section, parts,
    parts::{State, tag},
};

use super::{Running, gigabytes_left};

pub(crate) const SEE: Act = Act::new("see.status", "看运行状况");

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/admin/status", Door::See(SEE), show)]
}

struct Line {
    what: &'static str,
    tag: Markup,
    words: String,
    advice: &'static str,
}

#[derive(Template)]
#[template(path = "status/show.html")]
struct Show {
    nav: Vec<(&'static str, &'static str)>,
    scope: Markup,
    lines: Vec<Line>,
}

fn show(ctx: &Ctx, read: &Read, _: &Req) -> Result<Page> {
    let backlog = jobs::backlog(read)?;
    let mut lines = vec![program(ctx), database(ctx), disk(ctx)];
    lines.extend([waiting(backlog), failed(backlog), sealed(backlog), certificate(ctx)]);
    let to_look = lines.iter().filter(|line| !line.advice.is_empty()).count();
    let count =
        if to_look == 0 { "都正常".to_owned() } else { format!("{to_look}项要看一下") };
    let scope = parts::scope(&format!("这台服务器，{}", ctx.now.zh()), &count);
    Ok(Page::of("运行状况", &Show { nav: crate::nav(ctx), scope, lines })?.section(Section::Admin))
}

fn line(what: &'static str, words: impl Into<String>, advice: &'static str) -> Line {
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

/// Below this the next backup or import may not fit.
const TIGHT_GIGABYTES: f64 = 2.0;

fn disk(ctx: &Ctx) -> Line {
    let left = ctx.core.maybe_part::<Running>().and_then(|it| gigabytes_left(&it.data));
    match left {
        Some(left) if left < TIGHT_GIGABYTES => {
            let advice = "请清理磁盘，或者换更大的磁盘；满了以后写不进任何内容";
            line("磁盘", format!("数据目录还剩{left:.1}吉字节"), advice)
        }
        Some(left) => line("磁盘", format!("数据目录还剩{left:.1}吉字节"), ""),
        None => line("磁盘", "问不到还剩多少", "请在服务器上看一下数据目录所在的磁盘"),
    }
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
