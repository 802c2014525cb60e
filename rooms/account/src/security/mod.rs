//! Whom to call where something carries a mark of state secrecy: the nearest security administrator above; and whom to ask
//! why a page does not open: the secretary and the nearest affairs manager.

mod store;

use act::{Ctx, Place, Result};
use db::Read;

use crate::settings::Installed;

const SECURITY: &str = "security_administrator";
const MANAGER: &str = "affairs_manager";
const SECRETARY: &str = "secretary";

/// 石家庄市公安局安全保密管理员王某（保密办，0311-…）, for who is at work; names come from posts, the telephone from
/// `contact` in the settings.
pub(crate) fn whom_to_call(ctx: &Ctx, read: &Read) -> Result<String> {
    let unit = match ctx.actor.hat() {
        Some(hat) => Some(hat.unit.id),
        None => people::unit_of(read, ctx.person()?)?,
    };
    let place = unit.map(|unit| Place::find(read, unit)).transpose()?.flatten();
    let above = place.map_or_else(Vec::new, |place| above(&place));
    let mut held = store::held(read, SECURITY, &above, ctx.today)?;
    held.sort_by_key(|it| above.iter().position(|unit| *unit == it.unit));
    let contact = contact(ctx).map_or_else(String::new, |it| format!("（{it}）"));
    Ok(match held.last() {
        Some(it) => format!("{}{}{}{contact}", it.unit_name, text::WHOM, it.name),
        None if contact.is_empty() => format!("上级公安机关的{}", text::WHOM),
        None => format!("{}{contact}", text::WHOM),
    })
}

/// 刑侦大队党支部书记李某，或者南屏县公安局党务管理员王某, for who is at work; nobody is sent to himself.
pub(crate) fn whom_to_ask(ctx: &Ctx, read: &Read) -> Result<String> {
    let person = ctx.person()?;
    let unit = match ctx.actor.hat() {
        Some(hat) => Some(hat.unit.id),
        None => people::unit_of(read, person)?,
    };
    let place = unit.map(|unit| Place::find(read, unit)).transpose()?.flatten();
    let Some(place) = place else { return Ok("本单位的党务管理员".into()) };
    let secretary = people::holder(read, place.id, SECRETARY, ctx.today)?;
    let mut above = above(&place);
    above.extend(place.organ);
    let mut held = store::held(read, MANAGER, &above, ctx.today)?;
    held.retain(|it| it.person != person);
    held.sort_by_key(|it| above.iter().position(|unit| *unit == it.unit));
    let manager = held.last().map_or_else(
        || "本单位的党务管理员".to_owned(),
        |it| format!("{}的党务管理员{}", it.unit_name, it.name),
    );
    Ok(match secretary.filter(|it| it.person != person) {
        Some(it) => format!("{}书记{}，或者{manager}", place.short_name, it.name),
        None => manager,
    })
}

/// The line of the settings.
pub(crate) fn contact(ctx: &Ctx) -> Option<&str> {
    ctx.core.maybe_part::<Installed>()?.contact.as_deref()
}

/// The unit and those above it, the nearest last: first by lead, then by line, in which administrators stand.
fn above(place: &Place) -> Vec<i64> {
    let paths = [place.lead_path.as_deref(), place.line_path.as_deref()];
    let ids = paths.into_iter().flatten().flat_map(|path| path.split('/'));
    ids.filter_map(|id| id.parse().ok()).collect()
}
