//! Scale L: the whole Party, 5.25 million units, straight in the structures of the figures, in process,
//! against a bitmap per unit in a column of others.

mod column;

use std::{
    io::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use act::{Core, Relation};
use calendar::{Clock, Day, Period, PeriodKind};
use crypto::Keys;
use db::{Db, Durability, Target};
use fastrand::Rng;
use rules::Rules;
use situation::{Figures, Invented, Inventor, Part, Scope};
use systems::Systems;

use self::column::Column;
use super::{
    cell::{Budget, Cell, Series, Unit},
    limits::{Limits, load, resident},
    report::Report,
};

const TODAY: &str = "2026-09-30";
/// Below the root: provinces, cities, counties, committees, branches.
const BELOW: [i64; 5] = [32, 12, 9, 88, 16];
/// Nine duties: 59 slots a year.
const DUTIES: [(&str, PeriodKind); 9] = [
    ("branch/general-meeting", PeriodKind::Quarter),
    ("branch/committee-meeting", PeriodKind::Month),
    ("branch/group-meeting", PeriodKind::Month),
    ("branch/lecture", PeriodKind::Quarter),
    ("branch/theme-day", PeriodKind::Month),
    ("branch/life-meeting", PeriodKind::Year),
    ("branch/appraisal", PeriodKind::Year),
    ("branch/term-election", PeriodKind::Year),
    ("branch/care-talk", PeriodKind::Month),
];

struct Slot {
    duty: usize,
    period: Period,
    is_open: bool,
}

/// The tree as it is walked, with what others are given.
struct Tree<'f> {
    inventor: Inventor<'static>,
    slots: Vec<Slot>,
    rng: Rng,
    next: i64,
    province: i64,
    rows: std::io::BufWriter<&'f std::fs::File>,
}

/// *false* when an answer was wrong.
pub(super) fn run(rounds: usize, json: Option<&Path>) -> anyhow::Result<bool> {
    let mut report = Report::new((super::Scale::L, super::On::Sqlite), json)?;
    println!("load before: {}", load());
    let folder = tempfile::TempDir::new()?;
    let limits = Limits::measure(folder.path())?;
    println!("\n{limits}");
    let before = resident();
    let (figures, units) = invent(folder.path())?;
    let megabytes = resident() - before;
    println!(
        "\n{units} units; figures of nine duties, one year, one order: {megabytes:.0} MB resident"
    );
    report.value("figures resident MB", megabytes)?;
    let db = Db::open(&Target::Folder(folder.path().join("empty")), Durability::Full)?;
    let day: Day = TODAY.parse().map_err(|_| anyhow::anyhow!("{TODAY} is no day"))?;
    let core = Core::new(db, Keys::for_tests(), Clock::fixed_on(day));
    let core = Arc::new(core.with(Systems::built_in().clone()).with(figures));
    let slots = slots(day);
    let mut cells = Vec::new();
    for mut column in Column::all(folder.path(), &folder.path().join("bits.csv"))? {
        cells.push(root(&core, &mut column, (rounds, &limits), (&slots, units))?);
    }
    report.table("W1 dashboard of the root, in process", cells)?;
    println!("\nload after: {}", load());
    Ok(report.end())
}

fn invent(folder: &Path) -> anyhow::Result<(Figures, i64)> {
    let today: Day = TODAY.parse().map_err(|_| anyhow::anyhow!("{TODAY} is no day"))?;
    let file = std::fs::File::create(folder.join("bits.csv"))?;
    let mut tree = Tree {
        inventor: Inventor::new(Rules::built_in(), Systems::built_in(), today),
        slots: slots(today),
        rng: Rng::with_seed(1),
        next: 1,
        province: 0,
        rows: std::io::BufWriter::new(&file),
    };
    tree.grow(None, 0)?;
    tree.rows.flush()?;
    Ok((tree.inventor.done(), tree.next - 1))
}

