//! `backup --holds`: which backups hold what should never have come in, so that they can be destroyed.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;
use backups::{Opened, Opener, Shelf};
use crypto::Keys;
use db::{Db, Durability, Target};

use crate::verbs::{Ended, Outcome};

/// Looks through one backup, or all of a folder; says for each where the words stand.
pub(super) fn look(
    to: &Path,
    (words, scratch): (&str, &Path),
    opener: &Opener,
    keys: Option<&Keys>,
) -> Outcome {
    let files = if to.is_dir() { Shelf(to).all()? } else { vec![to.to_owned()] };
    let mut holding = 0;
    for file in &files {
        let found = found(file, (words, scratch), opener, keys)?;
        if found.is_empty() {
            println!("没有  {}", file.display());
            continue;
        }
        holding += 1;
        let tables: Vec<String> =
            found.iter().map(|(table, places)| format!("{table} {places}处")).collect();
        println!("含有  {}：{}", file.display(), tables.join("，"));
    }
    println!("看了{}份，{holding}份含有", files.len());
    if keys.is_none() {
        println!("这台机器没有主密钥，加密保存的内容（谈话、更正、没填完的表等）没有查");
    }
    if holding == 0 {
        return Ok(Ended::Done);
    }
    println!(
        "处理办法：先在系统里清除，再做一份新的备份，核对以后按保密规定销毁含有它的备份和各处的副本，登记销毁的文件名"
    );
    Ok(Ended::Found)
}

/// Restores a backup into a folder that is taken away again, and looks through it as through the database in
/// use: sealed columns and stored files too. Without keys what is sealed stays unread.
pub(super) fn found(
    file: &Path,
    (words, scratch): (&str, &Path),
    opener: &Opener,
    keys: Option<&Keys>,
) -> Result<BTreeMap<String, usize>> {
    let renewals = crate::rooms::renewals();
    Opened::read(file, opener)?.look_into(scratch, |folder| {
        // A backup of an older version comes up to this one first.
        let db = Db::open(&Target::Folder(folder.to_owned()), Durability::Full)?;
        let sealed = keys.map(|keys| (keys, &renewals));
        Ok(db.read(|read| spills::stands_in(read, sealed, words))?)
    })?
}
