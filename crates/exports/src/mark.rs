//! A list of persons leaves: how much of it may, and the number that its copy carries.

use act::{Act, Acting, Actor, Ctx, Error, Result};
use calendar::Instant;
use db::Read;
use serde::{Deserialize, Serialize};
use sheets::Mark;
use systems::Systems;

use crate::{alarm, order::place, store};

/// Finding out whose copy a file is: the operator's, at the command line.
pub const TRACE: Act = Act::new("export.trace", "查一份导出的名单是谁导出的");

/// What leaves.
pub struct Leaving<'a> {
    /// `member.list`
    pub kind: &'static str,
    /// 党员名册
    pub title: &'a str,
    pub scope: &'a str,
    pub purpose: &'a str,
    pub rows: usize,
    /// 人, or what else the rows are.
    pub measure: &'a str,
    /// Keys of the columns in it.
    pub columns: &'a [&'a str],
    /// Identity numbers in full.
    pub with_numbers: bool,
    /// Whose persons are in it; of a list that waits for its job none yet.
    pub units: &'a [i64],
}

/// Kept encrypted: a scope may hold a name that was searched for.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    scope: String,
    purpose: String,
}

/// Notes, within the caller's act, that a list leaves; the mark for its copy. Refused where it is longer than
/// the post may take out; what is unusual goes to the security administrator.
pub fn leave(w: &Acting, ctx: &Ctx, it: &Leaving) -> Result<Mark> {
    let limit = ctx.actor.hat().map(|hat| ctx.part::<Systems>().exports().of(&hat.kind));
    if let Some(limit) = limit.filter(|limit| it.rows > limit.rows) {
        let words = format!("您的职务一次最多导出{}{}，请先筛选", limit.rows, it.measure);
        return Err(Error::invalid("", words));
    }
    let id = w.id();
    let said = Said { scope: it.scope.into(), purpose: it.purpose.into() };
    let said = serde_json::to_vec(&said).map_err(|error| Error::Broken(error.into()))?;
    let said = crypto::seal_bytes(&ctx.core.keys, &place("mark.said", id), &said).0;
    let (person, post) = (ctx.actor.person(), ctx.actor.hat().map(|hat| hat.post));
    store::insert_mark(w, w.now, &store::NewMark { id, person, post, said, it })?;
    store::insert_units(w, id, it.units)?;
    alarm::raise(w, ctx, id, it)?;
    w.about("export", id).rows(it.rows);
    Ok(Mark { id, words: words(ctx, id, w.now) })
}

/// What stands on the copy.
fn words(ctx: &Ctx, id: i64, at: Instant) -> String {
    let who = match &ctx.actor {
        Actor::Person { name, hat: Some(hat), .. } => {
            format!("{name}（{}，{}）", hat.unit.name, hat.title)
        }
        Actor::Person { name, hat: None, .. } => name.clone(),
        _ => "运维人员，在服务器上".to_owned(),
    };
    format!("导出人：{who}　时间：{}　编号：{}", at.zh(), sheets::code(id))
}

/// Whether a list that was queued was noted as leaving.
pub(crate) fn is_noted(read: &Read, id: i64) -> Result<bool> {
    Ok(store::mark(read, id)?.is_some())
}

/// The mark of a list that was queued; `None` where it was not noted.
pub(crate) fn of(ctx: &Ctx, read: &Read, id: i64) -> Result<Option<Mark>> {
    let noted = store::mark(read, id)?;
    Ok(noted.map(|noted| Mark { id, words: words(ctx, id, noted.at) }))
}

/// A list that left, as it was noted.
#[derive(Debug, Clone)]
pub struct Copy {
    pub id: i64,
    pub at: Instant,
    /// `None`: the operator.
    pub person: Option<i64>,
    pub post: Option<i64>,
    pub title: String,
    pub scope: String,
    pub purpose: String,
    pub rows: i64,
    pub measure: String,
    pub columns: String,
    pub with_numbers: bool,
}

/// Every list that somebody took out, the latest first, as it was noted.
pub fn taken_by(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<Copy>> {
    let ids = store::marks_of(read, person)?;
    ids.into_iter().filter_map(|id| find_copy(ctx, read, id).transpose()).collect()
}

/// Whose copy carries this number.
pub fn find_copy(ctx: &Ctx, read: &Read, id: i64) -> Result<Option<Copy>> {
    let Some(row) = store::mark(read, id)? else { return Ok(None) };
    let said = crypto::open_bytes(&ctx.core.keys, &place("mark.said", id), &row.said)?;
    let said: Said = serde_json::from_slice(&said).map_err(|error| Error::Broken(error.into()))?;
    Ok(Some(Copy {
        id,
        at: row.at,
        person: row.person,
        post: row.post,
        title: row.title,
        scope: said.scope,
        purpose: said.purpose,
        rows: row.rows_count,
        measure: row.measure,
        columns: row.columns,
        with_numbers: row.with_numbers,
    }))
}
