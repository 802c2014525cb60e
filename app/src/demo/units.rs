//! Units of the plan, with their terms.

use std::collections::BTreeMap;

use act::Ctx;
use anyhow::{Context, Result};
use demo::{Plan, PlannedUnit};
use org::{NewTerm, NewUnit};
use systems::Systems;

use super::{BASIS, SEED};

/// Founds the units and adds their ids by code.
pub(super) fn load(ctx: &Ctx, plan: &Plan, ids: &mut BTreeMap<String, i64>) -> Result<()> {
    for unit in &plan.units {
        ids.insert(unit.code.clone(), ctx.core.db.id());
    }
    let new: Result<Vec<NewUnit>> = plan.units.iter().map(|unit| new_unit(unit, ids)).collect();
    let new = new?;
    let systems = ctx.part::<Systems>();
    ctx.act_system(&SEED, |w| {
        org::found_units(w, systems, &new)?;
        w.rows(new.len());
        Ok(())
    })?;
    start_terms(ctx, plan, ids)
}

fn new_unit(unit: &PlannedUnit, ids: &BTreeMap<String, i64>) -> Result<NewUnit> {
    let id = |code: &String| ids.get(code).copied().with_context(|| format!("没有单位{code}"));
    let parent = |relation: &str| {
        let tie = unit.ties.iter().find(|tie| tie.relation == relation);
        tie.map(|tie| id(&tie.parent)).transpose()
    };
    Ok(NewUnit {
        id: Some(id(&unit.code)?),
        code: Some(unit.code.clone()),
        short_name: Some(unit.short_name.clone()),
        official_order: Some(unit.order),
        use_from: Some(unit.use_from),
        lead: parent("lead")?,
        line: parent("line")?,
        approve: parent("approve")?,
        host: unit.host.as_ref().map(id).transpose()?,
        basis: BASIS.into(),
        ..NewUnit::new(unit.kind, &unit.name, unit.founded_on)
    })
}

fn start_terms(ctx: &Ctx, plan: &Plan, ids: &BTreeMap<String, i64>) -> Result<()> {
    let elected = |unit: &PlannedUnit| {
        Some(NewTerm {
            unit: ids.get(&unit.code).copied()?,
            elected_on: unit.elected_on?,
            years: unit.term_years,
            basis: BASIS.into(),
        })
    };
    let terms: Vec<NewTerm> = plan.units.iter().filter_map(elected).collect();
    Ok(ctx.act_system(&SEED, |w| {
        for term in &terms {
            org::start_term(w, term)?;
        }
        w.rows(terms.len());
        Ok(())
    })?)
}
