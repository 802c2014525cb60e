//! The recovery code, and the small files that go into a backup beside the database.

use std::{
    fs,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::Context;
use backups::{Error, Result};
use crypto::{Lock, RecoveryCode};

use crate::verbs::{Ended, Outcome};

/// The public half, in the data folder.
const LOCK_FILE: &str = "backup.lock";
/// Files of the data folder larger than this are no keys and no settings.
const BYTES_AT_MOST: u64 = 1024 * 1024;
/// What is made anew by itself, or holds for this machine and this run only.
const LEFT_OUT: [&str; 5] =
    ["guantong.db", "guantong.lock", "figures.bin", "backup.json", crate::verbs::retention::FILE];

fn lock_file(data: &Path) -> PathBuf {
    data.join(LOCK_FILE)
}

/// Makes a code, prints it, and keeps only its public half.
pub(super) fn renew(data: &Path) -> Outcome {
    let (code, file) = (RecoveryCode::random(), lock_file(data));
    let lock = code.lock();
    fs::create_dir_all(data).with_context(|| data.display().to_string())?;
    let had_one = file.exists();
    write_private(&file, format!("{}\n", lock.hex()).as_bytes())
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

/// The lock under which backups are closed.
pub(super) fn lock(data: &Path) -> Result<Lock> {
    let text = fs::read_to_string(lock_file(data)).map_err(|_| Error::NoLock)?;
    Lock::read(&text).ok_or(Error::NoLock)
}

pub(crate) fn has_lock(data: &Path) -> bool {
    lock(data).is_ok()
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

/// Written whole beside its place, then put there.
pub(crate) fn write_private(file: &Path, content: &[u8]) -> std::io::Result<()> {
    let draft = file.with_extension(&crypto::token()[..8]);
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut it| it.write_all(content).and_then(|()| it.sync_all()))
        .and_then(|()| fs::rename(&draft, file));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}
