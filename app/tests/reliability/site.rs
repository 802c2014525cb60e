//! An installation with the county's demo data, and its server processes.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use act::{Core, Error, Relation};
use crypto::Keys;
use db::{Db, Durability, Target, bind, serde::de::DeserializeOwned};
use serde_json::Value;
use situation::{Ask, Figures, Part, Scope, draw, look};
use tempfile::TempDir;
use testkit::{Home, day};

use crate::browser::{Answer, Browser};

pub(crate) const TODAY: &str = "2026-11-20";

/// The data of one test, on either database.
pub(crate) struct Site {
    #[expect(dead_code, reason = "its database is gone when it is dropped")]
    home: Option<Home>,
    url: Option<String>,
    /// With the key, and the figures of the first node.
    pub(crate) folder: PathBuf,
    /// The folder of each node.
    folders: Vec<TempDir>,
}

impl Site {
    /// Filled as `guantong demo` does it.
    pub(crate) fn new() -> Self {
        let home = Home::on(TODAY, |core| core);
        let url = match home.target() {
            Target::Url(url) => Some(url),
            Target::Folder(_) => None,
        };
        Self { home: Some(home), ..Self::on(url) }
    }

    /// On a database that the caller looks after.
    pub(crate) fn on(url: Option<String>) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().to_owned();
        let site = Self { home: None, url, folder: path, folders: vec![folder] };
        let mut seeding = site.verb(&site.folder, &["demo", "--scale", "county", "--no-serve"]);
        assert!(seeding.stdout(Stdio::null()).status().unwrap().success(), "the demo is loaded");
        site
    }

    /// Whether the tests run on the embedded database.
    pub(crate) fn is_embedded() -> bool {
        std::env::var_os("TEST_DATABASE_URL").is_none()
    }

    /// The database, where several nodes can share it.
    pub(crate) fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    pub(crate) fn target(&self) -> Target {
        self.url.clone().map_or_else(|| Target::Folder(self.folder.clone()), Target::Url)
    }

    /// Runs a verb on the folder of the site to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Told {
        self.run_by(Clock::Today, words)
    }

    pub(crate) fn run_by(&self, clock: Clock, words: &[&str]) -> Told {
        Told::by(&mut self.verb_by(clock, &self.folder, words))
    }

    /// The same, for who wants to end it.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        self.verb(&self.folder, words)
    }

    pub(crate) fn command_by(&self, clock: Clock, words: &[&str]) -> Command {
        self.verb_by(clock, &self.folder, words)
    }

    fn verb(&self, folder: &Path, words: &[&str]) -> Command {
        self.verb_by(Clock::Today, folder, words)
    }

    fn verb_by(&self, clock: Clock, folder: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guantong"));
        match clock {
            Clock::Today => command.args(["--today", TODAY]),
            Clock::From(moment) => command.args(["--running-from", moment]),
        };
        command.args(words).arg("--data").arg(folder);
        if let Some(url) = self.url() {
            command.args(["--database", url]);
        }
        command
    }

    /// A server on the folder of the site.
    pub(crate) fn serve(&self) -> Server {
        self.serve_from(&self.folder)
    }

    /// One more node: its own folder, the same key and database.
    pub(crate) fn serve_another(&mut self) -> Server {
        let folder = TempDir::new().unwrap();
        for file in ["master.key", "accounts.json"] {
            std::fs::copy(self.folder.join(file), folder.path().join(file)).unwrap();
        }
        let server = self.serve_from(folder.path());
        self.folders.push(folder);
        server
    }

    fn serve_from(&self, folder: &Path) -> Server {
        self.serve_so(Clock::Today, folder)
    }

    /// A server on the folder of the site, by another clock.
    pub(crate) fn serve_by(&self, clock: Clock) -> Server {
        self.serve_so(clock, &self.folder)
    }

    fn serve_so(&self, clock: Clock, folder: &Path) -> Server {
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let mut command = self.verb_by(clock, folder, &["serve", "--listen", &listen]);
        // What a storm sends is more than any person may.
        lift_limits(&folder.join("settings.toml"));
        let log = folder.join("log");
        command.stdout(Stdio::null()).stderr(std::fs::File::create(&log).unwrap());
        Server::ready(Server { child: command.spawn().unwrap(), port }, &log)
    }

    /// The data as they stand, looked at by this process.
    pub(crate) fn core(&self) -> Arc<Core> {
        let db = Db::open_as_it_is(&self.target(), Durability::Full).unwrap();
        let keys = Keys::open_or_create(&self.folder.join("master.key")).unwrap();
        Arc::new(guantong::furnish(Core::new(db, keys, calendar::Clock::fixed_on(day(TODAY)))))
    }
}

