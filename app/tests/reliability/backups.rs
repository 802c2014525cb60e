//! The drill: a backup under writes, restored in another place; damaged ones refused; nothing half.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use act::{Act, Actor, Core, Ctx};
use calendar::Clock;
use crypto::Keys;
use db::{Db, Durability, Target, bind};
use tempfile::TempDir;
use testkit::day;

use crate::{
    browser::Browser,
    site::{Site, TODAY, Told, all, unit_of},
    storm::Storm,
};

/// A machine with nothing on it: an empty folder, and an empty database where that is not in the folder.
struct Bare {
    folder: TempDir,
    database: Option<(String, String)>,
}

impl Bare {
    fn new() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the switch of the test kit")]
        let server = std::env::var("TEST_DATABASE_URL").ok();
        let database = server.map(|server| {
            let name = format!("restored_{}", &crypto::token()[..16]);
            db::create_database(&server, &name, None).unwrap();
            (server, name)
        });
        Self { folder: TempDir::new().unwrap(), database }
    }

    /// Where the embedded database comes to stand, whatever the backup was made of.
    fn embedded() -> Self {
        Self { folder: TempDir::new().unwrap(), database: None }
    }

    fn url(&self) -> Option<String> {
        let (server, name) = self.database.as_ref()?;
        let (base, _) = server.rsplit_once('/')?;
        Some(format!("{base}/{name}"))
    }

    fn verb(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guantong"));
        command.args(words).args(["--today", TODAY, "--data"]).arg(self.folder.path());
        if let Some(url) = self.url() {
            command.args(["--database", &url]);
        }
        command
    }

    fn restore(&self, file: &Path, code: &Path) -> Command {
        let (file, code) = (file.to_str().unwrap(), code.to_str().unwrap());
        self.verb(&["restore", file, "--recovery-code", code])
    }

    fn core(&self) -> Core {
        let target =
            self.url().map_or_else(|| Target::Folder(self.folder.path().into()), Target::Url);
        let db = Db::open_as_it_is(&target, Durability::Full).unwrap();
        let keys = Keys::open_or_create(&self.folder.path().join("master.key")).unwrap();
        guantong::furnish(Core::new(db, keys, Clock::fixed_on(day(TODAY))))
    }

    /// Whether anything of an installation is here.
    fn is_bare(&self) -> bool {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
        let is_folder_bare = names.iter().all(|name| name == "guantong.lock");
        let sql = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
        let tables = self.url().map_or(0, |url| {
            let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            client.query_one(sql, &[]).unwrap().get::<_, i64>(0)
        });
        is_folder_bare && tables == 0
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.database {
            let _ = db::drop_database(server, name);
        }
    }
}

/// Makes a recovery code and writes it down, outside the data folder.
fn paper(site: &Site, folder: &TempDir) -> PathBuf {
    let told = site.run(&["backup", "--new-code"]);
    told.says(0, "放进两处保险柜");
    let is_code = |line: &&str| line.len() == 44 && line.matches('-').count() == 8;
    let code = told.words.lines().map(str::trim).find(is_code).expect("a code is printed");
    let file = folder.path().join("paper.txt");
    fs::write(&file, code).unwrap();
    file
}

#[test]
fn a_backup_under_writes_is_restored_whole_elsewhere() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    let file = safe.path().join("all.backup");
    site.run(&["backup", file.to_str().unwrap()]).says(1, "还没有恢复码");
    let code = paper(&site, &safe);
    let (core, server) = (site.core(), site.serve());
    let storm = Storm::by(Browser::sign_in(server.port, "ganshi"), unit_of(&core, "ganshi"));
    let mut before = Vec::new();
    storm.rage(server.port, || {
        until(|| storm.answered() > 12);
        before = storm.filed();
        site.run(&["backup", file.to_str().unwrap()]).says(0, "核对过");
        let then = storm.answered();
        until(|| storm.answered() > then + 3);
    });
    site.run(&["backup", file.to_str().unwrap()]).says(1, "all.backup");
    site.run(&["backup", "--verify", file.to_str().unwrap()]).says(0, "这份备份是好的");
    let held = before.first().expect("something was answered before");
    site.run(&["backup", "--holds", held, file.to_str().unwrap()]).says(3, "record 1处");
    let shelf = safe.path().to_str().unwrap();
    site.run(&["backup", "--holds", "从来没有写过的话", shelf]).says(0, "看了0份");

    let bare = Bare::new();
    Told::by(&mut bare.restore(&file, &code)).says(0, "恢复好了");
    let restored = bare.core();
    let titles: Vec<String> = all(&restored, "SELECT title FROM record WHERE title LIKE '第%件'");
    let lost: Vec<_> = before.iter().filter(|title| !titles.contains(title)).collect();
    assert!(!before.is_empty() && lost.is_empty(), "acknowledged before the snapshot: {lost:?}");
    // Behind the seal with which the original once ended there is the restore alone.
    let ends: Vec<(i64, Vec<u8>)> =
        all(&restored, "SELECT no, digest FROM seal ORDER BY no DESC LIMIT 2");
    let seals: Vec<(i64, Vec<u8>)> = all(&core, "SELECT no, digest FROM seal");
    assert!(ends.iter().any(|end| seals.contains(end)), "it goes on where the original was");
    let noted: i64 = all(&restored, "SELECT count(*) FROM event WHERE act = 'audit.restore'")[0];
    assert_eq!(noted, 1);
    let doctor = Told::by(&mut bare.verb(&["doctor"]));
    assert!(doctor.words.contains("封印重算过，对得上"), "{}", doctor.words);
    assert!(!bare.folder.path().join(".restoring").exists());

    // The same file makes the other database, too.
    if bare.url().is_some() {
        let embedded = Bare::embedded();
        Told::by(&mut embedded.restore(&file, &code)).says(0, "恢复好了");
        let here: i64 = all(&embedded.core(), "SELECT count(*) FROM event")[0];
        assert_eq!(here, all::<i64>(&restored, "SELECT count(*) FROM event")[0]);
    }

    // What is there is not overwritten.
    let again = Told::by(&mut bare.restore(&file, &code));
    let words =
        if bare.url().is_some() { "只往空的数据库里做" } else { "已经有数据库" };
    again.says(1, words);
}

