//! How often one may ask: so many at once, and so many a minute afterwards.

use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// Requests per minute, each also the most that may come at once; `None`: as many as one likes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// From one address. A whole bureau may stand behind one.
    pub address: Option<u32>,
    /// Of one account.
    pub account: Option<u32>,
    /// Forms sent from one address by who is not signed in: attempts to sign in.
    pub entry: Option<u32>,
}

/// What has been asked lately.
#[derive(Debug)]
pub(crate) struct Meters {
    address: Meter<IpAddr>,
    account: Meter<i64>,
    entry: Meter<IpAddr>,
}

impl Meters {
    pub(crate) fn new(rates: Rates) -> Self {
        Self {
            address: Meter::new(rates.address),
            account: Meter::new(rates.account),
            entry: Meter::new(rates.entry),
        }
    }

    /// How long this address must wait, if it must.
    pub(crate) fn of_address(&self, client: IpAddr) -> Option<Duration> {
        self.address.take(network(client), Instant::now())
    }

    pub(crate) fn of_account(&self, person: i64) -> Option<Duration> {
        self.account.take(person, Instant::now())
    }

    pub(crate) fn of_entry(&self, client: IpAddr) -> Option<Duration> {
        self.entry.take(network(client), Instant::now())
    }
}

/// Whoever has one address of IPv6 has at least 2^64 of them.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(it) => IpAddr::V6((it.to_bits() & (u128::MAX << 64)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Beyond so many askers those who are quiet again are forgotten.
const ASKERS_AT_MOST: usize = 100_000;
const MINUTE: Duration = Duration::from_mins(1);

/// For each asker the moment at which all that he asked is paid off (the generic cell rate algorithm).
#[derive(Debug)]
struct Meter<K> {
    /// The price of one request in time.
    price: Option<Duration>,
    paid_off: Mutex<HashMap<K, Instant>>,
}

impl<K: Hash + Eq> Meter<K> {
    fn new(per_minute: Option<u32>) -> Self {
        let price = per_minute.filter(|it| *it > 0).map(|it| MINUTE / it);
        Self { price, paid_off: Mutex::default() }
    }

    /// Takes one request at `now`; how long to wait where it is one too many.
    fn take(&self, asker: K, now: Instant) -> Option<Duration> {
        let price = self.price?;
        let mut askers = self.paid_off.lock().unwrap_or_else(PoisonError::into_inner);
        if askers.len() >= ASKERS_AT_MOST && !askers.contains_key(&asker) {
            askers.retain(|_, paid_off| *paid_off > now);
            // All of them loud: better a fresh start for everybody than memory without end.
            if askers.len() >= ASKERS_AT_MOST {
                askers.clear();
            }
        }
        let paid_off = askers.entry(asker).or_insert(now);
        let next = now.max(*paid_off) + price;
        let too_far = next.saturating_duration_since(now).saturating_sub(MINUTE);
        if !too_far.is_zero() {
            return Some(too_far);
        }
        *paid_off = next;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_free_and_then_the_rate_holds() {
        let meter = Meter::new(Some(60));
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        for _ in 0..60 {
            assert_eq!(meter.take("a", at(0)), None);
        }
        assert_eq!(meter.take("a", at(0)), Some(Duration::from_secs(1)));
        assert_eq!(meter.take("b", at(0)), None, "another asker has a rate of his own");
        assert_eq!(meter.take("a", at(1)), None);
        assert!(meter.take("a", at(1)).is_some());
        for _ in 0..60 {
            assert_eq!(meter.take("a", at(100)), None, "who was quiet has everything again");
        }
    }

    #[test]
    fn without_a_rate_nobody_waits() {
        let meter = Meter::new(None);
        assert!((0..10_000).all(|_| meter.take((), Instant::now()).is_none()));
    }

    #[test]
    fn many_askers_do_not_fill_the_memory() {
        let meter = Meter::new(Some(60));
        let now = Instant::now();
        for asker in 0..ASKERS_AT_MOST * 2 + 10 {
            meter.take(asker, now);
        }
        assert!(meter.paid_off.lock().unwrap().len() <= ASKERS_AT_MOST);
    }

    #[test]
    fn the_addresses_of_one_line_are_one_asker() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
