//! Forms about terms.

use act::{Ctx, Result};
use db::Read;
use web::{
    Door, Page, Reply, Req, Route,
    parts::{field_day, field_number, field_text},
};

use super::{EXTEND_TERM, START_TERM, actions, store};
use crate::form::{UnitForm, open, url};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/units/{id}/terms", Door::Do(START_TERM), starting),
        Route::act("/units/{id}/terms", START_TERM, start).again(starting),
        Route::page("/units/{id}/extension", Door::Do(EXTEND_TERM), extending),
        Route::act("/units/{id}/extension", EXTEND_TERM, extend).again(extending),
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
