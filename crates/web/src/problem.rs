//! Designed pages for what went wrong: what it is, and the next step.

use std::time::Duration;

use act::{Ctx, Error, Result};
use askama::Template;

use crate::{
    App, Page, Req,
    input::percent,
    outcome::{Outcome, seconds},
    whom,
};

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem<'p> {
    title: &'p str,
    words: String,
    /// What the reason may be: the same whatever was asked for.
    why: Vec<String>,
    hints: Vec<String>,
    /// Beside the way home: (URL, words).
    ways: Vec<(String, &'static str)>,
    /// The form that was being filled in, kept: (URL, words).
    on_with: Option<(String, &'static str)>,
    incident: Option<String>,
}

pub(crate) fn status(error: &Error) -> u16 {
    match error {
        Error::NotFound => 404,
        Error::NotAllowed(_) | Error::HatGone { .. } => 403,
        Error::SignIn => 401,
        Error::Invalid(_) => 422,
        Error::Conflict(_) | Error::Stale(_) => 409,
        Error::Repeated(_) => 303,
        Error::Busy(_) => 503,
        Error::Broken(_) => 500,
    }
}

/// Who asks too often is told when to come again.
pub(crate) fn too_often(wait: Duration) -> Error {
    let seconds = seconds(wait);
    Error::Busy(format!("短时间里来得太多，先歇一下。请过{seconds}秒再来"))
}

/// The page for an error, inside the shell. The cause of a 500 is logged here, once.
/// `form`: the page whose form was kept.
pub(crate) fn page(ctx: &Ctx, error: &Error, req: &Req, form: Option<&str>) -> Result<Page> {
    let (title, hint) = match error {
        Error::NotFound => ("打不开这一页", String::new()),
        Error::NotAllowed(_) => ("您现在的身份不能做这件事", String::new()),
        Error::HatGone { .. } => ("您的职务有变动", "从首页重新进入，用现在的身份办".to_owned()),
        Error::SignIn => ("登录已经过期", String::new()),
        Error::Invalid(_) => ("有几处要改", "退回上一页，您填的内容还在".into()),
        // Nothing was filled in that could have been saved.
        Error::Conflict(_) if req.form.fields().is_empty() => ("现在不行", String::new()),
        Error::Conflict(_) | Error::Stale(_) => {
            ("没有存上", "退回上一页刷新，看看现在是什么样子".into())
        }
        Error::Busy(_) if req.form.fields().is_empty() => {
            ("现在打不开", "过一会儿刷新这一页".into())
        }
        Error::Busy(_) => ("现在不能写入", "您填的内容没有丢：退回上一页，过一会儿再交".into()),
        _ => ("系统这边出了问题", "您没有做错什么。退回上一页再试一次".into()),
    };
    let mut hints = vec![hint];
    let refusal = Refusal::of(ctx, error, req);
    hints.extend(refusal.hints);
    hints.extend(about_form(error, form.is_some(), req).map(str::to_owned));
    hints.retain(|hint| !hint.is_empty());
    let on_with = form.map(|form| on_with(error, form));
    let incident = matches!(error, Error::Broken(_)).then(|| incident(ctx, error, req));
    let words = match error {
        Error::NotFound => {
            "没有这个页面，或者它不在您能看的范围内。为了不泄露别人的事，系统不说是哪一种。"
                .to_owned()
        }
        Error::Broken(_) => "这次出错已经记下来了。如果要问，请报下面的编号。".to_owned(),
        other => format!("{other}。"),
    };
    // Where the form waits, the way to change the hat stands there already.
    let ways =
        refusal.ways.into_iter().filter(|(url, _)| on_with.as_ref().is_none_or(|it| it.0 != *url));
    let ways = ways.collect();
    let page = Page::of(
        title,
        &Problem { title, words, why: refusal.why, hints, ways, on_with, incident },
    )?;
    Ok(page.with_status(status(error)))
}

/// What became of the form that he was filling in.
fn about_form(error: &Error, is_kept: bool, req: &Req) -> Option<&'static str> {
    match (is_kept, error) {
        (true, Error::NotAllowed(_)) => {
            Some("您填的内容已经存下：换身份以后，在“我的”里点“继续填”")
        }
        (true, _) => Some("您填的内容已经存下，回到那张表会自动放回"),
        (false, Error::SignIn) if !req.form.fields().is_empty() => {
            Some("在另一个窗口里登录，再回到这里退回上一页重交：您填的内容还在")
        }
        (false, _) => None,
    }
}

