//! Whose keys are destroyed, in a small file beside the data and beside the backups: a backup of before still
//! holds those keys, and whoever restores it destroys them again.
//!
//! A line holds the id of a person, when it was, and a keyed digest: nothing about the person, and nobody
//! without the master key can add one.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use act::{Ctx, Error, Result};
use backups::Plan;
use calendar::Instant;
use crypto::Keys;

pub(crate) const FILE: &str = "destroyed.list";

type Lines = BTreeMap<i64, String>;

/// For `retention::Erasers`: beside the data, and where the backups go by themselves.
pub(crate) fn after(ctx: &Ctx) -> Result<()> {
    if let Some(running) = ctx.core.maybe_part::<account::Running>() {
        note(ctx, &running.data)?;
    }
    match ctx.core.maybe_part::<Plan>() {
        Some(plan) if plan.dir.is_dir() => note(ctx, &plan.dir),
        _ => Ok(()),
    }
}

/// Writes the list into a folder. What stands there already stays: an older database knows less.
pub(crate) fn note(ctx: &Ctx, folder: &Path) -> Result<()> {
    let (file, keys) = (folder.join(FILE), &ctx.core.keys);
    let there = read(keys, &file);
    let mut all = there.clone();
    for (person, at) in ctx.read(|read| Ok::<_, Error>(keyring::destroyed(read)?))? {
        all.entry(person).or_insert_with(|| line(keys, person, at));
    }
    if all == there {
        return Ok(());
    }
    let mut text = String::new();
    for line in all.values() {
        let _ = writeln!(text, "{line}");
    }
    crypto::put_private(&file, text.as_bytes())
        .map_err(|error| Error::broken(format!("{}：{error}", file.display())))
}

/// Destroys the keys of the list in this folder once more, where the database still has them; how many.
pub(crate) fn again(ctx: &Ctx, folder: &Path) -> Result<usize> {
    let persons: Vec<i64> = read(&ctx.core.keys, &folder.join(FILE)).into_keys().collect();
    let count = people::erase_again(ctx, &persons)?;
    if count > 0 {
        keyring::forget(ctx)?;
    }
    Ok(count)
}

/// Lines that were written under one of these keys; what somebody else has added is passed over.
fn read(keys: &Keys, file: &Path) -> Lines {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let known = |line: &str| {
        let (said, digest) = line.rsplit_once(' ')?;
        let person: i64 = said.split(' ').next()?.parse().ok()?;
        let is_ours = keys.is_event_digest(detail(said).as_bytes(), &crypto::unhex(digest)?);
        is_ours.then(|| (person, line.to_owned()))
    };
    text.lines().filter_map(known).collect()
}

fn line(keys: &Keys, person: i64, at: Instant) -> String {
    let said = format!("{person} {at}");
    let digest = crypto::hex(&keys.event_digest(detail(&said).as_bytes()));
    format!("{said} {digest}")
}

fn detail(said: &str) -> String {
    format!("destroyed {said}")
}
