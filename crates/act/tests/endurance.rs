//! What was answered stays: killed processes, full disks, cut connections, too many at once.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Barrier,
        atomic::{AtomicBool, AtomicI64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use act::{Act, Actor, Core, Ctx, Error, Powers};
use calendar::Clock;
use crypto::Keys;
use db::{Db, Durability, Table, Target, Value, bind};
use testkit::Home;

const COUNT: Act = Act::new("test.count", "数一数");
const CALLERS: usize = 16;
/// Set for the process that is to be killed: where it writes.
const FOLDER: &str = "GUANTONG_ENDURANCE_FOLDER";
const URL: &str = "GUANTONG_ENDURANCE_URL";

fn home() -> Home {
    Home::on("2026-11-20", |core: Core| core.with(Powers::default()))
}

fn ask<T: serde::de::DeserializeOwned>(core: &Core, sql: &'static str) -> T {
    core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap()
}

/// One act: its row carries `token`, and so does its event.
fn count(core: &Arc<Core>, token: &str) -> act::Result<()> {
    let ctx = Ctx::new(core, Actor::System("test"));
    ctx.act_system(&COUNT, |w| {
        let sql = "INSERT INTO number_series (unit, series, year, last) VALUES ($1, $2, 2026, 1)";
        w.run(sql, bind![w.event(), token])?;
        w.how(token.to_owned());
        Ok(())
    })
}

/// Every act left its row and its event, once, and every event is under a seal that holds.
fn nothing_is_lost_or_doubled(core: &Core, answered: &[String]) {
    while core.db.seal_pending().unwrap() > 0 {}
    let sql = "SELECT series FROM number_series ORDER BY series";
    let rows: Vec<String> = core.db.read(|read| Ok::<_, Error>(read.all(sql, &[])?)).unwrap();
    let sql = "SELECT reason FROM event WHERE act = 'test.count' ORDER BY reason";
    let events: Vec<String> = core.db.read(|read| Ok::<_, Error>(read.all(sql, &[])?)).unwrap();
    assert_eq!(rows, events, "rows and events differ");
    assert!(events.windows(2).all(|pair| pair[0] != pair[1]), "an act was done twice");
    let lost: Vec<_> = answered.iter().filter(|it| events.binary_search(it).is_err()).collect();
    assert!(lost.is_empty(), "{} answered acts are not there, one is {}", lost.len(), lost[0]);
    assert_eq!(seals_hold(core), ask::<i64>(core, "SELECT count(*) FROM event"));
}

/// Recomputes every seal from the events' digests; the number of events under seals.
fn seals_hold(core: &Core) -> i64 {
    core.db
        .read(|read| {
            let seals: Vec<db::Seal> =
                read.all("SELECT no, events, digest FROM seal ORDER BY no", &[])?;
            let digests: Vec<(i64, Vec<u8>)> = read.all("SELECT id, digest FROM event", &[])?;
            let digests: std::collections::HashMap<i64, Vec<u8>> = digests.into_iter().collect();
            let (mut previous, mut sealed) = (vec![0; 32], 0);
            for (place, seal) in seals.iter().enumerate() {
                assert_eq!(seal.no, place as i64 + 1);
                let of_event = |id: &str| digests[&id.parse::<i64>().unwrap()].clone();
                let block: Vec<[u8; 32]> =
                    seal.events.split(' ').map(|id| of_event(id).try_into().unwrap()).collect();
                sealed += block.len() as i64;
                previous = db::block_digest(&previous, &block).to_vec();
                assert_eq!(seal.digest, previous, "seal {}", seal.no);
            }
            Ok::<_, Error>(sealed)
        })
        .unwrap()
}

/// Writes from many threads and says on its output what was answered; for ever, or `turns` times.
fn write_and_say(core: &Arc<Core>, turns: usize) {
    let run = std::process::id();
    thread::scope(|scope| {
        for caller in 0..CALLERS {
            scope.spawn(move || {
                for turn in 0..turns {
                    let token = format!("t{run}-{caller}-{turn}");
                    if count(core, &token).is_ok() {
                        let mut out = std::io::stdout().lock();
                        out.write_all(format!("\n{token}.\n").as_bytes()).unwrap();
                        out.flush().unwrap();
                    }
                }
            });
        }
    });
}

#[test]
fn many_callers_write_side_by_side() {
    if let Some(target) = target_of_a_victim() {
        let db = Db::open(&target, Durability::Full).unwrap();
        let core = Core::new(db, Keys::for_tests(), Clock::system()).with(Powers::default());
        write_and_say(&Arc::new(core), usize::MAX);
    }
    let home = home();
    write_and_say(&home.core, 5);
    let all: Vec<String> = (0..CALLERS)
        .flat_map(|caller| (0..5).map(move |turn| (caller, turn)))
        .map(|(caller, turn)| format!("t{}-{caller}-{turn}", std::process::id()))
        .collect();
    nothing_is_lost_or_doubled(&home.core, &all);
}

fn target_of_a_victim() -> Option<Target> {
    let text = |name| std::env::var_os(name).map(|it| it.into_string().unwrap());
    text(URL).map(Target::Url).or_else(|| text(FOLDER).map(|it| Target::Folder(it.into())))
}

/// The process of this very test program, writing until it is killed.
fn victim(target: &Target) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "many_callers_write_side_by_side", "--nocapture"]);
    match target {
        Target::Folder(folder) => command.env(FOLDER, folder),
        Target::Url(url) => command.env(URL, url),
    };
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills a writing process at a moment of chance; what it had answered by then.
fn kill_at_random(target: &Target) -> Vec<String> {
    let mut child = victim(target);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (said, hears) = mpsc::channel();
    let reader = thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            // What was cut off in the middle was not yet said.
            if let Some(token) = line.strip_suffix('.').filter(|it| it.starts_with('t')) {
                let _ = said.send(token.to_owned());
            }
        }
    });
    let mut answered = vec![hears.recv_timeout(Duration::from_mins(1)).unwrap()];
    let moment = Duration::from_millis(fastrand::u64(5..400));
    let waits = hears.recv_timeout(Duration::from_mins(1)).unwrap();
    answered.push(waits);
    thread::park_timeout(moment);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    answered.extend(hears.try_iter());
    answered
}

