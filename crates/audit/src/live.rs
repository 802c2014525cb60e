//! Verifies a database, in one snapshot, while others go on writing.

use std::collections::{BTreeSet, HashMap};

use act::{Ctx, Result};
use crypto::{Keys, PublicKey};
use db::{Read, Seal};

use crate::{
    Block, Broken, Chain, Code, Entry, Report,
    head::KeyRow,
    heads::Heads,
    store::{self, Kept},
    strays::Strays,
};

const SEALS_AT_ONCE: i64 = 500;
/// Events in memory at once, and a seal more.
const EVENTS_AT_ONCE: usize = 500;
const WAITING_AT_ONCE: i64 = 1000;

/// Follows the whole chain; the first broken link ends it. `told` hears (seals done, seals there).
pub fn verify(ctx: &Ctx, code: Option<&Code>, told: &dyn Fn(i64, i64)) -> Result<Report> {
    ctx.core.db.follow(|read| {
        let (keys, forged) = match public_keys(ctx, &store::keys(read)?) {
            Ok(keys) => (keys, None),
            Err(broken) => (Vec::new(), Some(broken)),
        };
        let fingerprints = keys.iter().map(|(_, key)| key.fingerprint()).collect();
        let mut pass = Pass {
            read,
            keys: &ctx.core.keys,
            chain: Chain::start(),
            heads: Heads::new(keys, store::heads(read)?),
            strays: Strays::new(),
            code,
            waiting: BTreeSet::new(),
        };
        let broken = match forged {
            Some(broken) => Some(broken),
            None => pass.run(told)?.err(),
        };
        let Pass { chain, heads, strays, waiting, .. } = pass;
        let broken = match broken {
            None => strays.compare(read, &waiting)?.or(missed(read)?),
            some => some,
        };
        Ok(Report {
            seals: chain.no,
            events: chain.events.unwrap_or_default(),
            waiting: waiting.len() as i64,
            heads: heads.checked(),
            code: (chain.no > 0).then(|| Code::of(ctx.today, chain.no, &chain.digest)),
            fingerprints,
            restored: store::last_restore(read)?,
            broken,
        })
    })
}

/// What is there although the event that made it is not.
fn missed(read: &Read) -> Result<Option<Broken>> {
    let named = |(event, what): (i64, String)| Broken::Missed {
        event,
        by: if what == "unit_change" { "组织变动表" } else { "组织改动的清单" },
    };
    Ok(store::missed(read)?.map(named))
}

/// The public keys, each proved by the private one that lies under the master key.
fn public_keys(ctx: &Ctx, rows: &[KeyRow]) -> std::result::Result<Vec<(i64, PublicKey)>, Broken> {
    let proved = |row: &KeyRow| {
        let forged = Broken::KeyForged { key: row.id };
        let public = row.open(ctx).map_err(|_| forged.clone())?.public();
        if public.to_bytes() == row.public { Ok((row.id, public)) } else { Err(forged) }
    };
    rows.iter().map(proved).collect()
}

struct Pass<'p, 'r> {
    read: &'p Read<'r>,
    keys: &'p Keys,
    chain: Chain,
    heads: Heads,
    strays: Strays,
    code: Option<&'p Code>,
    /// Ids that wait for their seal.
    waiting: BTreeSet<i64>,
}

type Found = std::result::Result<(), Broken>;

impl Pass<'_, '_> {
    fn run(&mut self, told: &dyn Fn(i64, i64)) -> Result<Found> {
        let last = store::last_seal(self.read)?.map_or(0, |seal| seal.no);
        if let Err(broken) = self.heads.expect_first() {
            return Ok(Err(broken));
        }
        loop {
            let seals = store::seals_after(self.read, self.chain.no, SEALS_AT_ONCE)?;
            if seals.is_empty() {
                break;
            }
            if let Err(broken) = self.seals(&seals)? {
                return Ok(Err(broken));
            }
            told(self.chain.no, last);
        }
        let signed = usize::try_from(store::count_signed(self.read)?).unwrap_or_default();
        let ended = self.heads.end(&self.chain, signed).and_then(|()| self.code_beyond());
        if let Err(broken) = ended {
            return Ok(Err(broken));
        }
        self.look_at_waiting()
    }

