//! `backup --holds`: which backups hold what should never have come in, so that they can be destroyed.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;
use backups::{Opened, Opener, Shelf};
use db::Value;

use crate::verbs::{Ended, Outcome};

/// Looks through one backup, or all of a folder; says for each where the words stand.
pub(super) fn look(to: &Path, words: &str, opener: &Opener) -> Outcome {
    let files = if to.is_dir() { Shelf(to).all()? } else { vec![to.to_owned()] };
    let mut holding = 0;
    for file in &files {
        let found = found(file, words, opener)?;
        if found.is_empty() {
            println!("没有  {}", file.display());
            continue;
        }
        holding += 1;
        let tables: Vec<String> =
            found.iter().map(|(table, rows)| format!("{table} {rows}行")).collect();
        println!("含有  {}：{}", file.display(), tables.join("，"));
    }
    println!("看了{}份，{holding}份含有", files.len());
    println!("加密保存的内容（没填完的表、导入导出的文件、身份证号）不在查找之内");
    if holding == 0 {
        return Ok(Ended::Done);
    }
    println!(
        "处理办法：先在系统里清除，再做一份新的备份，核对以后按保密规定销毁含有它的备份和各处的副本，登记销毁的文件名"
    );
    Ok(Ended::Found)
}

pub(super) fn found(file: &Path, words: &str, opener: &Opener) -> Result<BTreeMap<String, usize>> {
    let mut tables = BTreeMap::new();
    let holds = |cell: &Value| match cell {
        Value::Text(text) => text.contains(words),
        Value::Bytes(bytes) => bytes.windows(words.len()).any(|it| it == words.as_bytes()),
        _ => false,
    };
    Opened::read(file, opener)?.each_row(&mut |table, row| {
        if row.iter().any(holds) {
            *tables.entry(table.name.clone()).or_default() += 1;
        }
    })?;
    Ok(tables)
}
