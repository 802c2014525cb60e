//! Somebody marks himself as there.

use act::{Act, Ctx, Error, Place, Result};
use db::Read;
use systems::Systems;

use super::{
    code::{self, Step},
    store,
};
use crate::{
    kind::{Expects, Kinds},
    meeting::{self, Record, RecordId, Stage},
    roll::{self, Expected},
};

pub(crate) const MARK: Act = Act::new("record.mark_self", "自己标到会");

/// What a code that holds leads to.
pub(super) struct Led {
    pub(super) record: Record,
    pub(super) place: Place,
    /// Somebody of the roll, or in plain words why not.
    pub(super) who: std::result::Result<Expected, String>,
}

/// A code that does not hold leads nowhere, whatever record there is.
pub(super) fn led(
    ctx: &Ctx,
    read: &Read,
    (id, session): (RecordId, i64),
    (code, step): (&str, Step),
) -> Result<Led> {
    let over = || {
        Error::Conflict("这个码已经过了时。请再扫一次屏幕上的新码；记录人点您的名字也一样".into())
    };
    if !code::holds(&ctx.core.keys, (id, session), code, (ctx.now, step)) {
        return Err(over());
    }
    let record = meeting::find_any(read, id)?.ok_or_else(over)?;
    let place = Place::find(read, record.unit)?.ok_or_else(over)?;
    if matches!(record.stage(), Stage::Closed | Stage::Withdrawn) {
        let words = "这次会的记录已经存档，码不再用了。到会情况不对的，请告诉记录人更正";
        return Err(Error::Conflict(words.into()));
    }
    let kind = Kinds::built_in().find(&record.kind).ok_or_else(over)?;
    let on_day = roll::on_day_for(read, kind, &place, record.plan_on)?;
    let others = roll::others(read, kind, (None, record.entry), record.plan_on)?;
    let people = roll::expected(ctx.part::<Systems>(), kind, &place, &on_day, others);
    let person = ctx.person()?;
    let who = people.into_iter().find(|it| it.person == person);
    let who = who.ok_or_else(|| why_not(kind.expects, &place));
    Ok(Led { record, place, who })
}

fn why_not(expects: Expects, place: &Place) -> String {
    let whose = match expects {
        Expects::Committee => "委员",
        _ if place.kind == "subgroup" => "本小组的党员",
        _ => "组织关系在这里的党员",
    };
    format!("这次会的应到名册里没有您：名册上是{}{whose}", place.short_name)
}

pub(super) fn mark(ctx: &Ctx, id: RecordId, session: i64, code: &str) -> Result<()> {
    // The event says who and that he did, as every act; where he stood and with which telephone is nobody's business.
    let without_origin = Ctx::new(&ctx.core, ctx.actor.clone());
    without_origin.act_own(&MARK, |w, _| {
        let found = led(ctx, w, (id, session), (code, Step::Confirmed))?;
        let who = found.who.map_err(Error::Conflict)?;
        if !store::mark(w, id, &who, session)? {
            return Err(Error::Conflict("这次会的记录已经存档，码不再用了".into()));
        }
        w.changed(&["attendance"]).reply("/");
        Ok(())
    })
}
