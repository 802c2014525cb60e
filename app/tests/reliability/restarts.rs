//! PostgreSQL restarted under load, kindly and not, and its connections cut: acts wait or are told to
//! come back, pages too, and afterwards everything goes on unaided.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::fs::MetadataExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use postgres::{Client, NoTls};

use crate::{
    browser::Browser,
    site::{Site, Watcher, all_agree, all_is_well, unit_of},
    storm::Storm,
};

/// A database server of this test's own, ended with it.
struct Server {
    script: Child,
    url: String,
    data: PathBuf,
}

impl Server {
    fn start() -> Self {
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/postgres"));
        script.args(["run", "sh", "-c", "echo $TEST_DATABASE_URL; cat"]);
        let script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut script = script.spawn().unwrap();
        let mut url = String::new();
        BufReader::new(script.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let url = url.trim().to_owned();
        let data: String = Client::connect(&url, NoTls)
            .unwrap()
            .query_one("SHOW data_directory", &[])
            .unwrap()
            .get(0);
        Self { script, url, data: data.into() }
    }

    /// `pg_ctl`, as the owner of the data: it refuses to work for root.
    fn control(&self, words: &[&str]) -> bool {
        let owner = std::fs::metadata(&self.data).unwrap();
        let opts = std::fs::read_to_string(self.data.join("postmaster.opts")).unwrap();
        let program = opts.split_whitespace().next().unwrap().to_owned();
        let program = PathBuf::from(program).with_file_name("pg_ctl");
        let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
        let mut command = if is_root {
            let mut lower = Command::new("setpriv");
            let ids = [format!("--reuid={}", owner.uid()), format!("--regid={}", owner.gid())];
            lower.args(ids).arg("--clear-groups").arg(program);
            lower
        } else {
            Command::new(program)
        };
        command.args(words).arg("-D").arg(&self.data).current_dir(self.data.parent().unwrap());
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    }

    fn restart(&self, mode: &str) {
        assert!(self.control(&["restart", "-m", mode]), "restarted, {mode}");
    }

    /// How many connections were cut.
    fn cut(&self) -> i64 {
        let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        Client::connect(&self.url, NoTls).unwrap().query_one(sql, &[]).unwrap().get(0)
    }

    /// Nodes that hear the seals of others.
    fn listeners(&self) -> i64 {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'";
        Client::connect(&self.url, NoTls).unwrap().query_one(sql, &[]).unwrap().get(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a restart it is no child of the script any more.
        self.control(&["stop", "-m", "immediate"]);
        if let Some(mut stdin) = self.script.stdin.take() {
            let _ = stdin.flush();
        }
        let _ = self.script.wait();
    }
}

fn pause(millis: u64) {
    thread::park_timeout(Duration::from_millis(millis));
}

#[test]
fn a_restarted_database_loses_nothing_and_is_found_again() {
    if Site::is_embedded() {
        return;
    }
    let database = Server::start();
    let site = Site::on(Some(database.url.clone()));
    let node = site.serve();
    let core = site.core();
    let unit = unit_of(&core, "ganshi");
    let officer = Browser::sign_in(node.port, "ganshi");
    let watchers = Watcher::above(&core, unit, node.port);
    let storm = Storm::by(officer.clone(), unit);
    let (is_over, pages, cuts) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                let page = officer.get("/records").expect("pages are answered");
                let is_clear = page.status == 200
                    || (page.status == 503 && page.body.contains("过一会儿刷新这一页"));
                assert!(is_clear, "{}: {}", page.status, page.body);
                pages.fetch_add(usize::from(page.status == 200), Ordering::SeqCst);
            }
        });
        storm.rage(node.port, || {
            for mode in ["immediate", "fast"] {
                pause(300);
                database.restart(mode);
                pause(300);
                for _ in 0..4 {
                    cuts.fetch_add(database.cut() as usize, Ordering::SeqCst);
                    pause(fastrand::u64(20..200));
                }
            }
            let answered = storm.answered();
            while storm.answered() < answered + 8 {
                pause(5);
            }
        });
        is_over.store(true, Ordering::SeqCst);
    });
    assert!(cuts.into_inner() > 4 && pages.into_inner() > 4);
    storm.finish(node.port);
    let core = site.core();
    storm.nothing_is_lost_or_doubled(&core);
    all_agree(&core, &watchers, &[node.port], "after two restarts");
    let hears_again = (0..500).any(|_| {
        pause(20);
        database.listeners() == 1
    });
    assert!(hears_again, "the node listens again");
    drop(node);
    all_is_well(&site);
}
