//! Records through the product's own act, and whether every ancestor shows each on the next read.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst},
    },
};

use act::{Act, Ctx, Result};
use record::{Closed, Session, roll::Entry};
use situation::{Figures, Part, Scope};

use crate::against::{
    facts::Facts,
    product::{Product, RELATION},
};

const RECORD: Act = Act::new("bench.record", "量速度时登记一条记录");
/// Duties of a branch whose open slot one record of a kind fills.
const KINDS: [(&str, &str); 2] =
    [("branch/theme-day", "theme_day"), ("branch/committee-meeting", "committee_meeting")];
/// One record in so many is looked up again on every ancestor.
const LOOK: usize = 20;
/// Open slots that one run may fill.
const POOL: usize = 100_000;

/// A record to come.
pub(crate) struct Target {
    pub(crate) place: i64,
    pub(crate) duty: i64,
    kind: &'static str,
    /// Places, the unit first, the root last.
    pub(crate) way: Vec<i64>,
}

/// Fills open slots, each once; afterwards records that change no figure.
pub(crate) struct Storm<'p> {
    product: &'p Product,
    facts: &'p Facts,
    targets: Vec<Target>,
    rolls: HashMap<i64, Vec<Entry>>,
    next: AtomicUsize,
    /// Of a (place, duty): done before, begun since, answered since.
    counts: HashMap<(i64, i64), [AtomicI64; 3]>,
    pub(crate) looks: AtomicUsize,
    misses: Mutex<Vec<String>>,
}

impl<'p> Storm<'p> {
    /// Goes on where an earlier one stopped, after the first `used` targets.
    pub(crate) fn new(product: &'p Product, facts: &'p Facts, used: usize) -> anyhow::Result<Self> {
        let targets = targets(facts);
        anyhow::ensure!(!targets.is_empty(), "no open slot that a record could fill");
        let mut counts: HashMap<(i64, i64), [AtomicI64; 3]> = HashMap::new();
        for target in &targets {
            for place in &target.way {
                counts.entry((*place, target.duty)).or_default();
            }
        }
        let (next, looks, misses) =
            (AtomicUsize::new(used), AtomicUsize::default(), Mutex::default());
        let rolls = rolls(product)?;
        let storm = Self { product, facts, targets, rolls, next, counts, looks, misses };
        storm.count_before()?;
        Ok(storm)
    }

    /// What the figures say of every node above a target, while nobody writes.
    fn count_before(&self) -> anyhow::Result<()> {
        let mut sums: HashMap<i64, HashMap<String, i64>> = HashMap::new();
        for ((place, duty), counts) in &self.counts {
            if !sums.contains_key(place) {
                sums.insert(*place, self.done(*place)?);
            }
            let key = &self.facts.duties[*duty as usize];
            counts[0].store(sums[place].get(key).copied().unwrap_or_default(), SeqCst);
        }
        Ok(())
    }

    /// Done of every duty of a node, out of the figures; nothing for a branch.
    fn done(&self, place: i64) -> Result<HashMap<String, i64>> {
        let (core, ctx) = (&self.product.core, self.product.ctx());
        let node = (RELATION, self.facts.units[place as usize].id);
        let figures = core.part::<Figures>();
        let is_there = ctx.read(|read| figures.answer(core, read, node, ctx.today))?;
        let scope = (Scope::year(ctx.today), &Part::default());
        let picture = is_there.then(|| figures.picture(core, node, scope)).flatten();
        let duties = picture.into_iter().flat_map(|it| it.duties);
        Ok(duties.map(|it| (it.duty.key, it.tally.done)).collect())
    }

    /// One record, answered after its commit; now and then everything above it is asked.
    pub(crate) fn record(&self) -> anyhow::Result<()> {
        let turn = self.next.fetch_add(1, SeqCst);
        let target = &self.targets[turn % self.targets.len()];
        let is_first = turn < self.targets.len();
        self.count(target, 1, is_first);
        self.write(target)?;
        self.count(target, 2, is_first);
        if turn.is_multiple_of(LOOK) {
            self.look(target)?;
        }
        Ok(())
    }

