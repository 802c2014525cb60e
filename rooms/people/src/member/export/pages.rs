//! Exporting the list that the filters show: at once, or by a job when it is long.

use act::{Ctx, Error, Result};
use db::Read;
use exports::{Format, Order};
use web::{Door, Page, Reply, Req, Route, Section, parts};

use super::{
    COLUMNS, File, KIND, Wanted, columns, file_name, keys, leaving, rows, units_of, write,
};
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
    let left_out = COLUMNS.iter().filter(|(key, _, _)| !keys(&columns(ctx)).contains(key));
    let left_out: Vec<&str> = left_out.map(|(_, heading, _)| *heading).collect();
    if !left_out.is_empty() {
        page.lead.push_str("。您的职务不导出");
        page.lead.push_str(&left_out.join("、"));
    }
    page.lead.push_str("。文件上印着您的姓名、身份、时间和编号");
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
    let columns = columns(ctx);
    let keys = keys(&columns);
    let units = units_of(&rows);
    let leaving = leaving(&scope, &purpose, (rows.len(), &units), (&keys, with_numbers));
    let mark = actions::note_export(ctx, &wanted.act(), &leaving, |_, _| Ok(()))?;
    let file = File { scope: &scope, columns: &columns, with_numbers, mark: Some(&mark) };
    let content = write(&ctx.core.keys, &rows, &file, &|_, _| {})?;
    let name = file_name(rows.len(), ctx.today);
    Ok(Reply::File { name, media_type: Format::Xlsx.media_type(), content })
}

fn queue(ctx: &Ctx, req: &Req, wanted: &Wanted, purpose: &str, rows: usize) -> Result<Reply> {
    let (asked, place) = ctx.read(|read| asked(ctx, read, req))?;
    let scope = scope(ctx, place.as_ref(), &asked);
    let value = serde_json::to_value(wanted).map_err(|error| Error::Broken(error.into()))?;
    let columns = columns(ctx);
    let keys = keys(&columns);
    let leaving = leaving(&scope, purpose, (rows, &[]), (&keys, wanted.with_numbers));
    let (kind, title) = (KIND, leaving.title);
    let order = Order { kind, title, scope: &scope, purpose, rows, wanted: value };
    actions::note_export(ctx, &wanted.act(), &leaving, |w, mark| {
        exports::ask(w, ctx, &order, Some(mark)).map(|_| ())
    })?;
    Ok(Reply::to("/me/exports").saying(format!("已排上，{rows}人。生成后在这里下载")))
}
