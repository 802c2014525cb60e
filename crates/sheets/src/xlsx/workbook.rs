//! Which sheets a workbook has, where its parts are, and which styles show dates.

use super::package::Package;
use super::xml::{attribute, is_true};
use crate::format::{is_built_in_date, is_date_code};
use crate::{DateSystem, Fault};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

pub(super) struct Plan {
    pub(super) sheets: Vec<Entry>,
    pub(super) dates: DateSystem,
    pub(super) strings: String,
    pub(super) styles: String,
}

pub(super) struct Entry {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) path: String,
}

struct Link {
    /// The last word of the relation's type, as `worksheet`.
    kind: String,
    path: String,
}

pub(super) fn plan(package: &mut Package<'_>) -> Result<Plan, Fault> {
    let roots = links(package, "_rels/.rels", "")?;
    let main = roots.into_values().find(|link| link.kind == "officeDocument");
    let path = main.map_or_else(|| "xl/workbook.xml".to_owned(), |link| link.path);
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let links = links(package, &join(folder, &format!("_rels/{file}.rels")), folder)?;
    let of_kind = |kind: &str, usual: &str| {
        let found = links.values().find(|link| link.kind == kind);
        found.map_or_else(|| join(folder, usual), |link| link.path.clone())
    };
    let (strings, styles) =
        (of_kind("sharedStrings", "sharedStrings.xml"), of_kind("styles", "styles.xml"));
    let mut plan = Plan { sheets: Vec::new(), dates: DateSystem::Y1900, strings, styles };
    let mut part = package.part(&path)?.ok_or(Fault::Unknown)?;
    loop {
        match part.next()? {
            Event::Start(tag) => note(&tag, &links, &mut plan),
            Event::Eof => return Ok(plan),
            _ => {}
        }
    }
}

fn note(tag: &BytesStart<'_>, links: &HashMap<String, Link>, plan: &mut Plan) {
    match tag.local_name().as_ref() {
        "workbookPr" if is_true(attribute(tag, "date1904")) => plan.dates = DateSystem::Y1904,
        "sheet" => {
            let link = attribute(tag, "id").and_then(|id| links.get(id.as_ref()));
            let Some(link) = link.filter(|link| link.kind == "worksheet") else { return };
            let hidden =
                matches!(attribute(tag, "state").as_deref(), Some("hidden" | "veryHidden"));
            let name = attribute(tag, "name").unwrap_or_default().into_owned();
            plan.sheets.push(Entry { name, hidden, path: link.path.clone() });
        }
        _ => {}
    }
}

/// Relations by id; none where the part is missing.
fn links(
    package: &mut Package<'_>,
    path: &str,
    folder: &str,
) -> Result<HashMap<String, Link>, Fault> {
    let mut links = HashMap::new();
    let Some(mut part) = package.part(path)? else { return Ok(links) };
    loop {
        match part.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "Relationship" => {
                let kind = attribute(&tag, "Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let path = join(folder, &attribute(&tag, "Target").unwrap_or_default());
                let id = attribute(&tag, "Id").unwrap_or_default().into_owned();
                links.insert(id, Link { kind, path });
            }
            Event::Eof => return Ok(links),
            _ => {}
        }
    }
}

/// Targets are relative to the folder, or start at the root of the zip.
fn join(folder: &str, target: &str) -> String {
    let absolute = target.starts_with('/');
    let mut parts: Vec<&str> = if absolute { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// For each cell style whether it shows a date; empty where there are no styles.
pub(super) fn date_styles(package: &mut Package<'_>, path: &str) -> Result<Vec<bool>, Fault> {
    let Some(mut part) = package.part(path)? else { return Ok(Vec::new()) };
    let (mut own, mut styles, mut within) = (HashMap::new(), Vec::new(), false);
    loop {
        match part.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let code = attribute(&tag, "formatCode").unwrap_or_default();
                    own.insert(number(&tag), is_date_code(&code));
                }
                "cellXfs" => within = true,
                "xf" if within => {
                    let id = number(&tag);
                    styles.push(own.get(&id).copied().unwrap_or_else(|| is_built_in_date(id)));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => within = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

fn number(tag: &BytesStart<'_>) -> u32 {
    attribute(tag, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn targets_are_found_in_their_folder() {
        assert_eq!(join("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(join("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(join("xl/a", "../styles.xml"), "xl/styles.xml");
        assert_eq!(join("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(join("xl", "../../../etc/passwd"), "etc/passwd");
    }
}
