//! Guessing slowed down by where it comes from, so that nobody can make anybody else wait.

pub(crate) mod store;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use act::{Acting, Ctx, Result};
use calendar::Instant;
use db::Read;

use self::store::Failure;
use crate::settings::{Settings, settings};

/// The browser at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Device<'d> {
    /// "Chrome，Windows"
    pub name: &'d str,
    /// Its cookie, kept for a year: whoever signed in with it before is known here.
    pub token: Option<&'d str>,
}

/// Where one try comes from: the counters it falls under.
pub(crate) struct Place {
    login_key: Vec<u8>,
    /// Name with a known device, or name with an address.
    own: Vec<u8>,
    /// The address over all names; `None` for a known device, whom failures of others do not touch.
    address: Option<Vec<u8>>,
    waits_until: Option<Instant>,
}

const HOUR_SECONDS: i64 = 3600;

impl Place {
    /// The same statements whether the name exists or not.
    pub(crate) fn of(ctx: &Ctx, read: &Read, login: &str, device: &Device) -> Result<Self> {
        let keys = &ctx.core.keys;
        let device = device_key(ctx, login, device.token.unwrap_or_default());
        let is_known = store::is_known(read, &device)?;
        let address = network(ctx.client);
        let away = || keys.lookup(&format!("sign-in from:{login}:{address}"));
        let own = if is_known { device } else { away() };
        let address = (!is_known).then(|| keys.lookup(&format!("sign-in address:{address}")));
        Self::counted(read, login_key(ctx, login), own, address)
    }

    /// Guessing on somebody's open screen: a counter of that session alone.
    pub(crate) fn of_screen(ctx: &Ctx, read: &Read, login: &str, session: i64) -> Result<Self> {
        let own = ctx.core.keys.lookup(&format!("screen:{session}"));
        Self::counted(read, login_key(ctx, login), own, None)
    }

    /// A certificate cannot be guessed: nobody waits for it, whatever others do.
    pub(crate) fn of_certificate(ctx: &Ctx, read: &Read, login: &str) -> Result<Self> {
        let own = ctx.core.keys.lookup(&format!("certificate:{login}"));
        Self::counted(read, login_key(ctx, login), own, None)
    }

    fn counted(
        read: &Read,
        login_key: Vec<u8>,
        own: Vec<u8>,
        address: Option<Vec<u8>>,
    ) -> Result<Self> {
        let mut waits_until = store::waits_until(read, &own)?;
        if let Some(address) = &address {
            waits_until = waits_until.max(store::waits_until(read, address)?);
        }
        Ok(Self { login_key, own, address, waits_until })
    }

    /// Until when nothing is tried from here; `None` when one may.
    pub(crate) fn waits(&self, now: Instant) -> Option<Instant> {
        self.waits_until.filter(|until| *until > now)
    }

    /// The same as it stands by now: others may have failed meanwhile.
    pub(crate) fn waits_now(&self, read: &Read, now: Instant) -> Result<Option<Instant>> {
        Ok(store::waits_until(read, &self.own)?.filter(|until| *until > now))
    }

    /// Counts one more failure; what follows from it.
    pub(crate) fn count(&self, w: &Acting) -> Result<Counted> {
        let settings = settings();
        let forgotten = w.now.plus_seconds(-settings.forget_hours * HOUR_SECONDS);
        let own = Failure { place: &self.own, login_key: &self.login_key, at: w.now };
        let failures = store::count(w, &own, forgotten, None)?;
        let wait = settings.wait_seconds(failures, settings.failures);
        rest(w, &self.own, wait)?;
        if let Some(address) = &self.address {
            let of_address = Failure { place: address, login_key: address, at: w.now };
            let hour_ago = w.now.plus_seconds(-HOUR_SECONDS);
            let failures = store::count(w, &of_address, forgotten, Some(hour_ago))?;
            rest(w, address, settings.wait_seconds(failures, settings.address_failures))?;
        }
        Ok(Counted { failures, wait_seconds: wait })
    }