/// By which clock a process runs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    /// Nine in the morning of [`TODAY`], standing still.
    Today,
    /// On from a moment.
    From(&'static str),
}

/// What a verb said, and how it ended.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) code: Option<i32>,
    /// Standard output and then standard error.
    pub(crate) words: String,
}

impl Told {
    pub(crate) fn by(command: &mut Command) -> Self {
        let ended = command.stdin(Stdio::null()).output().unwrap();
        let words = [ended.stdout, ended.stderr].concat();
        Self { code: ended.status.code(), words: String::from_utf8_lossy(&words).into_owned() }
    }

    /// It ended so, and said this.
    pub(crate) fn says(&self, code: i32, words: &str) {
        assert!(self.code == Some(code) && self.words.contains(words), "{code} {words}: {self:?}");
    }
}

/// Adds to what the settings say already; a folder that cannot be written keeps them.
fn lift_limits(settings: &Path) {
    let said = std::fs::read_to_string(settings).unwrap_or_default();
    if !said.contains("requests_per_minute") {
        let _ = std::fs::write(settings, said + UNLIMITED);
    }
}

const UNLIMITED: &str = "requests_per_minute_address = \"0\"\n\
    requests_per_minute_account = \"0\"\nsign_ins_per_minute_address = \"0\"\n";

