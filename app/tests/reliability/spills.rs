//! The spill drill: what is under state secrecy came in, and goes: out of sight, sealed, purged, reported.

use std::{fs, path::Path, process::Command};

use db::bind;
use tempfile::TempDir;

use crate::{
    browser::Browser,
    site::{Site, Told, all, all_is_well, unit_of},
    storm::report,
};

pub(crate) const WORDS: &str = "青石山一号方案";

/// Whether the words stand anywhere in the files of a folder, as they are or in UTF-16.
fn stand_in_files(folder: &Path) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(WORDS.len()).any(|it| it == WORDS.as_bytes());
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|it| it.unwrap().path())
        .filter(|it| it.is_file())
        .any(|it| holds(&fs::read(it).unwrap()))
}

/// What a place said of itself that must not say it any more.
fn sealed_in(core: &act::Core) -> Vec<String> {
    let mut found = Vec::new();
    core.db
        .read(|read| {
            for renewal in guantong::renewals().0 {
                (renewal.look)(read, &core.keys, &mut |id, (column, content)| {
                    if content.windows(WORDS.len()).any(|part| part == WORDS.as_bytes()) {
                        found.push(format!("{column} {id}"));
                    }
                })?;
            }
            Ok::<_, act::Error>(())
        })
        .unwrap();
    found.sort();
    found
}

const SEALED: [&str; 7] = [
    "correction.said",
    "event_reason.said",
    "export_mark.said",
    "talk.points",
    "talk.statement",
    "talk_words.words",
    "wish.content",
];

/// Sealed as their rooms seal it: talks and wishes have doors enough of their own, here it is about what lies there.
fn seal_everywhere(core: &act::Core) {
    let person: i64 = all(core, "SELECT person FROM account WHERE login = 'dangyuan'")[0];
    let seal = |place: &str| crypto_seal(core, place, &format!("按{WORDS}谈的"));
    let wish = format!(
        "{{\"person\":1,\"chosen\":2,\"when\":\"evening\",\"asked_at\":\"2026-11-01T01:00:00.000Z\",\
         \"answer\":{{\"on\":\"2026-11-02\",\"from\":\"17:30\",\"place\":\"{WORDS}会议室\"}}}}"
    );
    let said = format!("{{\"scope\":\"{WORDS}名单\",\"purpose\":\"\"}}");
    core.db
        .write(&[], |w| {
            let sql = "INSERT INTO talk_words (record, person, held_on, words, version)
                       VALUES (-7, $1, '2026-11-01', $2, 0)";
            w.run(sql, bind![person, seal("talk_words.words.-7")])?;
            let sql = "INSERT INTO talk (record, capacity, reason, document_no, points, statement, version)
                       VALUES (-8, '', '', '', $1, $2, 0)";
            w.run(sql, bind![seal("talk.points.-8"), seal("talk.statement.-8")])?;
            let sql = "INSERT INTO wish (id, by_key, to_key, content, saved_at)
                       VALUES (-9, $1, $1, $2, '2026-11-01T01:00:00.000Z')";
            w.run(sql, bind![vec![1_u8], crypto_seal(core, "wish.content.-9", &wish)])?;
            let sql = "INSERT INTO event_reason (event, person, said) VALUES (-5, $1, $2)";
            w.run(sql, bind![person, seal("event_reason.said.-5")])?;
            let sql = "INSERT INTO export_mark (id, at, kind, title, said, rows_count, columns, with_numbers)
                       VALUES (-6, '2026-11-01T01:00:00.000Z', 'member.list', '', $1, 0, '', FALSE)";
            w.run(sql, bind![crypto_seal(core, "export.mark.said.-6", &said)])
        })
        .unwrap();
}

fn crypto_seal(core: &act::Core, place: &str, plain: &str) -> Vec<u8> {
    crypto::seal(&core.keys, place, plain).0
}

/// A paper with the words inside, as somebody attaches it.
fn paper() -> Vec<u8> {
    let paper = documents::Paper::new("准备情况").paragraph(format!("按{WORDS}，人员已经到位。"));
    documents::docx(&paper).unwrap()
}

/// Where the words were put, and by whom.
pub(crate) struct Spoilt {
    pub(crate) officer: Browser,
    /// The record that says it.
    url: String,
    /// Papers of another record.
    papers: String,
    member: Browser,
}