#[test]
fn killed_in_the_middle_it_keeps_what_it_answered() {
    let kills = std::env::var_os("SOAK_KILLS").and_then(|it| it.to_str()?.parse().ok());
    let home = home();
    let mut answered = Vec::new();
    for _ in 0..kills.unwrap_or(5) {
        answered.extend(kill_at_random(&home.target()));
    }
    assert!(answered.len() > 10);
    let db = Db::open(&home.target(), Durability::Full).unwrap();
    let core = Core::new(db, Keys::for_tests(), Clock::system());
    nothing_is_lost_or_doubled(&core, &answered);
}

fn is_postgres(home: &Home) -> bool {
    matches!(home.target(), Target::Url(_))
}

/// Lets `SQLite` grow by so many pages and no further; to the database that is a full disk.
fn leave_room(home: &Home, pages: i64) {
    let has: i64 = ask(&home.core, "SELECT page_count FROM pragma_page_count");
    home.core
        .db
        .write(&[], |w| {
            // Pragmas take no binds.
            let sql: &'static str = match has + pages {
                wanted if wanted <= has + 4 => "PRAGMA max_page_count = 1",
                _ => "PRAGMA max_page_count = 1073741823",
            };
            w.one::<i64>(sql, &[])
        })
        .unwrap();
}