/// A serving process; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Through a script that is given program, port and day as its third, fourth and fifth word.
    pub(crate) fn start(mut script: Command) -> Self {
        let (port, log) = (free_port(), tempfile::NamedTempFile::new().unwrap());
        script.arg(env!("CARGO_BIN_EXE_guantong")).args([&port.to_string(), TODAY]);
        script.stdout(Stdio::null()).stderr(log.reopen().unwrap());
        Self::ready(Self { child: script.spawn().unwrap(), port }, log.path())
    }

    fn ready(server: Self, log: &Path) -> Self {
        let visitor = Browser::visitor(server.port);
        for _ in 0..3000 {
            if visitor.get("/sign-in").is_some_and(|answer| answer.status == 200) {
                return server;
            }
            thread::park_timeout(Duration::from_millis(20));
        }
        panic!("the server does not start: {:?}", std::fs::read_to_string(log));
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// At once and without a word, as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stands still until [`Server::go_on`].
    pub(crate) fn stop(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn go_on(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let mut kill = Command::new("kill");
        assert!(kill.args([signal, &self.child.id().to_string()]).status().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub(crate) fn all<T: DeserializeOwned>(core: &Core, sql: &'static str) -> Vec<T> {
    core.db.read(|read| Ok::<_, Error>(read.all(sql, &[])?)).unwrap()
}

/// Where somebody of the demo holds his post.
pub(crate) fn unit_of(core: &Core, login: &str) -> i64 {
    let sql = "SELECT p.unit FROM account a JOIN post_span p ON p.person = a.person
               WHERE a.login = $1 ORDER BY p.id LIMIT 1";
    core.db.read(|read| Ok::<_, Error>(read.one(sql, bind![login])?)).unwrap()
}

/// The nodes at or above a unit, by relation: what its record changes.
fn above(core: &Core, unit: i64) -> Vec<(Relation, i64)> {
    core.db
        .read(|read| {
            let sql = "SELECT COALESCE(lead_path, ''), COALESCE(line_path, '') FROM unit_now
                       WHERE id = $1";
            let (lead, line): (String, String) = read.one(sql, bind![unit])?;
            let ids = |path: &str| -> Vec<i64> {
                path.split('/').filter_map(|id| id.parse().ok()).collect()
            };
            let lead = ids(&lead).into_iter().map(|id| (Relation::Lead, id));
            let line = ids(&line).into_iter().filter(|id| *id != unit);
            Ok::<_, Error>(lead.chain(line.map(|id| (Relation::Line, id))).collect())
        })
        .unwrap()
}

/// The figures of a node this year, judged out of rows: what `situation --json` prints.
fn recount(core: &Core, relation: Relation, node: i64) -> Value {
    let ask = Ask { relation, node, on: day(TODAY) };
    let (rules, systems) = (core.part(), core.part());
    let view = core.db.read(|read| look(read, rules, systems, ask)).unwrap().unwrap();
    let picture = draw(&view, systems, Scope::year(day(TODAY)), &Part::default());
    serde_json::to_value(situation::json(&picture)).unwrap()
}

/// Somebody in whose sight a node is.
pub(crate) struct Watcher {
    browser: Browser,
    pub(crate) relation: Relation,
    pub(crate) node: i64,
}

impl Watcher {
    /// One for every node above a unit that somebody of the demo sees.
    pub(crate) fn above(core: &Core, unit: i64, port: u16) -> Vec<Self> {
        let logins = ["ganshi", "jijian", "shiju", "shengting", "gonganbu"];
        let browsers = logins.map(|login| Browser::sign_in(port, login));
        let mut watchers = Vec::new();
        for (relation, node) in above(core, unit) {
            let mut all = browsers.iter().cloned().map(|browser| Self { browser, relation, node });
            watchers.extend(all.find(|it| {
                let answer = it.ask(port);
                answer.status == 200 && answer.json()["relation"] == relation.key()
            }));
        }
        assert!(watchers.len() >= 4, "only {} nodes are in sight", watchers.len());
        watchers
    }

    fn ask(&self, port: u16) -> Answer {
        let (node, by) = (self.node, self.relation.key());
        let url = format!("/situation/{node}/figures?by={by}&month=2026");
        self.browser.at(port).get(&url).expect("the server answers")
    }

    /// The figures of this year as the server shows them.
    pub(crate) fn sees(&self, port: u16) -> Value {
        self.ask(port).json()
    }
}

/// Every node shows what the rows say, on every level.
pub(crate) fn all_agree(core: &Core, watchers: &[Watcher], ports: &[u16], note: &str) {
    for watcher in watchers {
        let rows = recount(core, watcher.relation, watcher.node);
        for port in ports {
            let (relation, node) = (watcher.relation, watcher.node);
            assert_eq!(watcher.sees(*port), rows, "{note}: {node} by {relation} at {port}");
        }
    }
}

/// Every event is under a seal that holds; figures out of the saved file and what was done since say
/// the same as rows, unit by unit.
pub(crate) fn all_is_well(site: &Site) {
    let core = site.core();
    while core.db.seal_pending().unwrap() > 0 {}
    seals_hold(&core);
    let figures = Figures::default();
    let is_saved = figures.load(&core, &site.folder.join("figures.bin")).unwrap();
    assert!(is_saved, "a killed process leaves a good file of figures");
    let mut from = Some(0);
    while let Some(place) = from {
        let (wrong, next) = figures.check(&core, place).unwrap();
        let words: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        assert!(words.is_empty(), "{words:?}");
        from = next;
    }
}

fn seals_hold(core: &Core) {
    let seals: Vec<db::Seal> = all(core, "SELECT no, events, digest FROM seal ORDER BY no");
    let digests: Vec<(i64, Vec<u8>)> = all(core, "SELECT id, digest FROM event");
    let events = digests.len();
    let digests: std::collections::HashMap<i64, Vec<u8>> = digests.into_iter().collect();
    let (mut previous, mut sealed) = (vec![0; 32], std::collections::HashSet::new());
    for (place, seal) in seals.iter().enumerate() {
        assert_eq!(seal.no, place as i64 + 1, "seals have no gaps");
        let ids: Vec<i64> = seal.events.split(' ').map(|id| id.parse().unwrap()).collect();
        // A view of persons' data is under seal too, and no event.
        let known: Option<Vec<[u8; 32]>> =
            ids.iter().map(|id| digests.get(id)?.clone().try_into().ok()).collect();
        if let Some(block) = known {
            assert_eq!(seal.digest, db::block_digest(&previous, &block), "seal {}", seal.no);
        }
        assert!(ids.iter().all(|id| sealed.insert(*id)), "an event is under two seals");
        previous.clone_from(&seal.digest);
    }
    assert_eq!(digests.keys().filter(|id| sealed.contains(id)).count(), events);
}
