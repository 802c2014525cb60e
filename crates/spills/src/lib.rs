//! A spill: what is under state secrecy and came in all the same. Found by its words, taken out of
//! everybody's sight, kept sealed, purged, reported; by the security administrator alone.

mod look;
mod renew;
mod report;
mod store;

use std::collections::BTreeMap;

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Instant;
use crypto::Keys;
use db::{Health, Read};
use keyring::Renewals;

pub use crate::{
    look::Seen,
    renew::renewals,
    report::paper,
    store::{Place, Spill},
};
use crate::{
    look::{Hit, look},
    renew::{content_place, words_place},
};

pub const QUARANTINE: Act = Act::new("spill.quarantine", "隔离泄密内容");
pub const PURGE: Act = Act::new("spill.purge", "清除泄密内容");
pub const ACTS: &[Act] = &[QUARANTINE, PURGE];

/// Fewer would be found everywhere.
const WORDS_CHARS: std::ops::RangeInclusive<usize> = 4..=200;
/// What everybody reads where it stood.
const STAND_IN: &str = "（已按保密规定隔离）";
/// Whole files that lie sealed: they are dropped, a stand-in in them would make them unreadable.
const LISTS: [&str; 2] = ["export.content", "import_upload.content"];
/// How long standbys are waited for after the database was rewritten.
const STANDBYS_SECONDS: u32 = 60;

/// Takes everything with these words out of sight in one act; the number of the spill. Half-filled forms,
/// exports and uploads since then go as wholes, for what is in pictures no words find.
pub fn quarantine(ctx: &Ctx, words: &str, since: Instant) -> Result<i64> {
    let words = words.trim();
    if !WORDS_CHARS.contains(&words.chars().count()) {
        return Err(Error::invalid("words", "要查找的文字写4到200个字，写那份材料里独有的一句"));
    }
    if words.contains(|sign: char| sign.is_control() || matches!(sign, '"' | '\\')) {
        let problem =
            "要查找的文字写在一行里，不要带英文引号和反斜线：这几样在存放时写法不同，会查不到";
        return Err(Error::invalid("words", problem));
    }
    let (Some(person), Some(hat)) = (ctx.actor.person(), ctx.actor.hat()) else {
        return Err(Error::NotAllowed(QUARANTINE));
    };
    let keys = &ctx.core.keys;
    ctx.act(&QUARANTINE, hat.unit.id, |w| {
        let (hits, seen) = standing(ctx, w, words)?;
        if hits.is_empty() {
            return Err(Error::Conflict(seen.nothing()));
        }
        let (id, no) = (w.id(), store::next_no(w)?);
        let mut places = 0;
        for hit in &hits {
            places += take_out(w, keys, id, hit, words)?;
        }
        let left = standing(ctx, w, words)?.0;
        if left.iter().any(|hit| !hit.stays()) {
            return Err(Error::broken("隔离以后还查得到，什么也没有改动"));
        }
        let dropped = store::drop_unfinished(w, since, w.now)?;
        let sealed = crypto::seal(keys, &words_place(id), words).0;
        store::open(w, (id, no), (&sealed, &seen), since, (w.now, person), dropped)?;
        w.about("spill", no).rows(places);
        Ok(no)
    })
}

/// Where the words stand and should not: what is kept sealed here is no place.
fn standing(ctx: &Ctx, read: &Read, words: &str) -> Result<(Vec<Hit>, Seen)> {
    let sealed = (&ctx.core.keys, ctx.core.part::<Renewals>());
    let (mut hits, seen) = look(read, Some(sealed), words)?;
    hits.retain(|hit| !hit.is_kept());
    Ok((hits, seen))
}

impl Seen {
    /// 5张表、2类加密内容、3个文件
    pub fn counted(&self) -> String {
        let Self { tables, sealed, files, .. } = self;
        format!("{}张表、{}类加密保存的内容、{files}个存放的文件", tables.len(), sealed.len())
    }

    /// What is to be looked at by eye.
    pub fn unread_words(&self) -> Option<String> {
        let words = "个是图片、扫描件或加密的文件，看不出文字，没有查到里面，请人工看";
        (self.unread > 0).then(|| format!("其中{}{words}", self.unread))
    }

    fn nothing(&self) -> String {
        let unread = self.unread_words().map_or_else(String::new, |words| format!("，{words}"));
        format!(
            "没有找到这些文字，什么也没有改动，没有登记。查过{}{unread}。\
             请换说法：抄那份材料里原样的一句，或者换一个更短的专名，再查一次",
            self.counted()
        )
    }
}

/// What a purge has to tell besides.
#[derive(Debug, Default)]
pub struct Backups {
    /// The folder that was looked through.
    pub folder: Option<String>,
    pub seen: usize,
    /// Those that hold it, by name.
    pub holding: Vec<String>,
}

