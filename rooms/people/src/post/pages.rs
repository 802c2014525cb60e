//! Forms for appointing and ending.

use act::{Ctx, Error, Place, Result};
use db::Read;
use systems::Systems;
use web::{Door, Page, Reply, Req, Route, parts, parts::Choice};

use super::{
    Terms,
    actions::{self, APPOINT, END},
};
use crate::{
    belonging,
    form::{FormPage, seen},
    member,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/{id}/appointment", Door::Do(APPOINT), appoint_form),
        Route::act("/members/{id}/appointment", APPOINT, appoint).again(appoint_form).fresh(),
        Route::page("/posts/{id}/ending", Door::Do(END), end_form),
        Route::act("/posts/{id}/ending", END, end).again(end_form).fresh(),
    ]
}

fn appoint_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let units = belonging::units_in(read, &ctx.sight(&APPOINT))?;
    let units: Vec<Choice> =
        units.into_iter().map(|unit| Choice::new(unit.id.to_string(), unit.name)).collect();
    let systems = Systems::built_in();
    let mine = ctx.actor.hat().and_then(|hat| systems.post(&hat.kind));
    let may_give = |kind: &&systems::PostKind| mine.is_none_or(|mine| mine.may_give(kind.key()));
    let kinds = systems.posts().iter().filter(may_give);
    let kinds: Vec<Choice> =
        kinds.map(|kind| Choice::new(kind.key(), kind.title.as_str())).collect();
    let (form, unit) = (&req.form, member.unit.to_string());
    let action = format!("/members/{}/appointment", member.id);
    FormPage::new(req, "任职", action, "任职")
        .about(&member)
        .with(parts::field_select(form, "unit", "在哪个组织", &units, &unit))
        .with(parts::field_select(form, "kind", "职务", &kinds, ""))
        .with(parts::field_day(form, "from", "从哪天起", "", &ctx.today.to_string()))
        .with(parts::field_day(form, "to", "从哪天起不再担任", "事先定了期限的才填", ""))
        .with(parts::field_text(form, "basis", "依据", "选举大会日期或者任职文号", ""))
        .page()
}

fn appoint(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let systems = Systems::built_in();
    let unit: i64 = reader.id("unit").unwrap_or_default();
    let keys: Vec<&str> = systems.posts().iter().map(systems::PostKind::key).collect();
    let kind = reader.choice("kind", "职务", &keys);
    let from = reader.day("from", "从哪天起");
    let to = reader.optional_day("to", "从哪天起不再担任");
    let basis = reader.text("basis", "依据", 100);
    let place = ctx.read(|read| Place::find(read, unit))?;
    let fits = |place: &Place| systems.post(&kind).is_some_and(|it| it.is_held_in(&place.kind));
    match &place {
        None => reader.fault("unit", "请选择在哪个组织任职"),
        Some(place) if !fits(place) => {
            let words = format!("{}不设这个职务", systems.kind_title(&place.kind));
            reader.fault("kind", words);
        }
        Some(_) => {}
    }
    reader.check()?;
    let place = place.ok_or(Error::NotFound)?;
    actions::give(ctx, person, (&place, &kind), &Terms { from, to, basis: &basis })?;
    let title = systems.post_title(&kind, &place.kind);
    Ok(Reply::to(format!("/members/{person}")).saying(format!("已任{title}")))
}

fn end_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let post = super::find_open(read, req.id("id")?, ctx.today)?.ok_or(Error::NotFound)?;
    let sight = ctx.sight(&member::actions::SEE);
    let holder = member::find(&sight, read, post.person)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, post.unit)?.ok_or(Error::NotFound)?;
    let title = Systems::built_in().post_title(&post.kind, &place.kind);
    let form = &req.form;
    let heading = format!("免去{}的{title}？", post.name);
    let mut page =
        FormPage::new(req, &heading, format!("/posts/{}/ending", post.id), "免职").about(&holder);
    page.lead = format!("{}，{}起任职", place.name, post.from_on.zh());
    page.stays = super::why_it_stays(ctx, read, (post.id, &post.kind, post.unit))?;
    page.with(parts::field_day(form, "on", "从哪天起不再担任", "", &ctx.today.to_string()))
        .with(parts::field_text(form, "basis", "依据", "会议日期或者免职文号", ""))
        .page()
}

fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let on = reader.day("on", "日期");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    let person = actions::take(ctx, req.id("id")?, on, &basis)?;
    Ok(Reply::to(format!("/members/{person}")).saying("已免职"))
}