#[test]
fn on_a_full_disk_who_fits_is_done_and_the_others_fail_alone() {
    let home = home();
    if is_postgres(&home) {
        // A disk of the server is not ours to fill.
        return;
    }
    // The limit is lifted to what there is: free space within the last pages is all that is left.
    leave_room(&home, 0);
    let barrier = Barrier::new(CALLERS);
    let answers: Vec<(String, act::Result<()>)> = thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (home, barrier) = (&home, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    let of_caller = (0..6).map(|turn| {
                        // Every third needs many pages, the others next to nothing.
                        let size = if (caller + turn) % 3 == 0 { 60_000 } else { 1 };
                        let token = format!("t{caller}-{turn}-{}", "x".repeat(size));
                        let answer = count(&home.core, &token);
                        (token, answer)
                    });
                    of_caller.collect::<Vec<_>>()
                })
            })
            .collect();
        callers.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    let (done, failed): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(_, it)| it.is_ok());
    let in_words = |it: &Error| matches!(it, Error::Busy(words) if words.contains("磁盘满了"));
    for (token, answer) in &failed {
        let error = answer.as_ref().unwrap_err();
        assert!(in_words(error), "{} failed with {error}", &token[..6]);
    }
    assert!(failed.iter().any(|(token, _)| token.len() > 1000), "something must not have fitted");
    assert!(done.iter().any(|(token, _)| token.len() < 1000), "something must have fitted");
    assert!(done.iter().all(|(token, _)| token.len() < 1000), "60,000 characters cannot fit");
    let answered: Vec<String> = done.into_iter().map(|(token, _)| token).collect();
    nothing_is_lost_or_doubled(&home.core, &answered);
    assert_eq!(answered.len() as i64, ask::<i64>(&home.core, "SELECT count(*) FROM number_series"));

    leave_room(&home, 1000);
    count(&home.core, "t-after").unwrap();
}

/// Cuts every connection of the database again and again; how many.
fn cut_until(url: &str, is_over: &AtomicBool) -> i64 {
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let mut cuts = 0;
    while !is_over.load(Ordering::SeqCst) {
        cuts += client.query_one(sql, &[]).unwrap().get::<_, i64>(0);
        thread::park_timeout(Duration::from_millis(fastrand::u64(5..150)));
    }
    cuts
}

#[test]
fn cut_connections_lose_no_answered_act_and_double_none() {
    let home = home();
    let Target::Url(url) = home.target() else { return };
    let (is_over, cuts) = (AtomicBool::new(false), AtomicI64::new(0));
    let answers: Vec<(String, bool)> = thread::scope(|scope| {
        scope.spawn(|| cuts.store(cut_until(&url, &is_over), Ordering::SeqCst));
        let readers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let (mut good, mut unclear) = (0, 0);
                    while !is_over.load(Ordering::SeqCst) {
                        let asked = home.core.db.read(|read| {
                            let sql = "SELECT count(*) FROM number_series";
                            let first: i64 = read.one(sql, &[])?;
                            let second: i64 = read.one(sql, &[])?;
                            assert_eq!(first, second, "one page, one snapshot");
                            Ok::<_, Error>(())
                        });
                        match asked {
                            Ok(()) => good += 1,
                            Err(Error::Busy(_)) => {}
                            Err(_) => unclear += 1,
                        }
                    }
                    (good, unclear)
                })
            })
            .collect();
        let writers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let home = &home;
                scope.spawn(move || {
                    let of_caller = (0..60).map(|turn| {
                        let token = format!("t{caller}-{turn}");
                        let answer = count(&home.core, &token);
                        let is_clear = matches!(answer, Ok(()) | Err(Error::Busy(_)));
                        assert!(is_clear, "{answer:?}");
                        (token, answer.is_ok())
                    });
                    of_caller.collect::<Vec<_>>()
                })
            })
            .collect();
        let answers = writers.into_iter().flat_map(|it| it.join().unwrap()).collect();
        is_over.store(true, Ordering::SeqCst);
        for reader in readers {
            let (good, unclear) = reader.join().unwrap();
            assert!(good > 0 && unclear == 0, "{good} pages were good, {unclear} failed unclearly");
        }
        answers
    });
    assert!(cuts.into_inner() > 10, "connections were cut");
    let answered: Vec<String> =
        answers.iter().filter(|(_, done)| *done).map(|(token, _)| token.clone()).collect();
    assert!(answered.len() > CALLERS * 30, "only {} acts came through", answered.len());
    nothing_is_lost_or_doubled(&home.core, &answered);
    count(&home.core, "t-after").unwrap();
}