/// Destroys what was kept sealed, then rewrites the database. Broken off between the two, it is called again.
pub fn purge(ctx: &Ctx, no: i64, backups: &Backups) -> Result<()> {
    let (Some(person), Some(hat)) = (ctx.actor.person(), ctx.actor.hat()) else {
        return Err(Error::NotAllowed(PURGE));
    };
    let spill = ctx.read(|read| find(read, no))?.ok_or(Error::NotFound)?;
    if spill.rewritten_at.is_some() {
        return Err(Error::Conflict(format!("第{no}号已经清除过了")));
    }
    if spill.places.is_empty() {
        let words = format!("第{no}号当时没有找到任何内容，没有可以清除的。请换说法重新隔离");
        return Err(Error::Conflict(words));
    }
    if spill.purged_at.is_none() {
        refuse_what_came_again(ctx, &spill)?;
        ctx.act(&PURGE, hat.unit.id, |w| {
            if !store::purge(w, spill.id, (w.now, person), backups)? {
                return Err(Error::Conflict(format!("第{no}号已经清除过了")));
            }
            w.about("spill", no).rows(spill.places.len());
            Ok(())
        })?;
    }
    ctx.core.db.compact()?;
    let log_until = ctx.core.db.log_file()?;
    let standbys = standbys(ctx)?;
    ctx.act(&PURGE, hat.unit.id, |w| {
        w.about("spill", no).rows(0);
        Ok(store::rewrote(w, spill.id, w.now, (&standbys, log_until.as_deref()))?)
    })
}

/// Somebody may have written it once more since it was taken out.
fn refuse_what_came_again(ctx: &Ctx, spill: &Spill) -> Result<()> {
    let Some(words) = words(ctx, spill)? else { return Ok(()) };
    let (hits, _) = ctx.read(|read| standing(ctx, read, &words))?;
    let again = hits.iter().filter(|hit| !hit.stays()).count();
    if again == 0 {
        return Ok(());
    }
    Err(Error::Conflict(format!(
        "隔离以后又有{again}处写进了这些文字，第{}号没有清除。请用同样的文字再隔离一次，然后清除",
        spill.no
    )))
}

/// A standby by its name, and the bytes that it still lacked when the database had been rewritten. Neither is
/// known to an account that may not look.
pub type Standby = (Option<String>, Option<i64>);

/// Each with the bytes it still lacks of what the rewriting wrote.
fn standbys(ctx: &Ctx) -> Result<Vec<Standby>> {
    let mut waited = 0;
    loop {
        let health = ctx.core.db.health()?;
        let standbys: Vec<Standby> = health
            .into_iter()
            .filter_map(|it| match it {
                Health::Standby { name, behind_bytes } => Some((name, behind_bytes)),
                _ => None,
            })
            .collect();
        let is_done = |(_, behind): &Standby| behind.is_none_or(|behind| behind == 0);
        if waited == STANDBYS_SECONDS || standbys.iter().all(is_done) {
            return Ok(standbys);
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
        waited += 1;
    }
}

/// In how many places of which tables the words stand in a database that is not the one in use: in a backup,
/// restored. What was quarantined and not yet purged stands there, too. Without keys what is sealed stays unread.
pub fn stands_in(
    read: &Read,
    sealed: Option<(&Keys, &Renewals)>,
    words: &str,
) -> Result<BTreeMap<String, usize>> {
    let mut found = BTreeMap::new();
    for hit in look(read, sealed, words.trim())?.0 {
        *found.entry(hit.table().to_owned()).or_default() += hit.places();
    }
    Ok(found)
}

/// A spill with its places.
pub fn find(read: &Read, no: i64) -> Result<Option<Spill>> {
    Ok(store::find(read, no)?)
}

/// The words by which it was found, until it is purged: to look through backups.
pub fn words(ctx: &Ctx, spill: &Spill) -> Result<Option<String>> {
    let sealed = ctx.read(|read| Ok(store::words(read, spill.id)?))?;
    let place = words_place(spill.id);
    sealed.map(|sealed| Ok(crypto::open(&ctx.core.keys, &place, &sealed)?)).transpose()
}

/// Keeps a hit sealed and takes it out, unless it must stay; how many places it was.
fn take_out(w: &Acting, keys: &Keys, spill: i64, hit: &Hit, words: &str) -> Result<usize> {
    match hit {
        Hit::Plain { table, column, texts } => {
            for text in texts {
                keep(w, keys, spill, (&table.name, column), text.as_bytes(), hit.stays())?;
            }
            if !hit.stays() {
                w.blank(table, column, words, STAND_IN)?;
            }
            Ok(texts.len())
        }
        Hit::Sealed { renewal, id, column, content } => {
            let (table, field) = column.split_once('.').unwrap_or((column, ""));
            keep(w, keys, spill, (table, field), content, false)?;
            if LISTS.contains(column) {
                store::drop_list(w, table, *id, w.now)?;
            } else {
                (renewal.change)(w, keys, *id, &|_, plain| blanked(plain, words))?;
            }
            Ok(1)
        }
        Hit::File { file, content } => {
            keep(w, keys, spill, ("file", "content"), content, false)?;
            files::take_out(w, file)?;
            Ok(1)
        }
    }
}

/// As `db` does it in plain columns: JSON loses the words alone, any other text goes as a whole.
fn blanked(plain: Vec<u8>, words: &str) -> Vec<u8> {
    match String::from_utf8(plain) {
        Ok(text) if !text.contains(words) => text.into_bytes(),
        Ok(text) if text.starts_with(['{', '[']) => text.replace(words, STAND_IN).into_bytes(),
        _ => STAND_IN.as_bytes().to_vec(),
    }
}

/// Sealed, so that who decides can still have it; a digest for the report.
fn keep(
    w: &Acting,
    keys: &Keys,
    spill: i64,
    (table, field): (&str, &str),
    content: &[u8],
    stays: bool,
) -> Result<()> {
    let id = w.id();
    let digest = crypto::hex(&crypto::sm3(content));
    let sealed = (!stays).then(|| crypto::seal_bytes(keys, &content_place(id), content).0);
    Ok(store::add_place(w, (id, spill), (table, field), &digest, sealed.as_deref(), stays)?)
}
