//! Writes about one unit: founding, subgroups, name, start-of-use day.

use act::{Act, Ctx, Error, Result};
use calendar::Day;
use systems::{Family, Systems};
use web::Form;

use super::{
    ARRANGE_SUBGROUPS, FOUND, NewUnit, RENAME, Rename, START_USE, found_unit, rename, set_use_from,
    store,
};
use crate::form::{Picked, url};

/// Founds a unit at another: below it in line or lead, or hosted by it. The new id.
pub(super) fn found(ctx: &Ctx, at: i64, form: &Form) -> Result<i64> {
    let reader = form.reader();
    let typed = Typed::read(&reader);
    let kind = reader.text("kind", "类别", 40);
    let lead = Picked::read(&reader, "lead", "隶属上级");
    let host = Picked::read(&reader, "host", "设在哪个单位");
    let approve = Picked::read(&reader, "approve", "审批机关");
    reader.check()?;
    ctx.act(&FOUND, at, |w| {
        let place = store::get(w, at)?.ok_or(Error::NotFound)?;
        let systems = ctx.part::<Systems>();
        let family = systems.unit_kind(&kind).map(|kind| kind.family);
        let mut new = typed.unit(&kind);
        new.lead = lead.resolve(ctx, w, &FOUND, "lead")?;
        new.host = host.resolve(ctx, w, &FOUND, "host")?;
        new.approve = approve.resolve(ctx, w, &FOUND, "approve")?;
        match (place.family, family) {
            (Family::Administrative, Some(Family::Administrative)) => new.line = Some(at),
            (Family::Administrative, Some(Family::Party | Family::Mass)) => {
                new.host = new.host.or(Some(at));
            }
            (Family::Party | Family::Mass, Some(Family::Party | Family::Mass)) => {
                new.lead = new.lead.or(Some(at));
            }
            _ => {}
        }
        if family == Some(Family::Outside) {
            (new.lead, new.host, new.approve) = (None, None, None);
        }
        let id = found_unit(w, systems, &new)?;
        w.reply(url(id));
        Ok(id)
    })
}

/// A branch adds a group of its own.
pub(super) fn add_subgroup(ctx: &Ctx, branch: i64, form: &Form) -> Result<i64> {
    let reader = form.reader();
    let typed = Typed::read(&reader);
    reader.check()?;
    ctx.act(&ARRANGE_SUBGROUPS, branch, |w| {
        let new = NewUnit { lead: Some(branch), ..typed.unit("subgroup") };
        let id = found_unit(w, ctx.part::<Systems>(), &new)?;
        w.reply(url(branch));
        Ok(id)
    })
}

struct Typed {
    name: String,
    short_name: String,
    code: String,
    founded_on: Day,
    use_from: Option<Day>,
    basis: String,
}

impl Typed {
    fn read(reader: &web::Reader) -> Self {
        Self {
            name: reader.text("name", "名称", 60),
            short_name: reader.optional_text("short_name", "简称", 40),
            code: reader.optional_text("code", "编码", 40),
            founded_on: reader.day("founded_on", "成立日期"),
            use_from: reader.optional_day("use_from", "启用日"),
            basis: reader.optional_text("basis", "依据文件", 80),
        }
    }

    fn unit(&self, kind: &str) -> NewUnit {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        NewUnit {
            short_name: given(&self.short_name),
            code: given(&self.code),
            use_from: self.use_from,
            basis: self.basis.clone(),
            ..NewUnit::new(kind, &self.name, self.founded_on)
        }
    }
}

/// Renames from a day on.
pub(super) fn rename_from(ctx: &Ctx, id: i64, form: &Form) -> Result<()> {
    let reader = form.reader();
    let name = reader.text("name", "名称", 60);
    let short_name = reader.optional_text("short_name", "简称", 40);
    let on = reader.day("on", "生效日期");
    let basis = reader.text("basis", "依据文件", 80);
    reader.check()?;
    let short_name = Some(short_name).filter(|text| !text.is_empty());
    let it = Rename { name, short_name, on, basis };
    seen(ctx, &RENAME, id, reader.version(), |w, unit| rename(w, unit, &it))
}

/// Moves the start-of-use day.
pub(super) fn start_use(ctx: &Ctx, id: i64, form: &Form) -> Result<()> {
    let reader = form.reader();
    let day = reader.day("use_from", "启用日");
    reader.check()?;
    seen(ctx, &START_USE, id, reader.version(), |w, unit| set_use_from(w, unit, day))
}

/// Does `act` upon the unit as the form's reader saw it.
fn seen(
    ctx: &Ctx,
    act: &Act,
    id: i64,
    version: i64,
    work: impl Fn(&act::Acting, &super::Unit) -> Result<()>,
) -> Result<()> {
    ctx.act(act, id, |w| {
        let unit = store::get(w, id)?.ok_or(Error::NotFound)?;
        work(w, &super::Unit { version, ..unit })?;
        w.reply(url(id));
        Ok(())
    })
}
