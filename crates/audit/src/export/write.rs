//! Writes an export: whole seals, streamed out of one snapshot, each proved on its way.

use std::io::Write;

use act::{Ctx, Error, Result};
use calendar::{Day, Instant};
use db::{Read, Seal};

use super::{
    after_line, end_text,
    line::{self, End, Line, SealLine, Signer, Top},
};
use crate::{
    Chain, Head,
    head::KeyRow,
    live::{block, ids_of},
    store::{self, What},
};

const SEALS_AT_ONCE: i64 = 100;

/// From which day to which; the seals that hold them, whole.
#[derive(Debug, Clone, Copy, Default)]
pub struct Range {
    pub since: Option<Day>,
    pub until: Option<Day>,
}

/// How many seals and how many events and looks were written. *Conflict* where the chain is broken, or
/// nothing has ever been signed here.
pub fn write_export(ctx: &Ctx, range: Range, out: &mut dyn Write) -> Result<(i64, i64)> {
    ctx.core.db.follow(|read| {
        let unsigned = "还没有签名密钥。先让服务运行起来，它会在几秒内生成密钥、签第一个签名";
        let keys = store::keys(read)?;
        let newest = keys.last().ok_or_else(|| Error::Conflict(unsigned.into()))?;
        let (first, last) = seals_of(read, range)?;
        let before = store::seal(read, first - 1)?;
        let chain = before.map_or_else(Chain::start, |it| Chain::after(it.no, it.digest, None));
        let mut file = File { out, running: [0; 32], lines: 0 };
        file.line(&top(ctx, range, &chain, &keys)?)?;
        let heads = store::heads(read)?;
        let count = Writer { ctx, read, chain, heads, file: &mut file }.blocks(last)?;
        file.end(newest.id, |text| Ok(newest.open(ctx)?.sign(text)))?;
        Ok(((last - first + 1).max(0), count))
    })
}

fn top(ctx: &Ctx, range: Range, chain: &Chain, keys: &[KeyRow]) -> Result<Line> {
    let signer = |row: &KeyRow| {
        let public = row.open(ctx)?.public();
        let (id, fingerprint) = (row.id, public.fingerprint());
        Ok(Signer { id, public: crypto::hex(&public.to_bytes()), fingerprint })
    };
    Ok(Line::Export(Top {
        version: 1,
        made_at: ctx.now,
        since: range.since,
        until: range.until,
        after_seal: chain.no,
        after_digest: crypto::hex(&chain.digest),
        keys: keys.iter().map(signer).collect::<Result<_>>()?,
    }))
}

struct Writer<'w, 'r, 'o> {
    ctx: &'w Ctx,
    read: &'w Read<'r>,
    chain: Chain,
    heads: Vec<Head>,
    file: &'w mut File<'o>,
}

impl Writer<'_, '_, '_> {
    /// Seals up to this one; how many events and looks they hold.
    fn blocks(&mut self, last: i64) -> Result<i64> {
        let mut count = 0;
        while self.chain.no < last {
            let most = SEALS_AT_ONCE.min(last - self.chain.no);
            let seals = store::seals_after(self.read, self.chain.no, most)?;
            if seals.is_empty() {
                break;
            }
            for seal in seals {
                count += self.block(&seal)?;
            }
        }
        Ok(count)
    }

    fn block(&mut self, seal: &Seal) -> Result<i64> {
        let broken = |words: String| {
            Error::Conflict(format!(
                "审计记录的链条断了，不能导出：{words}。先运行guantong audit verify"
            ))
        };
        let ids = ids_of(seal)
            .ok_or_else(|| broken(crate::Broken::SealUnreadable { seal: seal.no }.to_string()))?;
        let kept = store::kept(self.read, &ids)?;
        let block = block(&self.ctx.core.keys, seal, &ids, &kept);
        let block = block.and_then(|block| self.chain.add(&block).map(|()| block));
        let block = block.map_err(|it| broken(it.to_string()))?;
        for entry in &block.entries {
            if let Some(kept) = kept.get(&entry.id) {
                self.file.line(&match &kept.what {
                    What::Event(it) => line::event(it, &entry.digest),
                    What::Look(it) => line::look(it, &entry.digest),
                })?;
            }
        }
        let text = crypto::hex(&self.file.running);
        let digest = crypto::hex(&seal.digest);
        self.file.line(&Line::Seal(SealLine { no: seal.no, digest, text }))?;
        for head in self.heads.iter().filter(|head| head.seal == seal.no) {
            self.file.line(&Line::Head(head.into()))?;
        }
        Ok(block.entries.len() as i64)
    }
}

struct File<'o> {
    out: &'o mut dyn Write,
    running: [u8; 32],
    lines: usize,
}

impl File<'_> {
    fn line(&mut self, line: &Line) -> Result<()> {
        let text = serde_json::to_string(line).map_err(anyhow::Error::from)?;
        writeln!(self.out, "{text}").map_err(anyhow::Error::from)?;
        self.running = after_line(&self.running, &text);
        self.lines += 1;
        Ok(())
    }

    fn end(&mut self, signer: i64, sign: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<()> {
        let (lines, digest) = (self.lines, crypto::hex(&self.running));
        let signature = crypto::hex(&sign(end_text(lines, &self.running).as_bytes())?);
        self.line(&Line::End(End { lines, digest, signer, signature }))?;
        Ok(self.out.flush().map_err(anyhow::Error::from)?)
    }
}

/// The first and the last seal of the days asked for; the last below the first when there are none.
fn seals_of(read: &Read, range: Range) -> Result<(i64, i64)> {
    let last = store::last_seal(read)?.map_or(0, |seal| seal.no);
    let begin = |day: Day| Instant::at(day, 0, 0);
    let first = range.since.map_or(Ok(1), |day| first_from(read, last, begin(day)));
    let beyond =
        range.until.map_or(Ok(last + 1), |day| first_from(read, last, begin(day.plus_days(1))));
    Ok((first?, beyond? - 1))
}

/// The first seal whose first event is of this moment or later; one beyond the last when there is none.
fn first_from(read: &Read, last: i64, from: Instant) -> Result<i64> {
    let (mut low, mut high) = (1, last + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if moment_of(read, middle)?.is_some_and(|at| at < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn moment_of(read: &Read, no: i64) -> Result<Option<Instant>> {
    let Some(seal) = store::seal(read, no)? else { return Ok(None) };
    let Some(first) = ids_of(&seal).and_then(|ids| ids.first().copied()) else { return Ok(None) };
    Ok(store::kept(read, &[first])?.get(&first).map(|kept| kept.what.at()))
}