    fn count(&self, target: &Target, which: usize, is_first: bool) {
        for place in target.way.iter().filter(|_| is_first) {
            self.counts[&(*place, target.duty)][which].fetch_add(1, SeqCst);
        }
    }

    fn write(&self, target: &Target) -> Result<()> {
        let ctx: Ctx = self.product.ctx();
        let unit = self.facts.units[target.place as usize].id;
        let session = Session {
            on: ctx.today,
            from: "09:00".into(),
            to: "10:00".into(),
            place: "二楼会议室".into(),
        };
        let roll = self.rolls.get(&unit).cloned().unwrap_or_default();
        let closed = Closed {
            minutes: "会议学习了有关文件，与会党员结合岗位谈了体会。".into(),
            topic: "学习党章".into(),
            roll: roll.into_iter().map(|entry| (entry, None)).collect(),
            ..Closed::new(unit, target.kind, session, ctx.now)
        };
        let rules = ctx.part::<rules::Rules>();
        ctx.act_system(&RECORD, |w| record::close_many(w, rules, std::slice::from_ref(&closed)))?;
        Ok(())
    }

    /// At least what was answered before the look, at most what had begun after it.
    fn look(&self, target: &Target) -> Result<()> {
        let key = &self.facts.duties[target.duty as usize];
        for place in &target.way[1..] {
            let [before, begun, answered] = &self.counts[&(*place, target.duty)];
            let least = before.load(SeqCst) + answered.load(SeqCst);
            let done = self.done(*place)?;
            let most = before.load(SeqCst) + begun.load(SeqCst);
            let Some(shown) = done.get(key) else { continue };
            self.looks.fetch_add(1, SeqCst);
            if !(least..=most).contains(shown) {
                let words = format!("place {place}: {shown} is not between {least} and {most}");
                self.misses.lock().unwrap_or_else(PoisonError::into_inner).push(words);
            }
        }
        Ok(())
    }

    /// No ancestor was ever wrong on the read after a write.
    pub(crate) fn verdict(&self) -> std::result::Result<(), String> {
        let misses = self.misses.lock().unwrap_or_else(PoisonError::into_inner);
        let looks = self.looks.load(SeqCst);
        match misses.first() {
            None if looks > 0 => Ok(()),
            None => Err("no ancestor was looked at".into()),
            Some(first) => Err(format!("{} of {looks} reads were wrong: {first}", misses.len())),
        }
    }

    /// Targets that are filled.
    pub(crate) fn used(&self) -> usize {
        self.next.load(SeqCst)
    }

    pub(crate) fn target(&self, turn: usize) -> &Target {
        &self.targets[turn % self.targets.len()]
    }
}

fn targets(facts: &Facts) -> Vec<Target> {
    let kind = |duty: i64| {
        let key = &facts.duties[duty as usize];
        KINDS.iter().find(|(of, _)| of == key).map(|(_, kind)| *kind)
    };
    // Periods that run on the day of the data.
    let runs = |period: &str| ["2026-11", "2026-Q4", "2026"].contains(&period);
    let open = facts
        .tasks
        .iter()
        .filter(|it| !it.is_done() && runs(&it.period) && facts.units[it.place as usize].is_branch);
    let mut targets: Vec<Target> = open
        .filter_map(|it| {
            let (place, duty, way) = (it.place, it.duty, facts.way_up(it.place));
            Some(Target { place, duty, kind: kind(duty)?, way })
        })
        .collect();
    fastrand::Rng::with_seed(1).shuffle(&mut targets);
    targets.truncate(POOL);
    targets
}

/// Of each branch the roll of an earlier meeting.
fn rolls(product: &Product) -> anyhow::Result<HashMap<i64, Vec<Entry>>> {
    let sql = "SELECT unit, min(roll) FROM record
               WHERE kind = 'theme_day' AND roll IS NOT NULL GROUP BY unit";
    let rows: Vec<(i64, String)> = product.ctx().read(|read| Ok(read.all(sql, &[])?))?;
    Ok(rows.into_iter().map(|(unit, text)| (unit, record::roll::read(&text))).collect())
}
