//! The divisions of the country become the police line: one organ for each place that has one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use act::{Acting, Ctx, Error, Result};
use calendar::Day;
use serde::{Deserialize, Serialize};
use systems::Systems;

use super::{IMPORT, organ_name};
use crate::unit::{NewUnit, found_units, store};

/// The copy that the binary carries (data/SOURCES.md).
pub const BUILT_IN_DIVISIONS: &[u8] = include_bytes!("../../../../data/divisions.csv");
const INDUSTRY: &[u8] = include_bytes!("../../../../data/industry_bureaus.csv");

/// The name of a place of the country, without its last word, that stands in a text: `临江` in 临江一号.
pub fn place_in(text: &str) -> Option<&'static str> {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let divisions = rows::<Division>(BUILT_IN_DIVISIONS).unwrap_or_default();
        let names = divisions.iter().map(|it| stem(&it.name).to_owned());
        names.filter(|name| name.chars().count() > 1).collect()
    });
    NAMES.iter().map(String::as_str).find(|name| text.contains(name))
}

/// `临江` of 临江市, 延边 of 延边朝鲜族自治州 as 延边朝鲜族.
fn stem(name: &str) -> &str {
    let ends = ["自治州", "自治县", "自治区", "自治旗", "省", "市", "县", "区", "旗", "盟", "地区"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// Rows for addresses only: no organ of ours is there.
const ELSEWHERE: [&str; 3] = ["71", "81", "82"];
/// On what rests what came with the list: days of founding are not in it.
pub(crate) const BASIS: &str = "行政区划目录；成立日期未登记";

/// One row of the file.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Division {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) parent: String,
    pub(super) level: u8,
}

/// What became of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Divisions {
    pub rows: usize,
    pub provinces: usize,
    pub prefectures: usize,
    /// Counties, cities at county level, districts and zones.
    pub counties: usize,
    pub industry_bureaus: usize,
    /// Organs that were there already; left as they are.
    pub known: usize,
    /// 71, 81, 82: addresses without an organ.
    pub elsewhere: usize,
    /// 市辖区, 县, 直辖: no places; what stands below hangs one level higher.
    pub groupings: Vec<String>,
    /// Places that stand twice: `441900 东莞市`.
    pub repeated: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Industry {
    code: String,
    name: String,
    short_name: String,
    parent: String,
}

struct Organ {
    code: String,
    name: String,
    short_name: String,
    parent: Option<String>,
    kind: &'static str,
}

/// Founds the organs of all divisions and the industry bureaus: one act. Run again it adds what is new.
pub fn divisions(ctx: &Ctx, csv_bytes: &[u8]) -> Result<Divisions> {
    let rows = rows::<Division>(csv_bytes)?;
    let (organs, mut summary) = organs(&rows)?;
    let industry: Vec<Organ> = rows_of_industry()?;
    summary.industry_bureaus = industry.len();
    let all: Vec<Organ> = organs.into_iter().chain(industry).collect();
    let known = ctx.act_system(&IMPORT, |w| found(ctx, w, &all))?;
    Ok(Divisions { known, ..summary })
}

fn rows<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<Vec<T>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let rows: std::result::Result<Vec<T>, csv::Error> = reader.deserialize().collect();
    rows.map_err(|error| Error::invalid("file", format!("区划文件读不了：{error}")))
}

fn rows_of_industry() -> Result<Vec<Organ>> {
    let of = |row: Industry| Organ {
        code: row.code,
        name: row.name,
        short_name: row.short_name,
        parent: Some(row.parent),
        kind: "industry_bureau",
    };
    Ok(rows::<Industry>(INDUSTRY)?.into_iter().map(of).collect())
}

/// Organs in an order in which superiors stand first.
fn organs(rows: &[Division]) -> Result<(Vec<Organ>, Divisions)> {
    let mut summary = Divisions { rows: rows.len(), ..Divisions::default() };
    let mut by_code: BTreeMap<&str, &Division> = BTreeMap::new();
    let mut organs = vec![Organ {
        code: "000000".into(),
        name: "公安部".into(),
        short_name: "公安部".into(),
        parent: None,
        kind: "ministry",
    }];
    let mut sorted: Vec<&Division> = rows.iter().filter(|row| row.level > 0).collect();
    sorted.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    for row in sorted {
        if ELSEWHERE.iter().any(|start| row.code.starts_with(start)) {
            summary.elsewhere += 1;
        } else if repeats(row, &by_code) {
            summary.repeated.push(format!("{} {}", row.code, row.name));
        } else if is_grouping(row) {
            by_code.insert(&row.code, row);
            summary.groupings.push(format!("{} {}", row.code, row.name));
        } else {
            organs.push(organ(row, &by_code)?);
            by_code.insert(&row.code, row);
            *match row.level {
                1 => &mut summary.provinces,
                2 => &mut summary.prefectures,
                _ => &mut summary.counties,
            } += 1;
        }
    }
    Ok((organs, summary))
}

