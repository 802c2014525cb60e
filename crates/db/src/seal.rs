//! Seals: one row per block of committed events, each over the digest of the one before.
//!
//! On `SQLite` the writer adds it in the commit of the group; on `PostgreSQL` one node seals what
//! `unsealed` shows. Seal numbers are the commit order that everything else follows.

use crate::{Read, Result, Value, bind, conn::Conn, tally};

/// One event to be sealed.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) event: i64,
    pub(crate) digest: [u8; 32],
}

/// A block of events in commit order.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Seal {
    /// 1, 2, 3 … without gaps.
    pub no: i64,
    /// Event ids in the order in which their digests went in, separated by spaces.
    pub events: String,
    pub digest: Vec<u8>,
}

/// SM3 over the digest of the block before and the events' digests, in order.
pub fn block_digest(previous: &[u8], digests: &[[u8; 32]]) -> [u8; 32] {
    let mut text = Vec::with_capacity(32 * (digests.len() + 1));
    text.extend_from_slice(previous);
    text.extend(digests.iter().flatten());
    crypto::sm3(&text)
}

impl Read<'_> {
    /// Number and digest of the newest seal: the head of the audit chain.
    pub fn head(&self) -> Result<Option<(i64, Vec<u8>)>> {
        let last: Option<Seal> =
            self.maybe("SELECT no, events, digest FROM seal ORDER BY no DESC LIMIT 1", &[])?;
        Ok(last.map(|seal| (seal.no, seal.digest)))
    }
}

/// Adds the next seal over `entries`; nothing to do when there are none.
pub(crate) fn add(conn: &mut dyn Conn, entries: &[Entry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    tally::for_all(|| add_block(conn, entries))
}

fn add_block(conn: &mut dyn Conn, entries: &[Entry]) -> Result<()> {
    let read = Read::new(conn);
    let last = "SELECT no, events, digest FROM seal ORDER BY no DESC LIMIT 1";
    let last: Option<Seal> = read.maybe(last, &[])?;
    let (no, previous) = last.map_or((0, vec![0; 32]), |seal| (seal.no, seal.digest));
    let digests: Vec<[u8; 32]> = entries.iter().map(|entry| entry.digest).collect();
    let ids: Vec<String> = entries.iter().map(|entry| entry.event.to_string()).collect();
    let sql = "INSERT INTO seal (no, events, digest) VALUES ($1, $2, $3)";
    read.execute(sql, bind![no + 1, ids.join(" "), block_digest(&previous, &digests)])?;
    Ok(())
}

/// Remembers `entries` for the sealer of `PostgreSQL`; the number under which the server will know
/// how the open transaction ended.
pub(crate) fn remember(conn: &mut dyn Conn, entries: &[Entry]) -> Result<i64> {
    tally::for_all(|| remember_each(conn, entries))
}

fn remember_each(conn: &mut dyn Conn, entries: &[Entry]) -> Result<i64> {
    let read = Read::new(conn);
    let mut number = None;
    for entry in entries {
        let sql = "INSERT INTO unsealed (event, digest) VALUES ($1, $2)
                   RETURNING CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)";
        number = Some(read.one(sql, bind![entry.event, entry.digest])?);
    }
    let sql = "SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)";
    number.map_or_else(|| read.one(sql, &[]), Ok)
}

/// Seals what `unsealed` shows, at most `SEALED_AT_ONCE`, inside the caller's transaction.
pub(crate) fn seal_remembered(conn: &mut dyn Conn) -> Result<usize> {
    const SEALED_AT_ONCE: i64 = 1000;
    // Bounded: events of one seal; the next seal takes the next.
    let sql = "DELETE FROM unsealed
               WHERE event IN (SELECT event FROM unsealed ORDER BY event LIMIT $1)
               RETURNING event, digest";
    let rows = Read::new(&mut *conn).cells(sql, bind![SEALED_AT_ONCE])?;
    let mut entries: Vec<Entry> = rows.into_iter().filter_map(entry).collect();
    entries.sort_unstable_by_key(|entry| entry.event);
    add(conn, &entries)?;
    Ok(entries.len())
}

fn entry(cells: Vec<Value>) -> Option<Entry> {
    match cells.as_slice() {
        [Value::Int(event), Value::Bytes(digest)] => {
            Some(Entry { event: *event, digest: digest.as_slice().try_into().ok()? })
        }
        _ => None,
    }
}
