//! The spill drill where PostgreSQL has a standby: what goes from the one goes from the other, files and log.

use std::{fs, path::Path};

use db::{Db, Durability, Target};
use tempfile::TempDir;

use crate::{
    database::{Database, Standby},
    site::{Site, Told, all, all_is_well, unit_of},
    spills::{WORDS, quarantine, security_administrator, spoil},
    storm::report,
};

/// Files below a folder that hold the words.
fn holding(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path));
        } else if fs::read(&path)
            .is_ok_and(|bytes| bytes.windows(WORDS.len()).any(|it| it == WORDS.as_bytes()))
        {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Whether they stand in its tables' files, and in its log.
fn stand_in(data: &Path) -> (bool, bool) {
    (!holding(&data.join("base")).is_empty(), !holding(&data.join("pg_wal")).is_empty())
}

/// Everything in memory comes to the files of both.
fn settle(database: &Database, standby: &Standby) {
    database.client().batch_execute("CHECKPOINT").unwrap();
    standby.catches_up();
    standby.client().batch_execute("CHECKPOINT").unwrap();
}

/// The steps of the guide (安装指南，“清掉 PostgreSQL 日志里的原文”), on both machines.
fn clear_the_log(database: &Database, standby: &Standby) {
    for mut client in [database.client(), standby.client()] {
        client.batch_execute("ALTER SYSTEM SET wal_recycle = off").unwrap();
        client.batch_execute("SELECT pg_reload_conf()").unwrap();
    }
    let rounds = fs::read_dir(database.data.join("pg_wal")).unwrap().count() + 2;
    for _ in 0..rounds {
        database.client().batch_execute("SELECT pg_switch_wal()").unwrap();
        settle(database, standby);
    }
    for mut client in [database.client(), standby.client()] {
        client.batch_execute("ALTER SYSTEM RESET wal_recycle").unwrap();
        client.batch_execute("SELECT pg_reload_conf()").unwrap();
    }
}

/// Samples of columns keep values: the largest of a column stands in them.
fn is_sampled(database: &Database) -> bool {
    database.client().batch_execute("ANALYZE record").unwrap();
    let sql = "SELECT count(*) > 0 FROM pg_stats
               WHERE CAST(histogram_bounds AS TEXT) LIKE '%' || $1 || '%'
                  OR CAST(most_common_vals AS TEXT) LIKE '%' || $1 || '%'";
    database.client().query_one(sql, &[&WORDS]).unwrap().get(0)
}

#[test]
fn a_standby_is_purged_as_its_primary_is() {
    if Site::is_embedded() {
        return;
    }
    let database = Database::start();
    let standby = database.standby("second");
    let (site, safe) = (Site::on(Some(database.url.clone())), TempDir::new().unwrap());
    let spoilt = spoil(&site);
    let unit = unit_of(&site.core(), "ganshi").to_string();
    {
        let server = site.serve();
        // The largest of its column.
        let minutes = format!("龥，{WORDS}的准备情况。");
        let mut form = report(&unit, "第3件");
        form.retain(|(name, _)| *name != "minutes");
        form.push(("minutes", &minutes));
        let officer = spoilt.officer.at(server.port);
        let filed = officer.post("/records/filing", &form).unwrap();
        assert_eq!(filed.status, 303, "{}", filed.body);
    }
    assert!(is_sampled(&database));
    settle(&database, &standby);
    for data in [&database.data, &standby.data] {
        assert_eq!(stand_in(data), (true, true), "{}", data.display());
    }

    let login = security_administrator(&site);
    quarantine(&site, safe.path(), WORDS, &login).says(0, "已经隔离，原文密封保存");
    is_not_purged_under_a_reader(&site, &database, &login);
    let purged = site.run(&["spill", "purge", "1", "--by", &login]);
    purged.says(0, "主机和每一台备机，照安装指南“清掉 PostgreSQL 日志里的原文”办");
    settle(&database, &standby);
    for data in [&database.data, &standby.data] {
        assert_eq!(holding(&data.join("base")), Vec::<String>::new(), "rewritten");
    }
    clear_the_log(&database, &standby);
    for data in [&database.data, &standby.data] {
        assert_eq!(holding(data), Vec::<String>::new());
    }

    let paper = safe.path().join("report.docx");
    site.run(&["spill", "report", "1", paper.to_str().unwrap()]).says(0, "报告写好了");
    let text = files::texts(&fs::read(&paper).unwrap()).concat();
    let until: String = all::<String>(&site.core(), "SELECT log_until FROM spill").remove(0);
    let log = format!("到{until}为止的日志文件里还可能有原文");
    for words in
        ["备机second：已经跟上，同样重写过", &log, "整库重写过", "没有查：清除时没有给备份目录"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains(WORDS), "{text}");

    // Both go on, and hold the same.
    all_is_well(&site);
    standby.catches_up();
    let sql = "SELECT count(*) FROM record";
    let there: i64 = standby.client().query_one(sql, &[]).unwrap().get(0);
    assert_eq!(there, all::<i64>(&site.core(), "SELECT count(*) FROM record")[0]);
    who_may_not_look_claims_nothing(&site, &database);
}

/// For a reader from before, deleted rows would stay in the rewritten tables.
fn is_not_purged_under_a_reader(site: &Site, database: &Database, login: &str) {
    let mut reader = database.client();
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM record").unwrap();
    let refused = site.run(&["spill", "purge", "1", "--by", login]);
    refused.says(1, "还有1个连接看着删除以前的数据");
    assert!(
        all::<String>(&site.core(), "SELECT log_until FROM spill WHERE log_until IS NOT NULL")
            .is_empty()
    );
    reader.batch_execute("ROLLBACK").unwrap();
}

/// An account without `pg_monitor` sees that there is a standby, and not whether it has caught up.
fn who_may_not_look_claims_nothing(site: &Site, database: &Database) {
    let grant = "CREATE ROLE plain LOGIN PASSWORD 'plain'; GRANT pg_read_all_data TO plain";
    database.client().batch_execute(grant).unwrap();
    let (_, place) = database.url.split_once('@').unwrap();
    let url = format!("postgres://plain:plain@{place}");
    let db = Db::open_as_it_is(&Target::Url(url.clone()), Durability::Full).unwrap();
    let standby = db::Health::Standby { name: Some("second".into()), behind_bytes: None };
    assert!(db.health().unwrap().contains(&standby), "{:?}", db.health());
    let mut doctor = std::process::Command::new(env!("CARGO_BIN_EXE_guantong"));
    doctor.args(["doctor", "--database", &url, "--data"]).arg(&site.folder);
    Told::by(&mut doctor).says(3, "GRANT pg_monitor TO 贯通用的账号");
}
