//! `backup`: everything into one sealed file, tried out before it counts; and what belongs to it.

mod code;
mod figures;
mod holds;
mod job;
mod kept;

use std::{
    io::{BufRead, Write},
    path::{Path, PathBuf},
};

use act::Ctx;
use anyhow::{Context, Result, bail};
use backups::{Manifest, Opener, Order, Shelf, make, name_at};
use clap::Args;
use crypto::RecoveryCode;

pub(crate) use self::{
    code::{has_lock, write_private},
    figures::{with_built_in, with_figures},
    job::{KIND, Plan, schedule},
    kept::{Kept, Last},
};
use super::{Ended, Outcome};
use crate::{Installation, Place, Settings};

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write, or the folder in which a file of today's name is written
    #[arg(value_name = "FILE|DIR", conflicts_with_all = ["verify", "new_code"])]
    to: Option<PathBuf>,
    /// Open a backup, restore it into a scratch place and compare rows, figures and the audit chain
    #[arg(long, value_name = "FILE")]
    verify: Option<PathBuf>,
    /// Say which backups hold these words in plain columns or file names: FILE, or all of DIR
    #[arg(long, value_name = "WORDS", requires = "to")]
    holds: Option<String>,
    /// A file with the recovery code ("-": standard input); without it the master key of this machine opens
    #[arg(long, value_name = "FILE")]
    recovery_code: Option<PathBuf>,
    /// Make a recovery code and print it once; backups from now on open with it
    #[arg(long)]
    new_code: bool,
}

impl Backup {
    pub(super) fn run(self, place: &Place) -> Outcome {
        if self.new_code {
            return code::renew(&place.data);
        }
        if let Some(file) = &self.verify {
            return verify(place, file, self.recovery_code.as_deref());
        }
        if let (Some(words), Some(to)) = (&self.holds, &self.to) {
            return with_opener(place, self.recovery_code.as_deref(), |opener| {
                holds::look(to, words, opener)
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
            seconds: begun.seconds_until(ctx.core.clock.now()),
            seal: manifest.seal.as_ref().map(|(no, _)| *no),
        }),
        Err(error) => Err((begun, error.to_string())),
    };
    if let Err(error) = Kept::of(data).with(outcome).write(data) {
        tracing::warn!(%error, "how the backup went cannot be written down");
    }
    let beside = file.parent().unwrap_or(Path::new("."));
    if let Err(error) = crate::verbs::retention::note(ctx, beside) {
        tracing::warn!(%error, "the list of destroyed keys cannot be put beside the backup");
    }
    made
}

fn take_now(ctx: &Ctx, data: &Path, file: &Path) -> backups::Result<Manifest> {
    let order = Order {
        lock: &code::lock(data)?,
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

/// Names of the backups in a folder that hold words; those that cannot be opened are named with the reason.
pub(super) fn holding(folder: &Path, words: &str, keys: &crypto::Keys) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in Shelf(folder).all()? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match holds::found(&file, words, &Opener::Machine(keys)) {
            Ok(found) if found.is_empty() => {}
            Ok(_) => names.push(name),
            Err(error) => names.push(format!("{name}（打不开：{error}）")),
        }
    }
    Ok(names)
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
    let scratch = if place.data.is_dir() { place.data.clone() } else { std::env::temp_dir() };
    let opened = backups::Opened::read(file, opener)?;
    Ok(with_built_in(|tell| opened.try_out(&scratch, tell))?)
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
