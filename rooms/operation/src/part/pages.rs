//! One member's part of an operation.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use people::Status;
use web::{Door, Page, Req, Route, Section};

use super::Part;
use crate::word::Word;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/operations/{id}/members/{person}", Door::SignedIn, show)]
}

#[derive(Template)]
#[template(path = "part/show.html")]
struct Show {
    part: Part,
    days: String,
    teams: Vec<String>,
    is_probationary: bool,
    words: Vec<Word>,
    is_over: bool,
    url: String,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (id, person) = (req.id("id")?, req.id("person")?);
    let part = super::find(ctx, read, id, person)?;
    if ctx.actor.person() != Some(person) {
        ctx.viewed(&crate::RECEIVE, format!("person:{person}"), 1);
    }
    let title = format!("{}：{}", part.member.name, part.code());
    let page = Show {
        days: crate::operation::days_zh(part.member.from_on, part.member.to_on),
        teams: part.team_names(),
        is_probationary: part.member.status == Status::Probationary,
        words: part.words.clone(),
        is_over: part.operation.ended_at.is_some() || part.member.to_on <= ctx.today,
        url: format!("/operations/{id}/members/{person}"),
        part,
    };
    let above = if page.part.is_inside {
        ("战时工作".to_owned(), format!("/operations/{id}"))
    } else {
        ("执行任务和归来".to_owned(), format!("/operations/returns?unit={}", page.part.member.home))
    };
    Ok(Page::of(title, &page)?.under([above]).section(Section::Life))
}
