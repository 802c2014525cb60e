//! A list of units in the browser: rehearse, see what is odd, take over what is right.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts::problems};

use super::{IMPORT, Plan, commit, rehearse, sheet::List};
use crate::{
    form::{open, url},
    unit::{self, Unit},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/units/{id}/import", Door::Do(IMPORT), choose),
        Route::act("/units/{id}/import", IMPORT, take).again(choose),
    ]
}

#[derive(Template)]
#[template(path = "import/choose.html")]
struct Choose {
    unit: Unit,
    problems: Markup,
    key: Markup,
}

#[derive(Template)]
#[template(path = "import/rehearsal.html")]
struct Rehearsal {
    unit: Unit,
    plan: Plan,
    /// The list itself, as plain text: nothing is kept on the server before it is taken over.
    list: String,
    key: Markup,
}

fn choose(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &IMPORT)?;
    let page = Choose { unit: unit.clone(), problems: problems(&req.form), key: req.key() };
    Ok(framed(Page::of("从表格导入下级", &page)?, &unit))
}

/// A file is rehearsed; the rehearsed list is taken over.
fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    if let Some(upload) = req.upload("file") {
        return ctx.read(|read| rehearsal(ctx, read, req, &upload.content)).map(Reply::from);
    }
    let reader = req.form.reader();
    let list = req.form.value("list");
    reader.many("list");
    reader.check()?;
    if list.is_empty() {
        return Err(Error::invalid("file", "请选一个文件"));
    }
    let plan = commit(ctx, id, list.as_bytes())?;
    let said = match plan.stopped() {
        0 => format!("导入了{}个组织", plan.units.len()),
        left => format!("导入了{}个组织，{left}行没有导入", plan.units.len()),
    };
    Ok(Reply::to(url(id)).saying(said))
}

fn rehearsal(ctx: &Ctx, read: &Read, req: &Req, bytes: &[u8]) -> Result<Page> {
    let unit = unit::find(ctx, read, req.id("id")?)?.ok_or(Error::NotFound)?;
    if !ctx.allows(&IMPORT, &unit.place()) {
        return Err(Error::NotAllowed(IMPORT));
    }
    let plan = rehearse(ctx, read, &unit, bytes)?;
    let list = List::read(bytes)?.as_csv();
    let page = Rehearsal { unit: unit.clone(), plan, list, key: req.once() };
    Ok(framed(Page::of("先看一看，再导入", &page)?, &unit))
}

fn framed(page: Page, unit: &Unit) -> Page {
    let crumbs = [("组织".to_owned(), "/units".to_owned()), (unit.name.clone(), url(unit.id))];
    page.under(crumbs).section(Section::Units).task()
}