#[test]
fn damaged_and_foreign_backups_are_refused_and_leave_nothing() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    let (file, code) = (safe.path().join("all.backup"), paper(&site, &safe));
    site.run(&["backup", file.to_str().unwrap()]).says(0, "核对过");
    let whole = fs::read(&file).unwrap();
    let bad = safe.path().join("bad.backup");
    let bare = Bare::new();
    let middle = whole.len() / 2;
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    for bytes in [flipped(middle), flipped(whole.len() - 1), whole[..middle].to_vec()] {
        fs::write(&bad, bytes).unwrap();
        Told::by(&mut bare.restore(&bad, &code)).says(1, "已经损坏或者不完整");
        site.run(&["backup", "--verify", bad.to_str().unwrap()]).says(1, "已经损坏或者不完整");
        assert!(bare.is_bare());
    }
    fs::write(&bad, flipped(3)).unwrap();
    Told::by(&mut bare.restore(&bad, &code)).says(1, "不是贯通的备份文件");
    let other = safe.path().join("other.txt");
    fs::write(&other, crypto::RecoveryCode::random().words()).unwrap();
    Told::by(&mut bare.restore(&file, &other)).says(1, "恢复码打不开这个备份");
    fs::write(&other, "7K3M-0000").unwrap();
    Told::by(&mut bare.restore(&file, &other)).says(1, "一共九组");
    assert!(bare.is_bare());
}

#[test]
fn an_interrupted_restore_leaves_nothing_half_and_is_done_again() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    let (file, code) = (safe.path().join("all.backup"), paper(&site, &safe));
    site.run(&["backup", file.to_str().unwrap()]).says(0, "核对过");
    let bare = Bare::new();
    for _ in 0..3 {
        let mut restoring = bare.restore(&file, &code);
        let mut restoring = restoring.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::park_timeout(Duration::from_millis(fastrand::u64(20..600)));
        restoring.kill().unwrap();
        restoring.wait().unwrap();
        assert!(!bare.folder.path().join("guantong.db").exists(), "killed within a second");
        if bare.url().is_none() && bare.folder.path().join(".restoring").exists() {
            Told::by(&mut bare.verb(&["migrate"])).says(1, "恢复没有做完");
        }
    }
    Told::by(&mut bare.restore(&file, &code)).says(0, "恢复好了");
    assert_eq!(all::<i64>(&bare.core(), "SELECT count(*) FROM event").len(), 1);
}

#[test]
fn the_server_makes_backups_by_itself_and_doctor_knows() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    let shelf = safe.path().join("shelf");
    fs::create_dir(&shelf).unwrap();
    fs::write(shelf.join("guantong-20260101-023000.backup"), b"old").unwrap();
    site.run(&["doctor"]).says(3, "还没有恢复码");
    paper(&site, &safe);
    site.run(&["doctor"]).says(3, "还没有备份过");
    let settings = format!("backup_dir = \"{}\"\nbackup_keep = \"1\"\n", shelf.display());
    fs::write(site.folder.join("settings.toml"), settings).unwrap();
    let server = site.serve();
    let names = || -> Vec<String> {
        let entries = fs::read_dir(&shelf).unwrap();
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
    };
    until(|| names() == ["guantong-20261120-090000.backup"]);
    drop(server);
    let told = site.run(&["doctor"]);
    assert!(told.words.contains("每天02:30自动备份，留1份"), "{}", told.words);
    fs::remove_dir_all(&shelf).unwrap();
    site.run(&["doctor"]).says(3, "这个文件不在那里了");
}

/// Looks again and again, for a minute at most.
const PREPARE: Act = Act::new("test.prepare", "准备");

