//! Between the two steps of signing in: that the password was right a moment ago. No row is kept for it.

use act::{Ctx, Result};

use super::store::{self, Account};
use crate::settings::settings;

/// For whom the second step is open, under a keyed digest that ends by itself and with a change of the password.
/// `carried` goes along, sealed by who gives it.
pub(crate) fn make(ctx: &Ctx, account: &Account, carried: &str) -> String {
    let until = ctx.now.plus_seconds(settings().second_step_minutes * 60).millis();
    let seal = seal(ctx, account, until, carried);
    format!("{}.{until}.{seal}.{carried}", account.person)
}

/// The account and what was carried, while the ticket holds.
pub(crate) fn open(ctx: &Ctx, ticket: &str) -> Result<Option<(Account, String)>> {
    let Some((person, until, given, carried)) = parts(ticket) else { return Ok(None) };
    if until <= ctx.now.millis() {
        return Ok(None);
    }
    let account = ctx.read(|read| Ok(store::of_person(read, person)?))?;
    let is_ours = |account: &Account| {
        crypto::is_same(seal(ctx, account, until, carried).as_bytes(), given.as_bytes())
    };
    Ok(account.filter(is_ours).map(|account| (account, carried.to_owned())))
}

fn parts(ticket: &str) -> Option<(i64, i64, &str, &str)> {
    let (person, rest) = ticket.split_once('.')?;
    let (until, rest) = rest.split_once('.')?;
    let (seal, carried) = rest.split_once('.')?;
    Some((person.parse().ok()?, until.parse().ok()?, seal, carried))
}

fn seal(ctx: &Ctx, account: &Account, until: i64, carried: &str) -> String {
    let Account { person, password, .. } = account;
    crypto::hex(
        &ctx.core.keys.lookup(&format!("second step:{person}:{until}:{password}:{carried}")),
    )
}
