//! The written report of a spill. It names places, digests and backups, never the words. No I/O here.

use documents::{Level, Paper, Table};

use crate::{Seen, Spill};

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
        .heading(Level::One, "查过哪些地方");
    for words in looked(spill.looked.as_ref()) {
        paper = paper.paragraph(words);
    }
    paper = paper
        .heading(Level::One, "内容在哪里")
        .paragraph(format!("在查过的地方找到{}处，列在下面。", spill.places.len()))
        .table(table)
        .heading(Level::One, "草稿和传送中的文件")
        .paragraph(dropped(spill))
        .heading(Level::One, "数据库、索引、备机");
    for words in rewritten(spill) {
        paper = paper.paragraph(words);
    }
    paper = paper.heading(Level::One, "备份").paragraph(backups(spill));
    if stays > 0 {
        paper = paper.heading(Level::One, "没有清除的").paragraph(format!(
            "审计记录里有{stays}处。审计记录有封印，改动会破坏整条链，只能由安全审计员按规定处置。"
        ));
    }
    paper.sign("安全保密管理员")
}

/// What was looked through, and what was not.
fn looked(seen: Option<&Seen>) -> Vec<String> {
    let Some(seen) = seen else {
        return vec!["这一号登记得早，没有记下查过哪些地方：当时没有查加密保存的内容。请用同样的文字再查一次。".into()];
    };
    let mut said = vec![
        format!("查过{}。", seen.counted()),
        format!("表：{}。", seen.tables.join("、")),
        format!("加密保存、逐行打开来查的：{}。", seen.sealed.join("、")),
        "没有查的：身份证号、电话、密钥、口令摘要，里面写不进文字；个人密钥已经销毁的内容，谁也打不开。".into(),
    ];
    said.extend(seen.unread_words().map(|words| format!("存放的文件{words}。")));
    said
}

fn dropped(spill: &Spill) -> String {
    let since = spill.since.zh();
    match spill.dropped {
        0 => format!("{since}以后没有没填完的表、导出和导入的文件留在这里。"),
        many => format!(
            "{since}以后没填完的表、导出和导入的文件共{many}份，里面的图片查不了文字，全部删除。"
        ),
    }
}

fn rewritten(spill: &Spill) -> Vec<String> {
    let Some(at) = spill.rewritten_at else {
        return vec!["还没有整库重写。清除时重写，空闲页里的原文到那时才没有。".into()];
    };
    let mut said = vec![format!(
        "{}整库重写过，空闲页里不再留有原文；检索用的列和索引在同一张表里，随着更新。",
        at.zh()
    )];
    if spill.standbys.is_empty() {
        said.push(
            "重写时没有连着备机和从库。没有连上的，要另行核对；复制日志的归档按备份处理。".into(),
        );
    }
    for (name, behind) in &spill.standbys {
        let state = match behind {
            Some(0) => "已经跟上，同样重写过".to_owned(),
            Some(behind) => format!("还差{behind}字节，请等它跟上再核对"),
            None => "跟上没有看不到（数据库账号没有pg_monitor），请另行核对".to_owned(),
        };
        let name = name.as_deref().unwrap_or("（看不到名称）");
        said.push(format!("备机{name}：{state}。"));
    }
    said.extend(spill.log_until.as_ref().map(|file| {
        format!(
            "数据库的日志（WAL）程序读不到，没有查：到{file}为止的日志文件里还可能有原文。\
             主机和每一台备机，照安装指南“清掉 PostgreSQL 日志里的原文”办完，核对，登记；日志的归档按备份处理。"
        )
    }));
    said
}

fn backups(spill: &Spill) -> String {
    if spill.purged_at.is_none() {
        return "清除时逐份查找。".into();
    }
    let elsewhere = "存放在别处的副本请另行核对";
    let Some((folder, seen)) = &spill.backups_in else {
        return format!(
            "没有查：清除时没有给备份目录，设置里也没有。{elsewhere}，用 guantong backup 目录 --holds。"
        );
    };
    if spill.backups.is_empty() {
        return format!(
            "查过{folder}里的{seen}份，逐份恢复到临时目录，加密的内容也打开来查，都不含有。{elsewhere}。"
        );
    }
    format!(
        "查过{folder}里的{seen}份。以下{}份含有，备份不能改写，须人工销毁并登记：{}。{elsewhere}，一并销毁。",
        spill.backups.len(),
        spill.backups.join("、")
    )
}

#[cfg(test)]
mod tests {
    use calendar::Instant;

    use super::*;
    use crate::Place;

    fn at(text: &str) -> Instant {
        serde_json::from_value(serde_json::Value::from(text)).unwrap()
    }

    fn purged() -> Spill {
        let seen = Seen {
            tables: vec!["record".into(), "notice".into()],
            sealed: vec!["更正申请（correction.said、correction.answer）".into()],
            files: 12,
            unread: 3,
        };
        let place = Place {
            in_table: "correction".into(),
            in_field: "said".into(),
            digest: "ab".into(),
            stays: false,
            is_kept: false,
        };
        Spill {
            id: 1,
            no: 1,
            since: at("2026-11-01T00:00:00.000Z"),
            opened_at: at("2026-11-20T01:00:00.000Z"),
            dropped: 0,
            purged_at: Some(at("2026-11-20T02:00:00.000Z")),
            looked: Some(seen),
            backups: Vec::new(),
            backups_in: None,
            rewritten_at: Some(at("2026-11-20T02:05:00.000Z")),
            standbys: vec![
                (Some("备一".into()), Some(0)),
                (Some("备二".into()), Some(512)),
                (None, None),
            ],
            log_until: Some("00000001000000000000000A".into()),
            places: vec![place],
        }
    }

    fn said(spill: &Spill) -> String {
        files::texts(&documents::docx(&paper(spill, "某某县公安局")).unwrap()).concat()
    }

    #[test]
    fn it_claims_no_more_than_was_looked_at() {
        let text = said(&purged());
        for words in [
            "查过2张表、1类加密保存的内容、12个存放的文件",
            "表：record、notice",
            "更正申请（correction.said、correction.answer）",
            "其中3个是图片、扫描件或加密的文件，看不出文字",
            "备机备一：已经跟上",
            "备机备二：还差512字节",
            "备机（看不到名称）：跟上没有看不到",
            "到00000001000000000000000A为止的日志文件里还可能有原文",
            "没有查：清除时没有给备份目录",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(!text.contains("都不含有"), "{text}");
    }

    #[test]
    fn a_folder_without_a_hit_is_named_and_a_spill_of_before_says_what_is_not_known() {
        let spill = Spill { backups_in: Some(("/mnt/backup".into(), 4)), ..purged() };
        assert!(said(&spill).contains("查过/mnt/backup里的4份"), "{}", said(&spill));
        let before = Spill { looked: None, purged_at: None, rewritten_at: None, ..purged() };
        let text = said(&before);
        assert!(text.contains("没有记下查过哪些地方") && text.contains("还没有整库重写"), "{text}");
    }
}
