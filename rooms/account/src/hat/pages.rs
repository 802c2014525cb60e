//! Choosing a hat.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use systems::Systems;
use web::{Door, Form, Markup, Page, Reply, Req, Route, Section, parts};

use super::{Choice, actions};
use crate::entry::pages::session;

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
    let systems = ctx.part::<Systems>();
    let choices = super::choices(read, systems, ctx.person()?, ctx.today)?;
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
