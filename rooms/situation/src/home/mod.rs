//! Whom to help, on the home page of a committee's officer or an organ: units below with something
//! overdue, in official order.

use act::{Ctx, Error, Relation, Result};
use calendar::{Day, PeriodKind};
use db::{Asker, Read};
use duty::judge::State;
use systems::Systems;
use web::{Gathered, Todo, Urgency, parts};

use crate::ask::Asked;
use crate::missing::{Line, States, Wanted};
use crate::view::Scope;

/// At most so many units; the rest is in the picture.
const MOST: usize = 10;

/// Where figures answer in memory, only the seal to which they hold is asked apart.
pub(crate) async fn at_home(ctx: &Ctx, read: &Read<'_>, ask: &Asker) -> Result<Gathered> {
    let Some(hat) = ctx.actor.hat().filter(|_| ctx.carries(&duty::SEE)) else {
        return Ok(Default::default());
    };
    // Nobody needs help below a branch or a subgroup.
    let kind = ctx.part::<Systems>().unit_kind(&hat.unit.kind);
    if hat.unit.kind == "subgroup" || kind.is_some_and(|kind| kind.members) {
        return Ok(Default::default());
    }
    // By lead for a Party hat, by line for an administrative one.
    let is_led = hat.unit.lead_path.is_some();
    let relation = if is_led { Relation::Lead } else { Relation::Line };
    let scope = Scope::year(ctx.today);
    let asked = match Asked::of(ctx, read, hat.unit.clone(), relation, scope) {
        Err(Error::NotFound | Error::Busy(_)) => return Ok(Default::default()),
        asked => asked?,
    };
    let wanted = Wanted { states: States::One(State::Overdue), ..Wanted::default() };
    let lines = asked.lines_of_first(ctx, ask, &wanted, MOST).await?;
    Ok((lines.chunk_by(|a, b| a.unit == b.unit).filter_map(help).collect(), Vec::new()))
}

fn help(late: &[Line]) -> Option<Todo> {
    let first = late.first()?;
    let mut names: Vec<String> = late.iter().map(title).collect();
    names.dedup();
    let look = if first.name.ends_with("支部") { "看这个支部" } else { "看这个组织" };
    let due: Option<Day> = late.iter().map(|line| line.last_day).min();
    Some(Todo {
        title: first.name.clone(),
        tag: parts::tag(parts::State::Late, &format!("逾期{}件", late.len())),
        words: format!("{}。", names.join("、")),
        why: Some(("为什么是逾期".to_owned(), first.url())),
        actions: vec![(look.to_owned(), crate::duties_of(first.unit))],
        due,
        urgency: Urgency::Helps,
    })
}

/// `9月主题党日`; what is owed once a year, or all the time, by its name.
fn title(line: &Line) -> String {
    match line.period.kind() {
        PeriodKind::Month | PeriodKind::Quarter | PeriodKind::Half => {
            format!("{}{}", line.period.zh(), line.duty.title)
        }
        PeriodKind::Year | PeriodKind::Free => line.duty.title.clone(),
    }
}
