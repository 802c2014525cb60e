//! A list of units becomes units: rehearsed against the database, then founded in one act.

use std::collections::BTreeMap;

use act::{Acting, Ctx, Error, Result};
use calendar::Day;
use db::{Read, bind};
use serde::Serialize;
use systems::{Family, Systems, UnitKind};

use super::{
    IMPORT,
    sheet::{Column, List},
};
use crate::{
    term,
    tie::{self, TieKind},
    unit::{NewUnit, Unit, found_units, store},
};

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
    #[serde(skip)]
    planned: Vec<Planned>,
}

impl Plan {
    /// Rows that are not taken over.
    pub fn stopped(&self) -> usize {
        self.rows - self.units.len()
    }
}

/// A superior: known to the database, or another row of the file.
#[derive(Debug, Clone)]
enum Ref {
    Known(Box<Unit>),
    Row(usize),
}

#[derive(Debug, Clone)]
struct Planned {
    row: u32,
    new: NewUnit,
    family: Family,
    line: Option<Ref>,
    lead: Option<Ref>,
    approve: Option<Ref>,
    host: Option<Ref>,
    elected: Option<Day>,
    years: Option<i64>,
    committee: Option<bool>,
    stopped: bool,
}

/// Reads the list against the database and writes nothing.
pub fn rehearse(ctx: &Ctx, read: &Read, base: &Unit, bytes: &[u8]) -> Result<Plan> {
    let list = List::read(bytes)?;
    let mut rehearsal = Rehearsal {
        ctx,
        read,
        base,
        systems: ctx.part::<Systems>(),
        list: &list,
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
    Ok(Plan { rows: planned.len(), findings, units, planned })
}

/// Founds what the list says, as one act with one batch number; the plan tells what was left out.
pub fn commit(ctx: &Ctx, base: i64, bytes: &[u8]) -> Result<Plan> {
    ctx.act(&IMPORT, base, |w| {
        let unit = store::get(w, base)?.ok_or(Error::NotFound)?;
        let plan = rehearse(ctx, w, &unit, bytes)?;
        if plan.units.is_empty() {
            return Err(Error::invalid("file", "没有一行可以导入，先把表里的问题改好"));
        }
        write(ctx, w, &plan.planned)?;
        w.about("unit", base).rows(plan.units.len());
        Ok(plan)
    })
}

struct Rehearsal<'a, 'c> {
    ctx: &'a Ctx,
    read: &'a Read<'c>,
    base: &'a Unit,
    systems: &'a Systems,
    list: &'a List,
    planned: Vec<Planned>,
    findings: Vec<Finding>,
}

impl Rehearsal<'_, '_> {
    fn rows(&mut self) -> Result<()> {
        let list = self.list;
        let codes: Vec<String> = list.rows.iter().map(|row| list.text(row, Column::Code)).collect();
        let given: Vec<&str> =
            codes.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        let taken: BTreeMap<String, i64> =
            store::taken_codes(self.read, &given)?.into_iter().collect();
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for (row, code) in list.rows.iter().zip(codes) {
            self.row(row);
            if code.is_empty() {
                continue;
            }
            if let Some(first) = seen.insert(code.clone(), row.number) {
                let reason = format!("编码与第{first}行相同");
                self.stop(row.number, Column::Code, &code, &reason, "每个组织用自己的编码");
            } else if taken.contains_key(&code) {
                let hint = "已经有的组织不用再导入；是另一个组织就换一个编码";
                self.stop(row.number, Column::Code, &code, "这个编码已经有组织在用", hint);
            }
        }
        Ok(())
    }

    fn row(&mut self, row: &sheets::Row) {
        let text = |column| self.list.text(row, column);
        let (name, word) = (text(Column::Name), text(Column::Kind));
        let kind = self.systems.unit_kinds().iter().find(|kind| kind.is_called(&word));
        let code = Some(text(Column::Code)).filter(|code| !code.is_empty());
        let founded = self.list.day(row, Column::Founded);
        let today = self.ctx.today;
        let new = NewUnit {
            code,
            basis: "导入".into(),
            ..NewUnit::new(
                kind.map_or("", UnitKind::key),
                &name,
                founded.ok().flatten().unwrap_or(today),
            )
        };
        let family = kind.map_or(Family::Outside, |kind| kind.family);
        self.planned.push(Planned {
            row: row.number,
            new,
            family,
            line: None,
            lead: None,
            approve: None,
            host: None,
            elected: None,
            years: None,
            committee: None,
            stopped: false,
        });
        let number = row.number;
        if name.is_empty() {
            self.stop(number, Column::Name, "", "没有写名称", "补上名称，或者删掉这一行");
        }
        if kind.is_none() {
            let hint = "写成党支部、党总支、派出所、大队这样的类别";
            self.stop(number, Column::Kind, &word, "不认识这个类别", hint);
        }
        let written = text(Column::Founded);
        let hint = "写成2019-06-01或2019年6月";
        match founded {
            Ok(None) if family == Family::Outside => {}
            Ok(None) => self.stop(number, Column::Founded, "", "没有写成立日期", hint),
            Err(()) => self.stop(number, Column::Founded, &written, "读不出日期", hint),
            Ok(Some(day)) if day > today => {
                self.stop(number, Column::Founded, &written, "成立日期还没有到", "核对年份");
            }
            Ok(Some(_)) => {}
        }
        self.term(row);
    }

    fn term(&mut self, row: &sheets::Row) {
        let number = row.number;
        let elected = self.list.day(row, Column::Elected);
        let (elected_text, years, committee) = (
            self.list.text(row, Column::Elected),
            self.list.text(row, Column::Years),
            self.list.text(row, Column::Committee),
        );
        let founded = self.planned.last().map_or(self.ctx.today, |it| it.new.founded_on);
        let elected = match elected {
            Err(()) => {
                self.note(
                    number,
                    Column::Elected,
                    &elected_text,
                    "读不出日期",
                    "写成2023-06-01这样",
                );
                None
            }
            Ok(Some(day)) if day < founded || day > self.ctx.today => {
                let hint = "选举日期要在成立之后、今天以前";
                self.note(number, Column::Elected, &elected_text, "选举日期对不上", hint);
                None
            }
            Ok(day) => day,
        };
        let read_years = years.trim_end_matches('年').parse().ok().filter(|n| (1..=10).contains(n));
        if read_years.is_none() && (!years.is_empty() || elected.is_some()) {
            let hint = "写成3或5这样的年数；没有任期，届满日期算不出来";
            self.note(number, Column::Years, &years, "任期读不出来", hint);
        }
        let read_committee = match committee.as_str() {
            "是" | "有" | "设" | "1" | "√" => Some(true),
            "否" | "无" | "不设" | "0" | "×" => Some(false),
            "" => None,
            _ => {
                self.note(
                    number,
                    Column::Committee,
                    &committee,
                    "看不出设不设委员会",
                    "写“是”或“否”",
                );
                None
            }
        };
        if let Some(planned) = self.planned.last_mut() {
            (planned.elected, planned.years, planned.committee) =
                (elected, read_years, read_committee);
        }
    }

    fn superiors(&mut self) -> Result<()> {
        for at in 0..self.planned.len() {
            if self.planned[at].new.kind.is_empty() {
                continue;
            }
            let lead = self.superior(at, Column::Lead, Some(TieKind::Lead))?;
            let line = self.superior(at, Column::Line, Some(TieKind::Line))?;
            let approve = self.superior(at, Column::Approve, Some(TieKind::Approve))?;
            let host = self.superior(at, Column::Host, None)?;
            let planned = &mut self.planned[at];
            (planned.lead, planned.approve, planned.host) = (lead, approve, host);
            match planned.family {
                // In a list of administrative units the base is the superior unless a row says so.
                Family::Administrative if line.is_none() => {
                    planned.line = Some(Ref::Known(Box::new(self.base.clone())));
                }
                Family::Administrative => planned.line = line,
                // Party units have no line of their own: offices write their host there.
                Family::Party | Family::Mass if planned.host.is_none() => planned.host = line,
                _ => {}
            }
            self.host(at);
        }
        Ok(())
    }

    fn host(&mut self, at: usize) {
        let planned = &self.planned[at];
        if !planned.family.needs_host() || planned.host.is_some() {
            return;
        }
        let inherits = match &planned.lead {
            Some(Ref::Known(unit)) => unit.host.is_some(),
            Some(Ref::Row(above)) => self.planned[*above].family.needs_host(),
            None => false,
        };
        if inherits {
            return;
        }
        if self.base.family == Family::Administrative {
            self.planned[at].host = Some(Ref::Known(Box::new(self.base.clone())));
        } else {
            let number = planned.row;
            self.stop(number, Column::Host, "", "没有写设在哪个单位", "写行政单位的名称或编码");
        }
    }

    /// The unit that a cell names, by code or by name, in the file or in the database.
    fn superior(
        &mut self,
        at: usize,
        column: Column,
        kind: Option<TieKind>,
    ) -> Result<Option<Ref>> {
        let number = self.planned[at].row;
        let Some(row) = self.list.rows.iter().find(|row| row.number == number) else {
            return Ok(None);
        };
        let word = self.list.text(row, column);
        if word.is_empty() {
            return Ok(None);
        }
        let matches = |it: &Planned| it.new.code.as_deref() == Some(&word) || it.new.name == word;
        let in_file: Vec<usize> =
            (0..self.planned.len()).filter(|n| *n != at && matches(&self.planned[*n])).collect();
        let known = self.known(&word)?;
        let found = match (&in_file[..], &known[..]) {
            ([row], []) => Ref::Row(*row),
            ([], [unit]) => Ref::Known(Box::new(unit.clone())),
            ([], []) => {
                let hint = "先建上级，或者在表里给它加一行；也可以写编码";
                self.stop(number, column, &word, "找不到这个上级", hint);
                return Ok(None);
            }
            _ => {
                self.stop(number, column, &word, "有几个组织叫这个名称", "改写成编码");
                return Ok(None);
            }
        };
        self.check_superior(at, column, kind, &found, &word);
        Ok(Some(found))
    }

    fn known(&self, word: &str) -> Result<Vec<Unit>> {
        if let Some(unit) = store::by_code(self.read, word)? {
            return Ok(vec![unit]);
        }
        store::by_name(self.read, word, self.base.organ)
    }

    fn check_superior(
        &mut self,
        at: usize,
        column: Column,
        kind: Option<TieKind>,
        found: &Ref,
        word: &str,
    ) {
        let planned = &self.planned[at];
        let (number, founded) = (planned.row, planned.new.founded_on);
        let (child, needs_host) = (planned.new.kind.clone(), planned.family.needs_host());
        let (above_kind, above_founded, reachable) = match found {
            Ref::Row(row) => {
                let above = &self.planned[*row];
                (above.new.kind.clone(), above.new.founded_on, true)
            }
            Ref::Known(unit) => {
                let may = self.ctx.allows(&IMPORT, &unit.place());
                (unit.kind.clone(), unit.founded_on, may || unit.family == Family::Outside)
            }
        };
        if !reachable {
            self.stop(number, column, word, "这个上级不在您管的范围内", "由它自己的管理员来导入");
        }
        let is_host_line = kind == Some(TieKind::Line) && needs_host;
        if let Some(kind) = kind.filter(|_| !is_host_line && !above_kind.is_empty())
            && !tie::fits(self.systems, &child, &above_kind, kind)
        {
            let reason = tie::misfit_words(self.systems, &child, (&above_kind, word), kind);
            self.stop(number, column, word, &reason, "核对类别，或者换一个上级");
        }
        if above_founded > founded {
            let reason = format!("上级{}才成立", above_founded.zh());
            let hint = "核对两个成立日期；不改的话，关系从上级成立那天算起";
            self.note(number, column, word, &reason, hint);
        }
    }

    /// A row whose superior stays out stays out too.
    fn stop_below_stopped(&mut self) {
        loop {
            let is_stopped = |reference: &Option<Ref>| match reference {
                Some(Ref::Row(above)) => self.planned[*above].stopped,
                _ => false,
            };
            let next = self.planned.iter().position(|it| {
                !it.stopped
                    && [&it.line, &it.lead, &it.approve, &it.host].into_iter().any(is_stopped)
            });
            let Some(next) = next else { break };
            let number = self.planned[next].row;
            let hint = "先改好上级那一行";
            self.stop(number, Column::Name, "", "它的上级没有导入", hint);
        }
        self.stop_circles();
    }

    /// Rows that name one another as superiors have no first one.
    fn stop_circles(&mut self) {
        let placed: Vec<usize> = in_order(&self.planned);
        for at in 0..self.planned.len() {
            if !self.planned[at].stopped && !placed.contains(&at) {
                let number = self.planned[at].row;
                self.stop(
                    number,
                    Column::Lead,
                    "",
                    "几行互为上级，绕成了一圈",
                    "改正其中一行的上级",
                );
            }
        }
    }

    fn note(&mut self, row: u32, column: Column, value: &str, reason: &str, suggestion: &str) {
        self.findings.push(Finding {
            row,
            column: self.list.heading(column).to_owned(),
            value: value.to_owned(),
            reason: reason.to_owned(),
            suggestion: suggestion.to_owned(),
            stops: false,
        });
    }

    fn stop(&mut self, row: u32, column: Column, value: &str, reason: &str, suggestion: &str) {
        self.note(row, column, value, reason, suggestion);
        if let Some(finding) = self.findings.last_mut() {
            finding.stops = true;
        }
        if let Some(planned) = self.planned.iter_mut().find(|it| it.row == row) {
            planned.stopped = true;
        }
    }
}

/// Places of the rows that go in, superiors first.
fn in_order(planned: &[Planned]) -> Vec<usize> {
    let mut is_placed = vec![false; planned.len()];
    let mut order = Vec::with_capacity(planned.len());
    loop {
        let before = order.len();
        for (at, it) in planned.iter().enumerate() {
            let is_ready = |reference: &Option<Ref>| match reference {
                Some(Ref::Row(above)) => is_placed[*above],
                _ => true,
            };
            let ready = [&it.line, &it.lead, &it.approve, &it.host].into_iter().all(is_ready);
            if !it.stopped && !is_placed[at] && ready {
                is_placed[at] = true;
                order.push(at);
            }
        }
        if order.len() == before {
            return order;
        }
    }
}

fn write(ctx: &Ctx, w: &Acting, planned: &[Planned]) -> Result<()> {
    let mut ids: BTreeMap<usize, i64> = BTreeMap::new();
    let (mut new, mut terms, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for at in in_order(planned) {
        let it = &planned[at];
        let id = w.id();
        ids.insert(at, id);
        let resolve = |reference: &Option<Ref>| match reference {
            Some(Ref::Known(unit)) => Some(unit.id),
            Some(Ref::Row(above)) => ids.get(above).copied(),
            None => None,
        };
        new.push(NewUnit {
            id: Some(id),
            line: resolve(&it.line),
            lead: resolve(&it.lead),
            approve: resolve(&it.approve),
            host: resolve(&it.host),
            batch: Some(w.event()),
            ..it.new.clone()
        });
        if let (Some(elected), Some(years)) = (it.elected, it.years) {
            let ends = term::last_day(elected, years);
            terms.extend_from_slice(bind![w.id(), id, elected, years, ends, it.new.basis]);
        }
        if let Some(committee) = it.committee {
            let since = it.elected.unwrap_or(it.new.founded_on);
            facts.extend_from_slice(bind![id, "committee", since, i64::from(committee)]);
        }
    }
    found_units(w, ctx.part::<Systems>(), &new)?;
    term::store::insert_all(w, &terms)?;
    term::store::insert_facts(w, &facts)
}
