//! The recovery code, and the small files that go into a backup beside the database.

use std::{
    fs,
    io::{BufRead, IsTerminal, Write},
    path::Path,
};

use anyhow::{Context, bail};
use backups::{Error, KEPT_FILE, LOCK_FILE, Result, lock};
use crypto::RecoveryCode;

use crate::verbs::{Ended, Outcome};

/// Files of the data folder larger than this are no keys and no settings.
const BYTES_AT_MOST: u64 = 1024 * 1024;
/// What is made anew by itself, or holds for this machine and this run only.
const LEFT_OUT: [&str; 7] = [
    "guantong.db",
    "guantong.lock",
    "figures.bin",
    KEPT_FILE,
    audit::MARK_FILE,
    audit::MARK_ASIDE,
    crate::verbs::retention::FILE,
];

/// Makes a code, prints it, and keeps only its public half. One that is there is replaced only by who means it.
pub(super) fn renew(data: &Path, is_meant: bool) -> Outcome {
    let (code, file) = (RecoveryCode::random(), data.join(LOCK_FILE));
    let had_one = file.exists();
    if had_one && !is_meant {
        ask_to_replace(data)?;
    }
    let lock = code.lock();
    fs::create_dir_all(data).with_context(|| data.display().to_string())?;
    crypto::put_private(&file, format!("{}\n", lock.hex()).as_bytes())
        .with_context(|| file.display().to_string())?;
    println!("恢复码（只显示这一次，本机不留）：\n\n    {}\n", code.words());
    println!("锁号 {}", lock.mark());
    println!(
        "把恢复码和锁号抄在纸上，一式两份，封好，放进两处保险柜，由两个人保管。\n\
         机器丢了、坏了，有备份文件和恢复码就能在另一台机器上恢复；没有恢复码，谁也打不开备份。"
    );
    if had_one {
        println!("以前的备份仍用以前的恢复码，旧的那张纸要留到最后一份旧备份销毁");
    }
    Ok(Ended::Done)
}

/// On the terminal; elsewhere nobody can be asked, and nothing is changed.
fn ask_to_replace(data: &Path) -> anyhow::Result<()> {
    let mark = lock(data).map_or_else(|_| "看不出".to_owned(), |it| it.mark());
    let there = format!(
        "已经有恢复码了（锁号 {mark}）。换一份以后，新的备份只认新码，旧的备份仍要旧码，两张纸都得留着"
    );
    if !std::io::stdin().is_terminal() {
        bail!("{there}。没有改动；确实要换的，加 --replace");
    }
    println!("{there}。");
    print!("确实要换，输入“换”再按回车；不换，直接按回车：");
    std::io::stdout().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    if line.trim() != "换" {
        bail!("没有改动，原来的恢复码照用");
    }
    Ok(())
}

/// Keys, settings and what else stands in the data folder as a small file.
pub(super) fn files(data: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let failed = |cause| Error::File { path: data.display().to_string(), cause };
    let mut found = Vec::new();
    for entry in fs::read_dir(data).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let meta = entry.metadata().map_err(failed)?;
        let is_left_out = LEFT_OUT.contains(&name.as_str())
            || name.starts_with('.')
            || name.starts_with("guantong.db-")
            || Path::new(&name)
                .extension()
                .is_some_and(|it| it == "backup" || it == "part" || it == "log")
            || name == "log";
        if meta.is_file() && meta.len() <= BYTES_AT_MOST && !is_left_out {
            found.push((name, fs::read(entry.path()).map_err(failed)?));
        }
    }
    found.sort();
    Ok(found)
}
