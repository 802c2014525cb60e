//! The audit at ten million events: how long a search takes, and what sealing costs.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use account::trail::{Asked, Trail, find};
use act::{Actor, Core, Ctx, Powers};
use calendar::Clock;
use clap::Args;
use crypto::Keys;
use db::{Db, Durability, Target, bind};

use crate::percentile;

/// Two years back from here.
const LAST_DAY: &str = "2026-11-20";
const DAYS: i64 = 730;
/// Days in one transaction while filling.
const DAYS_AT_ONCE: usize = 10;
const PEOPLE: i64 = 100_000;
const UNITS: i64 = 20_000;
const ACTS: i64 = 150;

/// As the migrations make them.
const INDEXES: &[(&str, &str)] = &[
    ("DROP INDEX event_about", "CREATE INDEX event_about ON event (about)"),
    ("DROP INDEX event_unit_at", "CREATE INDEX event_unit_at ON event (unit, at)"),
    ("DROP INDEX event_person_at", "CREATE INDEX event_person_at ON event (person, at)"),
    ("DROP INDEX event_at", "CREATE INDEX event_at ON event (at)"),
    ("DROP INDEX event_act_at", "CREATE INDEX event_act_at ON event (act, at)"),
    ("DROP INDEX view_log_about", "CREATE INDEX view_log_about ON view_log (about, at)"),
    ("DROP INDEX view_log_person", "CREATE INDEX view_log_person ON view_log (person, at)"),
    ("DROP INDEX view_log_at", "CREATE INDEX view_log_at ON view_log (at)"),
];

/// A day of rows `$1` to `$2`, spread over it; few people, units and acts do much, many do little.
macro_rules! day_of_rows {
    ($head:literal, $rows:literal, $which:literal) => {
        concat!(
            $head,
            " WITH RECURSIVE n(k) AS (SELECT CAST($1 AS BIGINT) UNION ALL
               SELECT k + 1 FROM n WHERE k < CAST($2 AS BIGINT)),
             d(k, second, p, u, c) AS (
               SELECT k, (k - CAST($1 AS BIGINT)) * 86399 / CAST($4 AS BIGINT),
                      (k * 7919 + 13) % 99991, (k * 104729 + 7) % 99989, (k * 15485863 + 3) % 99971
               FROM n),
             e(k, at, person, unit, act) AS (
               SELECT k, CAST($3 AS TEXT) || 'T' || substr(CAST(100 + second / 3600 AS TEXT), 2) || ':'
                         || substr(CAST(100 + second / 60 % 60 AS TEXT), 2) || ':'
                         || substr(CAST(100 + second % 60 AS TEXT), 2) || '.'
                         || substr(CAST(1000 + k % 1000 AS TEXT), 2) || 'Z',
                      p * p / 99991 * p / 99991 + 1, (u * u / 99989 * u / 99989) / 5 + 1,
                      (c * c / 99971 * c / 99971) * 150 / 99971 + 1
               FROM d) ",
            $rows,
            " FROM e",
            $which
        )
    };
}

const EVENTS: &str = day_of_rows!(
    "INSERT INTO event (id, at, person, actor, act, unit, about, changed, rows_count, origin, digest)",
    "SELECT 1000000 + k * 2, at, person, 'person', 'bench.act' || CAST(act AS TEXT), unit,
            'unit:' || CAST(unit AS TEXT), 'name', 1, '10.3.2.7 Chrome，Windows', $5",
    ""
);
const LOOKS: &str = day_of_rows!(
    "INSERT INTO view_log (id, at, person, act, about, shown)",
    "SELECT 1000001 + k * 2, at, person, 'see.member', 'person:' || CAST(unit AS TEXT), 1",
    " WHERE k % 10 = 0"
);

#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Events, and a tenth as many looks
    #[arg(long, default_value_t = 1_000_000)]
    events: i64,
    /// Searches of each kind
    #[arg(long, default_value_t = 200)]
    searches: usize,
    /// Seconds for each run of acts
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// A PostgreSQL database instead of SQLite in a temporary folder
    #[arg(long)]
    database: Option<String>,
}

