//! What a file says of somebody, in the shape in which it stands here.

use super::{Planned, judge};
use crate::{Plain, roster::Person};

pub(super) fn basis(named: Option<&String>) -> String {
    named.map_or_else(
        || "导入花名册".to_owned(),
        |name| format!("导入花名册，所填支部：{}", short(name, 80)),
    )
}

pub(super) fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Digits of a phone, where there are as many as a phone has.
pub(super) fn phone(text: &str) -> Option<String> {
    let digits: String = text::half_width(text).chars().filter(char::is_ascii_digit).collect();
    (7..=12).contains(&digits.len()).then_some(digits)
}

pub(super) fn merged(old: &Plain, file: &Person, row: &Planned, fields: &[&str]) -> Plain {
    let mut new = old.clone();
    let has = |field: &str| fields.contains(&field);
    if has("name") {
        new.name.clone_from(&file.name);
    }
    if has("ethnic") {
        new.ethnic = file.ethnic.map(str::to_owned);
    }
    if has("education") {
        new.education = file.education.map(str::to_owned);
    }
    if has("joined_on") {
        new.joined_on = Some(file.join_date);
    }
    if has("full_on") {
        new.full_on = file.full_date;
    }
    if has("staff_class") {
        let class = file.extra.staff_class.as_deref().and_then(judge::staff_class);
        new.staff_class = class.unwrap_or(old.staff_class);
    }
    if has("duty_title") {
        new.duty_title = file.extra.post.as_deref().map(|post| short(post, 60));
    }
    if has("police_number") && !row.police_number_taken {
        new.police_number.clone_from(&file.extra.police_number);
    }
    if has("work_from") {
        new.work_from = file.extra.work_start;
    }
    new
}
