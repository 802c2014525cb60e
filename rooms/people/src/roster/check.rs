//! One row: read every field, note everything that is wrong with it.

use super::cells::{plain, says_nothing, unwrapped};
use super::columns::{Columns, Field, Merged};
use super::dates::{DateFault, Dates};
use super::{Codes, Extra, Finding, Person, Reason, Refused};
use calendar::{Day, PartDay};
use sheets::Cell;
use text::{IdFault, IdNumber, Sex, mask_id};

pub(super) struct Checker<'a> {
    pub(super) columns: &'a Columns,
    pub(super) merged: &'a Merged<'a>,
    pub(super) codes: &'a Codes,
    pub(super) dates: Dates,
}

/// A row that has been judged by itself.
pub(super) struct Checked {
    pub(super) outcome: Result<Person, Refused>,
    /// Where the number could be read, even if the row is refused.
    pub(super) id: Option<IdNumber>,
}

impl Checked {
    pub(super) fn refused(refused: Refused) -> Self {
        Self { outcome: Err(refused), id: None }
    }

    pub(super) fn name(&self) -> &str {
        match &self.outcome {
            Ok(person) => &person.name,
            Err(refused) => &refused.name,
        }
    }
}

/// What was found wrong so far.
struct Notes<'a> {
    checker: &'a Checker<'a>,
    row: u32,
    findings: Vec<Finding>,
}

impl Notes<'_> {
    fn add(&mut self, field: Field, reason: Reason) {
        let column = self.checker.columns.of(field);
        let shown = match self.checker.cell(self.row, field) {
            Cell::Error(text) => text.to_string(),
            cell if field == Field::Id => mask_id(&plain(cell)),
            cell => plain(cell),
        };
        let heading = column.map_or("", |column| self.checker.columns.heading(column)).to_owned();
        self.findings.push(Finding { reason, column, heading, shown });
    }
}