    /// Whether the browser is not known to the account.
    pub(crate) fn is_strange(&self) -> bool {
        self.address.is_some()
    }

    /// A success ends the count of this place; never that of an address, where others guess too.
    pub(crate) fn forgive(&self, w: &Acting) -> Result<()> {
        Ok(store::forgive(w, &self.own)?)
    }
}

fn rest(w: &Acting, place: &[u8], seconds: i64) -> Result<()> {
    if seconds > 0 {
        store::rest(w, place, w.now.plus_seconds(seconds))?;
    }
    Ok(())
}

/// A failure that was counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    failures: i64,
    wait_seconds: i64,
}

impl Counted {
    /// 警号或口令不对。再错4次，要等1分钟才能再试
    pub(crate) fn words(self, wrong: &str) -> String {
        let settings = settings();
        let left = settings.failures - self.failures;
        if left > 0 {
            let wait = minutes(settings.wait_seconds(settings.failures, settings.failures));
            format!("{wrong}不对。再错{left}次，要等{wait}才能再试")
        } else {
            let (failures, wait) = (self.failures, minutes(self.wait_seconds));
            format!("{wrong}不对。已连错{failures}次，请等{wait}再试")
        }
    }
}

pub(crate) fn resting(until: Instant) -> String {
    format!(
        "从这里登录错得太多，请等到{}再试。忘了口令的，找本单位系统管理员当面重设",
        until.time_zh()
    )
}

fn minutes(seconds: i64) -> String {
    format!("{}分钟", (seconds + 59) / 60)
}

/// After a reset by an administrator he need not wait anywhere.
pub(crate) fn forgive_everywhere(w: &Acting, ctx: &Ctx, login: &str) -> Result<()> {
    Ok(store::forgive_login(w, &login_key(ctx, login))?)
}

/// From now on the device is known to its owner's account.
pub(crate) fn know(ctx: &Ctx, w: &Acting, person: i64, login: &str, token: &str) -> Result<()> {
    Ok(store::know(w, &device_key(ctx, login, token), person, w.now)?)
}

fn login_key(ctx: &Ctx, login: &str) -> Vec<u8> {
    ctx.core.keys.lookup(&format!("sign-in:{login}"))
}

fn device_key(ctx: &Ctx, login: &str, token: &str) -> Vec<u8> {
    ctx.core.keys.lookup(&format!("device:{login}:{token}"))
}

/// An address as far as one subscriber can change it: of IPv6 the first 64 bits.
fn network(client: Option<IpAddr>) -> IpAddr {
    match client.map(|it| it.to_canonical()) {
        Some(IpAddr::V6(it)) => IpAddr::V6(Ipv6Addr::from_bits(it.to_bits() >> 64 << 64)),
        Some(it) => it,
        None => IpAddr::V4(Ipv4Addr::LOCALHOST),
    }
}

impl Settings {
    /// How long after so many failures in a row, of which `free` cost nothing: twice as long each time.
    pub(crate) fn wait_seconds(&self, failures: i64, free: i64) -> i64 {
        let longest = self.longest_wait_minutes * 60;
        match failures - free {
            ..0 => 0,
            more => self.first_wait_seconds.saturating_mul(1 << more.min(30)).min(longest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let settings = settings();
        let waits: Vec<i64> =
            (4..12).map(|failures| settings.wait_seconds(failures, settings.failures)).collect();
        assert_eq!(waits, [0, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(settings.wait_seconds(i64::MAX, 5), 900);
    }

    #[test]
    fn a_subscriber_of_ipv6_is_one_place() {
        let at = |text: &str| network(Some(text.parse().unwrap()));
        assert_eq!(at("2001:db8:1:2::5"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::5"), at("2001:db8:1:3::5"));
        assert_eq!(at("::ffff:10.0.0.5"), at("10.0.0.5"));
        assert_ne!(at("10.0.0.5"), at("10.0.0.6"));
    }
}