impl Audit {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = tempfile::TempDir::new()?;
        let target = match &self.database {
            Some(url) => Target::Url(url.clone()),
            None => Target::Folder(folder.path().to_owned()),
        };
        let db = Db::open(&target, Durability::Full)?;
        println!("{}", db.name()?);
        let day = LAST_DAY.parse()?;
        let core = Core::new(db, Keys::for_tests(), Clock::fixed_on(day)).with(Powers::default());
        let core = Arc::new(core);
        let cost = self.sealing(&core)?;
        self.fill(&core)?;
        let p95 = self.search(&core)?;
        let kept =
            [within("sealing costs, %", cost, SEALING), within("searches, p95 ms", p95, SEARCH)];
        anyhow::ensure!(kept.iter().all(|it| *it), "beyond what a busy machine excuses");
        Ok(())
    }

    /// Unsealed and sealed turn about, so that a busy machine troubles both alike.
    fn sealing(&self, core: &Arc<Core>) -> anyhow::Result<f64> {
        let (mut plain, mut sealed) = (0, 0);
        for _ in 0..4 {
            plain += acts(core, false, self.seconds);
            sealed += acts(core, true, self.seconds);
            while core.db.seal_pending()? > 0 {}
        }
        let per_second = |acts: usize| acts as f64 / (4 * self.seconds) as f64;
        let cost = 100.0 * (1.0 - sealed as f64 / plain.max(1) as f64);
        println!(
            "acts/s, 32 callers: unsealed {:.0}, sealed {:.0}: sealing costs {cost:.1} %",
            per_second(plain),
            per_second(sealed)
        );
        Ok(cost)
    }

    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    fn fill(&self, core: &Core) -> anyhow::Result<()> {
        let (begun, last) = (Instant::now(), LAST_DAY.parse::<calendar::Day>()?);
        // Indexes are made again afterwards: sorting ten million entries is quicker than placing them.
        core.db.write(&[], |w| {
            INDEXES.iter().try_for_each(|(drop, _)| w.run(drop, &[]).map(|_| ()))
        })?;
        let days: Vec<i64> = (0..DAYS).collect();
        for days in days.chunks(DAYS_AT_ONCE) {
            core.db.write(&[], |w| {
                for place in days {
                    let day = last.plus_days((place + 1 - DAYS) as i32).to_string();
                    let from = self.events * place / DAYS;
                    let to = self.events * (place + 1) / DAYS - 1;
                    let rows = bind![from, to, day, (to - from + 1), [7_u8; 32]];
                    if from <= to {
                        w.run(EVENTS, rows)?;
                        w.run(LOOKS, &rows[..4])?;
                    }
                }
                Ok::<_, db::Error>(())
            })?;
        }
        for (_, create) in INDEXES {
            core.db.write(&[], |w| w.run(create, &[]))?;
        }
        core.db.analyze()?;
        println!("{} events and a tenth as many looks in {:.0?}", self.events, begun.elapsed());
        Ok(())
    }

    fn search(&self, core: &Arc<Core>) -> anyhow::Result<f64> {
        let ctx = Ctx::new(core, Actor::Operator);
        let mut dice = fastrand::Rng::with_seed(8);
        let mut all = Vec::new();
        for kind in KINDS {
            let mut times = Vec::new();
            let mut rows = 0;
            for _ in 0..self.searches {
                let asked = asked(kind, &mut dice)?;
                let (time, found) = timed(&ctx, &asked)?;
                times.push(time);
                rows += found;
            }
            times.sort_unstable();
            let [p50, p95] = [50, 95].map(|percent| percentile(&times, percent) as f64 / 1000.0);
            let each = rows as f64 / self.searches as f64;
            println!("{kind:28} p50 {p50:7.1} ms  p95 {p95:7.1} ms  {each:4.1} rows each");
            all.extend(times);
        }
        all.sort_unstable();
        Ok(percentile(&all, 95) as f64 / 1000.0)
    }
}

/// Goal, and beyond what the run fails: what sealing may cost of the acts a second, and how long a search may take, at
/// ten million events. A second of acts on two busy cores says little more than whether sealing has become dear.
const SEALING: (f64, f64) = (15.0, 45.0);
const SEARCH: (f64, f64) = (500.0, 1000.0);

/// Says how a value stands to its goal; `false` where it fails.
fn within(name: &str, value: f64, (goal, floor): (f64, f64)) -> bool {
    let word = match value {
        it if it <= goal => "reached",
        it if it <= floor => "missed",
        _ => "FAILED",
    };
    println!("{name}: {value:.1}, goal {goal:.0}: {word}");
    value <= floor
}

const KINDS: [&str; 10] = [
    "person",
    "unit",
    "common act",
    "rare act",
    "a day",
    "person and act",
    "unit and act",
    "act and a month",
    "person, unit, act, a year",
    "looks of a person",
];

