//! Typed values out of a form, all faults gathered before the form goes back.

use std::{cell::RefCell, collections::BTreeSet, str::FromStr};

use act::{Faults, Result};
use calendar::Day;

use crate::{Form, kept};

/// Reads a sent form. A wrong field gives a placeholder that nobody sees: [`Reader::check`] fails first.
pub struct Reader<'f> {
    form: &'f Form,
    faults: RefCell<Faults>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'f> Reader<'f> {
    pub(crate) fn new(form: &'f Form) -> Self {
        let asked = ["_key", "_version", kept::FORM].map(str::to_owned).into();
        Self { form, faults: RefCell::default(), asked: RefCell::new(asked) }
    }

    /// Adds a fault that only the caller can know.
    pub fn fault(&self, name: &str, words: impl Into<String>) {
        self.faults.borrow_mut().add(name, words);
    }

    /// One line of text, at most `max` characters; required. `label` is how people call the field.
    pub fn text(&self, name: &str, label: &str, max: usize) -> String {
        let value = self.optional_text(name, label, max);
        if value.is_empty() {
            self.fault(name, format!("请填写{label}"));
        }
        value
    }

    /// Text that may be empty.
    pub fn optional_text(&self, name: &str, label: &str, max: usize) -> String {
        let typed = self.raw(name);
        match text::intake(typed, max) {
            Ok(value) => value,
            Err(fault) => {
                self.fault(name, format!("{label}：{fault}"));
                String::new()
            }
        }
    }

    /// A day written as 2026-09-25 (the browser's date field) or 2026年9月25日; required.
    pub fn day(&self, name: &str, label: &str) -> Day {
        let day = self.optional_day(name, label);
        if day.is_none() && self.faults.borrow().at(name).is_none() {
            self.fault(name, format!("请填写{label}"));
        }
        day.unwrap_or_else(|| Day::new(1970, 1, 1).expect("a day of the calendar"))
    }

    pub fn optional_day(&self, name: &str, label: &str) -> Option<Day> {
        let typed = self.raw(name).trim();
        if typed.is_empty() {
            return None;
        }
        let plain = typed.replace(['年', '月', '/', '.'], "-").replace('日', "");
        let parsed = Day::from_str(&pad(&plain)).ok();
        if parsed.is_none() {
            self.fault(name, format!("{label}要写成2026-09-25这样"));
        }
        parsed
    }

    /// A whole number within bounds; required.
    pub fn number(&self, name: &str, label: &str, bounds: std::ops::RangeInclusive<i64>) -> i64 {
        let typed = self.raw(name).trim();
        match typed.parse() {
            Ok(number) if bounds.contains(&number) => number,
            _ if typed.is_empty() => {
                self.fault(name, format!("请填写{label}"));
                *bounds.start()
            }
            _ => {
                let (low, high) = (bounds.start(), bounds.end());
                self.fault(name, format!("{label}要填{low}到{high}之间的整数"));
                *bounds.start()
            }
        }
    }

    /// One of the offered keys; required.
    pub fn choice(&self, name: &str, label: &str, offered: &[&str]) -> String {
        let value = self.raw(name);
        if offered.contains(&value) {
            return value.to_owned();
        }
        self.fault(name, format!("请选择{label}"));
        offered.first().copied().unwrap_or_default().to_owned()
    }

    /// An id, or a whole number without bounds; `None` when empty or no number.
    pub fn id<T: FromStr>(&self, name: &str) -> Option<T> {
        self.raw(name).trim().parse().ok()
    }

    /// A ticked box.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.raw(name);
        self.form.has(name)
    }

    /// Every value of a field that may come several times.
    pub fn many(&self, name: &str) -> Vec<&'f str> {
        self.raw(name);
        self.form.values(name)
    }

    /// Every field whose name starts with `prefix`: (rest of the name, value).
    pub fn starting_with(&self, prefix: &str) -> Vec<(&'f str, &'f str)> {
        let names = self.form.names().filter(|name| name.starts_with(prefix));
        let mut found = Vec::new();
        for name in names {
            self.asked.borrow_mut().insert(name.to_owned());
            found.push((&name[prefix.len()..], self.form.value(name)));
        }
        found
    }

    /// The version of the row that the form was opened with.
    pub fn version(&self) -> i64 {
        self.form.value("_version").parse().unwrap_or_default()
    }

    /// *Invalid* when anything was wrong, or when the form holds a field nobody asked for.
    pub fn check(&self) -> Result<()> {
        let asked = self.asked.borrow();
        let mut faults = self.faults.take();
        for name in self.form.names().filter(|name| !asked.contains(*name)) {
            faults.add("", format!("这张表里没有“{name}”这一栏，请刷新页面重填"));
        }
        faults.check()
    }

    fn raw(&self, name: &str) -> &'f str {
        self.asked.borrow_mut().insert(name.to_owned());
        self.form.value(name)
    }
}

/// `2026-9-5` → `2026-09-05`.
fn pad(day: &str) -> String {
    let parts: Vec<String> = day.split('-').map(|part| format!("{part:0>2}")).collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::sent(fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn all_faults_come_back_at_once_at_their_fields() {
        let form = form(&[("on", "2026-13-01"), ("n", "x")]);
        let reader = form.reader();
        reader.text("title", "会议名称", 60);
        reader.day("on", "日期");
        reader.number("n", "到会人数", 0..=99);
        let Err(act::Error::Invalid(faults)) = reader.check() else { panic!("three faults") };
        assert_eq!(faults.at("title"), Some("请填写会议名称"));
        assert_eq!(faults.at("on"), Some("日期要写成2026-09-25这样"));
        assert_eq!(faults.at("n"), Some("到会人数要填0到99之间的整数"));
    }

    #[test]
    fn days_are_taken_as_people_write_them() {
        for typed in ["2026-09-05", "2026-9-5", "2026/9/5", "2026年9月5日", " 2026.9.5 "] {
            let form = form(&[("on", typed)]);
            let reader = form.reader();
            assert_eq!(reader.day("on", "日期").to_string(), "2026-09-05", "{typed}");
            assert!(reader.check().is_ok());
        }
    }

    #[test]
    fn a_field_nobody_asked_for_is_refused() {
        let form = form(&[("extra", "1"), ("_key", "k")]);
        assert!(form.reader().check().is_err());
    }
}
