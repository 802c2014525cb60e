//! Fields of forms: label, hint, fault, what somebody else has put there, the control.

use std::fmt::Write;

use crate::{Form, Markup, markup::escape};

/// One offer of a choice or a list.
#[derive(Debug, Clone)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// The summary on top of a form that came back; nothing when all is well.
pub fn problems(form: &Form) -> Markup {
    if form.faults.0.is_empty() && form.theirs.is_empty() {
        return Markup::default();
    }
    let count = form.faults.0.len().max(1);
    let title = if form.theirs.is_empty() {
        format!("有{count}处要改，还没有存")
    } else {
        "您打开之后别人改过，两边都列在下面。看过再交，以您这次交的为准".to_owned()
    };
    let mut items = String::new();
    for (field, words) in &form.faults.0 {
        let words = escape(words);
        let _ = match field.as_str() {
            "" => write!(items, "<li>{words}</li>"),
            field => write!(items, "<li><a href=\"#f-{}\">{words}</a></li>", escape(field)),
        };
    }
    for theirs in &form.theirs {
        let value = escape(&theirs.value);
        let _ = write!(items, "<li><a href=\"#f-{}\">现在是：{value}</a></li>", theirs.field);
    }
    Markup(format!(
        "<div class=\"problem\" id=\"problem\" role=\"alert\" tabindex=\"-1\"><h2>{title}</h2>\
         <ul>{items}</ul></div>"
    ))
}

/// One line of text.
pub fn field_text(form: &Form, name: &str, label: &str, hint: &str, current: &str) -> Markup {
    input(form, name, label, hint, current, "type=\"text\"")
}

/// A day; browsers show their calendar.
pub fn field_day(form: &Form, name: &str, label: &str, hint: &str, current: &str) -> Markup {
    input(form, name, label, hint, current, "type=\"date\" class=\"short\"")
}

/// A whole number.
pub fn field_number(form: &Form, name: &str, label: &str, hint: &str, current: &str) -> Markup {
    let attributes = "type=\"text\" inputmode=\"numeric\" class=\"short\"";
    input(form, name, label, hint, current, attributes)
}

/// A password: never shown again, whatever was typed.
pub fn field_password(form: &Form, name: &str, label: &str, hint: &str, complete: &str) -> Markup {
    let control = format!(
        "<input type=\"password\" id=\"f-{name}\" name=\"{name}\" autocomplete=\"{complete}\"{}>",
        described(form, name, hint)
    );
    frame(form, name, label, hint, &control)
}

/// Characters of a row, about.
const ROW: usize = 50;

/// Several lines: as tall as what stands in it, within a screen.
pub fn field_area(form: &Form, name: &str, label: &str, hint: &str, current: &str) -> Markup {
    let text = form.shown(name, current);
    let rows: usize = text.lines().map(|line| line.chars().count() / ROW + 1).sum();
    let rows = if rows > 4 { format!(" rows=\"{}\"", rows.min(24)) } else { String::new() };
    let (shown, described) = (escape(text), described(form, name, hint));
    let control =
        format!("<textarea id=\"f-{name}\" name=\"{name}\"{rows}{described}>{shown}</textarea>");
    frame(form, name, label, hint, &control)
}

/// A file.
pub fn field_file(form: &Form, name: &str, label: &str, hint: &str) -> Markup {
    let described = described(form, name, hint);
    let control = format!("<input type=\"file\" id=\"f-{name}\" name=\"{name}\"{described}>");
    frame(form, name, label, hint, &control)
}

/// From how many offers on a list is narrowed by typing.
const LONG: usize = 24;

/// One of a list; a long one is narrowed by part of a name or first letters in pinyin where scripts run.
pub fn field_select(
    form: &Form,
    name: &str,
    label: &str,
    offered: &[Choice],
    current: &str,
) -> Markup {
    let shown = form.shown(name, current);
    let mut options = String::new();
    let is_long = offered.len() >= LONG;
    for choice in offered {
        let selected = if choice.value == shown { " selected" } else { "" };
        let letters = if is_long { letters_of(&choice.label) } else { String::new() };
        let (value, text) = (escape(&choice.value), escape(&choice.label));
        let _ = write!(options, "<option value=\"{value}\"{letters}{selected}>{text}</option>");
    }
    let (find, described) = (if is_long { " data-find" } else { "" }, described(form, name, ""));
    let control =
        format!("<select id=\"f-{name}\" name=\"{name}\"{find}{described}>{options}</select>");
    frame(form, name, label, "", &control)
}

/// Every reading of a short name, the likeliest of a long one.
fn letters_of(label: &str) -> String {
    let mut letters = text::initials(label);
    letters.truncate(if label.chars().count() > 4 { 1 } else { letters.len() });
    format!(" data-letters=\"{}\"", escape(&letters.join(" ")))
}

