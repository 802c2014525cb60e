//! Figures in memory: the picture of any node without looking at the tree below it.
//!
//! Every unit has *marks* (how its slots stand, with the days on which that turns), inner nodes have
//! *counts* of marks, and a picture is a *sum* over a node's counts on a day (docs/adr/0060). They
//! answer for today; other days go through rows. Whoever asks first brings them up to date with his
//! own snapshot, so what an act did shows on the next read on every level, on every node of several.

mod answers;
mod check;
mod checkpoint;
mod counts;
mod draw;
mod follow;
mod forest;
mod invented;
mod judging;
mod kept;
mod list;
pub(crate) mod mark;
mod marks;
mod obstacles;
mod oldest;
mod slots;
mod state;
mod store;
mod sums;

use std::collections::BTreeSet;
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError,
    atomic::{AtomicBool, Ordering},
};

use act::{Core, Relation, Result};
use calendar::Day;
use db::Read;

pub use self::{
    check::Wrong,
    invented::{Invented, Inventor},
    list::{Found, List},
    oldest::Oldest,
    slots::{Owed, Standing},
    state::Size,
};
use self::{
    forest::At,
    kept::Kept,
    state::State,
    store::Stamp,
    sums::{Glance, Sums},
};
use crate::view::Scope;

/// The figures of one process; a part of the core. Without it every page counts anew.
pub struct Figures {
    state: RwLock<State>,
    /// How far the state is; `None` until it was built.
    progress: Mutex<Option<Progress>>,
    /// One pass at a time.
    passing: Mutex<()>,
    /// The server is about to end: what takes long is given up.
    is_ending: AtomicBool,
    glances: Mutex<Vec<Arc<Glance>>>,
    sums: Kept<(At, Relation, Scope), Sums>,
    counted: Kept<(At, Relation, bool), draw::Counted>,
    answers: Kept<answers::Question, str>,
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            state: RwLock::default(),
            progress: Mutex::default(),
            passing: Mutex::default(),
            is_ending: AtomicBool::default(),
            glances: Mutex::default(),
            sums: Kept::new(SUMS, |_| 1),
            counted: Kept::new(COUNTED, draw::Counted::weight),
            answers: Kept::new(answers::BYTES, str::len),
        }
    }
}

/// What has been taken in.
#[derive(Debug, Clone, Default)]
struct Progress {
    seal: i64,
    /// Events that were taken in before they had a seal.
    unsealed: BTreeSet<i64>,
}

/// Scopes whose look at the marks is kept: a month and a year of today, and a few in turn.
const GLANCES: usize = 6;
/// Nodes whose sums are kept.
const SUMS: usize = 50_000;
/// Organs below the nodes for which they are kept.
const COUNTED: usize = 1_000_000;

impl Figures {
    /// Whether the figures can answer for a node on that day, as the snapshot of `read` knows the data
    /// or later: brings them there first. Not for a branch, whose people are looked at one by one.
    pub fn answer(
        &self,
        core: &Core,
        read: &Read,
        (relation, node): (Relation, i64),
        on: Day,
    ) -> Result<bool> {
        if on != core.clock.now().day() {
            return Ok(false);
        }
        let state = self.fresh(core, read, (relation, node), on)?;
        Ok(state.is_some_and(|state| state.standing(relation, node).is_some()))
    }

