//! Sessions: a row for every browser that is signed in; who it is, and under which hat.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod store;

use std::net::IpAddr;

use act::{Actor, Core, Hat, Place, Powers, Result, StandIn};
use calendar::Instant;
use db::Read;
use systems::Systems;
use web::{Caller, Front, Identity};

use self::store::{Row, Worn};
use crate::{second, settings::settings};

/// `seen_at` is moved no more often than this.
const TOUCH_SECONDS: i64 = 300;

/// What is typed into a page whose session ran out is still taken for so long: a night, not a week.
const KEPT_SECONDS: i64 = 24 * 3600;

/// Who a cookie's token belongs to; nobody when the session was ended, or ran out more than a day ago.
/// One statement.
pub fn identify(core: &Core, read: &Read, token: &str, client: IpAddr) -> Result<Caller> {
    let now = core.clock.now();
    let Some(row) = store::find(read, &digest(token), now.day())? else {
        return Ok(Caller::Nobody);
    };
    if !is_alive(&row, now) {
        let is_fresh = is_alive(&row, now.plus_seconds(-KEPT_SECONDS));
        return Ok(if is_fresh { Caller::RanOut(row.person) } else { Caller::Nobody });
    }
    touch(core, &row, now);
    let first = match (row.must_change, row.factors) {
        (true, _) => Some("/me/password"),
        (false, 0) if second::is_asked_of_everyone(core) => Some("/me/second-factor"),
        _ => None,
    };
    let hats = if row.must_change { 0 } else { usize::try_from(row.hats).unwrap_or_default() };
    let (id, session, kept, unread) = (row.person, row.id, row.kept, row.unread);
    let name = row.name.clone();
    let is_fresh = row.proved_at.plus_seconds(settings().fresh_minutes * 60) > now;
    let hat = hat_of(core, row, client);
    let actor = Actor::Person { id, name, hat };
    Ok(Caller::Known(Identity { actor, session, is_fresh, first, hats, unread, kept }))
}

/// A start password wears no hat, a post that asks for a second step none without it, an administrator none from an
/// address that is not named for it.
fn hat_of(core: &Core, row: Row, client: IpAddr) -> Option<Hat> {
    let (must_change, has_second) = (row.must_change, row.factors > 0);
    let hat = hat(core, row.worn()).filter(|_| !must_change)?;
    if core.part::<Systems>().is_administrator(&hat.kind)
        && !Front::is_for_administrators(core, Some(client))
    {
        return None;
    }
    (has_second || !second::is_asked_for(core, &hat.kind)).then_some(hat)
}

/// Somebody under one of his posts today, for work that goes on in his name; `None` when his account is
/// closed, still has its start password, or he holds the post no more.
pub fn worn(core: &Core, read: &Read, person: i64, post: Option<i64>) -> Result<Option<Actor>> {
    let row = store::worn(read, person, post, core.clock.now().day())?;
    let Some(row) = row.filter(|row| !row.must_change) else { return Ok(None) };
    let name = row.name.clone();
    Ok(Some(Actor::Person { id: person, name, hat: hat(core, row) }))
}

/// Every hat that somebody could wear today; `None` while he still has a start password, for that says nothing about
/// his posts.
pub fn hats(core: &Core, read: &Read, person: i64) -> Result<Option<Vec<Hat>>> {
    if worn(core, read, person, None)?.is_none() {
        return Ok(None);
    }
    let mut hats = Vec::new();
    for row in crate::hat::held(read, person, core.clock.now().day())? {
        let actor = worn(core, read, person, Some(row))?;
        hats.extend(actor.and_then(|it| it.hat().cloned()));
    }
    Ok(Some(hats))
}

/// Whether somebody ended the session of a token, or its account: what runs out by itself was ended by nobody.
pub fn was_ended(read: &Read, token: &str) -> Result<bool> {
    Ok(store::was_ended(read, &digest(token))?)
}

/// What the database keeps instead of the token.
pub(crate) fn digest(token: &str) -> Vec<u8> {
    crypto::sm3(token.as_bytes()).to_vec()
}

fn is_alive(row: &Row, now: Instant) -> bool {
    row.ends_at > now && row.seen_at.plus_seconds(settings().idle_seconds()) > now
}

/// The hat worn, as long as its post and its unit are there.
fn hat(core: &Core, row: Worn) -> Option<Hat> {
    let kind = row.post_kind?;
    let unit = Place {
        id: row.unit?,
        kind: row.unit_kind?,
        name: row.unit_name?,
        short_name: row.short_name?,
        lead_path: row.lead_path,
        line_path: row.line_path,
        organ: row.organ,
    };
    let systems = core.part::<Systems>();
    // An administrator has one post and nothing else: with a second hat, his is off until one is ended.
    if systems.is_administrator(&kind) && row.hats > 1 {
        return None;
    }
    let (title, powers) = (systems.post_title(&kind, &unit.kind), core.part::<Powers>().of(&kind));
    let Some(id) = row.stand_in else {
        return Some(Hat { post: row.post?, kind, title, unit, powers, stand_in: None });
    };
    let acts = row.acts.unwrap_or_default();
    let is_handed =
        |act: &str| acts.split(' ').any(|it| it == act) && !systems.is_never_by_stand_in(act);
    let powers = powers.iter().filter(|power| is_handed(&power.act)).cloned().collect();
    let stand_in = Some(StandIn { id, holder: row.holder.unwrap_or_default(), until: row.until? });
    Some(Hat { post: row.post?, title: format!("代{title}"), kind, unit, powers, stand_in })
}

/// That a session is in use is no act of anybody: a note on its own row, and never a reason to fail.
fn touch(core: &Core, row: &Row, now: Instant) {
    let is_stopped = core.read_only.read().is_ok_and(|words| words.is_some());
    if is_stopped || row.seen_at.plus_seconds(TOUCH_SECONDS) > now {
        return;
    }
    let _ = core.db.write(&[], |write| store::touch(write, row.id, now));
}
