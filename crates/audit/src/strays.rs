//! Whether everything there is was sealed exactly once, without holding everything in memory.
//!
//! Both sides are added up in buckets under a random hash: what was sealed counts up, what is there
//! counts down. Buckets that do not come out at nothing are looked at id by id in a second pass.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{BuildHasher, RandomState},
};

use act::Result;
use db::Read;

use crate::{Broken, live::ids_of, store};

const BUCKETS: usize = 4096;
/// Buckets looked at closely; when more are wrong, these suffice to name one.
const BUCKETS_LOOKED_AT: usize = 64;
const AT_ONCE: i64 = 10_000;
const SEALS_AT_ONCE: i64 = 500;

pub(crate) struct Strays {
    hasher: RandomState,
    /// Sum of hashes and count, per bucket.
    buckets: Vec<(u64, i64)>,
}

impl Strays {
    pub(crate) fn new() -> Self {
        Self { hasher: RandomState::new(), buckets: vec![(0, 0); BUCKETS] }
    }

    /// One more that was sealed, or waits for it.
    pub(crate) fn sealed(&mut self, id: i64) {
        let (hash, bucket) = self.place(id);
        let (sum, count) = &mut self.buckets[bucket];
        (*sum, *count) = (sum.wrapping_add(hash), *count + 1);
    }

    fn there(&mut self, id: i64) {
        let (hash, bucket) = self.place(id);
        let (sum, count) = &mut self.buckets[bucket];
        (*sum, *count) = (sum.wrapping_sub(hash), *count - 1);
    }

    fn place(&self, id: i64) -> (u64, usize) {
        let hash = self.hasher.hash_one(id);
        (hash, (hash >> 52) as usize)
    }

    /// Counts what is there; what does not come out even is named.
    pub(crate) fn compare(
        mut self,
        read: &Read,
        waiting: &BTreeSet<i64>,
    ) -> Result<Option<Broken>> {
        each_id(read, |id| self.there(id))?;
        let odd = |(_, it): &(usize, &(u64, i64))| **it != (0, 0);
        let odd: BTreeSet<usize> =
            self.buckets.iter().enumerate().filter(odd).map(|(bucket, _)| bucket).collect();
        if odd.is_empty() {
            return Ok(None);
        }
        let unsealed: i64 = self.buckets.iter().map(|(_, count)| (-count).max(0)).sum();
        let looked_at: BTreeSet<usize> = odd.into_iter().take(BUCKETS_LOOKED_AT).collect();
        let is_odd = |id: i64| looked_at.contains(&self.place(id).1);
        let many = usize::try_from(unsealed).unwrap_or(usize::MAX);
        name(read, waiting, is_odd, many)
    }
}

/// Looks at the ids of a few buckets one by one.
fn name(
    read: &Read,
    waiting: &BTreeSet<i64>,
    is_odd: impl Fn(i64) -> bool,
    many: usize,
) -> Result<Option<Broken>> {
    let mut sealed: BTreeMap<i64, i64> = BTreeMap::new();
    let mut last = 0;
    loop {
        let seals = store::seals_after(read, last, SEALS_AT_ONCE)?;
        let Some(end) = seals.last() else { break };
        last = end.no;
        for seal in &seals {
            for id in ids_of(seal).unwrap_or_default().into_iter().filter(|id| is_odd(*id)) {
                if sealed.insert(id, seal.no).is_some() {
                    return Ok(Some(Broken::SealedTwice { event: id, seal: seal.no }));
                }
            }
        }
    }
    if let Some(event) = waiting.iter().find(|id| sealed.contains_key(id)) {
        return Ok(Some(Broken::WaitingWrong { event: *event }));
    }
    let mut first: Option<i64> = None;
    each_id(read, |id| {
        let is_stray = is_odd(id) && !sealed.contains_key(&id) && !waiting.contains(&id);
        if is_stray && first.is_none_or(|known| id < known) {
            first = Some(id);
        }
    })?;
    let Some(event) = first else { return Ok(None) };
    let at = store::kept(read, &[event])?.get(&event).map(|kept| kept.what.at());
    Ok(Some(Broken::Unsealed { event, at, many: many.max(1) }))
}

fn each_id(read: &Read, mut told: impl FnMut(i64)) -> Result<()> {
    for page in [store::event_ids, store::look_ids] {
        let mut last = i64::MIN;
        loop {
            let ids = page(read, last, AT_ONCE)?;
            let Some(end) = ids.last() else { break };
            last = *end;
            ids.into_iter().for_each(&mut told);
        }
    }
    Ok(())
}
