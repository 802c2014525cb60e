//! The PDF, read back by poppler.

use crate::minutes::minutes;
use crate::outgoing::reply;
use crate::reader::{folder, pages, run};
use documents::{Error, Fonts, Paper, Table, fonts_found, pdf};
use std::fs;
use std::path::{Path, PathBuf};

fn fonts() -> Fonts {
    let missing: Vec<String> =
        fonts_found(None).into_iter().filter_map(|report| report.advice).collect();
    assert!(missing.is_empty(), "{missing:?}");
    Fonts::find(None)
}

fn written(test: &str, paper: &Paper) -> PathBuf {
    let file = folder(test).join("paper.pdf");
    fs::write(&file, pdf(paper, &fonts()).unwrap()).unwrap();
    file
}

#[test]
fn minutes_fill_three_pages_in_order() {
    let pages = pages(&written("minutes", &minutes()));

    assert_eq!(pages.len(), 3, "{pages:#?}");
    assert!(pages[0].starts_with("南屏县公安局刑侦大队党支部党员大会记录时间：2026年6月24日15时至16时30分"));
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
    assert!(first.starts_with("中共南屏县公安局委员会文件南公党〔2026〕8号签发人：沈卫东"), "{first}");
    assert!(first.contains("（一）选举办法"), "{first}");
    let all = pages.concat();
    assert!(all.contains("附件：1.刑侦大队党支部党员大会选举结果报告单2.新一届"), "{all}");
    assert_eq!(pages.len() % 2, 0);
    let last = pages.last().unwrap();
    let foot = "抄送：县公安局机关党委，各派出所党支部。南屏县公安局党委办公室2026年7月1日印发";
    assert!(last.contains(foot), "{last}");
}
