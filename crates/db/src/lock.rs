//! Who may write in a data folder: one process at a time.

use std::{
    fs::{File, OpenOptions},
    path::Path,
};

use crate::{Error, Result};

/// Held while a process writes in a data folder; let go when dropped or when the process ends.
pub struct FolderLock(#[expect(dead_code, reason = "open means locked")] File);

impl FolderLock {
    /// Takes the lock, or says who has it.
    pub fn take(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|cause| failed(folder, cause))?;
        let path = folder.join("guantong.lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|cause| failed(&path, cause))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(_) => Err(Error::Held(folder.display().to_string())),
        }
    }
}

fn failed(path: &Path, cause: std::io::Error) -> Error {
    use std::io::ErrorKind;
    if matches!(cause.kind(), ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied) {
        let folder = path.parent().unwrap_or(path).display();
        return Error::Refused(format!(
            "数据目录 {folder} 写不进去（{cause}），没有启动，什么也没有改。请执行 guantong doctor 看怎么办"
        ));
    }
    Error::File { path: path.display().to_string(), cause }
}