    /// Seals in portions whose events fit into memory.
    fn seals(&mut self, seals: &[Seal]) -> Result<Found> {
        let mut portion: Vec<(&Seal, Vec<i64>)> = Vec::new();
        let mut held = 0;
        for seal in seals {
            let Some(ids) = ids_of(seal) else {
                let before = self.portion(&portion)?;
                return Ok(before.and(Err(Broken::SealUnreadable { seal: seal.no })));
            };
            held += ids.len();
            portion.push((seal, ids));
            if held >= EVENTS_AT_ONCE {
                if let Err(broken) = self.portion(&portion)? {
                    return Ok(Err(broken));
                }
                (portion, held) = (Vec::new(), 0);
            }
        }
        self.portion(&portion)
    }

    fn portion(&mut self, portion: &[(&Seal, Vec<i64>)]) -> Result<Found> {
        let ids: Vec<i64> = portion.iter().flat_map(|(_, ids)| ids).copied().collect();
        let kept = store::kept(self.read, &ids)?;
        for (seal, ids) in portion {
            let found = self.chain.expect(seal.no).and_then(|()| {
                let block = block(self.keys, seal, ids, &kept)?;
                self.chain.add(&block)
            });
            if let Err(broken) = found.and_then(|()| self.passed()) {
                let moment = |event| Ok(kept.get(&event).map(|it: &Kept| it.what.at()));
                return Ok(Err(broken.with_moment::<act::Error>(moment)?));
            }
            for id in ids {
                self.strays.sealed(*id);
            }
        }
        Ok(Ok(()))
    }

    /// The heads and the printed code of the seal just passed.
    fn passed(&mut self) -> Found {
        self.heads.follow(&self.chain)?;
        match self.code {
            Some(code) if code.seal == self.chain.no && !code.is_of(&self.chain.digest) => {
                Err(Broken::CodeOfOtherChain { day: code.day, seal: code.seal })
            }
            _ => Ok(()),
        }
    }

    fn code_beyond(&self) -> Found {
        match self.code {
            Some(Code { day, seal, .. }) if *seal > self.chain.no => {
                Err(Broken::CodeBeyond { day: *day, seal: *seal, last: self.chain.no })
            }
            _ => Ok(()),
        }
    }

    /// On `PostgreSQL` acts wait a moment for their seal: also there each must be what it was.
    fn look_at_waiting(&mut self) -> Result<Found> {
        let mut last = i64::MIN;
        loop {
            let rows = store::waiting(self.read, last, WAITING_AT_ONCE)?;
            let Some((end, _)) = rows.last() else { return Ok(Ok(())) };
            last = *end;
            let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
            let kept = store::kept(self.read, &ids)?;
            for (id, digest) in rows {
                let is_whole = kept.get(&id).is_some_and(|it| {
                    it.digest.as_ref().is_none_or(|kept| *kept == digest)
                        && self.keys.is_event_digest(it.what.detail().as_bytes(), &digest)
                });
                if !is_whole {
                    return Ok(Err(Broken::WaitingWrong { event: id }));
                }
                self.strays.sealed(id);
                self.waiting.insert(id);
            }
        }
    }
}

/// The ids that a seal names; `None` when it is not the text that was written.
pub(crate) fn ids_of(seal: &Seal) -> Option<Vec<i64>> {
    seal.events.split(' ').map(|id| id.parse().ok()).collect()
}

/// A seal with the digests of what it seals, each proved from the columns.
pub(crate) fn block(
    keys: &Keys,
    seal: &Seal,
    ids: &[i64],
    kept: &HashMap<i64, Kept>,
) -> std::result::Result<Block, Broken> {
    let (no, mut before) = (seal.no, None);
    let mut entries = Vec::with_capacity(ids.len());
    for id in ids {
        let gone = Broken::EventGone { seal: no, event: *id, at: before };
        let it = kept.get(id).ok_or(gone)?;
        let at = it.what.at();
        let digest = proved(keys, it).ok_or(Broken::EventChanged { seal: no, event: *id, at })?;
        entries.push(Entry { id: *id, digest });
        before = Some(at);
    }
    Ok(Block { no, digest: seal.digest.clone(), entries })
}

/// The digest that was kept, when the columns give it; a look of before it was kept is under the
/// oldest key.
pub(crate) fn proved(keys: &Keys, kept: &Kept) -> Option<[u8; 32]> {
    let detail = kept.what.detail();
    match &kept.digest {
        None => keys.event_digests(detail.as_bytes()).pop(),
        Some(digest) => {
            let is_whole = keys.is_event_digest(detail.as_bytes(), digest);
            is_whole.then(|| digest.as_slice().try_into().ok()).flatten()
        }
    }
}