/// One of a few, each a touch: radio buttons in one row.
pub fn field_choice(
    form: &Form,
    name: &str,
    label: &str,
    offered: &[Choice],
    current: &str,
) -> Markup {
    let shown = form.shown(name, current);
    let mut picks = String::new();
    for choice in offered {
        let checked = if choice.value == shown { " checked" } else { "" };
        let (value, text) = (escape(&choice.value), escape(&choice.label));
        let _ = write!(
            picks,
            "<label><input type=\"radio\" name=\"{name}\" value=\"{value}\"{checked}>\
             <span>{text}</span></label>"
        );
    }
    let (fault, label) = (fault(form, name), escape(label));
    let wrong = if fault.is_empty() { "" } else { " wrong" };
    Markup(format!(
        "<fieldset class=\"field{wrong}\" id=\"f-{name}\"><legend>{label}</legend>{fault}\
         <span class=\"pick\">{picks}</span></fieldset>"
    ))
}

/// A box to tick.
pub fn field_check(form: &Form, name: &str, label: &str, current: bool) -> Markup {
    let is_on = if form.was_sent() { form.has(name) } else { current };
    let checked = if is_on { " checked" } else { "" };
    let (fault, label) = (fault(form, name), escape(label));
    Markup(format!(
        "<div class=\"field\">{fault}<label class=\"check\"><input type=\"checkbox\" id=\"f-{name}\" \
         name=\"{name}\" value=\"1\"{checked}> {label}</label></div>"
    ))
}

fn input(
    form: &Form,
    name: &str,
    label: &str,
    hint: &str,
    current: &str,
    attributes: &str,
) -> Markup {
    let shown = escape(form.shown(name, current));
    let described = described(form, name, hint);
    let control = format!(
        "<input {attributes} id=\"f-{name}\" name=\"{name}\" value=\"{shown}\"{described}>"
    );
    frame(form, name, label, hint, &control)
}

fn frame(form: &Form, name: &str, label: &str, hint: &str, control: &str) -> Markup {
    let fault = fault(form, name);
    let wrong = if fault.is_empty() { "" } else { " wrong" };
    let hint = match hint {
        "" => String::new(),
        words => format!("<p class=\"hint\" id=\"h-{name}\">{}</p>", escape(words)),
    };
    let theirs = form.their_value(name).map_or_else(String::new, |value| {
        format!("<p class=\"hint theirs\">别人刚改成：{}</p>", escape(value))
    });
    let label = escape(label);
    Markup(format!(
        "<div class=\"field{wrong}\"><label for=\"f-{name}\">{label}</label>{hint}{fault}{control}\
         {theirs}</div>"
    ))
}

fn fault(form: &Form, name: &str) -> String {
    form.fault(name).map_or_else(String::new, |words| {
        format!("<p class=\"fault\" id=\"e-{name}\">{}</p>", escape(words))
    })
}

fn described(form: &Form, name: &str, hint: &str) -> String {
    let mut ids = Vec::new();
    if !hint.is_empty() {
        ids.push(format!("h-{name}"));
    }
    if form.fault(name).is_some() {
        ids.push(format!("e-{name}"));
    }
    if ids.is_empty() {
        return String::new();
    }
    let invalid = if form.fault(name).is_some() { " aria-invalid=\"true\"" } else { "" };
    format!(" aria-describedby=\"{}\"{invalid}", ids.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_values_are_kept_and_made_safe() {
        let form = Form::sent(vec![("title".into(), "<b>\"会\"".into())]);
        let field = field_text(&form, "title", "会议名称", "", "旧名").0;
        assert!(field.contains("value=\"&lt;b&gt;&quot;会&quot;\""), "{field}");
    }

    #[test]
    fn a_fault_stands_at_its_field_and_in_the_summary() {
        let mut form = Form::sent(vec![]);
        form.faults.add("on", "请填写日期");
        let field = field_day(&form, "on", "日期", "", "").0;
        assert!(field.contains("class=\"field wrong\"") && field.contains("aria-invalid"));
        assert!(problems(&form).0.contains("<a href=\"#f-on\">请填写日期</a>"));
    }

    #[test]
    fn both_sides_of_a_conflict_are_shown() {
        let mut form = Form::sent(vec![("place".into(), "二楼".into())]);
        form.theirs.push(act::Theirs { field: "place", value: "三楼".into() });
        let field = field_text(&form, "place", "地点", "", "三楼").0;
        assert!(field.contains("value=\"二楼\"") && field.contains("别人刚改成：三楼"));
    }
}
