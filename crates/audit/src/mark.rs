//! The mark: how far the chain has come, in a small file beside the key and outside the database.
//!
//! It is written after seals are committed and may lag behind the chain by a second, never lead it. Whoever
//! cuts the end off in the database must also have the master key to make a mark that fits.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use act::{Act, Core, Ctx, Error, Result};
use calendar::Instant;
use crypto::Keys;
use db::{Read, Seal};

use crate::{Broken, Code, live::proved, store};

/// The name in the data folder.
pub const MARK_FILE: &str = "audit.mark";
/// A mark that did not fit the database; kept until somebody has looked into it.
pub const MARK_ASIDE: &str = "audit.mark.aside";

/// A database that came out of a backup; what was sealed after it is not there.
pub const RESTORE: Act = Act::new("audit.restore", "从备份恢复数据库");

const SECONDS_BETWEEN_CODES: i64 = 3600;

/// What stood in the database at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub at: Instant,
    pub seal: i64,
    pub digest: Vec<u8>,
}

/// How a mark agrees with the database beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marked {
    /// There is none in the folder.
    Missing,
    Follows(Mark),
    /// It is older than a restore, and the backup held less; the seal that the backup came to.
    BeforeRestore(Mark, i64),
    Broken(Broken),
}

impl Mark {
    fn text(&self) -> String {
        format!(
            "guantong audit mark 1\n{}\n{}\n{}\n",
            self.at,
            self.seal,
            crypto::hex(&self.digest)
        )
    }

    fn line(&self, keys: &Keys) -> String {
        let proof = crypto::hex(&keys.event_digest(self.text().as_bytes()));
        format!("{} {} {} {proof}\n", self.at, self.seal, crypto::hex(&self.digest))
    }

    /// *None* when it was not written under one of these keys.
    fn read(keys: &Keys, line: &str) -> Option<Self> {
        let mut parts = line.split_whitespace();
        let mark = Self {
            at: parts.next()?.parse().ok()?,
            seal: parts.next()?.parse().ok()?,
            digest: crypto::unhex(parts.next()?)?,
        };
        let proof = crypto::unhex(parts.next()?)?;
        keys.is_event_digest(mark.text().as_bytes(), &proof).then_some(mark)
    }

    fn fits(&self, read: &Read) -> Result<Option<Broken>> {
        let (day, seal) = (self.at.day(), self.seal);
        match store::seal(read, seal)? {
            Some(there) if there.digest == self.digest => Ok(None),
            Some(_) => Ok(Some(Broken::MarkOfOtherChain { day, seal })),
            None => {
                let last = store::last_seal(read)?.map_or(0, |last| last.no);
                Ok(Some(Broken::MarkBeyond { at: self.at, seal, last }))
            }
        }
    }

    pub fn code(&self) -> Code {
        Code::of(self.at.day(), self.seal, &self.digest)
    }
}

/// Every mark in a folder beside the database as it is now: the one in use, and one that was put aside.
pub fn check_marks(ctx: &Ctx, read: &Read, folder: &Path) -> Result<Vec<Marked>> {
    let mut found = vec![check_mark(ctx, read, &folder.join(MARK_FILE))?];
    let aside = folder.join(MARK_ASIDE);
    if aside.exists() {
        found.push(check_mark(ctx, read, &aside)?);
    }
    Ok(found)
}

/// One mark: also that of another node.
pub fn check_mark(ctx: &Ctx, read: &Read, file: &Path) -> Result<Marked> {
    let Ok(line) = fs::read_to_string(file) else { return Ok(Marked::Missing) };
    let Some(mark) = Mark::read(&ctx.core.keys, &line) else {
        return Ok(Marked::Broken(Broken::MarkForged));
    };
    let Some(broken) = mark.fits(read)? else { return Ok(Marked::Follows(mark)) };
    Ok(match restored_to_less(ctx, read, &mark)? {
        Some(came_to) => Marked::BeforeRestore(mark, came_to),
        None => Marked::Broken(broken),
    })
}

