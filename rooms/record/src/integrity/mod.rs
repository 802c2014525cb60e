//! Whom an integrity talk is due to (R57): newly appointed secretaries and holders of risk posts, with their clocks. Listed by
//! the system; whether a talk was held is read from the duties that it serves.

mod pages;
mod store;

use act::Ctx;

use crate::kind::Kinds;

pub(crate) use self::pages::routes;

/// Kinds of talk that this list asks for.
const TALKS: [&str; 2] = ["integrity_talk", "reminder_talk"];
const APPOINTMENT: &str = "integrity/appointment-talk";
const RISK_POST: &str = "integrity/risk-post-talk";
const APPOINTMENT_MONTHS: &str = "integrity/appointment-talk-months";

/// Whoever holds such talks or keeps them.
pub(crate) fn may_see(ctx: &Ctx) -> bool {
    let Some(hat) = ctx.actor.hat() else { return false };
    let kinds = TALKS.iter().filter_map(|key| Kinds::built_in().find(key));
    let is_its = kinds.into_iter().any(|kind| {
        let keeps = kind.kept_talk().is_some_and(|it| it.keepers.contains(&hat.kind));
        keeps || kind.is_for(&hat.unit.kind) && kind.chairs.contains(&hat.kind)
    });
    is_its || hat.kind == "party_officer"
}