/// Few people, units and acts do much, many do little.
fn skewed(dice: &mut fastrand::Rng, many: i64) -> i64 {
    let share = dice.f64();
    (share * share * share * many as f64) as i64 + 1
}

fn asked(kind: &str, dice: &mut fastrand::Rng) -> anyhow::Result<Asked> {
    let last: calendar::Day = LAST_DAY.parse()?;
    let person = Some(skewed(dice, PEOPLE));
    let unit = Some(skewed(dice, UNITS));
    let act = Some(format!("bench.act{}", skewed(dice, ACTS)));
    let day = last.plus_days(-dice.i32(1..DAYS as i32));
    let none = Asked::default();
    Ok(match kind {
        "person" => Asked { person, ..none },
        "unit" => Asked { unit, ..none },
        "common act" => Asked { act: Some("bench.act1".into()), ..none },
        "rare act" => Asked { act: Some(format!("bench.act{ACTS}")), ..none },
        "a day" => Asked { since: Some(day), until: Some(day), ..none },
        "person and act" => Asked { person, act, ..none },
        "unit and act" => Asked { unit, act, ..none },
        "act and a month" => {
            Asked { act, since: Some(day), until: Some(day.plus_days(30)), ..none }
        }
        "looks of a person" => Asked { trail: Trail::Looks, person, ..none },
        _ => {
            Asked { person, unit, act, since: Some(day.plus_days(-365)), until: Some(day), ..none }
        }
    })
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn timed(ctx: &Ctx, asked: &Asked) -> anyhow::Result<(u128, usize)> {
    let begun = Instant::now();
    let found = ctx.read(|read| find(ctx, read, asked))?;
    Ok((begun.elapsed().as_micros(), found.rows.len()))
}

/// One read, one change, one event, with and without its digest and seal; how many in this time.
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn acts(core: &Core, is_sealed: bool, seconds: u64) -> usize {
    let (until, begun) = (Duration::from_secs(seconds), Instant::now());
    let done = AtomicUsize::new(0);
    let sealer = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut heard = 0;
            while is_sealed && sealer.load(Ordering::Relaxed) == 0 {
                while core.db.seal_pending().is_ok_and(|sealed| sealed > 0) {}
                heard = core.db.wait_for_news(heard, Duration::from_millis(10));
                std::thread::park_timeout(Duration::from_millis(10));
            }
        });
        let callers: Vec<_> = (0..32_i64)
            .map(|caller| {
                let done = &done;
                scope.spawn(move || {
                    while begun.elapsed() < until {
                        if act(core, caller, is_sealed).is_ok() {
                            done.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                })
            })
            .collect();
        for caller in callers {
            let _ = caller.join();
        }
        sealer.store(1, Ordering::Relaxed);
    });
    done.into_inner()
}

fn act(core: &Core, caller: i64, is_sealed: bool) -> db::Result<()> {
    let now = core.clock.now();
    core.db.write(&[caller], |w| {
        let sql = "INSERT INTO unit_fact (unit, name, from_on, value)
                   VALUES ($1, 'bench', '2026-01-01', 0)
                   ON CONFLICT DO NOTHING";
        w.run(sql, bind![caller])?;
        let sql = "SELECT value FROM unit_fact WHERE unit = $1 AND name = 'bench'";
        let value: i64 = w.one(sql, bind![caller])?;
        let sql = "UPDATE unit_fact SET value = $2 WHERE unit = $1 AND name = 'bench'";
        w.run(sql, bind![caller, value + 1])?;
        let trace = act::Trace {
            id: w.id(),
            at: now,
            person: Some(caller),
            actor: "person".into(),
            post: None,
            act: "bench.seal".into(),
            unit: Some(caller),
            about: Some(format!("unit:{caller}")),
            changed: "value".into(),
            reason: None,
            rows_count: 1,
            origin: Some("10.0.0.7 Chrome，Windows".into()),
        };
        let digest =
            if is_sealed { core.keys.event_digest(trace.detail().as_bytes()) } else { [0; 32] };
        let sql = "INSERT INTO event (id, at, person, actor, act, unit, about, changed, rows_count,
                                      origin, digest)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let act::Trace { id, at, person, actor, act, unit, about, changed, origin, .. } = trace;
        let binds = bind![id, at, person, actor, act, unit, about, changed, 1, origin, digest];
        w.run(sql, binds)?;
        if is_sealed {
            w.seal_later(id, digest);
        }
        Ok(())
    })
}
