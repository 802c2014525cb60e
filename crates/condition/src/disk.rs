//! Space where the data are, and whether they can be written.

use std::{fs, path::Path};

use crate::Finding;

const GIGABYTE: u64 = 1024 * 1024 * 1024;
/// Less than this is left: the next backup or import may not fit.
const TIGHT: u64 = 2 * GIGABYTE;

pub fn disk(data: &Path) -> Finding {
    if !data.exists() {
        return Finding::good(format!("数据目录 {} 还没有，建库时会建", data.display()));
    }
    let folder = fs::canonicalize(data).unwrap_or_else(|_| data.to_owned());
    let shown = folder.display();
    let full = std::io::ErrorKind::StorageFull;
    if let Some(cause) = try_writing(&folder).err().filter(|it| it.kind() != full) {
        let advice = format!(
            "先看是不是只读：findmnt -T {shown}；磁盘出错变成只读的，先备份出来，再检修磁盘；\
             是权限不对的，把目录的属主改成运行贯通的用户"
        );
        return Finding::look(format!("数据目录 {shown} 写不进去（{cause}）"), advice);
    }
    let Some(left) = free_bytes(&folder) else {
        return Finding::look("问不到数据目录还剩多少空间", "请在服务器上看一下：df -h");
    };
    let database = fs::metadata(folder.join("guantong.db")).map_or(0, |it| it.len());
    space(&shown.to_string(), left, database)
}

pub(crate) fn gigabytes(bytes: u64) -> f64 {
    bytes as f64 / GIGABYTE as f64
}

fn space(folder: &str, left: u64, database: u64) -> Finding {
    // A backup is restored once for trial beside the data.
    let wanted = TIGHT.max(database * 2);
    if left >= wanted {
        return Finding::good(format!("数据目录 {folder} 还剩{:.1} GB，能写", gigabytes(left)));
    }
    Finding::look(
        format!("数据目录 {folder} 只剩{:.1} GB，少于{:.1} GB", gigabytes(left), gigabytes(wanted)),
        "请扩容，或者把旧备份移到别处；满了以后不能办事，只能查看，已经办成的不会丢",
    )
}

/// What a user without privileges may still write; *None* where the folder is not there.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let told = rustix::fs::statvfs(folder).ok()?;
    Some(told.f_bavail.saturating_mul(told.f_frsize))
}

fn try_writing(folder: &Path) -> std::io::Result<()> {
    let file = folder.join(format!(".doctor-{}", &crypto::token()[..8]));
    let written = fs::write(&file, b"guantong");
    let _ = fs::remove_file(&file);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_takes_no_writing_is_told() {
        let told = disk(Path::new("/proc")).to_string();
        assert!(told.contains("写不进去") && told.contains("findmnt"), "{told}");
    }

    #[test]
    fn a_disk_is_tight_when_the_next_backup_may_not_fit() {
        assert!(space("/d", TIGHT, 0).is_good());
        let told = space("/d", TIGHT - 1, 0).to_string();
        assert!(told.contains("只剩2.0 GB") && told.contains("请扩容"), "{told}");
        let told = space("/d", 5 * GIGABYTE, 3 * GIGABYTE).to_string();
        assert!(told.contains("只剩5.0 GB，少于6.0 GB"), "{told}");
    }

    #[test]
    fn what_is_left_is_what_the_system_says() {
        let folder = tempfile::tempdir().unwrap();
        let asked = std::process::Command::new("df").arg("-Pk").arg(folder.path()).output();
        let told = String::from_utf8(asked.unwrap().stdout).unwrap();
        let kilobytes: u64 =
            told.lines().nth(1).unwrap().split_whitespace().nth(3).unwrap().parse().unwrap();
        // Others write meanwhile.
        let difference = (free_bytes(folder.path()).unwrap() / 1024).abs_diff(kilobytes);
        assert!(difference < 1024 * 1024, "{difference} KB apart");
        assert_eq!(free_bytes(Path::new("/no/such/folder")), None);
    }
}
