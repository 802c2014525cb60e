//! A machine on which it is being installed: whoever does the steps in another order, or twice, is told what to do.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::site::{Server, Site, TODAY, Told};

/// A data folder with nothing in it, and whatever files the steps ask for.
struct Bare(TempDir);

impl Bare {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn file(&self, name: &str, content: &str) -> String {
        let file = self.0.path().join(name);
        fs::write(&file, content).unwrap();
        file.to_str().unwrap().to_owned()
    }

    fn run(&self, words: &[&str]) -> Told {
        self.run_on(TODAY, words)
    }

    fn run_on(&self, day: &str, words: &[&str]) -> Told {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guantong"));
        Told::by(command.args(["--today", day]).args(words).arg("--data").arg(self.data()))
    }
}

const DIVISIONS: &str = "code,name,parent,level\n130000,河北省,000000,1\n130100,石家庄市,130000,2\n\
                         130102,长安区,130100,3\n";
const ROSTER: &str = "姓名,公民身份号码,学历,入党时间,转正时间,党支部,警号\n\
                      安丽华,330108199402090269,本科,2016-06-01,2017-06-01,刑侦大队党支部,\n";

#[test]
fn doctor_before_anything_is_there_says_what_comes_first() {
    let bare = Bare::new();
    let told = bare.run(&["doctor"]);
    let migrate = format!("guantong migrate --data {}", bare.data().display());
    for words in ["还没有数据库", &migrate, "还没有，建库时会自动生成", "磁盘："]
    {
        told.says(4, words);
    }
    assert!(!told.words.contains("chmod"), "{told:?}");
    bare.run(&["migrate"]).says(0, "数据库已是本版本的结构");
    bare.run(&["doctor"]).says(3, "好  文件的属主和权限：");
}

#[test]
fn a_recovery_code_is_not_replaced_by_mistake() {
    let bare = Bare::new();
    bare.run(&["backup", "--new-code"]).says(0, "恢复码（只显示这一次");
    let lock = fs::read(bare.data().join("backup.lock")).unwrap();
    bare.run(&["backup", "--new-code"]).says(1, "没有改动；确实要换的，加 --replace");
    assert_eq!(fs::read(bare.data().join("backup.lock")).unwrap(), lock);
    bare.run(&["backup", "--new-code", "--replace"]).says(0, "旧的那张纸要留到");
    assert_ne!(fs::read(bare.data().join("backup.lock")).unwrap(), lock);
}

#[test]
fn branches_of_an_empty_bureau_are_refused_with_what_to_do_first() {
    let bare = Bare::new();
    bare.run(&["import", "divisions", &bare.file("divisions.csv", DIVISIONS)]).says(0, "省1个");
    let roster = bare.file("名册.csv", ROSTER);
    let members = ["import", "members", &roster, "--unit", "130102", "--found-branches"];
    for words in [&members[..], &[&members[..], &["--rehearse"]].concat()] {
        bare.run(words).says(1, "新支部没有地方挂，什么也没有写入");
        bare.run(words).says(1, "guantong import units 组织.xlsx --unit 130102");
    }
    // Doing what was said.
    let told = bare.run(&members).words;
    let committee = told.split("第二行写 ").nth(1).and_then(|it| it.split('、').next()).unwrap();
    let units = format!("名称,类别,隶属上级,成立日期\n{committee},基层党委,,2012-03\n");
    let units = bare.file("组织.csv", &units);
    let dateless = bare.file("没有日期.csv", &format!("名称,类别\n{committee},基层党委\n"));
    bare.run(&["import", "units", &dateless, "--unit", "130102"]).says(1, "没有写成立日期");
    bare.run(&["import", "units", &units, "--unit", "130102"]).says(0, "导入了1个");
    bare.run(&members).says(0, "新建支部1个");
}

