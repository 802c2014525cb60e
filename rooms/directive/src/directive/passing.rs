//! Broken down by a unit in between: items of its own for those below it, once, tied to the directive above.

use act::{Act, Ctx, Error, Place, Result};
use db::Read;
use web::{Page, Reply, Req, parts};

use super::{Directive, form, store, tell_secretaries};
use crate::SEE;

pub(crate) const PASS: Act = Act::new("directive.pass", "分解部署");

/// Whether the hat worn stands between the issuer and somebody addressed.
pub(super) fn stands_between(ctx: &Ctx, it: &Directive, issuer: &Place) -> bool {
    let Some(hat) = ctx.actor.hat() else { return false };
    let is_above = |mine: &Option<String>, theirs: &Option<String>| match (mine, theirs) {
        (Some(mine), Some(theirs)) => mine.starts_with(theirs.as_str()),
        _ => false,
    };
    let below = is_above(&hat.unit.lead_path, &issuer.lead_path)
        || is_above(&hat.unit.line_path, &issuer.line_path);
    it.is_open() && hat.unit.id != it.unit && below && ctx.allows(&PASS, &hat.unit)
}

/// The directive, the unit in between, and whom it leads to.
fn found(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Directive, Place, Vec<i64>)> {
    let found = store::find(read, &ctx.sight(&SEE), req.id("id")?)?.ok_or(Error::NotFound)?;
    let hat = ctx.actor.hat().ok_or(Error::NotFound)?;
    if !stands_between(ctx, &found.directive, &found.place()) {
        return Err(Error::NotFound);
    }
    let mut units = store::addressed_below(read, found.directive.id, &hat.unit)?;
    units.retain(|it| *it != hat.unit.id);
    if units.is_empty() {
        return Err(Error::NotFound);
    }
    Ok((found.directive, hat.unit.clone(), units))
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (it, _, units) = found(ctx, read, req)?;
    let hint = "一行一件，加在上级要求的后面；支部起草记录时就是议题";
    let fields = vec![parts::field_area(&req.form, "items", "本级要做的事", hint, "")];
    let say = format!(
        "下面{}个组织会看到上级的要求和这里加的。只分解一次，请想好再发；最后一天还是{}。",
        units.len(),
        it.to_on.zh()
    );
    form::simple(req, &it, ("分解到下级", &say), ("passing", "分解下去"), fields)
}

pub(super) fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, place, units) = ctx.read(|read| found(ctx, read, req))?;
    let reader = req.form.reader();
    let items = crate::lines(&reader, "items", "本级要做的事");
    if items.is_empty() {
        reader.fault("items", "写下本级要做的事");
    }
    form::forbidden(&reader, ("items", &items.join(" ")));
    reader.version();
    reader.check()?;
    ctx.act(&PASS, place.id, |w| {
        let when = (w.now, ctx.actor.person());
        if !store::pass(w, (it.id, place.id), &items.join("\n"), when)? {
            return Err(Error::Conflict("这件部署本级已经分解过了".into()));
        }
        let text = format!("{}把“{}”分解了，请看加了什么", place.short_name, it.title);
        tell_secretaries(w, ctx, &it, &units, (&text, None))?;
        w.about("directive", it.id).changed(&["items"]).reply(it.url());
        Ok(())
    })?;
    Ok(Reply::to(it.url()).saying("已分解，下面的组织都通知到了"))
}
