//! The written report of a spill. It names places, digests and backups, never the words. No I/O here.

use documents::{Level, Paper, Table};

use crate::Spill;

/// For the secrecy office, to be signed and handed over on paper.
pub fn paper(spill: &Spill, installation: &str) -> Paper {
    let stays = spill.places.iter().filter(|place| place.stays).count();
    let mut table = Table::new(["位置", "摘要（SM3）", "现在"]);
    for place in &spill.places {
        let now = match (place.stays, place.is_kept) {
            (true, _) => "在审计记录里，未动",
            (false, true) => "已隔离，密封",
            (false, false) => "已清除",
        };
        let at = format!("{}.{}", place.in_table, place.in_field);
        table = table.row([at.as_str(), &place.digest, now]);
    }
    let mut paper = Paper::new(format!("泄密处置情况报告（第{}号）", spill.no))
        .pair("系统", installation)
        .pair("发现并隔离", spill.opened_at.zh())
        .pair("清除", spill.purged_at.map_or("还没有清除".to_owned(), calendar::Instant::zh))
        .heading(Level::One, "内容在哪里")
        .paragraph(format!("共{}处，全部列出。", spill.places.len()))
        .table(table)
        .heading(Level::One, "草稿和传送中的文件")
        .paragraph(format!(
            "{}以后没填完的表、导出和导入的文件加密保存，不能查看内容，共{}份，全部删除。",
            spill.since.zh(),
            spill.dropped
        ))
        .heading(Level::One, "数据库、索引、备机")
        .paragraph(
            "清除后数据库整库重写，空闲页里不再留有原文；检索用的列和索引随之更新。备机和从库经复制同步清除，\
             复制日志的归档按备份处理。",
        )
        .heading(Level::One, "备份");
    paper = match (spill.purged_at, spill.backups.as_slice()) {
        (None, _) => paper.paragraph("清除时逐份查找。"),
        (Some(_), []) => {
            paper.paragraph("备份目录里查过的备份都不含有。存放在别处的副本请另行核对。")
        }
        (Some(_), names) => paper.paragraph(format!(
            "以下{}份含有，备份不能改写，须人工销毁并登记：{}。存放在别处的副本一并销毁。",
            names.len(),
            names.join("、")
        )),
    };
    if stays > 0 {
        paper = paper.heading(Level::One, "没有清除的").paragraph(format!(
            "审计记录里有{stays}处。审计记录有封印，改动会破坏整条链，只能由安全审计员按规定处置。"
        ));
    }
    paper.sign("安全保密管理员")
}
