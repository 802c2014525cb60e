//! Views kept in memory while nothing changes. Exact: a view is used only for the very same data.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use act::Relation;
use calendar::Day;

use super::View;

/// Views of one process; a part of the core. Without it every page counts anew.
#[derive(Default)]
pub struct Views(Mutex<VecDeque<(Key, Arc<View>)>>);

/// Node, relation and day; and which data: digest of the last seal (it stands on all before it), and
/// how many events wait for theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) node: i64,
    pub(super) relation: Relation,
    pub(super) on: Day,
    pub(super) stamp: (Option<Vec<u8>>, i64),
}

/// Slots kept in all views together; a view of a province has about 100,000.
const ITEMS_AT_MOST: usize = 2_000_000;

impl Views {
    pub(super) fn get(&self, key: &Key) -> Option<Arc<View>> {
        let views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views.iter().find(|(known, _)| known == key).map(|(_, view)| view.clone())
    }

    /// The oldest go first; views of other data go at once.
    pub(super) fn put(&self, key: Key, view: &Arc<View>) {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views.retain(|(known, _)| known.stamp == key.stamp && *known != key);
        views.push_back((key, view.clone()));
        let size = |views: &VecDeque<(Key, Arc<View>)>| -> usize {
            views.iter().map(|(_, view)| view.items.len() + view.shares.len()).sum()
        };
        while views.len() > 1 && size(&views) > ITEMS_AT_MOST {
            views.pop_front();
        }
    }
}
