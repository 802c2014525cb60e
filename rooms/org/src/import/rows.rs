//! What each row of a list says by itself: name, kind, days, term.

use std::collections::BTreeMap;

use act::Result;
use systems::{Family, UnitKind};

use super::{
    sheet::Column,
    units::{Planned, Rehearsal},
};
use crate::unit::{NewUnit, store};

impl Rehearsal<'_, '_> {
    pub(super) fn rows(&mut self) -> Result<()> {
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
}
