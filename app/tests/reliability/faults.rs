//! The machine at its worst: full and failing disks, a clock set back, damaged pages, two servers. Nothing
//! that was answered is lost, and whoever asks is told in words.

use std::{
    fs,
    io::{Seek, SeekFrom, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    browser::{Answer, Browser},
    site::{Clock, Server, Site, Told, all, all_is_well, unit_of},
    storm::report,
};

fn file_report(officer: &Browser, unit: &str, title: &str) -> Answer {
    officer.post("/records/filing", &report(unit, title)).expect("the server answers")
}

#[test]
fn a_second_server_on_the_same_file_is_refused_in_words() {
    if !Site::is_embedded() {
        return;
    }
    let site = Site::new();
    let server = site.serve();
    for verb in [&["serve", "--listen", "127.0.0.1:0"][..], &["migrate"]] {
        site.run(verb).says(1, "正由另一个贯通进程使用");
    }
    assert_eq!(Browser::visitor(server.port).get("/sign-in").unwrap().status, 200);
}

#[test]
fn a_clock_set_back_an_hour_loses_nothing_and_doctor_tells() {
    let site = Site::new();
    let core = site.core();
    let unit = unit_of(&core, "ganshi").to_string();
    let server = site.serve_by(Clock::From("2026-11-20T10:30"));
    let officer = Browser::sign_in(server.port, "ganshi");
    assert_eq!(file_report(&officer, &unit, "第1件").status, 303);
    drop(server);
    let server = site.serve_by(Clock::From("2026-11-20T09:30"));
    let officer = officer.at(server.port);
    assert_eq!(officer.get("/records").unwrap().status, 200, "the session goes on");
    assert_eq!(file_report(&officer, &unit, "第2件").status, 303);
    drop(server);
    let sql = "SELECT r.title FROM record r WHERE r.title LIKE '第%件' ORDER BY r.id";
    assert_eq!(all::<String>(&core, sql), ["第1件", "第2件"], "ids grow whatever the clock says");
    let told = site.run_by(Clock::From("2026-11-20T09:31"), &["doctor"]);
    told.says(3, "时钟被调回去过");
    told.says(3, "timedatectl set-ntp true");
    all_is_well(&site);
}

/// `doctor` on a machine whose system says this about its clock; nothing where it has no such program.
fn doctor_where(site: &Site, says: Option<&str>) -> Told {
    let programs = TempDir::new().unwrap();
    if let Some(says) = says {
        let program = programs.path().join("timedatectl");
        fs::write(&program, format!("#!/bin/sh\necho {says}\n")).unwrap();
        fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = site.command_by(Clock::From("2026-11-20T10:30"), &["doctor"]);
    Told::by(command.env("PATH", programs.path()))
}

#[test]
fn a_clock_that_nobody_keeps_is_told_and_so_is_what_is_not_known() {
    if !Site::is_embedded() {
        return;
    }
    let site = Site::new();
    doctor_where(&site, Some("yes")).says(3, "系统说已经和时间服务器对准");
    let told = doctor_where(&site, Some("no"));
    told.says(3, "看  时钟：系统说时钟没有和时间服务器对准，调快了、走快了都没有人知道");
    told.says(3, "timedatectl set-ntp true");
    doctor_where(&site, None).says(3, "有没有和时间服务器对准，这台机器上问不到");
}

#[test]
fn a_clock_set_ahead_of_the_database_is_told() {
    if Site::is_embedded() {
        return;
    }
    let told = Site::new().run_by(Clock::From("2036-03-01T09:00"), &["doctor"]);
    told.says(3, "看  时钟：这台机器比数据库服务器快");
    told.says(3, "两台机器接上同一个时间服务器");
}

#[test]
fn a_damaged_page_is_found_by_doctor_with_what_to_do() {
    if !Site::is_embedded() {
        return;
    }
    let site = Site::new();
    let file = site.folder.join("guantong.db");
    // Whatever stands in the log is carried over by the last one to close.
    drop(site.core());
    site.run(&["doctor"]).says(3, "每一页都读过，没有损坏");
    let whole = fs::read(&file).unwrap();
    let spoil = |at: usize, much: usize| {
        fs::write(&file, &whole).unwrap();
        let mut out = fs::OpenOptions::new().write(true).open(&file).unwrap();
        out.seek(SeekFrom::Start(at as u64)).unwrap();
        out.write_all(&vec![0xa5; much]).unwrap();
    };
    let middle = whole.len() / 2 / 4096 * 4096;
    for (at, much) in [(middle, 3 * 4096), (0, 100)] {
        spoil(at, much);
        let told = site.run(&["doctor"]);
        told.says(3, "数据库文件有损坏");
        told.says(3, "guantong restore");
        told.says(3, "磁盘：");
    }
}

/// A server in a mount namespace of its own; other programs can be run beside it.
struct Apart {
    server: Server,
    data: PathBuf,
    #[expect(dead_code, reason = "the mount point, gone with the test")]
    at: TempDir,
}

/// `unshare` or `nsenter`, with what root does not need and others do.
fn namespaces(program: &str, for_others: &[&str]) -> Command {
    use std::os::unix::fs::MetadataExt;
    let mut command = Command::new(program);
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        command.args(for_others);
    }
    command
}

fn shell(script: &str, from: &Path, at: &Path) -> Command {
    let mut command = namespaces("unshare", &["--user", "--map-root-user"]);
    command.args(["--mount", "sh", "-c", script, "sh"]).arg(from).arg(at);
    command
}

impl Apart {
    /// On a disk with room for the data and so much more.
    fn with_room(site: &Site, kilobytes: u64) -> Self {
        let at = TempDir::new().unwrap();
        let size = |file: &str| fs::metadata(site.folder.join(file)).map_or(0, |it| it.len());
        let used = (size("guantong.db") + size("figures.bin")) / 1024;
        let script = format!(
            "mount -t tmpfs -o size={}k tmpfs \"$2\" && cp \"$1\"/guantong.db \"$1\"/*.key \"$1\"/*.json \
             \"$1\"/backup.lock \"$2\" && exec \"$3\" serve --listen \"127.0.0.1:$4\" --today \"$5\" --data \"$2\"",
            used + kilobytes
        );
        let server = Server::start(shell(&script, &site.folder, at.path()));
        Self { server, data: at.path().to_owned(), at }
    }

    /// A command that sees the same mounts.
    fn beside(&self, words: &[&str]) -> Command {
        let mut command = namespaces("nsenter", &["--user", "--preserve-credentials"]);
        command.args(["--mount", "--target", &self.server.id().to_string()]).args(words);
        command
    }

    fn verb(&self, words: &[&str]) -> Told {
        let mut command = self.beside(&[env!("CARGO_BIN_EXE_guantong")]);
        Told::by(command.args(words).arg("--data").arg(&self.data))
    }
}

#[test]
fn on_a_full_disk_people_are_told_and_it_goes_on_once_there_is_room() {
    if !Site::is_embedded() {
        return;
    }
    let site = Site::new();
    site.run(&["backup", "--new-code"]).says(0, "恢复码");
    let unit = unit_of(&site.core(), "ganshi").to_string();
    drop(site.core());
    let apart = Apart::with_room(&site, 20 * 1024);
    let ballast = apart.data.join("ballast");
    let ballast = ballast.to_str().unwrap();
    let officer = Browser::sign_in(apart.server.port, "ganshi");
    assert!(apart.beside(&["fallocate", "-l", "8M", ballast]).status().unwrap().success());
    let mut answered = Vec::new();
    let refused = (0..20_000).find_map(|number| {
        let title = format!("第{number}件");
        let answer = file_report(&officer, &unit, &title);
        if answer.status != 303 {
            return Some(answer);
        }
        answered.push(title);
        None
    });
    let refused = refused.expect("the disk fills up");
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(refused.body.contains("磁盘满了，这次没有存上"), "{}", refused.body);
    assert_eq!(officer.get("/records").unwrap().status, 200, "looking at things goes on");
    apart.verb(&["doctor"]).says(3, "满了以后不能办事，只能查看，已经办成的不会丢");
    let backup = apart.data.join("all.backup");
    apart.verb(&["backup", backup.to_str().unwrap()]).says(1, "磁盘满了，没有备份成");
    let listing = apart.beside(&["ls"]).arg(&apart.data).output().unwrap().stdout;
    let listing = String::from_utf8_lossy(&listing).into_owned();
    assert!(!listing.contains(".part") && !listing.contains("all.backup"), "{listing}");

    assert!(apart.beside(&["rm", ballast]).status().unwrap().success());
    let answer = file_report(&officer, &unit, "第99999件");
    assert_eq!(answer.status, 303, "it goes on by itself: {}", answer.body);
    answered.push("第99999件".to_owned());
    let saved = TempDir::new().unwrap();
    let copy = apart.beside(&["cp", "-a"]).arg(apart.data.join(".")).arg(saved.path()).status();
    assert!(copy.unwrap().success());
    drop(apart);
    let target = db::Target::Folder(saved.path().into());
    let db = db::Db::open(&target, db::Durability::Full).unwrap();
    let titles: Vec<String> =
        db.read(|read| read.all("SELECT title FROM record WHERE title LIKE '第%件'", &[])).unwrap();
    assert_eq!(titles.len(), answered.len());
    assert!(answered.iter().all(|title| titles.contains(title)), "what was answered is there");
}

#[test]
fn a_disk_that_fails_is_told_and_used_again_once_it_works() {
    if !Site::is_embedded() {
        return;
    }
    let site = Site::new();
    let unit = unit_of(&site.core(), "ganshi").to_string();
    // From outside the size of files can be limited to nothing: every write fails.
    let mut ignoring = Command::new("sh");
    ignoring.args([
        "-c",
        "trap '' XFSZ; exec \"$3\" serve --listen \"127.0.0.1:$4\" --today \"$5\" --data \"$1\"",
        "sh",
    ]);
    ignoring.arg(&site.folder).arg("");
    let server = Server::start(ignoring);
    let officer = Browser::sign_in(server.port, "ganshi");
    assert_eq!(file_report(&officer, &unit, "第1件").status, 303);
    limit(&server, "0:unlimited");
    let refused = file_report(&officer, &unit, "第2件");
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(refused.body.contains("磁盘现在写不进去，这次没有存上"), "{}", refused.body);
    assert_eq!(officer.get("/records").unwrap().status, 200, "looking at things goes on");
    limit(&server, "unlimited:unlimited");
    assert_eq!(file_report(&officer, &unit, "第3件").status, 303);
    drop(server);
    let sql = "SELECT title FROM record WHERE title LIKE '第%件' ORDER BY title";
    assert_eq!(all::<String>(&site.core(), sql), ["第1件", "第3件"]);
}

fn limit(server: &Server, size: &str) {
    let mut limit = Command::new("prlimit");
    limit.args(["--pid", &server.id().to_string(), &format!("--fsize={size}")]);
    assert!(limit.status().unwrap().success());
}

#[test]
fn on_a_read_only_disk_nothing_starts_and_doctor_says_why() {
    if !Site::is_embedded() {
        return;
    }
    let site = Site::new();
    let script = "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && exec \"$3\" \"$2\" --data \"$1\"";
    let told = |verb: &str| {
        let mut command = shell(script, &site.folder, Path::new(verb));
        Told::by(command.arg(env!("CARGO_BIN_EXE_guantong")))
    };
    told("serve").says(1, "写不进去");
    told("doctor").says(3, "findmnt -T");
}