/// Of the year, with which have begun.
fn slots(today: Day) -> Vec<Slot> {
    let of = |(duty, (_, kind)): (usize, &(&str, PeriodKind))| {
        let periods = Period::in_year(*kind, today.year()).into_iter();
        periods.map(move |period| Slot { duty, period, is_open: period.first() <= today })
    };
    DUTIES.iter().enumerate().flat_map(of).collect()
}

impl Tree<'_> {
    /// A unit and everything below it; each branch has done 70 to 99 % of what has begun.
    fn grow(&mut self, parent: Option<i64>, depth: usize) -> anyhow::Result<()> {
        let id = self.next;
        self.next += 1;
        if depth == 1 {
            self.province = id;
        }
        let is_branch = depth == BELOW.len();
        let share = 0.70 + 0.29 * self.rng.f64();
        let (mut due, mut done) = (0_u64, 0_u64);
        let mut slots = Vec::with_capacity(self.slots.len());
        for (bit, slot) in self.slots.iter().enumerate().filter(|_| is_branch) {
            let is_done = slot.is_open && self.rng.f64() < share;
            due |= u64::from(slot.is_open) << bit;
            done |= u64::from(is_done) << bit;
            slots.push((DUTIES[slot.duty].0, slot.period, is_done));
        }
        self.inventor.take(&Invented { id, parent, is_branch, slots: &slots });
        writeln!(self.rows, "{id},{},{due},{done}", self.province)?;
        for _ in 0..BELOW.get(depth).copied().unwrap_or_default() {
            self.grow(Some(id), depth + 1)?;
        }
        Ok(())
    }
}

fn root(
    core: &Arc<Core>,
    column: &mut Column,
    (rounds, limits): (usize, &Limits),
    (slots, units): (&[Slot], i64),
) -> anyhow::Result<Cell> {
    let mut ask = || column.ask(slots, [1, units + 1]);
    let (ours, _) = picture(core)?;
    let (duties, mut provinces, _) = ask()?;
    let mut theirs: Vec<(i64, i64)> = Vec::new();
    theirs.extend(duties[0].chunks(2).map(|it| (it[0], it[1])));
    provinces.sort_unstable();
    theirs.extend(provinces.iter().map(|row| (row[1], row[2])));
    let compared =
        if ours == theirs { Ok(1) } else { Err(format!("ours {ours:?}, theirs {theirs:?}")) };
    let budget = Budget { time: Duration::from_secs(5), asks: 300 };
    let (mut of_ours, mut of_theirs) = (Series::default(), Series::default());
    for _ in 0..rounds {
        of_ours.push(budget.spend(|_| Ok(picture(core)?.1))?);
        of_theirs.push(budget.spend(|_| Ok(ask()?.2))?);
    }
    let bound = Some((limits.round_trip, "loop-back round trip"));
    let name = format!("w1 root {} bitmap column", column.name());
    Ok(Cell { name, ours: of_ours, theirs: of_theirs, unit: Unit::Millis, bound, compared })
}

/// (owed, done) of the nine duties, then of the provinces, and how long that took, JSON included.
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn picture(core: &Arc<Core>) -> anyhow::Result<(Vec<(i64, i64)>, Duration)> {
    let begun = Instant::now();
    let scope = Scope::year(core.clock.now().day());
    let picture =
        core.part::<Figures>().picture(core, (Relation::Lead, 1), (scope, &Part::default()));
    let picture = picture.ok_or_else(|| anyhow::anyhow!("the figures have no root"))?;
    let text = serde_json::to_vec(&situation::json(&picture))?;
    let took = begun.elapsed();
    std::hint::black_box(text);
    let of_duty = |key: &&str| {
        let found = picture.duties.iter().find(|it| it.duty.key == **key);
        found.map_or((0, 0), |it| (it.tally.owed(), it.tally.done))
    };
    let duties = DUTIES.iter().map(|(key, _)| of_duty(key));
    let provinces = picture.sides.iter().filter(|it| it.tally.owed() > 0);
    let sums = duties.chain(provinces.map(|it| (it.tally.owed(), it.tally.done))).collect();
    Ok((sums, took))
}