impl Checker<'_> {
    pub(super) fn check(&self, row: u32) -> Checked {
        let mut notes = Notes { checker: self, row, findings: Vec::new() };
        let id = self.id(&mut notes);
        let name = self.name(row);
        if name.is_empty() {
            notes.add(Field::Name, Reason::NameMissing);
        }
        let sex = self.sex(&mut notes, id.as_ref());
        let ethnic = self.code(&mut notes, Field::Ethnic, Reason::EthnicUnknown);
        let education = self.code(&mut notes, Field::Education, Reason::EducationUnknown);
        let join = self.join(&mut notes, id.as_ref());
        let full = self.full(&mut notes, join);
        let (Some(number), Some(sex), Some(join_date), true) =
            (&id, sex, join, notes.findings.is_empty())
        else {
            notes.findings.sort_by_key(|finding| finding.reason.code());
            let refused = Refused { row, name, findings: notes.findings };
            return Checked { outcome: Err(refused), id };
        };
        let mut warnings = Vec::new();
        if number.from_15() {
            warnings.push(Reason::Id15Upgraded);
        }
        let extra = self.extra(row, &mut warnings);
        let person = Person {
            row,
            name,
            id: number.clone(),
            sex,
            birth: number.birth(),
            ethnic,
            education,
            join_date,
            full_date: full,
            org: self.org(row),
            warnings,
            extra,
        };
        Checked { outcome: Ok(person), id }
    }

    pub(super) fn name(&self, row: u32) -> String {
        let column = self.columns.of(Field::Name);
        let text = column.map(|c| unwrapped(self.merged.cell_below(row, c))).unwrap_or_default();
        text::name(&text)
    }

    fn cell(&self, row: u32, field: Field) -> &Cell {
        let column = self.columns.of(field);
        column.map_or(&Cell::Empty, |column| self.merged.cell_below(row, column))
    }

    fn text(&self, row: u32, field: Field) -> String {
        plain(self.cell(row, field))
    }

    fn id(&self, notes: &mut Notes<'_>) -> Option<IdNumber> {
        let cell = self.cell(notes.row, Field::Id);
        let text = plain(cell);
        if text.is_empty() {
            notes.add(Field::Id, Reason::IdMissing);
            return None;
        }
        if lost_digits(cell, &text) {
            notes.add(Field::Id, Reason::IdPrecisionLost);
            return None;
        }
        let fault = match IdNumber::parse(&text) {
            Ok(id) => return Some(id),
            Err(IdFault::Length) => Reason::IdLength,
            Err(IdFault::BirthDate) => Reason::IdBirthDate,
            Err(IdFault::Province) => Reason::IdProvince,
            Err(IdFault::Checksum) => Reason::IdChecksum,
        };
        notes.add(Field::Id, fault);
        None
    }

    /// The column's word, or what the number says where the roster says nothing.
    fn sex(&self, notes: &mut Notes<'_>, id: Option<&IdNumber>) -> Option<Sex> {
        let told = match self.text(notes.row, Field::Sex).as_str() {
            "男" | "男性" | "1" => Some(Sex::Male),
            "女" | "女性" | "2" => Some(Sex::Female),
            text if says_nothing(text) => None,
            _ => {
                notes.add(Field::Sex, Reason::SexUnknown);
                None
            }
        };
        let proved = id.map(IdNumber::sex);
        if told.is_some() && proved.is_some() && told != proved {
            notes.add(Field::Sex, Reason::SexMismatch);
        }
        told.or(proved)
    }

    fn code(&self, notes: &mut Notes<'_>, field: Field, unknown: Reason) -> Option<&'static str> {
        let text = self.text(notes.row, field);
        let found = match field {
            Field::Ethnic => self.codes.ethnic(&text),
            _ => self.codes.education(&text),
        };
        if found.is_none() && !text.is_empty() {
            notes.add(field, unknown);
        }
        found
    }

    fn join(&self, notes: &mut Notes<'_>, id: Option<&IdNumber>) -> Option<PartDay> {
        let found = match self.dates.read(self.cell(notes.row, Field::Join)) {
            Ok(Some(date)) => date,
            Ok(None) => {
                notes.add(Field::Join, Reason::JoinDateMissing);
                return None;
            }
            Err(DateFault::Invalid) => {
                notes.add(Field::Join, Reason::JoinDateInvalid);
                return None;
            }
            Err(DateFault::Ambiguous) => {
                notes.add(Field::Join, Reason::JoinDateAmbiguous);
                return None;
            }
        };
        let old_enough = id.map(|id| birthday(id.birth(), self.codes.join_age()));
        if old_enough.is_some_and(|day| found.latest() < day) {
            notes.add(Field::Join, Reason::JoinBefore18);
        }
        Some(found)
    }

    fn full(&self, notes: &mut Notes<'_>, join: Option<PartDay>) -> Option<PartDay> {
        let found = match self.dates.read(self.cell(notes.row, Field::Full)) {
            Ok(found) => found?,
            Err(DateFault::Invalid) => {
                notes.add(Field::Full, Reason::FullDateInvalid);
                return None;
            }
            Err(DateFault::Ambiguous) => {
                notes.add(Field::Full, Reason::FullDateAmbiguous);
                return None;
            }
        };
        if join.is_some_and(|join| found.latest() < join.earliest()) {
            notes.add(Field::Full, Reason::FullBeforeJoin);
        }
        Some(found)
    }

    fn org(&self, row: u32) -> Option<String> {
        let texts = self.columns.all(Field::Org).map(|column| {
            let text = unwrapped_as_written(self.merged.cell_below(row, column));
            if says_nothing(&text) { String::new() } else { text }
        });
        let mut levels: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        levels.dedup();
        (!levels.is_empty()).then(|| levels.join("/"))
    }

    fn extra(&self, row: u32, warnings: &mut Vec<Reason>) -> Extra {
        let text = |field| Some(self.text(row, field)).filter(|text| !says_nothing(text));
        let work_start = self.dates.read(self.cell(row, Field::WorkStart));
        if work_start.is_err() {
            warnings.push(Reason::WorkStartUnread);
        }
        Extra {
            phone: text(Field::Phone),
            post: text(Field::Post),
            staff_class: text(Field::StaffClass),
            police_number: text(Field::PoliceNumber),
            work_start: work_start.unwrap_or_default(),
        }
    }
}

/// Names of branches keep their full-width brackets.
fn unwrapped_as_written(cell: &Cell) -> String {
    let text = match cell {
        Cell::Error(_) => String::new(),
        cell => cell.display(),
    };
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A sheet keeps 15 digits of a number; more were cut, or are written as `3.4E+17`.
fn lost_digits(cell: &Cell, text: &str) -> bool {
    let scientific = |text: &str| {
        let parts = text.split_once(['E', 'e']);
        parts.is_some_and(|(number, power)| {
            let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit() || b"+.".contains(&b));
            digits(number) && digits(power) && power.starts_with('+')
        })
    };
    match cell {
        Cell::Number(number) | Cell::Date(number) => number.abs() >= 1e15,
        _ => scientific(text),
    }
}

/// Who was born on 29 February has the birthday on 1 March in other years.
fn birthday(birth: Day, years: i32) -> Day {
    let same = birth.plus_months(years * 12);
    if same.day() == birth.day() { same } else { same.plus_days(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leap_day_birthday_is_on_the_first_of_march() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(birthday(day("2004-02-29"), 18), day("2022-03-01"));
        assert_eq!(birthday(day("2004-02-29"), 20), day("2024-02-29"));
        assert_eq!(birthday(day("2004-12-31"), 18), day("2022-12-31"));
    }

    #[test]
    fn digits_beyond_fifteen_are_lost_in_numbers_only() {
        assert!(lost_digits(&Cell::Number(6.108_261_967_060_53e17), ""));
        assert!(!lost_digits(&Cell::Number(130_423_551_109_814.0), ""));
        let text = |text: &str| lost_digits(&Cell::Text(text.into()), text);
        assert!(text("6.10826E+17"));
        assert!(!text("610826196706053001"));
        assert!(!text("13042319550911814X"));
    }
}
