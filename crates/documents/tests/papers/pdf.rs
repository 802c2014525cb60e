//! The PDF, read back by poppler.

use crate::minutes::minutes;
use crate::outgoing::reply;
use crate::reader::{folder, pages, run};
use documents::{Error, Fonts, Level, Masthead, Paper, Table, fonts_found, html, pdf};
use std::fs;
use std::path::PathBuf;

pub(crate) fn fonts() -> Fonts {
    let missing: Vec<String> =
        fonts_found(None).into_iter().filter_map(|report| report.advice).collect();
    assert!(missing.is_empty(), "{missing:?}");
    Fonts::find(None)
}

pub(crate) fn written(test: &str, paper: &Paper) -> PathBuf {
    let file = folder(test).join("paper.pdf");
    fs::write(&file, pdf(paper, &fonts()).unwrap()).unwrap();
    file
}

#[test]
fn minutes_fill_three_pages_in_order() {
    let pages = pages(&written("minutes", &minutes()));

    assert_eq!(pages.len(), 3, "{pages:#?}");
    assert!(
        pages[0]
            .starts_with("南屏县公安局刑侦大队党支部党员大会记录时间：2026年6月24日15时至16时30分")
    );
    assert!(pages[0].contains("主持人：周立群（党支部书记）"));
    assert!(pages[0].contains("一、听取支部委员会上半年工作报告"));
    let all = pages.concat();
    assert!(all.contains("（二）许文博同志按期转正"));
    assert!(all.contains("应到会有表决权实到会有表决权赞成不赞成弃权26232201"), "{all}");
    assert!(all.contains("26232300"));
    let last = &pages[2];
    assert!(last.contains("主持人（签字）：记录人（签字）：2026年6月24日"), "{last}");
    for (i, page) in pages.iter().enumerate() {
        assert!(page.ends_with(&format!("—{}—", i + 1)), "{page}");
    }
}

#[test]
fn an_outgoing_document_has_its_head_and_ends_on_an_even_page() {
    let pages = pages(&written("outgoing", &reply()));

    let first = &pages[0];
    assert!(
        first.starts_with("中共南屏县公安局委员会文件南公党〔2026〕8号签发人：沈卫东"),
        "{first}"
    );
    let all = pages.concat();
    assert!(all.contains("（一）选举办法"), "{all}");
    assert!(all.contains("附件：1.刑侦大队党支部党员大会选举结果报告单2.新一届"), "{all}");
    assert_eq!(pages.len() % 2, 0);
    let last = pages.last().unwrap();
    let foot = "抄送：县公安局机关党委，各派出所党支部。南屏县公安局党委办公室2026年7月1日印发";
    assert!(last.contains(foot), "{last}");
}

/// However the text above grows, the signatures share their page with some of it.
#[test]
fn signatures_never_stand_alone_on_a_page() {
    let roll = |rows| {
        let table = Table::new(["序号", "姓名"]);
        (0..rows).fold(table, |table, i| table.row([i.to_string(), "周立群".to_owned()]))
    };
    for rows in 14..26 {
        let paper = Paper::new("到会党员名册").table(roll(rows)).sign("主持人").sign("记录人");
        let pages = pages(&written("signatures", &paper));
        let last = pages.last().unwrap();
        assert!(last.contains("周立群"), "{rows} rows: {last}");
        assert!(last.contains("主持人（签字）：记录人（签字）："), "{rows} rows: {last}");
    }
}

#[test]
fn equal_papers_give_equal_bytes_with_every_font_inside() {
    let fonts = fonts();
    let first = pdf(&minutes(), &fonts).unwrap();
    assert_eq!(first, pdf(&minutes(), &fonts).unwrap());

    let file = written("fonts", &minutes());
    let list = run("pdffonts", "poppler-utils", &[&file]);
    let fonts: Vec<&str> = list.lines().skip(2).collect();
    assert!(fonts.len() >= 5, "{list}");
    for font in fonts {
        // Columns: name type encoding emb sub uni; a subset has six letters and a plus.
        assert!(font.contains(" yes yes yes "), "{font}");
        assert_eq!(font.find('+'), Some(6), "{font}");
    }
    assert!(first.len() < 400_000, "{} bytes", first.len());
}

