//! A list of units against the database: what it would found, and what is odd in it.

use act::{Ctx, Result};
use calendar::Day;
use db::Read;
use serde::Serialize;
use systems::{Family, Systems};

use super::sheet::{Column, List};
use crate::unit::{NewUnit, Unit};

/// What is odd in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// As the spreadsheet program counts.
    pub row: u32,
    /// The heading as the file has it; empty: the row as a whole.
    pub column: String,
    pub value: String,
    pub reason: String,
    pub suggestion: String,
    /// The row is not taken over. Otherwise only this cell is left out.
    pub stops: bool,
}

/// What a list would become.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    pub rows: usize,
    pub findings: Vec<Finding>,
    /// Names and kinds of what will be founded, in the order of the file.
    pub units: Vec<(String, String)>,
    /// The unit below which they will stand.
    #[serde(skip)]
    pub(super) base: String,
    #[serde(skip)]
    pub(super) planned: Vec<Planned>,
}

impl Plan {
    /// Rows that are not taken over.
    pub fn stopped(&self) -> usize {
        self.rows - self.units.len()
    }
}

/// A superior: known to the database, or another row of the file.
#[derive(Debug, Clone)]
pub(super) enum Ref {
    Known(Box<Unit>),
    Row(usize),
}

#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) row: u32,
    pub(super) new: NewUnit,
    pub(super) family: Family,
    pub(super) line: Option<Ref>,
    pub(super) lead: Option<Ref>,
    pub(super) approve: Option<Ref>,
    pub(super) host: Option<Ref>,
    pub(super) elected: Option<Day>,
    pub(super) years: Option<i64>,
    pub(super) committee: Option<bool>,
    pub(super) stopped: bool,
}

/// Reads the list against the database and writes nothing.
pub fn rehearse(ctx: &Ctx, read: &Read, base: &Unit, bytes: &[u8]) -> Result<Plan> {
    rehearse_list(ctx, read, base, &List::read(bytes)?)
}

/// The same for a list that was read.
pub(super) fn rehearse_list(ctx: &Ctx, read: &Read, base: &Unit, list: &List) -> Result<Plan> {
    let mut rehearsal = Rehearsal {
        ctx,
        read,
        base,
        systems: ctx.part::<Systems>(),
        list,
        planned: Vec::new(),
        findings: Vec::new(),
    };
    rehearsal.rows()?;
    rehearsal.superiors()?;
    rehearsal.stop_below_stopped();
    let Rehearsal { planned, mut findings, systems, .. } = rehearsal;
    findings.sort_by_key(|finding| finding.row);
    let going = planned.iter().filter(|it| !it.stopped);
    let named = |it: &Planned| (it.new.name.clone(), systems.kind_title(&it.new.kind).to_owned());
    let units = going.map(named).collect();
    let base = base.name.clone();
    Ok(Plan { rows: planned.len(), findings, units, base, planned })
}

pub(super) struct Rehearsal<'a, 'c> {
    pub(super) ctx: &'a Ctx,
    pub(super) read: &'a Read<'c>,
    pub(super) base: &'a Unit,
    pub(super) systems: &'a Systems,
    pub(super) list: &'a List,
    pub(super) planned: Vec<Planned>,
    pub(super) findings: Vec<Finding>,
}

impl Rehearsal<'_, '_> {
    pub(super) fn note(
        &mut self,
        row: u32,
        column: Column,
        value: &str,
        reason: &str,
        suggestion: &str,
    ) {
        self.findings.push(Finding {
            row,
            column: self.list.heading(column).to_owned(),
            value: value.to_owned(),
            reason: reason.to_owned(),
            suggestion: suggestion.to_owned(),
            stops: false,
        });
    }

    pub(super) fn stop(
        &mut self,
        row: u32,
        column: Column,
        value: &str,
        reason: &str,
        suggestion: &str,
    ) {
        self.note(row, column, value, reason, suggestion);
        if let Some(finding) = self.findings.last_mut() {
            finding.stops = true;
        }
        if let Some(planned) = self.planned.iter_mut().find(|it| it.row == row) {
            planned.stopped = true;
        }
    }
}
