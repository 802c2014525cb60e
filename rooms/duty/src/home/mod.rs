//! What the room adds to the home page: this month's things, what is done, what comes next.

mod aside;

use act::{Ctx, Result};
use askama::Template;
use calendar::{Period, PeriodKind};
use db::Asker;
use rules::{Modality, Rules};
use web::{Gathered, Markup, Todo, Urgency};

use crate::{
    Bearer, Law, Persons, Standing,
    judge::{State, Verdict},
    kinds,
    list::AskedUnit,
    person,
    show::tag_with_days,
    slot::{
        Address,
        pages::{entry, not_done},
    },
};

/// A member: his own hours and talks. A secretary: what is overdue or due soon in his unit, what was
/// done this month, and what next month asks. A committee's officer: what is overdue or due soon of the committee.
pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let Some(hat) = ctx.actor.hat() else { return person::own::at_home(ctx, ask).await };
    // Whom a committee's officer is to help, the room that has the picture tells him; here is what it owes itself.
    let is_branch = kinds::is_branch(&hat.unit.kind);
    if !is_branch && hat.unit.lead_path.is_none() {
        return Ok(Default::default());
    }
    let month = Period::of(PeriodKind::Month, ctx.today);
    let own = |year| AskedUnit::new(ask, hat.unit.id, year, Persons::Without);
    let law = Law::asked(ask, ctx.part::<Rules>());
    let asked = own(month.year());
    let later = (month.next().year() != month.year()).then(|| own(month.next().year()));
    let law = law.await?;
    let (standings, _) = asked.standings(&law, ctx.today).await;
    let later = match later {
        Some(later) => Some(later.standings(&law, ctx.today).await.0),
        None => None,
    };
    let waits = each(&standings).filter(|(_, it)| ctx.carries(&crate::SEE) && waits(it));
    let todos = waits.map(|(bearer, verdict)| thing(bearer, verdict)).collect();
    let coming = later.as_ref().unwrap_or(&standings);
    if !is_branch {
        return Ok((todos, Vec::new()));
    }
    let page = aside::of(month, &hat.unit, &standings, coming);
    Ok((todos, vec![Markup(page.render().map_err(act::Error::broken)?)]))
}

/// Every slot with its bearer.
fn each<'s>(standings: &'s [Standing<'_>]) -> impl Iterator<Item = (&'s Bearer, &'s Verdict<'s>)> {
    standings.iter().flat_map(|it| it.verdicts.iter().map(move |verdict| (&it.bearer, verdict)))
}

/// Overdue, or due soon; what may be left is never asked for.
pub(crate) fn waits(verdict: &Verdict) -> bool {
    let is_asked = verdict.slot.duty.modality != Modality::May;
    is_asked && (verdict.state == State::Overdue || verdict.soon)
}

fn thing(bearer: &Bearer, verdict: &Verdict) -> Todo {
    let address = Address::of(bearer, &verdict.slot);
    let is_late = verdict.state == State::Overdue;
    let mut actions = Vec::new();
    actions.extend(entry(&address, verdict));
    if is_late && verdict.slot.duty.modality != Modality::Shall {
        actions.push((not_done(verdict), address.act_url("explanation")));
    }
    let why = if is_late { "为什么是逾期" } else { "看依据" };
    let said = verdict.words();
    let words = if said.contains("最后一天") {
        said
    } else {
        format!("最后一天是{}。{said}", verdict.last_day.zh_short())
    };
    Todo {
        title: verdict.title(),
        tag: tag_with_days(verdict),
        words,
        why: Some((why.to_owned(), address.url())),
        actions,
        due: Some(verdict.last_day),
        urgency: if is_late { Urgency::Late } else { Urgency::Soon },
    }
}

#[derive(Template)]
#[template(path = "home/aside.html")]
struct Aside {
    title: String,
    lines: Vec<crate::show::Line>,
    /// Said where nothing was done: whether anything was asked.
    none: &'static str,
    next_title: String,
    next: String,
    url: String,
}
