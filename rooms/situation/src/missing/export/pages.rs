//! Queueing a long list.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use exports::Order;
use web::{Markup, Page, Reply, Req, Section, parts};

use super::{KIND, named};

#[derive(Template)]
#[template(path = "missing/export/form.html")]
struct Form {
    title: String,
    scope: String,
    count: String,
    problems: Markup,
    key: Markup,
    action: String,
    back: String,
}

/// The page that queues what the request names.
pub(super) fn url(req: &Req) -> String {
    req.with_query("page", "").replacen("/file?", "/exports?", 1)
}

pub(crate) fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let named = named(ctx, read, req)?;
    let (title, count) = (named.sheet.title, named.sheet.rows.len());
    let address = req.with_query("page", "");
    let page = Form {
        count: format!("{count}{}", named.sheet.measure),
        title: title.clone(),
        scope: named.sheet.scope,
        problems: parts::problems(&req.form),
        key: req.key(),
        back: address.replacen("/exports?", "/missing?", 1),
        action: address,
    };
    Ok(Page::of(title, &page)?.under([("统计", "/situation")]).section(Section::Figures).task())
}

pub(crate) fn ask(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let named = ctx.read(|read| named(ctx, read, req))?;
    let wanted = serde_json::to_value(req.address()).map_err(|it| Error::Broken(it.into()))?;
    let (rows, sheet) = (named.sheet.rows.len(), &named.sheet);
    let (title, scope) = (sheet.title.as_str(), sheet.scope.as_str());
    let order = Order { kind: KIND, title, scope, purpose: "", rows, wanted };
    ctx.act_own(&exports::ASK, |w, _| {
        exports::ask(w, ctx, &order, None)?;
        w.rows(rows);
        Ok(())
    })?;
    let said = format!("已排上，{rows}{}。生成后在这里下载", sheet.measure);
    Ok(Reply::to("/me/exports").saying(said))
}