#[test]
fn too_many_at_once_are_told_so_and_the_others_are_done() {
    /// More than may wait (`crates/db/src/lib.rs`), with those that hold a connection already.
    const CROWD: usize = 400;
    let home = home();
    // One act (on PostgreSQL: one for each connection) keeps everybody waiting.
    let holders = if is_postgres(&home) { 8 } else { 1 };
    let (opened, is_open) = (Barrier::new(holders + 1), AtomicBool::new(true));
    let answers: Vec<act::Result<()>> = thread::scope(|scope| {
        let (home, opened, is_open) = (&home, &opened, &is_open);
        for _ in 0..holders {
            scope.spawn(move || {
                let ctx = home.operator();
                let held = ctx.act_system(&COUNT, |_| {
                    opened.wait();
                    while is_open.load(Ordering::SeqCst) {
                        thread::park_timeout(Duration::from_millis(5));
                    }
                    Ok(())
                });
                held.unwrap();
            });
        }
        opened.wait();
        let small = || thread::Builder::new().stack_size(256 * 1024);
        let (answered, hears) = mpsc::channel();
        for caller in 0..CROWD {
            let answered = answered.clone();
            small()
                .spawn_scoped(scope, move || {
                    let _ = answered.send(count(&home.core, &format!("t{caller}")));
                })
                .unwrap();
        }
        // Those beyond the limit are answered at once, while the others still wait; pages go on.
        let first = hears.recv_timeout(Duration::from_secs(30)).unwrap();
        assert!(matches!(&first, Err(Error::Busy(words)) if words.contains("提交的人太多")));
        assert_eq!(ask::<i64>(&home.core, "SELECT count(*) FROM number_series"), 0);
        is_open.store(false, Ordering::SeqCst);
        let mut answers = vec![first];
        answers.extend(hears.iter().take(CROWD - 1));
        answers
    });
    let done = answers.iter().filter(|it| it.is_ok()).count();
    let refused = answers.iter().filter(|it| matches!(it, Err(Error::Busy(_)))).count();
    assert_eq!((done + refused, done >= 200), (CROWD, true), "{done} done, {refused} refused");
    let written: i64 = ask(&home.core, "SELECT count(*) FROM number_series");
    assert_eq!(written, done as i64);
}

#[test]
fn a_slow_page_keeps_nobody_from_writing() {
    let home = home();
    let core = &home.core;
    let seen = home.core.db.read(|read| {
        let sql = "SELECT count(*) FROM number_series";
        let before: i64 = read.one(sql, &[])?;
        // On another thread: a page itself may not write.
        thread::scope(|scope| {
            for n in 0..20 {
                let written = scope.spawn(move || count(core, &format!("t{n}")));
                written.join().unwrap().unwrap();
            }
        });
        Ok::<_, Error>((before, read.one::<i64>(sql, &[])?))
    });
    assert_eq!(seen.unwrap(), (0, 0), "the page keeps its snapshot");
    assert_eq!(ask::<i64>(&home.core, "SELECT count(*) FROM number_series"), 20);
}

type Rows = Vec<(Table, Vec<Vec<Value>>)>;

/// Every row of every table, in one snapshot, and the numbers of the migrations behind them.
fn taken(core: &Core) -> db::Result<(Vec<i64>, Rows)> {
    core.db.aside(|read| {
        let mut all = Vec::new();
        for table in read.tables()? {
            let mut rows = Vec::new();
            read.each_row(&table, &mut |row| {
                rows.push(row);
                Ok(())
            })?;
            all.push((table, rows));
        }
        Ok((read.migrations()?, all))
    })
}

#[test]
fn rows_taken_while_acts_go_on_make_a_whole_database() {
    let home = home();
    let elsewhere = Target::Folder(folder_beside(&home));
    count(&home.core, "t-before").unwrap();
    let is_over = AtomicBool::new(false);
    let (versions, tables) = thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 0.. {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                count(&home.core, &format!("t{turn}")).unwrap();
            }
        });
        let taken = scope.spawn(|| taken(&home.core)).join();
        is_over.store(true, Ordering::SeqCst);
        taken.unwrap().unwrap()
    });
    Db::load(&elsewhere, &versions, |load| {
        for (table, rows) in &tables {
            let mut rows = rows.iter().cloned();
            load.fill(table, &mut || Ok(rows.next()))?;
        }
        Ok::<_, db::Error>(())
    })
    .unwrap();
    let db = Db::open(&elsewhere, Durability::Full).unwrap();
    let copy = Core::new(db, Keys::for_tests(), Clock::system());
    nothing_is_lost_or_doubled(&copy, &["t-before".to_owned()]);
}

fn folder_beside(home: &Home) -> std::path::PathBuf {
    let folder = home.folder.path().join("copy");
    std::fs::create_dir(&folder).unwrap();
    folder
}
