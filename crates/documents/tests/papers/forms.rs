//! The three forms of a paper have the same pages: the PDF, LibreOffice's PDF of the Word file, Chromium's of the
//! print page with the style sheet of the site.

use crate::outgoing::reply;
use crate::pdf::written;
use crate::reader::{Word, folder, run, words_of};
use crate::word::converted;
use calendar::Day;
use documents::{Level, Masthead, Paper, Table, html};
use std::fs;
use std::path::{Path, PathBuf};

const MM: f64 = 72.0 / 25.4;

/// The print page as the browser prints it.
fn printed(test: &str, paper: &Paper) -> PathBuf {
    let folder = folder(test);
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let style = |file: &str| fs::read_to_string(web.join(file)).unwrap();
    let page = format!(
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><style>{}{}</style><main>{}</main>",
        style("tokens.css"),
        style("app.css"),
        html(paper)
    );
    let (file, out) = (folder.join("page.html"), folder.join("paper.pdf"));
    fs::write(&file, page).unwrap();
    let profile = format!("--user-data-dir={}", folder.join("browser").display());
    let print = format!("--print-to-pdf={}", out.display());
    let address = format!("file://{}", file.display());
    let arguments =
        ["--headless", "--no-sandbox", "--disable-gpu", &profile, &print, "--no-pdf-header-footer"];
    let arguments: Vec<&Path> =
        arguments.iter().copied().chain([address.as_str()]).map(Path::new).collect();
    run("chromium", "chromium", &arguments);
    out
}

/// The three forms by name, each read back.
fn forms(test: &str, paper: &Paper) -> [(&'static str, Vec<Word>); 3] {
    [
        ("PDF", words_of(&written(&format!("{test}-pdf"), paper))),
        ("Word", words_of(&converted(&format!("{test}-word"), paper))),
        ("browser", words_of(&printed(&format!("{test}-page"), paper))),
    ]
}

/// The first line of every page, heads of tables left out.
fn begins(words: &[Word]) -> Vec<String> {
    let pages = words.iter().map(|it| it.page).max().unwrap_or(0);
    (1..=pages).map(|page| first_line(words.iter().filter(|it| it.page == page))).collect()
}

fn first_line<'a>(words: impl Iterator<Item = &'a Word>) -> String {
    let mut words: Vec<&Word> = words.filter(|it| it.top < 262.0 * MM).collect();
    while let Some(top) = words.iter().map(|it| it.top).min_by(f64::total_cmp) {
        let (mut line, rest): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|it| it.top < top + 8.0);
        line.sort_by(|a, b| a.left.total_cmp(&b.left));
        let text: String = line.iter().map(|it| it.text.as_str()).collect();
        if !text.starts_with("序号") && !text.starts_with("时间") {
            return text.chars().filter(|c| *c != ' ').take(6).collect();
        }
        words = rest;
    }
    String::new()
}

fn has_the_same_pages(test: &str, paper: &Paper) {
    let [(_, pdf), others @ ..] = forms(test, paper);
    for (name, words) in others {
        assert_eq!(begins(&words), begins(&pdf), "{test}: {name} beside PDF");
    }
}

fn sign_in(people: usize) -> Paper {
    let table = Table::new(["序号", "姓名", "党小组", "签到", "备注"]).widths([2, 4, 5, 5, 5]);
    let table = (1..=people).fold(table, |table, at| {
        let name = if at == people { "末一人" } else { "周立群" };
        table.row([&at.to_string(), name, "第一党小组", "", ["", "预备党员"][at % 2]])
    });
    Paper::new("南屏县公安局刑侦大队党支部\n第二季度支部党员大会签到表")
        .pair("时间", "2026年6月24日15时至16时30分")
        .pair("地点", "刑侦大队二楼会议室")
        .pair("主持人", "周立群（书记）")
        .table(table)
        .paragraph("应到17人。列席人员另行签名：")
        .sign("主持人")
        .sign("记录人")
}

