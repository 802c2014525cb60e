//! Scale L: the whole Party, 5.25 million units, straight in the structures of the figures, in process,
//! against DuckDB with a bitmap per unit in a column.

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

use super::{
    cell::{Budget, Cell, Series, Unit},
    limits::{Limits, load, resident},
    peer::{Engine as _, duckdb},
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

/// The tree as it is walked, with what DuckDB is given.
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
    let mut report = Report::new(super::Scale::L, json)?;
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
    let Some(python) = duckdb::python() else {
        println!("DuckDB: *skipped*, no Python that has it");
        return Ok(report.end());
    };
    let mut engine = duckdb::Duckdb::start(&python, &folder.path().join("large.duckdb"))?;
    let file = folder.path().join("bits.csv");
    engine
        .ask("CREATE TABLE bits (place BIGINT, province BIGINT, due UBIGINT, done UBIGINT)", &[])?;
    engine.ask(&format!("COPY bits FROM '{}' (HEADER false)", file.display()), &[])?;
    let cell = root(&core, &mut engine, (rounds, &limits), units)?;
    report.table("W1 dashboard of the root, in process", &[cell])?;
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

/// (owed, done) of every duty and of every province, out of the column: two statements.
fn statements() -> [String; 2] {
    let day: Day = TODAY.parse().unwrap_or(Day::MIN);
    let all = slots(day);
    let mask = |duty: usize| {
        let bits = all.iter().enumerate().filter(|(_, slot)| slot.duty == duty);
        bits.map(|(bit, _)| 1_u64 << bit).sum::<u64>()
    };
    let sums = |duty: usize| {
        let mask = mask(duty);
        format!("sum(bit_count(due & {mask}::UBIGINT)), sum(bit_count(done & {mask}::UBIGINT))")
    };
    let duties: Vec<String> = (0..DUTIES.len()).map(sums).collect();
    let range = "WHERE place >= ? AND place < ?";
    [
        format!("SELECT {} FROM bits {range}", duties.join(", ")),
        format!(
            "SELECT province, sum(bit_count(due)), sum(bit_count(done)) FROM bits {range}
             GROUP BY province HAVING sum(bit_count(due)) > 0"
        ),
    ]
}

fn root(
    core: &Arc<Core>,
    engine: &mut duckdb::Duckdb,
    (rounds, limits): (usize, &Limits),
    units: i64,
) -> anyhow::Result<Cell> {
    let [duties, provinces] = statements();
    let mut ask = || {
        let first = engine.ask(&duties, &[1, units + 1])?;
        let second = engine.ask(&provinces, &[1, units + 1])?;
        anyhow::Ok((first.0, second.0, first.1 + second.1))
    };
    let (ours, _) = picture(core)?;
    let (first, second, _) = ask()?;
    let mut theirs: Vec<(i64, i64)> = Vec::new();
    theirs.extend(first[0].chunks(2).map(|it| (it[0], it[1])));
    let mut children: Vec<Vec<i64>> = second;
    children.sort_unstable();
    theirs.extend(children.iter().map(|row| (row[1], row[2])));
    let compared =
        if ours == theirs { Ok(1) } else { Err(format!("ours {ours:?}, theirs {theirs:?}")) };
    let budget = Budget { time: Duration::from_secs(5), asks: 300 };
    let (mut of_ours, mut of_theirs) = (Series::default(), Series::default());
    for _ in 0..rounds {
        of_ours.push(budget.spend(|_| Ok(picture(core)?.1))?);
        of_theirs.push(budget.spend(|_| Ok(ask()?.2))?);
    }
    let bound = Some((limits.round_trip, "loop-back round trip"));
    let name = "w1 root DuckDB bitmap column".to_owned();
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
