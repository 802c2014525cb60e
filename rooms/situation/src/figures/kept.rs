//! What was worked out, kept with the version of what it was made of.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex},
};

use super::lock;

/// What `state.version` says; another one means that something changed.
pub(super) type Version = (u32, u32);

/// Values of their keys under a version each. Where their weights come to more than `at_most`, all
/// are let go and it begins anew.
pub(super) struct Kept<K, V: ?Sized> {
    all: Mutex<All<K, V>>,
    at_most: usize,
    weigh: fn(&V) -> usize,
}

struct All<K, V: ?Sized> {
    of: HashMap<K, (Version, Arc<V>)>,
    weight: usize,
}

impl<K: Eq + Hash, V: ?Sized> Kept<K, V> {
    pub(super) fn new(at_most: usize, weigh: fn(&V) -> usize) -> Self {
        Self { all: Mutex::new(All::new()), at_most, weigh }
    }

    pub(super) fn find(&self, key: &K, version: Version) -> Option<Arc<V>> {
        let all = lock(&self.all);
        all.of.get(key).filter(|(of, _)| *of == version).map(|(_, value)| value.clone())
    }

    pub(super) fn keep(&self, key: K, version: Version, value: &Arc<V>) {
        let weight = (self.weigh)(value);
        let mut all = lock(&self.all);
        if all.weight + weight > self.at_most {
            *all = All::new();
        }
        all.weight += weight;
        if let Some((_, old)) = all.of.insert(key, (version, value.clone())) {
            all.weight -= (self.weigh)(&old);
        }
    }

    pub(super) fn clear(&self) {
        *lock(&self.all) = All::new();
    }
}

impl<K, V: ?Sized> All<K, V> {
    fn new() -> Self {
        Self { of: HashMap::new(), weight: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept<u8, str> {
        Kept::new(10, str::len)
    }

    #[test]
    fn a_value_is_found_under_its_own_version_only() {
        let kept = kept();
        kept.keep(1, (0, 1), &"one".into());
        assert_eq!(kept.find(&1, (0, 1)).as_deref(), Some("one"));
        assert!(kept.find(&1, (0, 2)).is_none() && kept.find(&2, (0, 1)).is_none());
    }

    #[test]
    fn a_newer_value_takes_the_weight_of_the_older() {
        let kept = kept();
        for no in 0..9 {
            kept.keep(1, (0, no), &"seven b".into());
        }
        kept.keep(2, (0, 0), &"abc".into());
        assert!(kept.find(&1, (0, 8)).is_some() && kept.find(&2, (0, 0)).is_some());
    }

    #[test]
    fn beyond_the_bound_all_is_let_go() {
        let kept = kept();
        kept.keep(1, (0, 0), &"seven b".into());
        kept.keep(2, (0, 0), &"four".into());
        assert!(kept.find(&1, (0, 0)).is_none() && kept.find(&2, (0, 0)).is_some());
    }
}