/// 441900 东莞市 under 441900, 620201 嘉峪关市 under 620200: the prefecture itself once more.
fn repeats(row: &Division, known: &BTreeMap<&str, &Division>) -> bool {
    known.contains_key(row.code.as_str())
        || row.level == 3
            && known.get(row.parent.as_str()).is_some_and(|parent| parent.name == row.name)
}

/// A row that only groups counties for the statistics.
fn is_grouping(row: &Division) -> bool {
    row.level == 2 && (row.name == "市辖区" || row.name == "县" || row.name.contains("直辖县级"))
}

fn organ(row: &Division, known: &BTreeMap<&str, &Division>) -> Result<Organ> {
    let parent = real_parent(row, known)?;
    let (kind, name) = match row.level {
        1 => ("provincial_department", organ_name::of_province(&row.name)),
        2 => ("city_bureau", organ_name::of_prefecture(&row.name)),
        _ => {
            let above = parent.ok_or_else(|| orphan(row))?;
            let province = known.get(&*format!("{}0000", &row.code[..2])).copied();
            let province = province.ok_or_else(|| orphan(row))?;
            ("county_bureau", organ_name::of_county(row, above, province))
        }
    };
    let short_name = match name.rsplit_once("公安局") {
        Some((_, branch)) if !branch.is_empty() => branch.to_owned(),
        _ => name.clone(),
    };
    let parent = parent.map_or_else(|| "000000".to_owned(), |parent| parent.code.clone());
    Ok(Organ { code: row.code.clone(), name, short_name, parent: Some(parent), kind })
}

/// The nearest place above that is one; `None` for provinces.
fn real_parent<'d>(
    row: &Division,
    known: &BTreeMap<&str, &'d Division>,
) -> Result<Option<&'d Division>> {
    if row.level == 1 {
        return Ok(None);
    }
    let parent = known.get(row.parent.as_str()).copied().ok_or_else(|| orphan(row))?;
    if is_grouping(parent) { real_parent(parent, known) } else { Ok(Some(parent)) }
}

fn orphan(row: &Division) -> Error {
    let words = format!("{} {}：找不到上级 {}", row.code, row.name, row.parent);
    Error::invalid("file", words)
}

/// The number that were there already.
fn found(ctx: &Ctx, w: &Acting, organs: &[Organ]) -> Result<usize> {
    let codes: Vec<&str> = organs.iter().map(|organ| organ.code.as_str()).collect();
    let taken = store::taken_codes(w, &codes)?;
    let mut ids: BTreeMap<String, i64> = taken.into_iter().collect();
    let known: BTreeSet<String> = ids.keys().cloned().collect();
    let mut new = Vec::new();
    for (place, organ) in organs.iter().enumerate() {
        if known.contains(&organ.code) {
            continue;
        }
        let id = w.id();
        ids.insert(organ.code.clone(), id);
        let since = Day::new(1949, 10, 1).ok_or_else(|| Error::broken("a day"))?;
        new.push(NewUnit {
            id: Some(id),
            code: Some(organ.code.clone()),
            short_name: Some(organ.short_name.clone()),
            official_order: Some(order(organ, place)),
            line: organ.parent.as_ref().and_then(|parent| ids.get(parent).copied()),
            use_from: Some(ctx.today),
            basis: BASIS.into(),
            batch: Some(w.event()),
            ..NewUnit::new(organ.kind, &organ.name, since)
        });
    }
    found_units(w, ctx.part::<Systems>(), &new)?;
    w.rows(new.len());
    Ok(known.len())
}

/// Divisions by their code, as every official list has them; industry bureaus after them.
fn order(organ: &Organ, place: usize) -> i64 {
    organ.code.parse().unwrap_or(1_000_000 + place as i64)
}
