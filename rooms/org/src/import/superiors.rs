//! Whom the rows of a list name as superiors, and whether they may stand there.

use act::Result;
use systems::Family;

use super::{
    IMPORT,
    order::in_order,
    sheet::Column,
    units::{Planned, Ref, Rehearsal},
};
use crate::{
    tie::{self, TieKind},
    unit::{Unit, store},
};

impl Rehearsal<'_, '_> {
    pub(super) fn superiors(&mut self) -> Result<()> {
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
    pub(super) fn stop_below_stopped(&mut self) {
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
}
