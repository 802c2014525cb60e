//! `backup`: everything into one sealed file, tried out before it counts; and what belongs to it.

mod code;
mod figures;
mod holds;
mod job;

use std::{
    io::{BufRead, Write},
    path::{Path, PathBuf},
};

use act::Ctx;
use anyhow::{Context, Result, bail};
use backups::{Kept, Last, Manifest, Opener, Order, Shelf, lock, make, name_at};
use clap::Args;
use crypto::RecoveryCode;

pub(crate) use self::{
    figures::{with_built_in, with_figures},
    job::{KIND, plan, schedule},
};
use super::{Ended, Outcome};
use crate::{Installation, Place, Settings};

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// 写成哪个文件；写的是目录，就放进去，按时间起名
    #[arg(value_name = "文件或目录", conflicts_with_all = ["verify", "new_code"])]
    to: Option<PathBuf>,
    /// 核对一份备份：恢复到临时目录，比对行数、数字、审计链
    #[arg(long, value_name = "文件")]
    verify: Option<PathBuf>,
    /// 找出哪些备份里有这句话，加密的内容和存着的文件也查：一个文件，或者目录里的全部
    #[arg(long, value_name = "文字", requires = "to")]
    holds: Option<String>,
    /// 写着恢复码的文件，“-”是从键盘输入；不写的话用本机的主密钥打开
    #[arg(long, value_name = "文件")]
    recovery_code: Option<PathBuf>,
    /// 生成恢复码，只显示一次；以后的备份凭它打开
    #[arg(long)]
    new_code: bool,
    /// 已经有恢复码的，不再问，直接换掉
    #[arg(long, requires = "new_code")]
    replace: bool,
}

impl Backup {
    pub(super) fn run(self, place: &Place) -> Outcome {
        if self.new_code {
            return code::renew(&place.data, self.replace);
        }
        if let Some(file) = &self.verify {
            return verify(place, file, self.recovery_code.as_deref());
        }
        if let (Some(words), Some(to)) = (&self.holds, &self.to) {
            let has_keys = place.key_file().exists();
            let keys = has_keys.then(|| place.keys(&Settings::of(place)?)).transpose()?;
            return with_opener(place, self.recovery_code.as_deref(), |opener| {
                holds::look(to, (words, &scratch(place)), opener, keys.as_ref())
            });
        }
        let to = match (self.to, Settings::of(place)?.backup_dir) {
            (Some(to), _) => to,
            (None, Some(dir)) => place.data.join(dir),
            (None, None) => bail!("备份写到哪里？写上文件或者目录：guantong backup /mnt/backup"),
        };
        let installation = Installation::for_reading(place)?;
        let ctx = installation.operator();
        let file = if to.is_dir() { to.join(name_at(ctx.now)) } else { to };
        let manifest = take(&ctx, &place.data, &file)?;
        println!("备份好了，并且恢复到临时目录核对过：{}", file.display());
        print_manifest(&manifest);
        Ok(Ended::Done)
    }
}

/// Makes a backup and writes down how it went, for `doctor`.
pub(crate) fn take(ctx: &Ctx, data: &Path, file: &Path) -> backups::Result<Manifest> {
    let begun = ctx.core.clock.now();
    let made = take_now(ctx, data, file);
    let outcome = match &made {
        Ok(manifest) => Ok(Last {
            at: begun,
            file: std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()),
            bytes: std::fs::metadata(file).map_or(0, |it| it.len()),
            seconds: Some(begun.seconds_until(ctx.core.clock.now())),
            seal: manifest.seal.as_ref().map(|(no, _)| *no),
        }),
        Err(error) => Err((begun, error.to_string())),
    };
    if let Err(error) = Kept::note(data, outcome) {
        tracing::warn!(%error, "how the backup went cannot be written down");
    }
    let beside = file.parent().unwrap_or(Path::new("."));
    if made.is_ok()
        && let Err(error) = crypto::hand_over(file, beside)
    {
        tracing::warn!(%error, "the backup stays root's");
    }
    if let Err(error) = crate::verbs::retention::note(ctx, beside) {
        tracing::warn!(%error, "the list of destroyed keys cannot be put beside the backup");
    }
    made
}

