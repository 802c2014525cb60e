//! The form of an entry: the fields of its sort, and what all have.

use std::collections::BTreeMap;

use act::{Place, Result};
use calendar::Day;
use db::Read;
use web::{
    Form, Markup, Reader,
    parts::{self, Choice},
};

use super::{Entry, NewEntry, store};
use crate::sort::{Field, Sort};

/// Fields in their order, as they stand or as they were typed.
pub(super) fn fields(
    read: &Read,
    form: &Form,
    (sort, place): (&Sort, &Place),
    entry: Option<&Entry>,
    today: Day,
) -> Result<Vec<Markup>> {
    let stands = |of: fn(&Entry) -> String| entry.map(of).unwrap_or_default();
    let facts = entry.map(Entry::facts).unwrap_or_default();
    let hint = match entry {
        None => "写全称",
        Some(_) => "改了名称，以前的记录也跟着显示新名称",
    };
    let mut found =
        vec![parts::field_text(form, "name", "名称", hint, &stands(|it| it.name.clone()))];
    if let Some(studio) = &sort.studio {
        found.push(head(read, form, (&studio.head, place, today), entry)?);
    }
    let own = sort.fields.iter().map(|field| one(form, field, &facts));
    found.extend(own);
    let from = entry.map_or_else(|| today.to_string(), |it| it.from_on.to_string());
    found.push(parts::field_day(form, "from", "从哪天起", "", &from));
    let until = entry.and_then(|it| it.to_on).map(|to| to.plus_days(-1).to_string());
    let hint = match (sort.needs_end, sort.warns_days) {
        (true, days) if days > 0 => format!("到期前{days}天提醒；续签了就改这一天"),
        (true, _) => String::new(),
        (false, _) => "没有期限的空着".to_owned(),
    };
    found.push(parts::field_day(form, "until", "最后一天", &hint, &until.unwrap_or_default()));
    Ok(found)
}

fn one(form: &Form, field: &Field, facts: &BTreeMap<String, String>) -> Markup {
    let name = format!("fact_{}", field.key);
    let current = facts.get(&field.key).map_or("", String::as_str);
    let draw = if field.is_long { parts::field_area } else { parts::field_text };
    draw(form, &name, &field.title, &field.hint, current)
}

fn head(
    read: &Read,
    form: &Form,
    (label, place, today): (&str, &Place, Day),
    entry: Option<&Entry>,
) -> Result<Markup> {
    let path = place.lead_path.clone().unwrap_or_default();
    let mut offered = vec![Choice::new("", "请选择一名支部书记")];
    let current = entry.and_then(|it| it.head);
    let found = store::secretaries(read, &path, today)?;
    let held = current.zip(entry.and_then(|it| it.head_name.clone()));
    // Whoever heads it stays on offer when he is a secretary no more.
    if let Some((person, name)) = held.filter(|held| found.iter().all(|it| it.person != held.0)) {
        offered.push(Choice::new(person.to_string(), name));
    }
    offered.extend(found.iter().map(|it| Choice::new(it.person.to_string(), it.zh())));
    let current = current.map_or_else(String::new, |it| it.to_string());
    Ok(parts::field_select(form, "head", label, &offered, &current))
}

/// The same as it was sent; faults stay with the reader.
pub(super) fn sent(reader: &Reader, sort: &Sort) -> NewEntry {
    let name = reader.text("name", "名称", 60);
    let facts = sort.fields.iter().filter_map(|field| {
        let words = fact(reader, field);
        (!words.is_empty()).then(|| (field.key.clone(), words))
    });
    let facts = facts.collect();
    let head = if sort.studio.is_some() { reader.id("head") } else { None };
    let from_on = reader.day("from", "开始日期");
    let until = reader.optional_day("until", "最后一天");
    let to_on = until.map(|it| it.plus_days(1));
    NewEntry { sort: sort.key.clone(), name, facts, head, from_on, to_on }
}

fn fact(reader: &Reader, field: &Field) -> String {
    let name = format!("fact_{}", field.key);
    let words = if field.is_long {
        let typed = reader.many(&name).first().copied().unwrap_or_default();
        text::intake_lines(typed, field.max).unwrap_or_else(|fault| {
            reader.fault(&name, format!("{}：{fault}", field.title));
            String::new()
        })
    } else {
        reader.optional_text(&name, &field.title, field.max)
    };
    if field.is_needed && words.trim().is_empty() {
        reader.fault(&name, format!("请写{}", field.title));
    }
    words.trim().to_owned()
}
