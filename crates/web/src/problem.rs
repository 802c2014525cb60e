//! Designed pages for what went wrong: what it is, and the next step.

use std::time::Duration;

use act::{Ctx, Error, Result};
use askama::Template;

use crate::{
    App, Page, Req,
    input::percent,
    outcome::{Outcome, seconds},
};

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem<'p> {
    title: &'p str,
    words: String,
    hints: Vec<String>,
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
        Error::NotFound => ("没有这个页面", "回首页，从菜单里找".to_owned()),
        Error::NotAllowed(_) => ("您现在的身份不能做这件事", change_hat(ctx)),
        Error::HatGone { .. } => ("您的职务有变动", "从首页重新进入，用现在的身份办".to_owned()),
        Error::SignIn => ("登录已经过期", String::new()),
        Error::Invalid(_) => ("有几处要改", "退回上一页，您填的内容还在".into()),
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
    if matches!(error, Error::NotFound) {
        hints.push(look_elsewhere(ctx));
    }
    hints.extend(about_form(error, form.is_some(), req).map(str::to_owned));
    hints.retain(|hint| !hint.is_empty());
    let on_with = form.map(|form| on_with(error, form));
    let incident = matches!(error, Error::Broken(_)).then(|| incident(ctx, error, req));
    let words = match error {
        Error::NotFound => "没有这个页面，或者它不在您能看的范围内。".to_owned(),
        Error::Broken(_) => "这次出错已经记下来了。如果要问，请报下面的编号。".to_owned(),
        other => format!("{other}。"),
    };
    let page = Page::of(title, &Problem { title, words, hints, on_with, incident })?;
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

fn look_elsewhere(ctx: &Ctx) -> String {
    match ctx.actor.hat() {
        Some(hat) => format!("您现在的身份是{}，换一个身份也许看得到", hat.title),
        None if ctx.actor.person().is_some() => {
            "您现在的身份是党员本人；有职务的，换一个身份也许看得到".into()
        }
        None => "请先登录".into(),
    }
}

fn change_hat(ctx: &Ctx) -> String {
    match ctx.actor.hat() {
        Some(hat) => format!(
            "您现在的身份是{}（{}）。请换身份，或请有这项职责的人办",
            hat.title, hat.unit.name
        ),
        None if ctx.actor.person().is_some() => {
            "您现在的身份是党员本人。有职务的请换身份，或请有这项职责的人办".into()
        }
        None => "请先登录".into(),
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
