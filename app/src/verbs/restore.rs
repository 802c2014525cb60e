//! `restore`: an installation out of a backup, into an empty place. All of it or nothing.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use backups::{Manifest, Opened, Opener};
use clap::Args;
use db::{FolderLock, Target};

use super::{
    Ended, Outcome,
    backup::{print_manifest, read_code, with_built_in},
    erase_again,
    retention::{FILE as LIST, note as note_list},
};
use crate::{Installation, Place, installation::RESTORING};

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// 备份文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 写着恢复码的文件；不写的话在终端上问
    #[arg(long, value_name = "文件")]
    recovery_code: Option<PathBuf>,
}

impl Restore {
    pub(super) fn run(self, place: &Place) -> Outcome {
        refuse_what_is_there(place)?;
        let file = self.recovery_code.unwrap_or_else(|| "-".into());
        let code = read_code(&file)?;
        let opened = Opened::read(&self.file, &Opener::Code(&code))?;
        let lock = FolderLock::take(&place.data)?;
        let files = placeable(&place.data, &opened.files)?;
        let manifest = match place.target() {
            Target::Folder(data) => into_folder(opened, &data, &files)?,
            Target::Url(_) => into_server(opened, place, &files)?,
        };
        drop(lock);
        let noted = note(place, &manifest, &self.file);
        let again = destroy_again(place, &self.file)?;
        place.hand_over()?;
        println!("恢复好了，行数、数字、审计链的末端都和备份时一样");
        print_manifest(&manifest);
        match again {
            Some(0) => {}
            Some(count) => println!("备份以后到期清除过{count}人的信息，已照清单再清除一次"),
            None if may_have_erased(place)? => println!(
                "备份旁边没有清单{LIST}。备份以后到期清除过个人信息的，把清单放进数据目录再启动，会再清除一次"
            ),
            None => {}
        }
        if let Err(error) = noted {
            println!("这次恢复没有记进审计（{error:#}），请告诉安全审计员");
        }
        println!("备份之后做的事不在里面。下一步：guantong doctor，没有问题再 guantong serve");
        Ok(Ended::Done)
    }
}

/// Whether keys of persons can have been destroyed since: some were before, or somebody's period is over by now.
fn may_have_erased(place: &Place) -> Result<bool> {
    let installation = Installation::for_reading(place)?;
    let ctx = installation.operator();
    let (before, due) = ctx.read(|read| {
        Ok::<_, act::Error>((keyring::destroyed(read)?, retention::due(&ctx, read, ctx.today)?))
    })?;
    Ok(!before.is_empty() || due.iter().any(|(key, count)| *key == people::NUMBERS && *count > 0))
}

/// The restored database says that it came out of a backup: marks of before are not held against it.
fn note(place: &Place, manifest: &Manifest, backup: &Path) -> Result<()> {
    let seal = manifest.seal.as_ref().map_or(0, |(no, _)| *no);
    let name = backup.file_name().unwrap_or_default().to_string_lossy();
    let installation = Installation::for_writing(place)?;
    Ok(audit::note_restore(&installation.operator(), seal, &name)?)
}

/// Keys that were destroyed since the backup are destroyed once more; `None` where no list lies beside it.
fn destroy_again(place: &Place, backup: &Path) -> Result<Option<usize>> {
    let beside = backup.parent().unwrap_or(Path::new("."));
    if !beside.join(LIST).exists() {
        return Ok(None);
    }
    let installation = Installation::for_writing(place)?;
    let ctx = installation.operator();
    let count = erase_again(&ctx, beside)?;
    note_list(&ctx, &place.data)?;
    Ok(Some(count))
}

fn refuse_what_is_there(place: &Place) -> Result<()> {
    let database = place.data.join("guantong.db");
    if database.exists() {
        bail!(
            "{} 里已经有数据库。恢复不会盖掉它：请换一个空目录（--data DIR），或者先把这个目录改名留着",
            place.data.display()
        );
    }
    Ok(())
}

/// The files as they will stand; *Err* when one of the same name is there and says otherwise.
fn placeable(data: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut placed = Vec::new();
    for (name, content) in files {
        let is_plain = Path::new(name).file_name().is_some_and(|it| it == name.as_str());
        if !is_plain || name.starts_with('.') {
            bail!("备份里有一个不该有的文件名：{name}");
        }
        let path = data.join(name);
        match fs::read(&path) {
            Ok(there) if there == *content => {}
            Ok(_) => bail!(
                "{} 已经有了，内容和备份里的不一样。恢复不会盖掉它：请换一个空目录，或者先把它移走",
                path.display()
            ),
            Err(_) => placed.push((path, content.clone())),
        }
    }
    Ok(placed)
}

/// Everything is made in a folder of its own; the database comes to its place last.
fn into_folder(opened: Opened, data: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<Manifest> {
    let making = data.join(RESTORING);
    let failed = || making.display().to_string();
    if making.exists() {
        fs::remove_dir_all(&making).with_context(failed)?;
    }
    fs::create_dir(&making).with_context(failed)?;
    let restored =
        with_built_in(|tell| opened.into_database(&Target::Folder(making.clone()), tell));
    let placed = restored.map_err(anyhow::Error::from).and_then(|manifest| {
        place_files(files)?;
        fs::rename(making.join("guantong.db"), data.join("guantong.db"))?;
        fs::File::open(data).and_then(|it| it.sync_all())?;
        Ok(manifest)
    });
    if placed.is_err() {
        take_away(files);
    }
    fs::remove_dir_all(&making).with_context(failed)?;
    placed
}

/// Files first, then the database in one transaction.
fn into_server(opened: Opened, place: &Place, files: &[(PathBuf, Vec<u8>)]) -> Result<Manifest> {
    let restored = place_files(files)
        .and_then(|()| Ok(with_built_in(|tell| opened.into_database(&place.target(), tell))?));
    if restored.is_err() {
        take_away(files);
    }
    restored
}

fn place_files(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    for (path, content) in files {
        crypto::put_private(path, content).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn take_away(files: &[(PathBuf, Vec<u8>)]) {
    for (path, _) in files {
        let _ = fs::remove_file(path);
    }
}
