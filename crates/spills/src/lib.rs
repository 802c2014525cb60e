//! A spill: what is under state secrecy and came in all the same. Found by its words, taken out of
//! everybody's sight, kept sealed, purged, reported; by the security administrator alone.

mod report;
mod store;

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Instant;
use db::{Read, Table, Value};

pub use crate::{
    report::paper,
    store::{Place, Spill},
};

pub const QUARANTINE: Act = Act::new("spill.quarantine", "隔离泄密内容");
pub const PURGE: Act = Act::new("spill.purge", "清除泄密内容");
pub const ACTS: &[Act] = &[QUARANTINE, PURGE];

/// Fewer would be found everywhere.
const WORDS_CHARS: std::ops::RangeInclusive<usize> = 4..=200;
/// What everybody reads where it stood.
const STAND_IN: &str = "（已按保密规定隔离）";
/// Nothing typed stands in them, or it is what this crate writes itself.
const NOT_LOOKED_AT: [&str; 6] =
    ["seal", "unsealed", "touched", "file_content", "spill", "spill_place"];
/// Under the seals of the audit chain: whoever alters it breaks the chain.
const SEALED_TABLES: [&str; 2] = ["event", "view_log"];

/// Takes everything with these words out of sight in one act; the number of the spill. Half-filled forms,
/// exports and uploads since then cannot be looked into and are dropped.
pub fn quarantine(ctx: &Ctx, words: &str, since: Instant) -> Result<i64> {
    let words = words.trim();
    if !WORDS_CHARS.contains(&words.chars().count()) {
        return Err(Error::invalid("words", "要查找的文字写4到200个字，写那份材料里独有的一句"));
    }
    let (Some(person), Some(hat)) = (ctx.actor.person(), ctx.actor.hat()) else {
        return Err(Error::NotAllowed(QUARANTINE));
    };
    ctx.act(&QUARANTINE, hat.unit.id, |w| {
        let (id, no) = (w.id(), store::next_no(w)?);
        let mut places = 0;
        for (table, column, texts) in hits(w, words)? {
            let stays = SEALED_TABLES.contains(&table.name.as_str());
            for text in &texts {
                keep(w, ctx, id, (&table.name, &column), text.as_bytes(), stays)?;
            }
            if !stays {
                w.blank(&table, &column, words, STAND_IN)?;
            }
            places += texts.len();
        }
        places += take_files_out(w, ctx, id, words)?;
        let dropped = store::drop_unfinished(w, since, w.now)?;
        let sealed = crypto::seal(&ctx.core.keys, &format!("spill.words.{id}"), words).0;
        store::open(w, (id, no), &sealed, since, (w.now, person), dropped)?;
        w.about("spill", no).rows(places);
        Ok(no)
    })
}

/// Destroys what was kept sealed. `backups`: those that hold it, by name.
pub fn purge(ctx: &Ctx, no: i64, backups: &[String]) -> Result<()> {
    let (Some(person), Some(hat)) = (ctx.actor.person(), ctx.actor.hat()) else {
        return Err(Error::NotAllowed(PURGE));
    };
    ctx.act(&PURGE, hat.unit.id, |w| {
        let spill = find(w, no)?.ok_or(Error::NotFound)?;
        if !store::purge(w, spill.id, (w.now, person), &backups.join("\n"))? {
            return Err(Error::Conflict(format!("第{no}号已经清除过了")));
        }
        w.about("spill", no).rows(spill.places.len());
        Ok(())
    })?;
    Ok(ctx.core.db.compact()?)
}

/// A spill with its places.
pub fn find(read: &Read, no: i64) -> Result<Option<Spill>> {
    Ok(store::find(read, no)?)
}

/// The words by which it was found, until it is purged: to look through backups.
pub fn words(ctx: &Ctx, spill: &Spill) -> Result<Option<String>> {
    let sealed = ctx.read(|read| Ok(store::words(read, spill.id)?))?;
    let place = format!("spill.words.{}", spill.id);
    sealed.map(|sealed| Ok(crypto::open(&ctx.core.keys, &place, &sealed)?)).transpose()
}

/// Where the words stand in plain text: table, column, the texts.
fn hits(read: &Read, words: &str) -> Result<Vec<(Table, String, Vec<String>)>> {
    let mut all = Vec::new();
    for table in read.tables()? {
        if NOT_LOOKED_AT.contains(&table.name.as_str()) {
            continue;
        }
        let mut found = vec![Vec::new(); table.columns.len()];
        read.each_row(&table, &mut |row| {
            for (at, cell) in row.into_iter().enumerate() {
                match cell {
                    Value::Text(text) if text.contains(words) => found[at].push(text),
                    _ => {}
                }
            }
            Ok(())
        })?;
        for (at, texts) in found.into_iter().enumerate().filter(|(_, texts)| !texts.is_empty()) {
            all.push((table.clone(), table.columns[at].clone(), texts));
        }
    }
    Ok(all)
}

fn take_files_out(w: &Acting, ctx: &Ctx, spill: i64, words: &str) -> Result<usize> {
    let mut out = 0;
    for file in files::all(w)? {
        let Some(content) = files::content(w, &file)? else { continue };
        if files::texts(&content).iter().any(|text| text.contains(words)) {
            keep(w, ctx, spill, ("file", "content"), &content, false)?;
            files::take_out(w, &file)?;
            out += 1;
        }
    }
    Ok(out)
}

/// Sealed, so that who decides can still have it; a digest for the report.
fn keep(
    w: &Acting,
    ctx: &Ctx,
    spill: i64,
    (table, field): (&str, &str),
    content: &[u8],
    stays: bool,
) -> Result<()> {
    let id = w.id();
    let digest = crypto::hex(&crypto::sm3(content));
    let place = format!("spill_place.content.{id}");
    let sealed = (!stays).then(|| crypto::seal_bytes(&ctx.core.keys, &place, content).0);
    Ok(store::add_place(w, (id, spill), (table, field), &digest, sealed.as_deref(), stays)?)
}