/// Over HTTP: a record, a paper attached to another, a correction asked for.
pub(crate) fn spoil(site: &Site) -> Spoilt {
    let unit = unit_of(&site.core(), "ganshi").to_string();
    let server = site.serve();
    let officer = Browser::sign_in(server.port, "ganshi");
    let mut form = report(&unit, "第1件");
    let text = format!("按{WORDS}做了准备，人员已经到位。");
    form.retain(|(name, _)| *name != "minutes");
    form.push(("minutes", text.as_str()));
    let filed = officer.post("/records/filing", &form).unwrap();
    assert_eq!(filed.status, 303, "{}", filed.body);
    let url = filed.header("location").to_owned();
    assert!(officer.get(&url).unwrap().body.contains(WORDS));
    let second = officer.post("/records/filing", &report(&unit, "第2件")).unwrap();
    let papers = format!("{}/files", second.header("location"));
    let file = ("准备情况.docx", paper());
    let attached = officer.upload_bytes(&papers, &[("what", "")], (file.0, &file.1)).unwrap();
    assert_eq!(attached.status, 303, "{}", attached.body);
    assert!(officer.get(&papers).unwrap().body.contains("准备情况.docx"));
    let member = Browser::sign_in(server.port, "dangyuan");
    let said = format!("我在{WORDS}里的学历写错了");
    let asked = member.post("/me/corrections", &[("item", "education"), ("said", &said)]).unwrap();
    assert!(asked.status < 400, "{}", asked.body);
    assert!(member.get("/me/corrections").unwrap().body.contains(WORDS));
    Spoilt { officer, url, papers, member }
}

impl Spoilt {
    /// What its readers find in its places after the quarantine.
    pub(crate) fn is_out_of_sight(&self, site: &Site) {
        let server = site.serve();
        let pages = [
            self.officer.at(server.port).get(&self.url).unwrap(),
            self.member.at(server.port).get("/me/corrections").unwrap(),
        ];
        for page in pages {
            assert_eq!(page.status, 200);
            assert!(!page.body.contains(WORDS), "{}", page.body);
            assert!(page.body.contains("已按保密规定隔离"), "{}", page.body);
        }
        let page = self.officer.at(server.port).get(&self.papers).unwrap();
        assert!(!page.body.contains("准备情况.docx"), "{}", page.body);
    }
}

/// Everywhere it was found, nothing missing, everything kept sealed.
fn is_kept_from(core: &act::Core) {
    assert!(sealed_in(core).iter().all(|it| it.starts_with("spill")), "{:?}", sealed_in(core));
    let places: Vec<String> =
        all(core, "SELECT DISTINCT in_table || '.' || in_field FROM spill_place");
    for place in SEALED.iter().chain(&["file.content", "record.minutes"]) {
        assert!(places.iter().any(|it| it == place), "{place}: {places:?}");
    }
    let kept: Vec<bool> = all(core, "SELECT content IS NOT NULL FROM spill_place");
    assert!(kept.iter().all(|it| *it), "sealed, not gone");
}

pub(crate) fn quarantine(site: &Site, safe: &Path, words: &str, by: &str) -> Told {
    let file = safe.join("words.txt");
    fs::write(&file, words).unwrap();
    let file = file.to_str().unwrap();
    site.run(&["spill", "quarantine", "--by", by, "--since", "2026-11-01", "--words-file", file])
}