/// Somebody with numbers who left the county long ago.
fn leaver(core: &std::sync::Arc<Core>, number: usize) -> i64 {
    let unit = unit_of(core, "ganshi");
    let mut new = people::NewMember::named("赵离任", unit, day("2015-03-01"), "测试");
    new.id_number = Some(format!("00000119600101{number:04}"));
    new.phone = Some("19900000001".into());
    new.sex = Some("1".into());
    let ctx = Ctx::new(core, Actor::Operator);
    let entered = ctx.act_system(&PREPARE, |w| {
        let person = people::admit(w, &core.keys, &new)?;
        people::set_status(w, person, people::Status::Left, day("2019-05-01"), "测试")?;
        Ok(person)
    });
    entered.unwrap()
}

/// (numbers that stand, keys that stand) of the leavers.
fn left_of_leavers(core: &Core) -> (i64, i64) {
    let sql = "SELECT count(p.id_number), count(k.wrapped)
               FROM person p JOIN person_key k ON k.person = p.id WHERE p.name = '赵离任'";
    all(core, sql)[0]
}

#[test]
fn what_was_erased_since_the_backup_goes_again_when_it_is_restored() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    let (file, code) = (safe.path().join("all.backup"), paper(&site, &safe));
    let core = site.core();
    leaver(&core, 1);
    site.run(&["backup", file.to_str().unwrap()]).says(0, "核对过");
    site.run(&["retention", "--due"]).says(0, "1  证件号和电话全号");
    site.run(&["retention", "--run"]).says(0, "1  证件号和电话全号");
    site.run(&["retention", "--due"]).says(0, "0  证件号和电话全号");
    assert_eq!(left_of_leavers(&core), (0, 0));
    let list = fs::read_to_string(site.folder.join("destroyed.list")).unwrap();
    assert!(list.lines().count() == 1 && !list.contains("00000119600101"), "{list}");

    // Without the list he is back, and that is said.
    let forgotten = Bare::new();
    Told::by(&mut forgotten.restore(&file, &code)).says(0, "备份旁边没有清单destroyed.list");
    assert_eq!(left_of_leavers(&forgotten.core()), (1, 1));

    // The next backup puts the list beside itself, and with it beside the old one.
    let later = safe.path().join("later.backup");
    site.run(&["backup", later.to_str().unwrap()]).says(0, "核对过");
    let bare = Bare::new();
    Told::by(&mut bare.restore(&file, &code))
        .says(0, "备份以后到期清除过1人的信息，已照清单再清除一次");
    assert_eq!(left_of_leavers(&bare.core()), (0, 0));
    Told::by(&mut bare.verb(&["audit", "verify"])).says(0, "");

    // A list that somebody has written by hand destroys nobody.
    let here: i64 = all(&core, "SELECT min(id) FROM person WHERE id_number IS NOT NULL")[0];
    let forged = format!("{here} 2026-11-20T01:00:00.000Z {}\n", "00".repeat(32));
    fs::write(site.folder.join("destroyed.list"), list + &forged).unwrap();
    site.run(&["retention", "--run"]).says(0, "清除了");
    let sql = "SELECT count(wrapped) FROM person_key WHERE person = $1";
    let kept = core.db.read(|read| Ok::<i64, act::Error>(read.one(sql, bind![here])?));
    assert_eq!(kept.unwrap(), 1);
}

#[test]
fn where_nothing_was_ever_erased_no_list_is_missed() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    let (file, code) = (safe.path().join("all.backup"), paper(&site, &safe));
    site.run(&["backup", file.to_str().unwrap()]).says(0, "核对过");
    let told = Told::by(&mut Bare::new().restore(&file, &code));
    told.says(0, "恢复好了");
    assert!(!told.words.contains("destroyed.list"), "{told:?}");
}

#[test]
fn killed_while_it_erases_it_goes_on_and_does_nothing_twice() {
    let site = Site::new();
    let core = site.core();
    let persons: Vec<i64> = (0..60).map(|number| leaver(&core, number)).collect();
    for _ in 0..4 {
        let mut erasing = site.command(&["retention", "--run"]);
        let mut erasing = erasing.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::park_timeout(Duration::from_millis(fastrand::u64(20..500)));
        erasing.kill().unwrap();
        erasing.wait().unwrap();
    }
    site.run(&["retention", "--run"]).says(0, "清除了");
    assert_eq!(left_of_leavers(&core), (0, 0));
    for person in persons {
        let sql = "SELECT count(*) FROM event WHERE act = 'person.erase' AND about = $1";
        let about = format!("person:{person}");
        let events = core.db.read(|read| Ok::<i64, act::Error>(read.one(sql, bind![about])?));
        assert_eq!(events.unwrap(), 2, "his numbers once, the rest of his row once");
    }
    site.run(&["audit", "verify"]).says(0, "");
}

fn until(is_so: impl Fn() -> bool) {
    for _ in 0..3000 {
        if is_so() {
            return;
        }
        thread::park_timeout(Duration::from_millis(20));
    }
    panic!("it does not come about within a minute");
}
