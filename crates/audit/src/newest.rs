//! The newest seals alone, going backwards: what `doctor` looks at every time.

use act::{Ctx, Result};
use db::{Read, Seal};

use crate::{
    Broken, Chain,
    live::{block, ids_of},
    store,
};

/// How the newest seals stand.
#[derive(Debug, PartialEq, Eq)]
pub enum Newest {
    /// They follow from their events, this many.
    Whole {
        events: usize,
    },
    Broken(Broken),
}

const AT_ONCE: i64 = 100;

/// Goes back from the newest seal until `most` events are recomputed, each from its own columns.
pub fn check_newest(ctx: &Ctx, most: usize) -> Result<Newest> {
    ctx.read(|read| {
        let (mut checked, mut later): (usize, Option<Seal>) = (0, None);
        loop {
            let below = later.as_ref().map_or(i64::MAX, |seal| seal.no);
            let seals = store::seals_below(read, below, AT_ONCE)?;
            let is_last = seals.is_empty();
            for seal in seals {
                if let Some(after) = later.replace(seal) {
                    match holds(ctx, read, &after, later.as_ref())? {
                        Ok(events) => checked += events,
                        Err(broken) => return Ok(Newest::Broken(broken)),
                    }
                    if checked >= most {
                        return Ok(Newest::Whole { events: checked });
                    }
                }
            }
            if is_last {
                break;
            }
        }
        let Some(first) = later else { return Ok(Newest::Whole { events: 0 }) };
        Ok(match holds(ctx, read, &first, None)? {
            Ok(events) => Newest::Whole { events: checked + events },
            Err(broken) => Newest::Broken(broken),
        })
    })
}

/// How many events a seal holds, when it follows from them and the seal before.
fn holds(
    ctx: &Ctx,
    read: &Read,
    seal: &Seal,
    before: Option<&Seal>,
) -> Result<std::result::Result<usize, Broken>> {
    let Some(ids) = ids_of(seal) else {
        return Ok(Err(Broken::SealUnreadable { seal: seal.no }));
    };
    let kept = store::kept(read, &ids)?;
    let mut chain = before
        .map_or_else(Chain::start, |before| Chain::after(before.no, before.digest.clone(), None));
    let found = chain
        .expect(seal.no)
        .and_then(|()| block(&ctx.core.keys, seal, &ids, &kept))
        .and_then(|block| chain.add(&block));
    Ok(found.map(|()| ids.len()))
}
