//! Whose the files of an installation are, and who else may read them: the service reads and writes them under its own user, whoever looks.
//! What `doctor` finds, each with the command that mends it.

use std::{
    fs::{self, Metadata},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use super::Told;

const ROOT: u32 = 0;
/// What the service writes itself; the rest of the data folder it only reads.
const WRITTEN: [&str; 5] = ["guantong.", "master.", "backup.", "destroyed.", "figures."];
/// Named one by one; of the rest the number is told.
const NAMED: usize = 3;

/// The user under whom the service runs: whose the data folder is.
pub(super) struct Service {
    uid: u32,
    gid: u32,
    /// Lines of `/etc/passwd` and of `/etc/group`.
    users: String,
    groups: String,
}

impl Service {
    /// `None` while there is no data folder.
    pub(super) fn of(data: &Path) -> Option<Self> {
        let meta = fs::metadata(data).ok()?;
        let lines = |file: &str| fs::read_to_string(file).unwrap_or_default();
        let (users, groups) = (lines("/etc/passwd"), lines("/etc/group"));
        Some(Self { uid: meta.uid(), gid: meta.gid(), users, groups })
    }

    /// What is wrong with the file of a private key, and what to do.
    pub(super) fn key_fault(&self, key: &Path) -> Option<String> {
        let meta = fs::metadata(key).ok()?;
        let (mode, shown) = (meta.mode(), key.display());
        if mode & 0o007 != 0 {
            return Some(format!("私钥 {shown} 别人也能读，请执行 chmod o= {shown}"));
        }
        let (user, group) = (self.user(), self.group(self.gid));
        if mode & 0o070 != 0 && !self.is_in(meta.gid()) {
            let theirs = self.group(meta.gid());
            return Some(format!(
                "私钥 {shown} 用户组{theirs}里的人也能读，服务的用户{user}不在这个组里。\
                 请执行 chgrp {group} {shown} && chmod 640 {shown}"
            ));
        }
        if self.can_read(&meta) {
            return None;
        }
        Some(format!(
            "私钥 {shown} 服务的用户{user}读不了，重启以后https起不来。\
             请执行 chgrp {group} {shown} && chmod 640 {shown}"
        ))
    }

    fn can_read(&self, meta: &Metadata) -> bool {
        let mode = meta.mode();
        match meta.uid() {
            _ if self.uid == ROOT => true,
            uid if uid == self.uid => mode & 0o400 != 0,
            _ if self.is_in(meta.gid()) => mode & 0o040 != 0,
            _ => mode & 0o004 != 0,
        }
    }

    /// By his own group, or by name in another.
    fn is_in(&self, gid: u32) -> bool {
        let user = self.user();
        let members = field_of(&self.groups, gid, 3).unwrap_or_default();
        gid == self.gid || members.split(',').any(|it| it == user)
    }

    fn user(&self) -> String {
        field_of(&self.users, self.uid, 0).map_or_else(|| self.uid.to_string(), str::to_owned)
    }

    fn group(&self, gid: u32) -> String {
        field_of(&self.groups, gid, 0).map_or_else(|| gid.to_string(), str::to_owned)
    }

    fn words(&self, folder: &Path, found: &[PathBuf]) -> Option<String> {
        let (user, group) = (self.user(), self.group(self.gid));
        let name = |it: &PathBuf| it.file_name().map(|it| it.to_string_lossy().into_owned());
        let named: Vec<String> = found.iter().take(NAMED).filter_map(name).collect();
        let more = if found.len() > NAMED { "等" } else { "" };
        (!found.is_empty()).then(|| {
            format!(
                "{} 里有{}个文件不属于服务的用户{user}（{}{more}），服务读写不了，多半是用root执行过命令。\
                 请执行 chown -R {user}:{group} {}",
                folder.display(),
                found.len(),
                named.join("、"),
                folder.display()
            )
        })
    }
}

/// Bits by which a stranger on this machine may do something.
const OTHERS: u32 = 0o007;

/// What strangers on this machine may enter and read, and the command that shuts it. A folder that is shut keeps
/// everything in it.
fn open_to_others(service: &Service, data: &Path) -> Option<String> {
    let mode = fs::metadata(data).ok()?.mode() & 0o777;
    if mode & OTHERS == 0 {
        return None;
    }
    let open = strange(data, |_, meta| meta.mode() & OTHERS != 0);
    let named: Vec<String> = open
        .iter()
        .take(NAMED)
        .filter_map(|it| Some(it.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let (shown, user) = (data.display(), service.user());
    let files = if open.is_empty() {
        String::new()
    } else {
        let more = if open.len() > NAMED { "等" } else { "" };
        format!("，里面{}个文件别人也能读（{}{more}）", open.len(), named.join("、"))
    };
    Some(format!(
        "数据目录 {shown} 这台机器上别的用户进得去（权限{mode:o}）{files}。\
         请执行 chmod o= {shown} && find {shown} -type f -user {user} -exec chmod o= {{}} +"
    ))
}

/// Files here that the service cannot use as it must.
fn strange(folder: &Path, is_strange: impl Fn(&str, &Metadata) -> bool) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            entry.metadata().is_ok_and(|meta| meta.is_file() && is_strange(&name, &meta))
        })
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

/// Files of the data folder and of the backups that belong to somebody else.
pub(super) fn files(data: &Path, backups: Option<&Path>) -> Told {
    let Some(service) = Service::of(data) else { return (true, "还没有数据目录".into()) };
    let open = open_to_others(&service, data);
    if service.uid == ROOT {
        if let Some(words) = open {
            return (false, words);
        }
        return (
            true,
            "数据目录归root，服务也要用root运行；正式安装照安装指南，用单独的用户".into(),
        );
    }
    let mine = strange(data, |name, meta| {
        let is_written = WRITTEN.iter().any(|start| name.starts_with(start));
        if is_written { meta.uid() != service.uid } else { !service.can_read(meta) }
    });
    let mut words = Vec::from_iter(service.words(data, &mine));
    words.extend(open);
    if let Some((folder, owner)) = backups.and_then(|it| Some((it, fs::metadata(it).ok()?.uid()))) {
        // A share may give everything in it to one user.
        let saved = strange(folder, |name, meta| {
            let is_ours = name.ends_with(".backup") || name.starts_with("destroyed.");
            is_ours && ![owner, service.uid].contains(&meta.uid())
        });
        words.extend(service.words(folder, &saved));
    }
    if words.is_empty() {
        return (true, format!("数据和备份都归服务的用户{}，别人进不去", service.user()));
    }
    (false, words.join("；"))
}

/// What the user of this number is called.
pub(super) fn name_of(uid: u32) -> String {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    field_of(&users, uid, 0).map_or_else(|| uid.to_string(), str::to_owned)
}

/// A field of the line with this number, in the form of `/etc/passwd`.
fn field_of(lines: &str, id: u32, place: usize) -> Option<&str> {
    let id = id.to_string();
    let line = lines.lines().find(|line| line.split(':').nth(2) == Some(id.as_str()))?;
    line.split(':').nth(place)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, chown};

    use tempfile::TempDir;

    use super::*;

    const OTHER: u32 = 65_533;

    fn service() -> Service {
        let users = "guantong:x:991:991::/var/lib/guantong:/usr/sbin/nologin\n".to_owned();
        let groups = "guantong:x:991:\nssl-cert:x:117:postgres,guantong\nstaff:x:50:\n".to_owned();
        Service { uid: 991, gid: 991, users, groups }
    }

    /// A key of this owner and mode; *None* where the test does not run as root.
    fn key(folder: &TempDir, (uid, gid): (u32, u32), mode: u32) -> Option<PathBuf> {
        let key = folder.path().join(format!("{uid}-{gid}-{mode:o}.key"));
        fs::write(&key, b"").unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        chown(&key, Some(uid), Some(gid)).is_ok().then_some(key)
    }

    #[test]
    fn a_key_is_well_where_the_service_reads_it_and_nobody_else() {
        let (folder, service) = (TempDir::new().unwrap(), service());
        let Some(_) = key(&folder, (991, 991), 0o600) else { return };
        let fault = |owner, mode| service.key_fault(&key(&folder, owner, mode).unwrap());
        for (owner, mode) in [((991, 991), 0o600), ((0, 991), 0o640), ((0, 117), 0o640)] {
            assert_eq!(fault(owner, mode), None, "{owner:?} {mode:o}");
        }
        let says = |owner, mode, words: &str| {
            let told = fault(owner, mode).unwrap_or_default();
            assert!(told.contains(words), "{owner:?} {mode:o}: {told}");
        };
        says((991, 991), 0o644, "chmod o= ");
        says((0, 50), 0o640, "用户组staff里的人也能读");
        says((0, 50), 0o640, "chgrp guantong");
        says((0, 0), 0o600, "服务的用户guantong读不了");
    }

    #[test]
    fn what_root_left_behind_is_named_with_the_command_that_mends_it() {
        let (data, saved) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        for file in ["guantong.db", "guantong.db-wal", "master.key", "settings.toml"] {
            fs::write(data.path().join(file), b"").unwrap();
            if chown(data.path().join(file), Some(OTHER), Some(OTHER)).is_err() {
                return;
            }
        }
        for folder in [&data, &saved] {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
            chown(folder.path(), Some(OTHER), Some(OTHER)).unwrap();
        }
        let told = || files(data.path(), Some(saved.path()));
        assert!(told().0, "{}", told().1);
        chown(data.path().join("settings.toml"), Some(0), Some(0)).unwrap();
        assert!(told().0, "what it only reads may be anybody's: {}", told().1);
        chown(data.path().join("guantong.db-wal"), Some(0), Some(0)).unwrap();
        fs::write(saved.path().join("guantong-20261120-023000.backup"), b"").unwrap();
        let (is_good, words) = told();
        let mended =
            |folder: &TempDir| format!("chown -R {OTHER}:{OTHER} {}", folder.path().display());
        assert!(!is_good && words.contains("guantong.db-wal"), "{words}");
        assert!(words.contains(&mended(&data)) && words.contains(&mended(&saved)), "{words}");
    }
}
