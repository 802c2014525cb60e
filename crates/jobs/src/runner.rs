//! Runs what is due, one job after the other.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use act::{Actor, Core, Ctx, Error, Result};
use calendar::Instant;

use crate::{JobKind, Schedule, outcome, outcome::Outcome, store, store::Claimed};

/// A claim older than this belongs to a worker that died; longer work is cut into several jobs.
const LOST_AFTER_SECONDS: i64 = 1800;

/// The kinds of work this installation knows, and when some of them come by themselves.
pub struct Runner {
    core: Arc<Core>,
    kinds: BTreeMap<&'static str, JobKind>,
    schedules: Vec<Schedule>,
    /// The last slot of each schedule that this process knows to be entered.
    entered: Mutex<BTreeMap<usize, Instant>>,
}

impl Runner {
    pub fn new(
        core: &Arc<Core>,
        kinds: impl IntoIterator<Item = JobKind>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Self {
        let kinds = kinds.into_iter().map(|kind| (kind.name, kind)).collect();
        let schedules = schedules.into_iter().collect();
        Self { core: core.clone(), kinds, schedules, entered: Mutex::default() }
    }

    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// Runs everything that is due now, also what these jobs leave for now; how many were run.
    pub fn run_due(&self) -> Result<usize> {
        if self.is_stopped() {
            return Ok(0);
        }
        self.enter_slots()?;
        let mut count = 0;
        while let Some(job) = self.claim()? {
            self.run(&job)?;
            count += 1;
        }
        Ok(count)
    }

    /// Nothing is begun while writing must stop.
    fn is_stopped(&self) -> bool {
        self.core.read_only.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn enter_slots(&self) -> Result<()> {
        let now = self.core.clock.now();
        for (place, schedule) in self.schedules.iter().enumerate() {
            let Some(slot) = schedule.slot(&self.core.db, now)? else { continue };
            if self.is_known(place, slot) {
                continue;
            }
            let name = format!("{}@{slot}", schedule.kind);
            if !self.core.db.read(|read| store::is_entered(read, &name))? {
                let enter =
                    |write: &db::Write| store::enter_slot(write, schedule.kind, &name, slot);
                self.core.db.write(&[], enter)?;
            }
            self.know(place, slot);
        }
        Ok(())
    }

    fn is_known(&self, place: usize, slot: Instant) -> bool {
        let entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner);
        entered.get(&place) == Some(&slot)
    }

    fn know(&self, place: usize, slot: Instant) {
        self.entered.lock().unwrap_or_else(PoisonError::into_inner).insert(place, slot);
    }

    /// `None` when nothing is due. An empty claim may mean that another worker was faster: ask again.
    fn claim(&self) -> Result<Option<Claimed>> {
        let now = self.core.clock.now();
        let lost = now.plus_seconds(-LOST_AFTER_SECONDS);
        while self.core.db.read(|read| store::is_any_due(read, now, lost))? {
            let claimed = self.core.db.write(&[], |write| store::claim(write, now, lost))?;
            if claimed.is_some() {
                return Ok(claimed);
            }
        }
        Ok(None)
    }

    fn run(&self, job: &Claimed) -> Result<()> {
        let answer = self.answer(job);
        if let Err(error) = &answer {
            tracing::warn!(job = job.id, kind = job.kind, attempts = job.attempts, %error, "job");
        }
        let now = self.core.clock.now();
        let outcome = outcome::judge(answer, job.attempts);
        self.core.db.write(&[], |write| match &outcome {
            Outcome::Done => store::done(write, job, now),
            Outcome::Retry { after, cause } => {
                store::put_off(write, job, now.plus_seconds(*after), cause)
            }
            Outcome::Failed { cause } => store::fail(write, job, now, cause),
        })?;
        Ok(())
    }

    fn answer(&self, job: &Claimed) -> Result<()> {
        let Some(kind) = self.kinds.get(job.kind.as_str()) else {
            // Nothing to be retried: this version does not know the work.
            return Err(Error::NotFound);
        };
        let payload = serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?;
        let ctx = Ctx::new(&self.core, Actor::System(kind.name));
        catch_unwind(AssertUnwindSafe(|| (kind.run)(&ctx, &payload)))
            .unwrap_or_else(|_| Err(Error::broken("任务中途停了（程序内部错误，见日志）")))
    }
}
