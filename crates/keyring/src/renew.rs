//! Bringing every protected value under the newest key, batch by batch, while people go on working.

use act::{Act, Acting, Ctx, Error, Result};
use crypto::Keys;
use db::Read;
use jobs::{JobKind, Schedule, When};

use crate::store;

pub const RENEW: Act = Act::new("key.renew", "用新密钥重新加密");

pub(crate) const NAME: &str = "key.renew";

/// Protected values of one table, taken in pages of rows by an id.
///
/// `newest` is the first byte of what is under the newest key; what is also under a person's own key begins
/// with [`own_mark`] of it. Empty, it stands for no key: then every row is an older one.
pub trait Protected {
    /// 证件号和电话
    const WHAT: &'static str;

    /// The sealed columns in which words of people lie, as `table.column`; none where there are keys and
    /// numbers alone. What came in under state secrecy is looked for there.
    const WORDS: &'static [&'static str];

    type Row;

    /// How many rows hold something under another key.
    fn left(read: &Read, newest: &[u8]) -> db::Result<i64>;

    /// Some of them after an id, in the order of the ids.
    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>>;

    fn id(row: &Self::Row) -> i64;

    /// Each in place of exactly the old value: who changed one meanwhile has done it under the newest key.
    /// Words go through `change` on their way.
    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], change: Change) -> Result<()>;

    /// Opens it, and finds it by its look-ups; how many values.
    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize>;

    /// What stands in the columns of [`Protected::WORDS`].
    fn words(keys: &Keys, row: &Self::Row) -> Result<Vec<Opened>>;
}

/// A sealed column and what stands in it.
pub type Opened = (&'static str, Vec<u8>);

/// What is to stand in a column in place of what stood there.
pub type Change<'a> = &'a dyn Fn(&'static str, Vec<u8>) -> Vec<u8>;

fn unchanged(_: &'static str, plain: Vec<u8>) -> Vec<u8> {
    plain
}

/// How a value begins that is sealed under its person's key and the newest of the installation.
pub fn own_mark(newest: &[u8]) -> Vec<u8> {
    newest.first().map_or_else(Vec::new, |newest| crypto::own_mark(*newest).to_vec())
}

type Batch = fn(&Acting, &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)>;

/// One [`Protected`] among the others.
#[derive(Clone, Copy)]
pub struct Renewal {
    pub what: &'static str,
    pub left: fn(&Read, newest: &[u8]) -> db::Result<i64>,
    /// Renews some of the rows after this one: how many, and the last of them.
    pub batch: Batch,
    pub prove: fn(&Read, &Keys) -> Result<usize>,
    /// [`Protected::WORDS`]
    pub words_in: &'static [&'static str],
    /// Shows every sealed word with the id of its row.
    pub look: fn(&Read, &Keys, see: See) -> Result<()>,
    /// Changes the words of one row.
    pub change: fn(&Acting, &Keys, id: i64, change: Change) -> Result<()>,
}

/// Is shown the id of a row and what stands in one of its columns.
pub type See<'a> = &'a mut dyn FnMut(i64, Opened);

impl Renewal {
    pub fn of<P: Protected>() -> Self {
        Self {
            what: P::WHAT,
            left: P::left,
            batch: batch::<P>,
            prove: prove::<P>,
            words_in: P::WORDS,
            look: look::<P>,
            change: change::<P>,
        }
    }
}

fn batch<P: Protected>(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = P::older(w, newest, after)?;
    P::renew(w, keys, &rows, &unchanged)?;
    Ok((rows.len(), rows.last().map_or(after, P::id)))
}

fn prove<P: Protected>(read: &Read, keys: &Keys) -> Result<usize> {
    let mut count = 0;
    each_row::<P>(read, &mut |row| {
        count += P::prove(keys, row)?;
        Ok(())
    })?;
    Ok(count)
}

fn look<P: Protected>(read: &Read, keys: &Keys, see: See) -> Result<()> {
    if P::WORDS.is_empty() {
        return Ok(());
    }
    each_row::<P>(read, &mut |row| {
        P::words(keys, row)?.into_iter().for_each(|opened| see(P::id(row), opened));
        Ok(())
    })
}

fn change<P: Protected>(w: &Acting, keys: &Keys, id: i64, change: Change) -> Result<()> {
    let mut rows = P::older(w, &[], id - 1)?;
    rows.retain(|row| P::id(row) == id);
    P::renew(w, keys, &rows, change)
}

/// Under whatever key they are.
fn each_row<P: Protected>(read: &Read, see: &mut dyn FnMut(&P::Row) -> Result<()>) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let rows = P::older(read, &[], after)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = P::id(last);
        rows.iter().try_for_each(&mut *see)?;
    }
}

/// Of every room and crate that protects values; a part of the core.
pub struct Renewals(pub Vec<Renewal>);

pub fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| renew_all(ctx).map(|_| ()) }
}

/// Every night, for what was still written under the old key while others had begun with the new one.
pub fn schedule() -> Schedule {
    Schedule { kind: NAME, when: When::Daily(3, 30) }
}

fn renewals(ctx: &Ctx) -> &[Renewal] {
    ctx.core.maybe_part::<Renewals>().map_or(&[], |all| &all.0)
}

/// Renews all there is; how many values.
pub fn renew_all(ctx: &Ctx) -> Result<usize> {
    let newest = [ctx.core.keys.newest_id()];
    let mut count = 0;
    for renewal in renewals(ctx) {
        count += renew(ctx, renewal, newest)?;
    }
    if ctx.core.keys.ids().len() < 2 {
        // There was no rotation; what was renewed came under the keys of persons.
        return Ok(count);
    }
    let done = ctx.read(|read| {
        let taken = store::taken(read)?;
        Ok(taken.iter().any(|it| it.id == i64::from(newest[0]) && it.renewed_at.is_some()))
    })?;
    if !done {
        ctx.act_system(&RENEW, |w| {
            w.about("data_key", newest[0]).rows(0);
            store::renewed(w, newest[0].into())?;
            Ok(())
        })?;
    }
    Ok(count)
}

/// Passes until nothing is left: meanwhile somebody may have written under the old key once more.
fn renew(ctx: &Ctx, renewal: &Renewal, newest: [u8; 1]) -> Result<usize> {
    let mut count = 0;
    while ctx.read(|read| Ok((renewal.left)(read, &newest)?))? > 0 {
        let before = count;
        let mut after = i64::MIN;
        loop {
            let (renewed, last) = ctx.act_system(&RENEW, |w| {
                let (renewed, last) = (renewal.batch)(w, &ctx.core.keys, &newest, after)?;
                w.about("data_key", newest[0]).rows(renewed);
                Ok((renewed, last))
            })?;
            if renewed == 0 {
                break;
            }
            (count, after) = (count + renewed, last);
        }
        if count == before {
            return Err(Error::broken("重新加密没有进展"));
        }
    }
    Ok(count)
}

/// What is still under older keys: (what, rows).
pub fn left(ctx: &Ctx) -> Result<Vec<(&'static str, i64)>> {
    let newest = [ctx.core.keys.newest_id()];
    ctx.read(|read| {
        let left = |it: &Renewal| Ok((it.what, (it.left)(read, &newest)?));
        renewals(ctx).iter().map(left).collect()
    })
}

/// Opens everything that is protected: (what, values).
pub fn prove_all(ctx: &Ctx) -> Result<Vec<(&'static str, usize)>> {
    ctx.read(|read| {
        let prove = |it: &Renewal| Ok((it.what, (it.prove)(read, &ctx.core.keys)?));
        renewals(ctx).iter().map(prove).collect()
    })
}
