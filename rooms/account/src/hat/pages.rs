//! Choosing a hat.

use act::{Ctx, Result};
use askama::Template;
use db::{Asker, Read};
use systems::Systems;
use web::{
    Door, Form, Markup, Page, Reply, Req, Route, Section, Todo, Urgency, parts,
    parts::{State, tag},
};

use super::{Choice, actions};
use crate::{entry::pages::session, second};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/hat", Door::SignedIn, show), Route::own_act("/hat", wear).again(show)]
}

#[derive(Template)]
#[template(path = "hat/choose.html")]
struct Choose {
    problems: Markup,
    key: Markup,
    /// With whether it is picked.
    choices: Vec<(Choice, bool)>,
    none_picked: bool,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let choices = super::choices(ctx, read, ctx.person()?)?;
    let worn = ctx.actor.hat().map(act::Hat::worn_as);
    let picked = picked(&req.form, worn, &choices);
    let page = Choose {
        problems: parts::problems(&req.form),
        key: req.once(),
        choices: choices
            .into_iter()
            .map(|choice| (choice.clone(), picked == Some(choice.id)))
            .collect(),
        none_picked: picked.is_none(),
    };
    Ok(Page::of("换身份", &page)?.section(Section::Me).under([("我的", "/me")]).task())
}

/// What was picked, or the hat worn, or the first of the list.
fn picked(form: &Form, worn: Option<i64>, choices: &[Choice]) -> Option<i64> {
    if form.was_sent() {
        return form.value("post").parse().ok();
    }
    worn.or(choices.iter().find(|choice| choice.why_not.is_empty()).map(|choice| choice.id))
}

fn wear(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let post = form.id("post");
    form.check()?;
    actions::wear(ctx, session(req)?, post)?;
    Ok(Reply::to("/"))
}

/// Who holds a post and wears no hat learns what stands between him and his work.
pub(crate) async fn todo(ctx: &Ctx, read: &Read<'_>, ask: &Asker) -> Result<Vec<Todo>> {
    let (Some(person), None) = (ctx.actor.person(), ctx.actor.hat()) else { return Ok(Vec::new()) };
    let systems = ctx.part::<Systems>();
    let choices = super::choices_asked(ctx, ask, person).await?;
    let is_asked = |it: &Choice| second::is_asked_for(&ctx.core, &it.kind);
    let barred: Vec<&Choice> = choices.iter().filter(|it| is_asked(it)).collect();
    if !barred.is_empty() && !second::has(read, person)? {
        return Ok(vec![second_step(&barred)]);
    }
    // Whoever has a post beside his own work may well mean to be a member today.
    let is_administrator = |it: &&Choice| systems.is_administrator(&it.kind);
    Ok(choices.iter().find(is_administrator).map(unworn).into_iter().collect())
}

fn second_step(barred: &[&Choice]) -> Todo {
    let titles: Vec<&str> = barred.iter().map(|it| it.title.as_str()).collect();
    Todo {
        title: "先设好两步验证".into(),
        tag: tag(State::Soon, "先办"),
        words: format!(
            "您担任的{}要设好两步验证（手机验证器或者通行密钥），才能用这个身份办事。大约两分钟",
            titles.join("、")
        ),
        why: None,
        actions: vec![
            ("设两步验证".into(), "/me/second-factor".into()),
            ("登记通行密钥".into(), "/me/passkeys".into()),
        ],
        due: None,
        urgency: Urgency::First,
    }
}

fn unworn(choice: &Choice) -> Todo {
    let (title, unit) = (&choice.title, &choice.unit);
    let (words, actions) = if choice.why_not.is_empty() {
        let words = format!("您是{unit}的{title}，现在用的是本人的身份。换上以后才有“管理”");
        (words, vec![("换身份".into(), "/hat".into())])
    } else {
        (format!("{unit}的{title}：{}", choice.why_not), Vec::new())
    };
    Todo {
        title: format!("换上{title}的身份"),
        tag: tag(State::Soon, "先办"),
        words,
        why: None,
        actions,
        due: None,
        urgency: Urgency::First,
    }
}