    /// The figures of a node as the snapshot of `read` knows the data, or later. `None`: they are being
    /// built by somebody else.
    fn fresh(
        &self,
        core: &Core,
        read: &Read,
        node: (Relation, i64),
        today: Day,
    ) -> Result<Option<RwLockReadGuard<'_, State>>> {
        let stamp = store::stamp(read)?;
        if !self.is_fresh(stamp, today) && !self.catch_up(core, (read, stamp), node, today)? {
            return Ok(None);
        }
        Ok(Some(self.read()).filter(|state| state.today == Some(today)))
    }

    /// Makes a pass, or waits for the one that is on its way and makes another where that began too
    /// early; nobody waits whose node it does not concern. *False*: they are being built.
    fn catch_up(
        &self,
        core: &Core,
        (read, stamp): (&Read, Stamp),
        node: (Relation, i64),
        today: Day,
    ) -> Result<bool> {
        let passing = match self.passing.try_lock() {
            Ok(passing) => Some(passing),
            Err(TryLockError::Poisoned(passing)) => Some(passing.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        };
        if passing.is_none() && self.known().is_none() {
            return Ok(false);
        }
        if passing.is_none() && self.is_unmoved((read, stamp), node, today)? {
            return Ok(true);
        }
        let _passing = passing.unwrap_or_else(|| lock(&self.passing));
        if !self.is_fresh(stamp, today) {
            self.pass(core, today)?;
        }
        Ok(true)
    }

    /// Everything of that snapshot has been taken in. Snapshots of one database hold each other: whoever
    /// sees a later seal sees all that the other sees, and under one seal what waits for the next only grows.
    fn is_fresh(&self, stamp: Stamp, today: Day) -> bool {
        self.known().is_some_and(|(progress, day)| {
            let waiting = progress.unsealed.len() as i64;
            day == today && (progress.seal, waiting) >= (stamp.seal, stamp.unsealed)
        })
    }

    /// What has not been taken in yet stands elsewhere than at or below the node.
    fn is_unmoved(&self, read: (&Read, Stamp), node: (Relation, i64), today: Day) -> Result<bool> {
        match self.known() {
            Some((progress, day)) if day == today => self.is_elsewhere(read, &progress, node),
            _ => Ok(false),
        }
    }

    /// The server is about to end: counting out of rows is given up, to be done at the next start.
    pub fn end(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
    }

    /// How much memory they take; nothing before they are built.
    pub fn size(&self) -> Size {
        self.read().bytes()
    }

    /// They are being counted out of rows for the first time.
    pub fn is_building(&self) -> bool {
        self.known().is_none() && self.passing.try_lock().is_err()
    }

    /// Brings the figures up to date ahead of whoever asks next: the server does so all the time.
    pub fn keep_up(&self, core: &Core) -> Result<()> {
        let _passing = self.passing.lock().unwrap_or_else(PoisonError::into_inner);
        self.pass(core, core.clock.now().day())
    }

    fn known(&self) -> Option<(Progress, Day)> {
        let progress = lock(&self.progress).clone()?;
        let today = self.read().today?;
        Some((progress, today))
    }

    fn put(&self, state: State, progress: Progress) {
        *self.write() = state;
        self.sums.clear();
        self.counted.clear();
        lock(&self.glances).clear();
        self.answers.clear();
        self.advance(progress);
    }

    fn advance(&self, progress: Progress) {
        *lock(&self.progress) = Some(progress);
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// How every mark stands in a scope.
    fn glance(&self, state: &State, scope: Scope) -> Arc<Glance> {
        let mut glances = lock(&self.glances);
        let is_good = |it: &Arc<Glance>| it.scope == scope && it.is_of(&state.marks);
        if let Some(glance) = glances.iter().find(|it| is_good(it)) {
            return glance.clone();
        }
        // Marks are only ever added: those looked at before stay as they were seen.
        let place = glances.iter().position(|it| it.scope == scope && it.is_before(&state.marks));
        let before = place.map(|place| Arc::unwrap_or_clone(glances.remove(place)));
        let mut glance = before.unwrap_or_else(|| Glance::new(scope));
        glance.grow(&state.marks, &state.duties);
        let glance = Arc::new(glance);
        glances.retain(|it| it.scope != scope);
        glances.truncate(GLANCES - 1);
        glances.insert(0, glance.clone());
        glance
    }

    /// All duties of a node, kept as long as nothing below it changes.
    fn sums(&self, state: &State, relation: Relation, glance: &Glance, node: At) -> Arc<Sums> {
        let (key, version) = ((node, relation, glance.scope), state.version(relation, node));
        self.sums.find(&key, version).unwrap_or_else(|| {
            let sums = Arc::new(state.sums(relation, glance, node, None));
            self.sums.keep(key, version, &sums);
            sums
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
