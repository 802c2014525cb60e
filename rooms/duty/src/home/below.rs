//! Whom to help: branches below a committee with something overdue, in official order.

use act::{Ctx, Relation, Result};
use db::Read;
use web::{Todo, parts};

use super::waits;
use crate::{
    Bearer, Law, Persons, Scope, Wanted, bearers,
    judge::{State, Verdict},
    served,
    slot::Address,
    verdicts,
};

/// At most so many; the rest is in the picture.
const MOST: usize = 10;

pub(super) fn todo(ctx: &Ctx, read: &Read, law: &Law) -> Result<Vec<Todo>> {
    let Some(hat) = ctx.actor.hat() else { return Ok(Vec::new()) };
    let Some(relation) = by(ctx) else { return Ok(Vec::new()) };
    let (root, year) = ((relation, hat.unit.id), ctx.today.year());
    let scope = (Scope::Tree, Persons::Without);
    let mut bearers = bearers(read, law, root, year, scope)?;
    let served = served(read, root, year, scope)?;
    bearers.retain(|it| it.unit != hat.unit.id);
    bearers.sort_by_key(|it| (it.official_order, it.unit));
    let mut todos: Vec<Todo> = Vec::new();
    for of_unit in bearers.chunk_by(|a, b| a.unit == b.unit) {
        let late: Vec<(&Bearer, Verdict)> = of_unit
            .iter()
            .flat_map(|bearer| {
                let all = verdicts(law, bearer, &served, year, ctx.today, Wanted::Owed);
                all.into_iter().map(move |verdict| (bearer, verdict))
            })
            .filter(|(_, it)| waits(it) && it.state == State::Overdue)
            .collect();
        todos.extend(help(&late));
        if todos.len() == MOST {
            break;
        }
    }
    Ok(todos)
}

/// By lead for a Party hat, by line for an administrative one.
fn by(ctx: &Ctx) -> Option<Relation> {
    let unit = &ctx.actor.hat()?.unit;
    Some(if unit.lead_path.is_some() { Relation::Lead } else { Relation::Line })
}

fn help(late: &[(&Bearer, Verdict)]) -> Option<Todo> {
    let (bearer, first) = late.first()?;
    let names: Vec<String> = late.iter().map(|(_, it)| it.title()).collect();
    Some(Todo {
        title: bearer.short_name.clone(),
        tag: parts::tag(parts::State::Late, &format!("逾期{}件", late.len())),
        words: format!("{}。", names.join("、")),
        why: Some(("为什么是逾期".to_owned(), Address::of(bearer, &first.slot).url())),
        actions: vec![("看这个支部".to_owned(), format!("/duties/{}", bearer.unit))],
        due: Some(first.last_day),
        weight: 5,
    })
}