fn take_now(ctx: &Ctx, data: &Path, file: &Path) -> backups::Result<Manifest> {
    let order = Order {
        lock: &lock(data)?,
        keys: &ctx.core.keys,
        files: code::files(data)?,
        program: env!("CARGO_PKG_VERSION"),
        now: ctx.now,
        scratch: data,
    };
    with_figures(&ctx.core, |tell| make(&ctx.core.db, &order, file, tell))
}

fn verify(place: &Place, file: &Path, code: Option<&Path>) -> Outcome {
    let manifest = with_opener(place, code, |opener| try_out(place, file, opener))?;
    println!("这份备份是好的：恢复到临时目录，行数、数字、审计链的末端都对得上");
    print_manifest(&manifest);
    Ok(Ended::Done)
}

/// Which backups of a folder hold the words, by name. What cannot be opened counts as holding them.
pub(super) fn holding(
    place: &Place,
    folder: &Path,
    words: &str,
    keys: &crypto::Keys,
) -> Result<spills::Backups> {
    let files = Shelf(folder).all()?;
    let mut found = spills::Backups {
        folder: Some(folder.display().to_string()),
        seen: files.len(),
        holding: Vec::new(),
    };
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let sought = (words, scratch(place));
        match holds::found(&file, (sought.0, &sought.1), &Opener::Machine(keys), Some(keys)) {
            Ok(tables) if tables.is_empty() => {}
            Ok(_) => found.holding.push(name),
            Err(error) => found.holding.push(format!("{name}（打不开：{error}）")),
        }
    }
    Ok(found)
}

/// By the recovery code where it is given, otherwise by the master key of this machine.
fn with_opener<T>(
    place: &Place,
    code: Option<&Path>,
    work: impl FnOnce(&Opener) -> Result<T>,
) -> Result<T> {
    if let Some(code) = code {
        return work(&Opener::Code(&read_code(code)?));
    }
    if !place.key_file().exists() {
        bail!("这台机器没有主密钥，打不开备份。请用恢复码：--recovery-code 文件");
    }
    work(&Opener::Machine(&place.keys(&Settings::of(place)?)?))
}

fn try_out(place: &Place, file: &Path, opener: &Opener) -> Result<Manifest> {
    let opened = backups::Opened::read(file, opener)?;
    Ok(with_built_in(|tell| opened.try_out(&scratch(place), tell))?)
}

fn scratch(place: &Place) -> PathBuf {
    if place.data.is_dir() { place.data.clone() } else { std::env::temp_dir() }
}

/// The code out of a file, or asked for on the terminal.
pub(super) fn read_code(file: &Path) -> Result<RecoveryCode> {
    let text = if file == Path::new("-") {
        ask_code()?
    } else {
        std::fs::read_to_string(file).with_context(|| file.display().to_string())?
    };
    RecoveryCode::read(&text).context("恢复码不对：一共九组，每组四位。请对照纸上再看一遍")
}

fn ask_code() -> Result<String> {
    print!("请输入恢复码：");
    std::io::stdout().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}

pub(super) fn print_manifest(manifest: &Manifest) {
    let seal = match &manifest.seal {
        Some((no, digest)) => format!("第{no}个封印，{}…", &digest[..16]),
        None => "还没有封印".to_owned(),
    };
    println!("  备份时间    {}", manifest.made_at.zh());
    println!("  程序和库    贯通{}，{}", manifest.program, manifest.database);
    println!(
        "  内容        {}张表；组织{}，人员{}，审计记录{}",
        manifest.tables.len(),
        manifest.rows("unit"),
        manifest.rows("person"),
        manifest.rows("event")
    );
    println!("  审计链末端  {seal}");
}
