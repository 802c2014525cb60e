//! The spill drill: what is under state secrecy came in, and goes: out of sight, sealed, purged, reported.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::{
    browser::Browser,
    site::{Site, all, all_is_well, unit_of},
    storm::report,
};

const WORDS: &str = "青石山一号方案";

/// Whether the words stand anywhere in the files of a folder, as they are or in UTF-16.
fn stand_in_files(folder: &Path) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(WORDS.len()).any(|it| it == WORDS.as_bytes());
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|it| it.unwrap().path())
        .filter(|it| it.is_file())
        .any(|it| holds(&fs::read(it).unwrap()))
}

#[test]
fn a_spill_is_taken_out_sealed_purged_and_reported() {
    let (site, safe) = (Site::new(), TempDir::new().unwrap());
    site.run(&["backup", "--new-code"]).says(0, "恢复码");
    let core = site.core();
    let unit = unit_of(&core, "ganshi").to_string();
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
    assert_eq!(officer.post("/records/filing", &report(&unit, "第2件")).unwrap().status, 303);
    let shelf = safe.path().join("shelf");
    fs::create_dir(&shelf).unwrap();
    site.run(&["backup", shelf.to_str().unwrap()]).says(0, "核对过");
    drop(server);

    let words = safe.path().join("words.txt");
    fs::write(&words, WORDS).unwrap();
    let words = words.to_str().unwrap();
    let quarantine = |by: &str| {
        let words =
            ["spill", "quarantine", "--by", by, "--since", "2026-11-01", "--words-file", words];
        site.run(&words)
    };
    quarantine("ganshi").says(1, "只有安全保密管理员能办");
    let login = security_administrator(&site);
    quarantine(&login).says(0, "已经隔离，原文密封保存");
    let server = site.serve();
    let page = officer.at(server.port).get(&url).unwrap();
    assert_eq!(page.status, 200);
    assert!(!page.body.contains(WORDS) && page.body.contains("已按保密规定隔离"), "{}", page.body);
    drop(server);
    let kept: Vec<bool> = all(&core, "SELECT content IS NOT NULL FROM spill_place");
    assert!(!kept.is_empty() && kept.iter().all(|it| *it), "sealed, not gone");

    let purge = ["spill", "purge", "1", "--by", &login, "--backups", shelf.to_str().unwrap()];
    site.run(&purge).says(0, "含有它的备份，须人工销毁：guantong-20261120-090000.backup");
    site.run(&purge).says(1, "第1号已经清除过了");
    let kept: Vec<bool> = all(&core, "SELECT content IS NOT NULL FROM spill_place");
    assert!(kept.iter().all(|it| !it), "nothing is kept any more");
    drop(core);
    assert!(!stand_in_files(&site.folder), "no page of the file holds it");
    let fresh = safe.path().join("fresh.backup");
    site.run(&["backup", fresh.to_str().unwrap()]).says(0, "核对过");
    site.run(&["backup", fresh.to_str().unwrap(), "--holds", WORDS]).says(0, "0份含有");
    let paper = safe.path().join("report.docx");
    site.run(&["spill", "report", "1", paper.to_str().unwrap()]).says(0, "报告写好了");
    let text = files::texts(&fs::read(&paper).unwrap()).concat();
    assert!(text.contains("泄密处置情况报告（第1号）") && text.contains("已清除"), "{text}");
    assert!(text.contains("guantong-20261120-090000.backup") && !text.contains(WORDS), "{text}");

    // Everything else is as it was.
    let titles: Vec<String> =
        all(&site.core(), "SELECT title FROM record WHERE title LIKE '第%件'");
    assert_eq!(titles.len(), 2);
    all_is_well(&site);
}

/// The login of the demo's security administrator.
fn security_administrator(site: &Site) -> String {
    let sql = "SELECT a.login FROM account a JOIN post_now p ON p.person = a.person
               WHERE p.kind = 'security_administrator' ORDER BY p.id LIMIT 1";
    all(&site.core(), sql).into_iter().next().expect("the demo has one")
}