#[test]
fn years_of_working_days_are_added_by_a_file_that_is_checked() {
    let bare = Bare::new();
    bare.run(&["migrate"]).says(0, "");
    bare.run(&["doctor"])
        .says(3, "好  工作日：2026年的放假安排齐全；2027年的一般在10月底到12月初公布");
    bare.run_on("2026-12-09", &["doctor"]).says(3, "好  工作日：");
    let told = bare.run_on("2026-12-10", &["doctor"]);
    told.says(3, "看  工作日：没有2027年的放假安排");
    told.says(3, &format!("{}/workdays.csv", bare.data().display()));
    let add = |lines: &str| {
        fs::write(bare.data().join("workdays.csv"), format!("日期,星期,上班,名称\n{lines}"))
            .unwrap();
    };
    add("2027-01-01,5,0,元旦\n");
    bare.run(&["doctor"]).says(1, "2027年的不全");
    add("2027-01-01,4,0,元旦\n");
    bare.run(&["serve", "--listen", "127.0.0.1:0"]).says(1, "第2行写错了");
    add("2027-01-01,5,0,元旦\n2027-10-01,5,0,国庆节\n");
    bare.run_on("2026-12-10", &["doctor"]).says(3, "好  工作日：2026年、2027年的放假安排齐全");
}

#[test]
fn beside_a_running_server_each_verb_names_its_own_way() {
    if !Site::is_embedded() {
        return;
    }
    let site = Site::new();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a b.csv");
    fs::write(&file, DIVISIONS).unwrap();
    let file = file.to_str().unwrap();
    let _server = site.serve();
    let told = site.run(&["import", "divisions", file]);
    told.says(1, "网页上没有这一步，要先停下服务，办完再启动");
    told.says(1, &format!("import divisions '{file}'"));
    site.run(&["import", "members", file, "--unit", "130102"])
        .says(1, "不停服务也能办：党务管理员在【党员】里点");
    site.run(&["serve", "--listen", "127.0.0.1:0"]).says(1, "同一个数据目录只能开一个服务");
}

#[test]
fn what_is_owed_is_listed_with_its_text_by_name() {
    let site = Site::new();
    let core = site.core();
    let branch = site_code(&core);
    let told = site.run(&["duty", "list", "--unit", &branch]);
    told.says(0, "《中国共产党支部工作条例（试行）》");
    assert!(!told.words.contains("branch-2018"), "{told:?}");
    site.run(&["export", "members", "--unit", &branch, "a.xlsx"]).says(2, "没有“members”这个命令");
}

/// Where the secretary of the demo holds his post.
fn site_code(core: &act::Core) -> String {
    let sql = "SELECT u.code FROM account a JOIN post_span p ON p.person = a.person
               JOIN unit_now u ON u.id = p.unit WHERE a.login = 'mishu'";
    core.db.read(|read| Ok::<_, act::Error>(read.one(sql, &[])?)).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Runs it as a shell does whose user has left everything readable.
fn carelessly(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("umask 022; {script}")]);
    command
}

#[test]
fn what_is_made_here_nobody_else_may_read() {
    let bare = Bare::new();
    let data = bare.data();
    let shown = data.display();
    let mut demo =
        carelessly(&format!("exec \"$0\" demo --scale county --no-serve --data {shown}"));
    demo.arg(env!("CARGO_BIN_EXE_guantong")).args(["--today", TODAY]);
    Told::by(&mut demo).says(0, "可以登录的账号");
    let serve = "exec \"$0\" serve --listen 127.0.0.1:$1 --today $2 --data";
    let server = Server::start(carelessly(&format!("{serve} {shown}")));
    assert_eq!(mode(&data), 0o700);
    for file in ["guantong.db", "guantong.db-wal", "figures.bin", "audit.mark", "accounts.json"] {
        assert_eq!(mode(&data.join(file)), 0o600, "{file}");
    }
    let open: Vec<PathBuf> = fs::read_dir(&data)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| mode(it) & 0o077 != 0)
        .collect();
    assert!(open.is_empty(), "{open:?}");
    drop(server);

    // As it was made before, or put back by hand.
    for (path, mode) in [(data.clone(), 0o755), (data.join("guantong.db"), 0o644)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let told = bare.run(&["doctor"]);
    told.says(3, "别的用户进得去（权限755），里面1个文件别人也能读（guantong.db）");
    let line = told.words.lines().find(|it| it.contains("别的用户进得去")).unwrap();
    let mend = line.split_once("请执行 ").unwrap().1;
    assert!(Command::new("sh").args(["-c", mend]).status().unwrap().success(), "{mend}");
    bare.run(&["doctor"]).says(3, "好  文件的属主和权限：");
    assert_eq!((mode(&data), mode(&data.join("guantong.db"))), (0o750, 0o640));
}