/// The next step for who was filling in a form.
fn on_with(error: &Error, form: &str) -> (String, &'static str) {
    match error {
        Error::SignIn => (format!("/sign-in?to={}", percent(form)), "重新登录，接着填"),
        Error::NotAllowed(_) | Error::HatGone { .. } => ("/hat".to_owned(), "换身份"),
        _ => (form.to_owned(), "回到那张表"),
    }
}

/// The same without the shell: when not even the viewer is known.
pub(crate) fn bare(app: &App, error: &Error) -> Outcome {
    let ctx = Ctx::new(&app.core, act::Actor::Visitor);
    let req = Req::default();
    match page(&ctx, error, &req, None) {
        Ok(page) => {
            Outcome::html(page.status, crate::shell::render(app, &ctx, None, &page.bare(), &req))
        }
        Err(_) => {
            Outcome::html(500, "<h1>系统这边出了问题</h1><p><a href=\"/\">回首页</a></p>".into())
        }
    }
}

/// Why a page may not open and what can be done. Made of the viewer alone, so that it tells nothing about what he asked for.
#[derive(Default)]
struct Refusal {
    why: Vec<String>,
    hints: Vec<String>,
    ways: Vec<(String, &'static str)>,
}

impl Refusal {
    fn of(ctx: &Ctx, error: &Error, req: &Req) -> Self {
        let is_known = ctx.actor.person().is_some();
        match error {
            Error::NotFound if is_known => Self::not_there(ctx),
            Error::NotAllowed(_) if is_known => Self::not_allowed(ctx),
            Error::NotFound | Error::NotAllowed(_) => Self::not_signed_in(req),
            _ => Self::default(),
        }
    }

    fn not_there(ctx: &Ctx) -> Self {
        let hat = hat_zh(ctx);
        Self {
            why: vec![
                "地址抄漏了字，或者是以前的链接：要看的已经撤回、合并或者转走".into(),
                "是别的单位的，只有那里的人和他们的上级看得到".into(),
                format!("要担任相应职务才看得到，而您现在的身份是{hat}"),
            ],
            hints: vec![
                "回首页，从菜单里重新找".into(),
                "您还有别的职务的，换一个身份再试".into(),
                format!("该看到却看不到的，请找{}，说您想看什么", whom::to_ask(ctx)),
            ],
            ways: change_hat(),
        }
    }

    fn not_allowed(ctx: &Ctx) -> Self {
        let hat = hat_zh(ctx);
        Self {
            why: vec![
                format!("这件事由有这项职责的人办，您现在的身份是{hat}"),
                "您的职务刚有变动，或者这一项刚刚不归您管".into(),
            ],
            hints: vec![
                "您还有别的职务的，换一个身份再办".into(),
                format!("该由您办却办不了，或者不知道归谁办的，请找{}", whom::to_ask(ctx)),
            ],
            ways: change_hat(),
        }
    }

    /// Nobody is signed in: what there is, is told to nobody.
    fn not_signed_in(req: &Req) -> Self {
        let to = if req.target.is_empty() || req.target == "/" {
            String::new()
        } else {
            format!("?to={}", percent(&req.target))
        };
        Self {
            why: vec![
                "还没有登录，或者登录已经过期：多数页面登录以后才打得开".into(),
                "地址抄漏了字，或者是以前的链接".into(),
            ],
            hints: vec![
                "先登录，再打开一次".into(),
                "还没有账号、登录不了的，请找本单位的党务管理员".into(),
            ],
            ways: vec![(format!("/sign-in{to}"), "登录")],
        }
    }
}

fn change_hat() -> Vec<(String, &'static str)> {
    vec![("/hat".to_owned(), "换身份")]
}

fn hat_zh(ctx: &Ctx) -> String {
    match ctx.actor.hat() {
        Some(hat) => format!("{}（{}）", hat.title, hat.unit.name),
        None => "党员本人".into(),
    }
}

/// 1120-0837: day and a running number, in the log and on the page.
fn incident(ctx: &Ctx, error: &Error, req: &Req) -> String {
    let no = ctx.core.db.id() >> 4;
    let day = ctx.today;
    let incident = format!("{:02}{:02}-{:04}", day.month(), day.day(), no.rem_euclid(10_000));
    let path = route_shape(&req.path);
    tracing::error!(incident, path, cause = %error, "a request failed");
    incident
}

/// The path with ids left out, so that the log names no person.
fn route_shape(path: &str) -> String {
    let shape =
        |part: &str| if part.parse::<i64>().is_ok() { "#".to_owned() } else { part.to_owned() };
    path.split('/').map(shape).collect::<Vec<_>>().join("/")
}