fn report(paragraphs: usize) -> Paper {
    let day = Day::new(2026, 7, 1).unwrap();
    let mark =
        Masthead::new("中共南屏县公安局委员会文件").number("南公党〔2026〕8号").signer("沈卫东");
    let paper = Paper::new("中共南屏县公安局委员会\n2025年度县公安局党委领导班子民主生活会召开情况和整改措施落实情况的报告")
        .masthead(mark)
        .to("中共南屏县委组织部")
        .heading(Level::One, "会前准备");
    let text = "会前，党委书记同班子成员、班子成员之间、班子成员同分管部门负责同志普遍开展谈心谈话，共谈了四十余人次；向全局各支部、离退休老同志和群众代表征求意见，梳理出意见建议十七条，逐条认领，形成班子对照检查材料。";
    let paper = (0..paragraphs).fold(paper, |paper, _| paper.paragraph(text));
    paper.issued_by("中共南屏县公安局委员会").dated(day).sealed().note("联系人：陈晓梅")
}

fn year() -> Paper {
    let table = Table::new(["时间", "事项", "地点", "内容"]).widths([38, 26, 19, 17]);
    let table = (0..43).fold(table, |table, at| {
        let (month, day) = (at / 4 + 1, at % 28 + 1);
        let when = format!("{month}月{day}日（五）14:30");
        let what = ["支委会", "主题党日", "第四季度支部党员大会"][at % 3];
        table.row([when.as_str(), what, "二楼会议室", ""])
    });
    Paper::new("刑事侦查大队党支部2026年度组织生活计划").paragraph("第1版，43项").table(table)
}

#[test]
fn seventeen_people_sign_on_one_page_everywhere() {
    for (name, words) in forms("seventeen", &sign_in(17)) {
        let last = words.iter().find(|it| it.text.contains("末一人")).map(|it| it.page);
        assert_eq!(last, Some(1), "{name}: {:?}", begins(&words));
    }
}

#[test]
fn long_papers_break_at_the_same_places_in_all_three_forms() {
    has_the_same_pages("people", &sign_in(40));
    has_the_same_pages("year", &year());
    has_the_same_pages("report", &report(9));
}

/// 版记 is at the foot of an even page, whole, in every form: of the page on which the text ends, or of the next.
#[test]
fn the_foot_of_a_letter_stands_whole_at_the_foot_of_an_even_page() {
    let short = Paper::new("关于报送材料的函")
        .to("县委组织部")
        .paragraph("现报送有关材料。")
        .issued_by("中共南屏县公安局委员会")
        .printed("南屏县公安局党委办公室", Day::new(2026, 7, 1).unwrap())
        .copy_to("县公安局机关党委。");
    // The text fills two pages: the third stays empty, and 版记 is on the fourth.
    let full = (0..2).fold(Paper::new("关于报送材料的函"), |paper, _| {
        paper.paragraph("现报送有关材料如下。".repeat(53))
    });
    let full = full
        .issued_by("中共南屏县公安局委员会")
        .printed("南屏县公安局党委办公室", Day::new(2026, 7, 1).unwrap())
        .copy_to("县公安局机关党委。");
    let feet = [("foot", reply(), 2), ("short-foot", short, 2), ("full-foot", full, 4)];
    for (test, paper, page) in feet {
        for (name, words) in forms(test, &paper) {
            let line = |text: &str| {
                let found = words.iter().find(|it| it.text.contains(text));
                found.unwrap_or_else(|| panic!("{test} {name}: no {text}"))
            };
            let (copies, printed) = (line("抄送"), line("印发"));
            assert_eq!((copies.page, printed.page), (page, page), "{test} {name}");
            // LibreOffice leaves the frame of the Word file in the text.
            assert!(
                name == "Word" || printed.bottom > 250.0 * MM && printed.bottom < 266.0 * MM,
                "{test} {name}: {printed:?}"
            );
            assert_eq!(words.iter().map(|it| it.page).max(), Some(page), "{test} {name}");
        }
    }
}