/// The seal that a backup came to which was restored after the mark and held less; only by an event
/// that nobody without the key has put there.
fn restored_to_less(ctx: &Ctx, read: &Read, mark: &Mark) -> Result<Option<i64>> {
    let restored = store::restores(read, mark.at)?;
    let ids: Vec<i64> = restored.iter().map(|(event, _)| *event).collect();
    let kept = store::kept(read, &ids)?;
    let is_real = |event| kept.get(event).is_some_and(|it| proved(&ctx.core.keys, it).is_some());
    let came_to = |about: &str| about.strip_prefix("seal:")?.parse().ok();
    Ok(restored
        .iter()
        .filter(|(event, _)| is_real(event))
        .find_map(|(_, about)| came_to(about).filter(|it| *it < mark.seal)))
}

/// Notes in the restored database that it came out of a backup.
pub fn note_restore(ctx: &Ctx, seal: i64, backup: &str) -> Result<()> {
    ctx.act_system(&RESTORE, |w| {
        w.about("seal", seal).how(backup.to_owned());
        Ok(())
    })
}

/// Keeps the mark of one data folder up to date.
pub struct Marker {
    core: Arc<Core>,
    folder: PathBuf,
    /// The seal that stands in the file, and when its code last went into the log.
    last: Mutex<(Option<Seal>, Option<Instant>)>,
}

impl Marker {
    pub fn new(core: &Arc<Core>, folder: &Path) -> Self {
        Self { core: core.clone(), folder: folder.to_owned(), last: Mutex::default() }
    }

    /// Once: after the last act of a process.
    pub fn leave(core: &Arc<Core>, folder: &Path) -> Result<()> {
        let marker = Self::new(core, folder);
        marker.keep_up().map(|_| ())
    }

    /// Again and again beside a server; once an hour the code goes into the log, which lies elsewhere.
    pub fn turn(&self) {
        match self.keep_up() {
            Ok(Some(mark)) if self.is_time_for_code(mark.at) => self.say(&mark),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the mark of the audit chain cannot be written"),
        }
    }

    /// The last word of a server.
    pub fn end(&self) {
        match self.keep_up().and_then(|written| Ok(written.or(self.there()?))) {
            Ok(Some(mark)) => self.say(&mark),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the mark of the audit chain cannot be written"),
        }
    }

    fn there(&self) -> Result<Option<Mark>> {
        match fs::read_to_string(self.folder.join(MARK_FILE)) {
            Ok(line) => Ok(Mark::read(&self.core.keys, &line)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::broken(error)),
        }
    }

    fn say(&self, mark: &Mark) {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(mark.at);
        tracing::info!(code = %mark.code(), "the audit chain has come so far");
    }

    fn is_time_for_code(&self, now: Instant) -> bool {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).1;
        last.is_none_or(|last| last.seconds_until(now) >= SECONDS_BETWEEN_CODES)
    }

    /// Writes where the chain stands, when it has moved. What stands there and does not fit is put aside, so
    /// that it goes on speaking.
    fn keep_up(&self) -> Result<Option<Mark>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let ctx = Ctx::new(&self.core, act::Actor::Operator);
        let Some(seal) = ctx.read(|read| Ok(store::last_seal(read)?))? else { return Ok(None) };
        let is_there = |it: &Seal| (it.no, &it.digest) == (seal.no, &seal.digest);
        if last.0.as_ref().is_some_and(is_there) {
            return Ok(None);
        }
        self.put_aside(&ctx)?;
        let mark = Mark { at: self.core.clock.now(), seal: seal.no, digest: seal.digest.clone() };
        self.write(&mark).map_err(Error::broken)?;
        last.0 = Some(seal);
        Ok(Some(mark))
    }

    fn put_aside(&self, ctx: &Ctx) -> Result<()> {
        let file = self.folder.join(MARK_FILE);
        let is_wrong = matches!(ctx.read(|read| check_mark(ctx, read, &file))?, Marked::Broken(_));
        let aside = self.folder.join(MARK_ASIDE);
        if is_wrong && !aside.exists() {
            tracing::error!("the audit chain does not fit its mark: run guantong audit verify");
            fs::rename(&file, &aside).map_err(Error::broken)?;
        }
        Ok(())
    }

    /// Whole or not at all, and on the disk before it counts.
    fn write(&self, mark: &Mark) -> std::io::Result<()> {
        let draft = self.folder.join(".audit.mark.part");
        let mut file = File::create(&draft)?;
        file.write_all(mark.line(&self.core.keys).as_bytes())?;
        file.sync_all()?;
        crypto::hand_over(&draft, &self.folder)?;
        fs::rename(&draft, self.folder.join(MARK_FILE))
    }
}
