//! Forms about terms.

use act::{Ctx, Result};
use db::Read;
use systems::Systems;
use web::{
    Door, Page, Reply, Req, Route,
    parts::{Choice, field_choice, field_day, field_number, field_text},
};

use super::{EXTEND_TERM, SET_FACT, START_TERM, actions, committee_of, store};
use crate::form::{UnitForm, open, url};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/units/{id}/terms", Door::Do(START_TERM), starting),
        Route::act("/units/{id}/terms", START_TERM, start).again(starting),
        Route::page("/units/{id}/extension", Door::Do(EXTEND_TERM), extending),
        Route::act("/units/{id}/extension", EXTEND_TERM, extend).again(extending),
        Route::page("/units/{id}/committee", Door::Do(SET_FACT), committee),
        Route::act("/units/{id}/committee", SET_FACT, set_committee).again(committee),
    ]
}

fn starting(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &START_TERM)?;
    let last = store::open(read, unit.id)?;
    let intro = last.as_ref().map_or_else(
        || "还没有登记过选举。届满日期由系统按任期算。".to_owned(),
        |term| format!("本届{}选举，{}届满。", term.elected_on.zh(), term.ends_on.zh()),
    );
    let years = last.map_or_else(String::new, |term| term.years.to_string());
    let form = &req.form;
    UnitForm::new(req, &unit, "登记换届选举", &intro)
        .field(field_day(form, "elected_on", "选举日期", "", ""))
        .field(field_number(form, "years", "任期（年）", "按组织的类别，3年或5年", &years))
        .field(field_text(form, "basis", "批复文号", "选举结果的批复", ""))
        .button("登记")
        .page(&unit, "terms")
}

fn start(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    actions::start(ctx, id, &req.form)?;
    Ok(Reply::to(url(id)).saying("换届选举已登记"))
}

fn extending(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &EXTEND_TERM)?;
    let intro = store::open(read, unit.id)?.map_or_else(
        || "还没有登记过选举，先登记换届选举。".to_owned(),
        |term| format!("本届到{}届满。延期要有上级的批复。", term.ends_on.zh()),
    );
    UnitForm::new(req, &unit, "登记延期换届", &intro)
        .field(field_day(&req.form, "ends_on", "延期到", "", ""))
        .field(field_text(&req.form, "basis", "批复文号", "", ""))
        .button("登记")
        .page(&unit, "extension")
}

fn extend(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    actions::extend(ctx, id, &req.form)?;
    Ok(Reply::to(url(id)).saying("延期换届已登记"))
}

fn committee(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &SET_FACT)?;
    let has_one = committee_of(read, ctx.part::<Systems>(), &unit, ctx.today)?;
    let intro =
        if has_one { "现在按设委员会算。" } else { "现在按不设委员会算。" };
    let choices = [Choice::new("1", "设"), Choice::new("0", "不设")];
    let (form, today) = (&req.form, ctx.today.to_string());
    UnitForm::new(req, &unit, "设不设委员会", intro)
        .field(field_choice(form, "has", "委员会", &choices, if has_one { "1" } else { "0" }))
        .field(field_day(form, "on", "生效日期", "", &today))
        .button("登记")
        .page(&unit, "committee")
}

fn set_committee(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    actions::set_committee(ctx, id, &req.form)?;
    Ok(Reply::to(url(id)).saying("委员会的情况已登记"))
}
