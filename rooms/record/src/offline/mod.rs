//! Drafts on a phone without a network: what goes there, what comes back, and how the two sides are put together
//! (docs/adr/0149, 0150). Only where the site has switched it on.

mod actions;
mod merge;
mod pages;
mod sent;
mod store;
mod taken;

use act::{Core, Ctx, Hat, Result};
use db::Read;
use systems::Label;

use crate::{
    kind::{Expects, RecordKind},
    meeting::{Record, Stage},
};

pub(crate) use self::{
    actions::{SETTLE, TAKE},
    pages::{is_offered, is_takeable, routes},
};

/// Longer than this no site may leave a draft on a phone.
pub const HOURS_AT_MOST: i64 = 72;

/// How far from today a meeting may be whose draft goes to a phone: this month's, and the coming one.
const DAYS_AROUND: i32 = 31;

/// Every hat that somebody could wear; `None` where that cannot be said.
type HatsOf = fn(&Core, &Read, i64) -> Result<Option<Vec<Hat>>>;

/// Drafts may go to phones; without this part nothing of it is there. A part of `Core`.
pub struct Offline {
    /// After so long a phone erases a draft.
    pub hours: i64,
    /// Whether somebody ended the session of this token: then the phone is to erase everything.
    pub was_ended: fn(&Read, &str) -> Result<bool>,
    /// By which a draft stays with its owner, whichever he wears.
    pub hats: HatsOf,
}

/// What the site allows; `None` where it is switched off.
fn allowed(ctx: &Ctx) -> Option<&Offline> {
    ctx.core.maybe_part::<Offline>()
}

/// Whether a draft may lie on a phone: open, and near.
fn may_leave(ctx: &Ctx, record: &Record, kind: &RecordKind) -> bool {
    let is_open = matches!(record.stage(), Stage::Drafted | Stage::Notified | Stage::Held);
    let is_near = record.plan_on.days_until(ctx.today).abs() <= DAYS_AROUND;
    is_open && is_near && may_be_outside(kind)
}

/// What two say in private, talks of the organization, papers and work secrets stay here.
fn may_be_outside(kind: &RecordKind) -> bool {
    let is_meeting = !matches!(kind.expects, Expects::Nobody | Expects::Partner | Expects::Entry);
    is_meeting && kind.label != Label::WorkSecret
}
