//! Exporting the list that the filters show: at once, or by a job when it is long.

use act::{Ctx, Error, Result};
use db::Read;
use exports::{Format, Order};
use web::{Door, Page, Reply, Req, Route, Section, parts};

use super::{KIND, Wanted, file_name, rows, write};
use crate::{
    form::FormPage,
    member::{
        actions::{self, EXPORT, EXPORT_NUMBERS},
        count,
        pages::{asked, scope},
    },
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/exports", Door::Do(EXPORT), form),
        Route::act("/members/exports", EXPORT, export)
            .again(form)
            .fresh_when(|form| form.has("numbers")),
    ]
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (asked, place) = asked(ctx, read, req)?;
    let total = count(ctx, &ctx.sight(&EXPORT), read, &asked, i64::MAX)?;
    let query = req.with_query("page", "");
    let query = query.split_once('?').map_or("", |(_, query)| query);
    let button = format!("导出{total}人");
    let mut page = FormPage::new(req, "导出党员名册", format!("/members/exports?{query}"), &button)
        .with(parts::field_text(&req.form, "purpose", "用途", "会记录下来", ""));
    page.lead = scope(ctx, place.as_ref(), &asked);
    if exports::is_long(ctx, usize::try_from(total).unwrap_or(0)) {
        page.lead.push_str("。人多，在后台生成，生成后到“我的导出”下载，保留7天");
    }
    page.back = format!("/members?{query}");
    if ctx.carries(&EXPORT_NUMBERS) {
        page = page.with(parts::field_check(&req.form, "numbers", "带证件号全号", false));
    }
    let title = page.title.clone();
    Ok(Page::of(title, &page)?.under([("党员", "/members")]).section(Section::Members).task())
}

fn export(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let purpose = reader.text("purpose", "用途", 100);
    let with_numbers = reader.is_ticked("numbers");
    reader.check()?;
    if with_numbers && !ctx.carries(&EXPORT_NUMBERS) {
        return Err(Error::NotAllowed(EXPORT_NUMBERS));
    }
    let wanted = Wanted { at: req.address(), with_numbers };
    let total = ctx.read(|read| {
        let (asked, _) = asked(ctx, read, req)?;
        count(ctx, &ctx.sight(&wanted.act()), read, &asked, i64::MAX)
    })?;
    let total = usize::try_from(total).unwrap_or(0);
    if exports::is_long(ctx, total) {
        return queue(ctx, req, &wanted, &purpose, total);
    }
    let (rows, scope) = ctx.read(|read| rows(ctx, read, req, &wanted.act()))?;
    actions::note_export(ctx, &wanted.act(), &purpose, rows.len(), |_| Ok(()))?;
    let content = write(&ctx.core.keys, &rows, &scope, with_numbers, &|_, _| {})?;
    let name = file_name(rows.len(), ctx.today);
    Ok(Reply::File { name, media_type: Format::Xlsx.media_type(), content })
}

fn queue(ctx: &Ctx, req: &Req, wanted: &Wanted, purpose: &str, rows: usize) -> Result<Reply> {
    let (asked, place) = ctx.read(|read| asked(ctx, read, req))?;
    let scope = scope(ctx, place.as_ref(), &asked);
    let value = serde_json::to_value(wanted).map_err(|error| Error::Broken(error.into()))?;
    let (kind, title) =
        (KIND, if wanted.with_numbers { "党员名册（带证件号）" } else { "党员名册" });
    let order = Order { kind, title, scope: &scope, purpose, rows, wanted: value };
    actions::note_export(ctx, &wanted.act(), purpose, rows, |w| {
        exports::ask(w, ctx, &order).map(|_| ())
    })?;
    Ok(Reply::to("/me/exports").saying(format!("已排上，{rows}人。生成后在这里下载")))
}
