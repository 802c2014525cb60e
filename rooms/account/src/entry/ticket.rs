//! Between the two steps of signing in: that the password was right a moment ago. No row is kept for it.

use act::{Ctx, Result};

use super::store::{self, Account};
use crate::settings::settings;

/// For whom the second step is open, under a keyed digest that ends by itself and with a change of the password.
pub(crate) fn make(ctx: &Ctx, account: &Account) -> String {
    let until = ctx.now.plus_seconds(settings().second_step_minutes * 60).millis();
    let seal = seal(ctx, account, until);
    format!("{}.{until}.{seal}", account.person)
}

/// The account, while the ticket holds.
pub(crate) fn open(ctx: &Ctx, ticket: &str) -> Result<Option<Account>> {
    let Some((person, until, given)) = parts(ticket) else { return Ok(None) };
    if until <= ctx.now.millis() {
        return Ok(None);
    }
    let account = ctx.read(|read| Ok(store::of_person(read, person)?))?;
    Ok(account
        .filter(|account| crypto::is_same(seal(ctx, account, until).as_bytes(), given.as_bytes())))
}

fn parts(ticket: &str) -> Option<(i64, i64, &str)> {
    let (person, rest) = ticket.split_once('.')?;
    let (until, seal) = rest.split_once('.')?;
    Some((person.parse().ok()?, until.parse().ok()?, seal))
}

fn seal(ctx: &Ctx, account: &Account, until: i64) -> String {
    let Account { person, password, .. } = account;
    crypto::hex(&ctx.core.keys.lookup(&format!("second step:{person}:{until}:{password}")))
}
