//! Recomputes the newest seals from what they seal.

use act::{Ctx, Result};
use db::{Read, Seal};

use super::store;

/// How the newest seals stand.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seals {
    /// They follow from their events, this many.
    Whole { events: usize },
    /// This one does not.
    Broken { seal: i64 },
}

const AT_ONCE: i64 = 100;

/// Goes back from the newest seal until `most` events are recomputed, each from its own columns.
pub(crate) fn check_seals(ctx: &Ctx, most: usize) -> Result<Seals> {
    ctx.read(|read| {
        let (mut checked, mut later): (usize, Option<Seal>) = (0, None);
        loop {
            let below = later.as_ref().map_or(i64::MAX, |seal| seal.no);
            let seals = store::seals_below(read, below, AT_ONCE)?;
            let is_last = seals.is_empty();
            for seal in seals {
                if let Some(after) = later.replace(seal) {
                    match holds(ctx, read, &after, later.as_ref())? {
                        Some(events) => checked += events,
                        None => return Ok(Seals::Broken { seal: after.no }),
                    }
                    if checked >= most {
                        return Ok(Seals::Whole { events: checked });
                    }
                }
            }
            if is_last {
                break;
            }
        }
        let Some(first) = later else { return Ok(Seals::Whole { events: 0 }) };
        Ok(match holds(ctx, read, &first, None)? {
            Some(events) => Seals::Whole { events: checked + events },
            None => Seals::Broken { seal: first.no },
        })
    })
}

/// How many events a seal holds; `None` when it does not follow from them and the seal before.
fn holds(ctx: &Ctx, read: &Read, seal: &Seal, before: Option<&Seal>) -> Result<Option<usize>> {
    if seal.no != before.map_or(0, |before| before.no) + 1 {
        return Ok(None);
    }
    let ids: Option<Vec<i64>> = seal.events.split(' ').map(|id| id.parse().ok()).collect();
    let Some(ids) = ids else { return Ok(None) };
    let details = store::details(read, &ids)?;
    let digests: Option<Vec<Vec<[u8; 32]>>> = ids
        .iter()
        .map(|id| Some(ctx.core.keys.event_digests(details.get(id)?.as_bytes())))
        .collect();
    let Some(digests) = digests else { return Ok(None) };
    let previous = before.map_or_else(|| vec![0; 32], |before| before.digest.clone());
    // A block was written under one key, the newest of its day.
    let is_whole = (0..digests[0].len()).any(|key| {
        let under_it: Vec<[u8; 32]> = digests.iter().map(|all| all[key]).collect();
        db::block_digest(&previous, &under_it)[..] == seal.digest
    });
    Ok(is_whole.then_some(ids.len()))
}

#[cfg(test)]
mod tests {
    use act::Act;
    use testkit::Home;

    use super::*;

    const NOTE: Act = Act::new("test.note", "记一笔");

    #[test]
    fn seals_hold_until_an_event_is_altered() {
        let home = Home::on("2026-11-20", |core| core);
        let ctx = home.operator();
        for _ in 0..3 {
            ctx.act_system(&NOTE, |w| {
                w.about("unit", 1).because("练习");
                Ok(())
            })
            .unwrap();
            ctx.core.db.seal_pending().unwrap();
        }
        assert_eq!(check_seals(&ctx, 1000).unwrap(), Seals::Whole { events: 3 });
        assert_eq!(check_seals(&ctx, 2).unwrap(), Seals::Whole { events: 2 });
        ctx.act_system(&NOTE, |w| store::alter_first_event(w)).unwrap();
        ctx.core.db.seal_pending().unwrap();
        assert!(matches!(check_seals(&ctx, 1000).unwrap(), Seals::Broken { .. }));
    }
}
