//! One's own exports: how far they are, and taking one.

use act::{Act, Ctx, Error, Result};
use calendar::Instant;
use db::Read;
use jobs::progress;

use crate::{
    Format, Kinds,
    order::{opened, place},
    store::{self, Row},
};

/// One's own lists; under this name it is logged that one was taken.
pub const SEE: Act = Act::new("see.export", "取走导出的名单");

/// Asking for a long list where no act of its own says so.
pub const ASK: Act = Act::new("export.ask", "在后台导出一份名单");

/// A job that has not come to an end by then was given up.
const HOURS_AT_MOST: i64 = 24;

/// An export as its owner sees it.
pub struct Export {
    pub id: i64,
    pub title: String,
    pub scope: String,
    pub purpose: String,
    pub rows: i64,
    pub asked_at: Instant,
    pub state: State,
}

/// How far an export is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Queued,
    /// Rows done and in all, where this node writes it.
    Running(Option<(usize, usize)>),
    Ready {
        until: Instant,
    },
    Failed(String),
    Expired,
}

/// How many one has.
pub fn count_mine(ctx: &Ctx, read: &Read) -> Result<i64> {
    Ok(store::count_of(read, ctx.person()?)?)
}

/// One's own, the latest first.
pub fn mine(ctx: &Ctx, read: &Read, span: (i64, i64)) -> Result<Vec<Export>> {
    let rows = store::of(read, ctx.person()?, span)?;
    rows.into_iter().map(|row| export(ctx, row)).collect()
}

fn export(ctx: &Ctx, row: Row) -> Result<Export> {
    let asked = opened(ctx, row.id, &row.asked)?;
    Ok(Export {
        id: row.id,
        state: state(&row, progress::now(row.id), ctx.now),
        title: row.title,
        scope: asked.scope,
        purpose: asked.purpose,
        rows: row.rows_count,
        asked_at: row.asked_at,
    })
}

fn state(row: &Row, done: Option<(usize, usize)>, now: Instant) -> State {
    let given_up = row.asked_at.plus_seconds(HOURS_AT_MOST * 3600) <= now;
    match (&row.problem, row.expires_at) {
        (Some(words), _) => State::Failed(words.clone()),
        (None, Some(until)) if until > now => State::Ready { until },
        (None, Some(_)) => State::Expired,
        (None, None) if given_up => State::Failed("系统试了几次没有生成，请重新导出".into()),
        (None, None) if row.begun_at.is_some() => State::Running(done),
        (None, None) => State::Queued,
    }
}

/// A file on its way out.
pub struct Taken {
    pub name: String,
    pub format: Format,
    pub content: Vec<u8>,
}

/// One's own file, while it lasts and while the hat it was asked under still reaches all that is in it.
pub fn take(ctx: &Ctx, read: &Read, id: i64) -> Result<Taken> {
    let person = ctx.person()?;
    let file = store::file(read, id)?.filter(|it| it.person == person).ok_or(Error::NotFound)?;
    let is_over = file.expires_at.is_none_or(|until| until <= ctx.now);
    let content = file.content.filter(|_| !is_over);
    let content =
        content.ok_or_else(|| Error::Conflict("这个文件已经过期删除，请重新导出".into()))?;
    let then = ctx.in_name_of(read, person, file.post)?;
    let asked = opened(ctx, id, &file.asked)?;
    let act = (Kinds::find(ctx, &file.kind)?.act)(&asked.wanted);
    let units: Vec<i64> = file.units.split(' ').filter_map(|unit| unit.parse().ok()).collect();
    let hidden = store::out_of_sight(read, &then.sight(&act), &units)?;
    if hidden > 0 {
        let words = format!("名单里有{hidden}个组织已经不在您当时身份的范围内，请重新导出");
        return Err(Error::Conflict(words));
    }
    let content = crypto::open_bytes(&ctx.core.keys, &place("content", id), &content)?;
    ctx.viewed(&SEE, format!("export:{id}"), usize::try_from(file.rows_count).unwrap_or(0));
    Ok(Taken { name: file.file_name, format: file.format, content })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_follows_from_the_row_and_the_clock() {
        let at = |hour| Instant::at("2026-11-20".parse().unwrap(), hour, 0);
        let row = Row {
            id: 1,
            title: String::new(),
            asked: Vec::new(),
            rows_count: 9,
            asked_at: at(9),
            begun_at: None,
            expires_at: None,
            problem: None,
        };
        let begun = Row { begun_at: Some(at(10)), ..row.clone() };
        let ready = Row { expires_at: Some(at(12)), ..begun.clone() };
        assert_eq!(state(&row, None, at(10)), State::Queued);
        assert_eq!(state(&begun, Some((1, 9)), at(10)), State::Running(Some((1, 9))));
        assert_eq!(state(&ready, None, at(11)), State::Ready { until: at(12) });
        assert_eq!(state(&ready, None, at(12)), State::Expired);
        let next_day = at(9).plus_seconds(24 * 3600);
        assert!(matches!(state(&begun, None, next_day), State::Failed(_)), "given up");
    }
}