#[test]
fn a_spill_is_taken_out_sealed_purged_and_reported() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    site.run(&["backup", "--new-code"]).says(0, "恢复码");
    let core = site.core();
    let spoilt = spoil(&site);
    seal_everywhere(&core);
    let shelf = safe.path().join("shelf");
    fs::create_dir(&shelf).unwrap();
    site.run(&["backup", shelf.to_str().unwrap()]).says(0, "核对过");
    let stood: Vec<String> =
        sealed_in(&core).iter().filter_map(|it| it.split(' ').next().map(str::to_owned)).collect();
    assert_eq!(stood, SEALED.map(str::to_owned));

    quarantine(&site, safe.path(), WORDS, "ganshi").says(1, "只有安全保密管理员能办");
    let login = security_administrator(&site);
    quarantine(&site, safe.path(), WORDS, &login).says(0, "已经隔离，原文密封保存");
    spoilt.is_out_of_sight(&site);
    is_kept_from(&core);
    site.run(&["backup", shelf.join("guantong-20261120-100000.backup").to_str().unwrap()])
        .says(0, "核对过");

    let purge = ["spill", "purge", "1", "--by", &login, "--backups", shelf.to_str().unwrap()];
    let purged = site.run(&purge);
    purged.says(0, "含有它的备份，须人工销毁：guantong-20261120-090000.backup");
    purged.says(0, "含有它的备份，须人工销毁：guantong-20261120-100000.backup");
    site.run(&purge).says(1, "第1号已经清除过了");
    let kept: Vec<bool> = all(&core, "SELECT content IS NOT NULL FROM spill_place");
    assert!(kept.iter().all(|it| !it), "nothing is kept any more");
    assert_eq!(sealed_in(&core), Vec::<String>::new());
    drop(core);
    assert!(!stand_in_files(&site.folder), "no page of the file holds it");
    let fresh = safe.path().join("fresh.backup");
    site.run(&["backup", fresh.to_str().unwrap()]).says(0, "核对过");
    site.run(&["backup", fresh.to_str().unwrap(), "--holds", WORDS]).says(0, "0份含有");
    is_reported(&site, safe.path());

    // Everything else is as it was.
    let titles: Vec<String> =
        all(&site.core(), "SELECT title FROM record WHERE title LIKE '第%件'");
    assert_eq!(titles.len(), 2);
    all_is_well(&site);
}

fn is_reported(site: &Site, safe: &Path) {
    let paper = safe.join("report.docx");
    site.run(&["spill", "report", "1", paper.to_str().unwrap()]).says(0, "报告写好了");
    let text = files::texts(&fs::read(&paper).unwrap()).concat();
    for words in [
        "泄密处置情况报告（第1号）",
        "已清除",
        "更正申请（correction.said、correction.answer）",
        "里的2份。以下2份含有",
        "guantong-20261120-090000.backup",
        "整库重写过",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains(WORDS), "{text}");
}

#[test]
fn words_that_stand_nowhere_are_no_spill_and_nothing_is_said_to_be_gone() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    let login = security_administrator(&site);
    let ends = |on: &'static str| {
        let sql = "UPDATE post SET to_on = $1 WHERE kind = 'security_administrator'";
        site.core().db.write(&[], |w| w.run(sql, bind![on])).unwrap();
    };
    ends("2020-01-01");
    let told = quarantine(&site, safe.path(), "谁也没有写过的一句话", &login);
    told.says(1, "只有安全保密管理员能办");
    // He is to be relieved one day; until then he is it.
    ends("2099-12-31");
    let told = quarantine(&site, safe.path(), "谁也没有写过的一句话", &login);
    told.says(1, "没有找到这些文字，什么也没有改动");
    told.says(1, "请换说法");
    site.run(&["spill", "purge", "1", "--by", &login]).says(1, "没有第1号");
    assert_eq!(all::<i64>(&site.core(), "SELECT count(*) FROM spill"), [0]);
}

#[test]
fn no_marked_list_comes_in_by_the_command_line() {
    let folder = TempDir::new().unwrap();
    let lists = [("机密★1年 名册.csv", "姓名\n李某\n"), ("名册.csv", "份号：000012\n姓名\n")];
    for (name, content) in lists {
        let file = folder.path().join(name);
        fs::write(&file, content).unwrap();
        for what in ["divisions", "units", "members", "meetings"] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_guantong"));
            command.args(["import", what]).arg(&file).arg("--data").arg(folder.path());
            if what != "divisions" {
                command.args(["--unit", "130123"]);
            }
            Told::by(&mut command).says(1, "标志，没有保存");
        }
    }
    assert!(!folder.path().join("guantong.db").exists(), "nothing was opened");
}

/// The login of the demo's security administrator.
pub(crate) fn security_administrator(site: &Site) -> String {
    let sql = "SELECT a.login FROM account a JOIN post_span p ON p.person = a.person
               WHERE p.kind = 'security_administrator' ORDER BY p.id LIMIT 1";
    all(&site.core(), sql).into_iter().next().expect("the demo has one")
}
