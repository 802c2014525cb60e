//! Writes that change trees: moving, merging, splitting, dissolving.

use act::{Ctx, Error, Result};
use systems::Systems;
use web::Form;

use super::{DISSOLVE, MERGE, MOVE, Merge, Move, MoveKind, SPLIT, Split};
use crate::{
    form::{Picked, url},
    unit::{self, NewUnit},
};

pub(super) const MOVES: [MoveKind; 4] = [
    MoveKind::Tie(crate::TieKind::Lead),
    MoveKind::Tie(crate::TieKind::Line),
    MoveKind::Tie(crate::TieKind::Approve),
    MoveKind::Host,
];

/// Gives the unit another superior by one relation.
pub(super) fn relocate(ctx: &Ctx, unit: i64, form: &Form) -> Result<()> {
    let reader = form.reader();
    let kind = reader.choice("kind", "调整什么", &MOVES.map(MoveKind::key));
    let to = Picked::read(&reader, "to", "新的上级");
    let is_ending = reader.is_ticked("ends");
    let on = reader.day("on", "生效日期");
    let basis = reader.text("basis", "依据文件", 80);
    if to.is_empty() != is_ending {
        reader.fault("to", "请选新的上级；以后没有上级的，在下面打勾");
    }
    reader.check()?;
    let kind = MoveKind::parse(&kind).ok_or(Error::NotFound)?;
    ctx.act(&MOVE, unit, |w| {
        let to = to.resolve(ctx, w, &MOVE, "to")?;
        super::relocate(ctx, w, &Move { unit, kind, to, on, basis: basis.clone() })?;
        w.reply(url(unit));
        Ok(())
    })
}

/// The unit goes into another; the other's id.
pub(super) fn merge(ctx: &Ctx, unit: i64, form: &Form) -> Result<i64> {
    let reader = form.reader();
    let into = Picked::read(&reader, "into", "并入哪个组织");
    let on = reader.day("on", "生效日期");
    let basis = reader.text("basis", "依据文件", 80);
    if into.is_empty() {
        reader.fault("into", "请选并入哪个组织");
    }
    reader.check()?;
    ctx.act(&MERGE, unit, |w| {
        let into = into.resolve(ctx, w, &MERGE, "into")?.ok_or(Error::NotFound)?;
        super::merge(ctx, w, &Merge { units: vec![unit], into, on, basis: basis.clone() })?;
        w.reply(url(into));
        Ok(into)
    })
}

/// One new unit comes out of the unit and takes some of what stands below it.
pub(super) fn split(ctx: &Ctx, unit: i64, form: &Form) -> Result<i64> {
    let reader = form.reader();
    let name = reader.text("name", "新组织的名称", 60);
    let code = reader.optional_text("code", "编码", 40);
    let on = reader.day("on", "生效日期");
    let basis = reader.text("basis", "依据文件", 80);
    let going: Vec<i64> = reader.many("goes").iter().filter_map(|id| id.parse().ok()).collect();
    reader.check()?;
    ctx.act(&SPLIT, unit, |w| {
        let old = unit::get(w, unit)?.ok_or(Error::NotFound)?;
        let code = Some(code.clone()).filter(|code| !code.is_empty());
        let new = NewUnit { code, ..NewUnit::new(&old.kind, &name, on) };
        let moves = going.iter().map(|child| (*child, 0)).collect();
        let it = Split { unit, new: vec![new], moves, on, basis: basis.clone() };
        let made = super::split(ctx, w, &it)?;
        w.reply(url(made[0]));
        Ok(made[0])
    })
}

/// Ends the unit.
pub(super) fn dissolve(ctx: &Ctx, unit: i64, form: &Form) -> Result<()> {
    let reader = form.reader();
    let on = reader.day("on", "生效日期");
    let basis = reader.text("basis", "依据文件", 80);
    reader.check()?;
    ctx.act(&DISSOLVE, unit, |w| {
        super::dissolve(ctx, w, unit, on, &basis)?;
        w.reply(url(unit));
        Ok(())
    })
}

/// Which relations a unit of this kind can have.
pub(super) fn moves_of(systems: &Systems, unit: &unit::Unit) -> Vec<MoveKind> {
    let is_administrative = unit.family == systems::Family::Administrative;
    let has_approver = systems.unit_kinds().iter().any(|it| it.approves().any(|k| k == unit.kind));
    let fits = |kind: &MoveKind| match kind {
        MoveKind::Tie(crate::TieKind::Line) => is_administrative,
        MoveKind::Tie(crate::TieKind::Approve) => has_approver,
        MoveKind::Tie(crate::TieKind::Lead) | MoveKind::Host => unit.family.needs_host(),
    };
    MOVES.into_iter().filter(fits).collect()
}
