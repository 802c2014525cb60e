//! Hats: under which of his posts, or in whose stead, somebody acts.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use act::{Ctx, Result};
use calendar::Day;
use db::{Asker, Read};
use systems::Systems;
use web::Front;

use self::store::Row;

/// A hat to choose.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) id: i64,
    /// Of post.
    pub(crate) kind: String,
    /// 党支部书记, 代党支部书记
    pub(crate) title: String,
    pub(crate) unit: String,
    /// 代张伟华，12月1日止
    pub(crate) stands_in: String,
    /// Why it cannot be worn; "" where it can.
    pub(crate) why_not: &'static str,
}

/// In official order of the posts; where he stands in comes after his own.
pub(crate) fn choices(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<Choice>> {
    Ok(in_order(ctx, store::list(read, person, ctx.today)?))
}

/// The same while others ask too.
async fn choices_asked(ctx: &Ctx, ask: &Asker, person: i64) -> Result<Vec<Choice>> {
    Ok(in_order(ctx, ask.all(store::COLUMNS, store::held(person, ctx.today)).await?))
}

fn in_order(ctx: &Ctx, mut rows: Vec<Row>) -> Vec<Choice> {
    let systems = ctx.part::<Systems>();
    let count = rows.len();
    let is_elsewhere = !Front::is_for_administrators(&ctx.core, ctx.client);
    let order = |kind: &str| systems.post(kind).map_or(i64::MAX, |post| post.order);
    rows.sort_by_key(|row| (row.holder.is_some(), order(&row.kind)));
    rows.into_iter().map(|row| choice(systems, row, count, is_elsewhere)).collect()
}

const ONE_HAND: &str =
    "给您这个身份的人也给您开通或重设了账号。请系统管理员当面重设一次口令，再用这个身份";
const NOT_ALONE: &str =
    "管理员只能担任这一个职务。请安全保密管理员或有任免权限的人免去另外的职务，再用这个身份";

const ELSEWHERE: &str =
    "管理员的身份只能在登记过的管理网段里用，您现在的地址不在里面。请换到管理终端上登录";

fn choice(systems: &Systems, row: Row, count: usize, is_elsewhere: bool) -> Choice {
    let is_administrator = systems.is_administrator(&row.kind);
    let why_not = match (row.is_of_one_hand, is_administrator && count > 1) {
        (true, _) => ONE_HAND,
        (_, true) => NOT_ALONE,
        _ if is_administrator && is_elsewhere => ELSEWHERE,
        _ => "",
    };
    let role = if row.holder.is_some() { "代" } else { "" };
    let stands_in = row.holder.zip(row.until);
    Choice {
        id: row.id,
        title: format!("{role}{}", systems.post_title(&row.kind, &row.unit_kind)),
        unit: row.unit_name,
        stands_in: stands_in
            .map(|(holder, until)| format!("代{holder}，到{}止", until.plus_days(-1).zh()))
            .unwrap_or_default(),
        kind: row.kind,
        why_not,
    }
}

/// Ids of what somebody may wear today.
pub(crate) fn held(read: &Read, person: i64, today: Day) -> Result<Vec<i64>> {
    Ok(store::list(read, person, today)?.into_iter().map(|row| row.id).collect())
}

/// The hat to begin with: the one worn last, or the only one; `None` when he has to choose.
pub(crate) fn first(ctx: &Ctx, read: &Read, person: i64) -> Result<Option<i64>> {
    let mut usable = choices(ctx, read, person)?;
    usable.retain(|choice| choice.why_not.is_empty());
    if let [only] = usable.as_slice() {
        return Ok(Some(only.id));
    }
    let last = store::last_worn(read, person)?;
    Ok(last.filter(|last| usable.iter().any(|choice| choice.id == *last)))
}

/// Kinds of the posts held, each with the kind of its unit.
pub(crate) fn kinds(read: &Read, person: i64, today: Day) -> Result<Vec<(String, String)>> {
    let rows = store::list(read, person, today)?;
    Ok(rows.into_iter().map(|row| (row.kind, row.unit_kind)).collect())
}

/// Whether there is any hat to choose.
pub(crate) fn has_any(read: &Read, person: i64, today: Day) -> Result<bool> {
    Ok(!store::list(read, person, today)?.is_empty())
}
