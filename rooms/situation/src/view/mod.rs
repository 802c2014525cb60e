//! A view: every slot below a node judged on a day, kept small; pictures and lists are drawn from it.

mod cache;
mod item;
mod judged;
mod store;
mod tree;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use act::{Ctx, Relation, Result};
use calendar::Day;
use db::{Asker, Read};
use duty::Persons;
use rules::Rules;
use systems::Systems;

pub use self::{
    cache::Views,
    item::{Item, Named, Scope, Share},
    tree::{Row, Tree},
};
pub(crate) use self::{
    judged::place_day,
    store::{Stood, holders},
};
use crate::picture::Node;

/// Which node, by which relation, on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ask {
    pub relation: Relation,
    pub node: i64,
    pub on: Day,
}

/// Months of a trend.
const MONTHS: i32 = 12;

/// Everything below a node on a day. What does not bind, or was before the start of use, is not in it.
#[derive(Debug, Clone)]
pub struct View {
    pub node: Node,
    pub on: Day,
    pub tree: Tree,
    pub duties: Vec<Named>,
    pub items: Vec<Item>,
    pub shares: Vec<Share>,
    /// The same day of the last twelve months, oldest first, `on` last.
    pub days: Vec<Day>,
    /// How many of a duty were overdue on each of these days, by side.
    pub late: BTreeMap<(u16, i64), Vec<i64>>,
}

/// Counts anew: five statements for any subtree. `None` where the node does not stand in the relation.
pub fn look(read: &Read, rules: &Rules, systems: &Systems, ask: Ask) -> Result<Option<View>> {
    let first = Day::new(ask.on.year() - 1, 1, 1).unwrap_or(Day::MIN);
    let tree = Tree::load(read, systems, (ask.relation, ask.node), (first, ask.on))?;
    let Some(row) = tree.row(ask.node) else { return Ok(None) };
    let node = node_of(row, ask);
    let persons = if row.is_branch { Persons::With } else { Persons::Without };
    let law = duty::Law::load(read, rules)?;
    // Subgroups stand below their branch by lead alone; by line they hang beside it.
    let relation = if row.is_branch { Relation::Lead } else { ask.relation };
    let root = (relation, ask.node);
    let year = ask.on.year();
    let bearers = duty::bearers(read, &law, root, year, (duty::Scope::Tree, persons))?;
    let served = duty::served(read, root, year - 1, (duty::Scope::Tree, persons))?;
    let mut judged = judged::Judged::new(&law, &tree, ask);
    for bearer in &bearers {
        judged.bearer(bearer, &served);
    }
    Ok(Some(judged.view(node, tree.clone())))
}

/// More below it than can be judged while somebody waits.
pub(crate) fn is_large(read: &Read, ask: Ask) -> Result<bool> {
    const LARGE: i64 = 3_000;
    Ok(store::count_below(read, ask.node, ask.relation)? > LARGE)
}

/// The same for some units of the node. `around` (the node, and the children under which they stand) only for their
/// names; at most 500 in all.
pub(crate) async fn glimpse(
    asker: &Asker,
    rules: &Rules,
    systems: &Systems,
    ask: Ask,
    (units, around): (&[i64], &[i64]),
) -> Result<Option<View>> {
    let years = (ask.on.year() - 1, ask.on.year());
    let first = Day::new(years.0, 1, 1).unwrap_or(Day::MIN);
    let rows = [units, around, &[ask.node]].concat();
    let tree = Tree::some(asker, (ask.relation, ask.node), (first, ask.on), &rows);
    let law = duty::Law::asked(asker, rules);
    let asked = duty::Asked::each(asker, units, years);
    let tree = Tree::of(systems, ask.node, tree.await?);
    let Some(row) = tree.row(ask.node) else { return Ok(None) };
    let node = node_of(row, ask);
    let law = law.await?;
    let (bearers, served) = asked.answered(&law).await;
    let mut judged = judged::Judged::new(&law, &tree, ask);
    for bearer in &bearers {
        judged.bearer(bearer, &served);
    }
    Ok(Some(judged.view(node, tree.clone())))
}

fn node_of(row: &Row, ask: Ask) -> Node {
    Node {
        unit: row.id,
        code: row.code().to_owned(),
        name: row.name().to_owned(),
        relation: ask.relation,
    }
}

/// The same out of memory while nothing has changed.
pub fn seen(ctx: &Ctx, read: &Read, ask: Ask) -> Result<Option<Arc<View>>> {
    let fresh = || look(read, ctx.part::<Rules>(), ctx.part::<Systems>(), ask);
    let Some(views) = ctx.core.maybe_part::<Views>() else { return Ok(fresh()?.map(Arc::new)) };
    let stamp = store::stamp(read)?;
    let key = cache::Key { node: ask.node, relation: ask.relation, on: ask.on, stamp };
    if let Some(view) = views.get(&key) {
        return Ok(Some(view));
    }
    let view = fresh()?.map(Arc::new);
    if let Some(view) = &view {
        views.put(key, view);
    }
    Ok(view)
}

/// The day of each of the last twelve months, oldest first.
pub(crate) fn days(on: Day) -> Vec<Day> {
    (0..MONTHS).rev().map(|back| on.plus_months(-back)).collect()
}
