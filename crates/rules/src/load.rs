//! Reads the files into `Rules`. What cannot be read becomes a finding; the rest goes on.

use crate::Rules;
use crate::case::CaseFile;
use crate::coverage::Coverage;
use crate::duty::DutyFile;
use crate::report::{Finding, Report};
use crate::source::{Place, Sources};
use crate::text::TextFile;
use crate::value::Value;
use serde::de::DeserializeOwned;

pub(crate) fn read(sources: Sources) -> (Rules, Report) {
    let mut report = Report::new(sources.clone());
    let mut rules = Rules::default();
    for (path, text) in &sources.0 {
        if let Err(finding) = file(&mut rules, path, text) {
            report.add(finding);
        }
    }
    rules.duties.sort_by(|a, b| (&a.key, a.from).cmp(&(&b.key, b.from)));
    (rules, report)
}

fn file(rules: &mut Rules, path: &str, text: &str) -> Result<(), Finding> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "texts.toml" if folder.is_empty() => texts(rules, path, parse(path, text)?),
        "coverage.toml" if folder.is_empty() => {
            rules.coverage = Coverage { place: Place::new(path, ""), ..parse(path, text)? };
            Ok(())
        }
        "forbidden.toml" if folder.is_empty() => Ok(()),
        "duties.toml" => {
            duties(rules, path, folder, parse(path, text)?);
            Ok(())
        }
        _ if folder.ends_with("/cases") || folder.contains("/cases/") => {
            cases(rules, path, parse(path, text)?);
            Ok(())
        }
        _ => {
            value(rules, path, parse(path, text)?);
            Ok(())
        }
    }
}

fn parse<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Finding> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        Finding::bytes(path, span, "这一处读不懂", chinese(error.message()))
    })
}

/// The reader's own messages in Chinese, where a legal reader will meet them.
fn chinese(message: &str) -> String {
    let (head, names) = message.split_once(", expected ").unwrap_or((message, ""));
    let names = names
        .trim_start_matches("one of ")
        .replace(", ", "、")
        .replace(" or ", "、")
        .replace('`', "");
    let quoted = head.split('`').nth(1).unwrap_or_default();
    if head.starts_with("unknown field") {
        format!("不认识的键“{quoted}”，可以写{names}")
    } else if head.starts_with("unknown variant") {
        format!("不认识“{quoted}”，可以写{names}")
    } else if head.starts_with("missing field") {
        format!("缺{quoted}")
    } else if head.starts_with("duplicate key") {
        "这个键写了两次".to_owned()
    } else {
        format!("写法不对：{message}")
    }
}

fn texts(rules: &mut Rules, path: &str, file: TextFile) -> Result<(), Finding> {
    for (n, mut text) in file.text.into_iter().enumerate() {
        text.place = Place::new(path, &format!("text.{n}"));
        let (key, place) = (text.key.clone(), text.place.to("key"));
        if rules.texts.insert(key, text).is_some() {
            return Err(Finding::at(&place, "同一个文本编号登记了两次", "这个编号前面已经有了"));
        }
    }
    Ok(())
}

fn duties(rules: &mut Rules, path: &str, folder: &str, file: DutyFile) {
    for (n, mut duty) in file.duty.into_iter().enumerate() {
        duty.key = format!("{folder}/{}", duty.key);
        duty.place = Place::new(path, &format!("duty.{n}"));
        rules.duties.push(duty);
    }
}

fn cases(rules: &mut Rules, path: &str, file: CaseFile) {
    for (n, mut case) in file.case.into_iter().enumerate() {
        case.place = Place::new(path, &format!("case.{n}"));
        rules.cases.push(case);
    }
}

fn value(rules: &mut Rules, path: &str, mut value: Value) {
    path.trim_end_matches(".toml").clone_into(&mut value.key);
    value.place = Place::new(path, "");
    rules.values.insert(value.key.clone(), value);
}
