//! A database server of a test's own, and a standby that follows it; both ended with the test.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Write},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use postgres::{Client, NoTls};

use crate::site::free_port;

/// A database server of this test's own, ended with it.
pub(crate) struct Database {
    script: Child,
    pub(crate) url: String,
    pub(crate) data: PathBuf,
}

impl Database {
    pub(crate) fn start() -> Self {
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

    fn control(&self, words: &[&str]) -> bool {
        let mut command = self.program("pg_ctl");
        command.args(words).arg("-D").arg(&self.data).status().unwrap().success()
    }

    /// A program of the server, as the owner of the data: it refuses to work for root.
    fn program(&self, name: &str) -> Command {
        let owner = std::fs::metadata(&self.data).unwrap();
        let opts = std::fs::read_to_string(self.data.join("postmaster.opts")).unwrap();
        let program = opts.split_whitespace().next().unwrap().to_owned();
        let program = PathBuf::from(program).with_file_name(name);
        let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
        let mut command = if is_root {
            let mut lower = Command::new("setpriv");
            let ids = [format!("--reuid={}", owner.uid()), format!("--regid={}", owner.gid())];
            lower.args(ids).arg("--clear-groups").arg(program);
            lower
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Gone with the server.
    fn folder(&self) -> &Path {
        self.data.parent().unwrap()
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.url, NoTls).unwrap()
    }

    /// One that follows from now on, under this name.
    pub(crate) fn standby(&self, name: &str) -> Standby<'_> {
        let (data, port) = (self.folder().join(name), free_port());
        let mut copy = self.program("pg_basebackup");
        copy.args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--dbname"]);
        assert!(copy.arg(&self.url).arg("--pgdata").arg(&data).status().unwrap().success());
        let here = self.folder().display().to_string();
        // It must have room for as many connections as its primary, which has its own from the command line.
        let options = format!(
            "-p {port} -k {here} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200 \
             -c cluster_name={name}"
        );
        let (before, from) = self.url.rsplit_once(':').unwrap();
        let url = format!("{before}:{port}/{}", from.split_once('/').unwrap().1);
        let standby = Standby { primary: self, data, url };
        let log = self.folder().join("standby.log");
        let started = ["start".as_ref(), "-w".as_ref(), "-l".as_ref(), log.as_os_str()];
        assert!(standby.control(&[&started[..], &["-o".as_ref(), options.as_ref()]].concat()));
        standby
    }

    pub(crate) fn restart(&self, mode: &str) {
        assert!(self.control(&["restart", "-m", mode]), "restarted, {mode}");
    }

    /// How many connections were cut.
    pub(crate) fn cut(&self) -> i64 {
        let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        self.client().query_one(sql, &[]).unwrap().get(0)
    }

    /// Nodes that hear the seals of others.
    pub(crate) fn listeners(&self) -> i64 {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'";
        self.client().query_one(sql, &[]).unwrap().get(0)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // After a restart it is no child of the script any more.
        self.control(&["stop", "-m", "immediate"]);
        if let Some(mut stdin) = self.script.stdin.take() {
            let _ = stdin.flush();
        }
        let _ = self.script.wait();
    }
}

/// It holds what its primary holds, a moment later.
pub(crate) struct Standby<'d> {
    primary: &'d Database,
    pub(crate) data: PathBuf,
    url: String,
}

impl Standby<'_> {
    fn control(&self, words: &[&OsStr]) -> bool {
        let mut command = self.primary.program("pg_ctl");
        command.args(words).arg("-D").arg(&self.data).status().unwrap().success()
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.url, NoTls).unwrap()
    }

    /// Waits until everything that was written is here.
    pub(crate) fn catches_up(&self) {
        let sql = "SELECT CAST(pg_current_wal_insert_lsn() AS TEXT)";
        let there: String = self.primary.client().query_one(sql, &[]).unwrap().get(0);
        let sql = "SELECT pg_last_wal_replay_lsn() >= CAST(CAST($1 AS TEXT) AS pg_lsn)";
        let mut client = self.client();
        for _ in 0..1500 {
            if client.query_one(sql, &[&there]).unwrap().get(0) {
                return;
            }
            std::thread::park_timeout(std::time::Duration::from_millis(20));
        }
        panic!("the standby does not catch up");
    }
}

impl Drop for Standby<'_> {
    fn drop(&mut self) {
        self.control(&["stop", "-m", "immediate"].map(OsStr::new));
    }
}