#[test]
fn a_page_with_a_mark_of_secrecy_is_refused_where_files_come_in() {
    let taken = |words: &str| {
        let paper = Paper::new("关于开展学习的通知").paragraph(words);
        files::Upload::check("file", "通知.pdf", pdf(&paper, &fonts()).unwrap())
    };
    let refused = taken("正文之后，附件一标着：机 密 ★ 1年。").unwrap_err().to_string();
    assert!(refused.contains("“机密”") && refused.contains("安全保密管理员"), "{refused}");
    assert!(taken("学习《中华人民共和国保守国家秘密法》。").is_ok());
}

#[test]
fn a_character_that_no_font_has_is_refused_by_name() {
    let paper = Paper::new("标题").paragraph("党员\u{10fffd}同志");
    let Err(Error::Glyphs { chars, advice }) = pdf(&paper, &fonts()) else {
        panic!("a page with an empty box");
    };
    assert_eq!(chars, "\u{10fffd}");
    assert!(advice.contains("fonts-noto-cjk"), "{advice}");
}

#[test]
fn the_operators_fonts_come_before_those_of_the_system() {
    let folder = folder("own-fonts");
    let kai = fonts_found(None).into_iter().find(|report| report.shape == "楷体").unwrap();
    fs::copy(kai.path.unwrap(), folder.join("仿宋_GB2312.otf")).unwrap();

    let reports = fonts_found(Some(&folder));
    // The name of the file counts like that of the family, and 仿宋 is looked for first.
    let fang = reports.iter().find(|report| report.shape == "仿宋").unwrap();
    assert_eq!(fang.path.as_deref(), Some(folder.join("仿宋_GB2312.otf").as_path()));
    let names: Vec<&str> = reports.iter().map(|report| report.shape).collect();
    assert_eq!(names, ["仿宋", "小标宋", "黑体", "楷体", "宋体", "生僻字"]);
}

#[test]
fn markup_in_a_name_stays_text() {
    let name = "#panic() *甲* $x$ <end> `a` \\ @b [c] {{d}}";
    let pages = pages(&written("markup", &Paper::new(name).paragraph(name).pair("姓名", name)));
    let plain: String = name.split_whitespace().collect();
    assert_eq!(pages[0].matches(&plain).count(), 3, "{pages:?}");
}

/// No words are lost, however long a cell, a label or a title, and however empty the rest.
#[test]
fn odd_papers_keep_every_word() {
    let long = "长".repeat(2500);
    let none: [&str; 0] = [];
    let papers = [
        Paper::default(),
        Paper::new("只有标题").heading(Level::One, "只有章名"),
        Paper::new("空表").table(Table::new(none)),
        Paper::new("无表头").table(Table::new(none).row(["甲", "乙"])),
        Paper::new(&long[..180]).masthead(Masthead::new(&long[..120])).sign(&long[..90]),
        Paper::new("长栏")
            .table(Table::new(["栏", "目"]).row([long.as_str(), "短"]))
            .sign("主持人"),
        (0..40).fold(Paper::new("签字"), |paper, _| paper.sign("长")),
        Paper::new("长表")
            .table(Table::new([&long[..240]; 2]).row(["甲"]).row([&long[..900]; 2]).row(["乙"]))
            .sign("主持人"),
        Paper::new("长文").pair(&long[..60], long.as_str()).attachment(&long[..300]),
    ];
    let count = |text: &str| text.chars().filter(|c| *c == '长').count();
    for (i, paper) in papers.iter().enumerate() {
        let text = pages(&written(&format!("odd-{i}"), paper)).concat();
        assert_eq!(count(&text), count(&html(paper)), "paper {i}: {text}");
    }
}
