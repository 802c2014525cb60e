//! Switching systems on, with document, owner, end and minutes; and off.

use act::{Act, Acting, Ctx, Error, Faults, Place, Result};
use calendar::Day;
use systems::{Systems, Zone};

use super::{may_decide, store};
use crate::settings::Installed;

pub(crate) const SEE: Act = Act::new("see.switch", "看系统开关和负担台账");
pub(crate) const ON: Act = Act::new("system.switch_on", "启用系统");
pub(crate) const OFF: Act = Act::new("system.switch_off", "停用系统");

/// A system to be switched on.
#[derive(Debug, Clone)]
pub struct NewSwitch {
    /// `R01`, the folder in `systems/`
    pub system: String,
    /// City level or above; holds for everything below by either relation.
    pub unit: i64,
    pub from: Day,
    /// Last day.
    pub to: Day,
    pub document_no: String,
    /// The person answerable for it.
    pub owner: Option<i64>,
    /// Measured minutes for each branch and month.
    pub minutes: i64,
}

/// Switches a system on; its id in the burden ledger.
pub(crate) fn switch_on(ctx: &Ctx, new: &NewSwitch) -> Result<i64> {
    let systems = ctx.part::<Systems>();
    ctx.act(&ON, new.unit, |w| {
        let place = Place::find(w, new.unit)?.ok_or(Error::NotFound)?;
        if !may_decide(systems, &place.kind) {
            let words = "只有市级以上公安机关能启用没有全国性依据的系统";
            return Err(Error::Conflict(words.into()));
        }
        let zone = ctx.core.maybe_part::<Installed>().and_then(|it| it.zone);
        check(systems, zone, new)?;
        if store::overlaps(w, new)? {
            return Err(Error::Conflict("这段时间里这个系统已经启用了".into()));
        }
        let id = store::add(w, new)?;
        w.about("switch", id).reply("/admin/switches");
        Ok(id)
    })
}

fn check(systems: &Systems, zone: Option<Zone>, new: &NewSwitch) -> Result<()> {
    let mut faults = Faults::default();
    match systems.system(&new.system) {
        None => faults.add("system", "没有这个系统"),
        Some(system) if system.is_default_on() => {
            faults.add("system", format!("{}有全国性依据，一直启用，不用开", system.title));
        }
        Some(system) => {
            if let Some(zone) = zone.filter(|zone| !system.zones.contains(zone)) {
                let words = format!("{}不在{}使用，这里不能启用", system.title, zone.zh());
                faults.add("system", words);
            }
        }
    }
    if new.to < new.from {
        faults.add("to", "最后一天不能早于第一天");
    }
    if new.document_no.trim().is_empty() {
        faults.add("document_no", "请填写决定启用的文件号");
    }
    faults.check()
}

/// Switches many on at once, unchecked: the demo.
pub fn switch_on_many(w: &Acting, switches: &[NewSwitch]) -> Result<()> {
    for new in switches {
        store::add(w, new)?;
    }
    w.rows(switches.len());
    Ok(())
}

/// Switches a system off from now on; what it holds stays readable.
pub(crate) fn switch_off(ctx: &Ctx, switch: i64, version: i64, reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(Error::invalid("reason", "请写明为什么停用"));
    }
    let unit = ctx.read(|read| Ok(store::unit_of(read, switch)?))?.ok_or(Error::NotFound)?;
    ctx.act(&OFF, unit, |w| {
        w.about("switch", switch).because(reason).reply("/admin/switches");
        if store::switch_off(w, switch, version)? {
            Ok(())
        } else {
            Err(Error::Conflict("这个系统刚刚由别人停用了".into()))
        }
    })
}
