//! What stands in a list: the children of a node, its duties, or the lines behind a figure.

use sheets::write::Value;

use super::sheet::Sheet;
use crate::missing::{Line, measure, pages::Listed};
use crate::picture::{OfDuty, Picture, Side, Tally};

const FIGURES: [(&str, u16); 7] = [
    ("应办", 8),
    ("已完成", 8),
    ("未到期", 8),
    ("逾期", 8),
    ("缺项", 8),
    ("有说明", 8),
    ("免办", 8),
];

fn figures(tally: Tally) -> impl Iterator<Item = Value> {
    let counts = [
        tally.owed(),
        tally.done,
        tally.due,
        tally.overdue,
        tally.missed,
        tally.explained,
        tally.exempt,
    ];
    counts.into_iter().map(number)
}

fn number(count: i64) -> Value {
    Value::Number(count as f64)
}

pub(super) fn of_units(title: String, scope: String, picture: &Picture) -> Sheet {
    let row = |side: &Side| {
        let head = [Value::Text(side.name.clone()), number(side.branches)];
        head.into_iter().chain(figures(side.tally)).collect()
    };
    let columns = [("单位", 28), ("支部", 8)].into_iter().chain(FIGURES).collect();
    let rows = picture.sides.iter().map(row).collect();
    Sheet { name: "各单位", title, scope, measure: "行", columns, rows }
}

pub(super) fn of_duties(title: String, scope: String, picture: &Picture) -> Sheet {
    let row = |it: &OfDuty| {
        let head = [&it.duty.title, it.duty.modality.zh()].map(|text| Value::Text(text.to_owned()));
        head.into_iter().chain(figures(it.tally)).collect()
    };
    let columns = [("事项", 28), ("条文用词", 10)].into_iter().chain(FIGURES).collect();
    let rows = picture.duties.iter().map(row).collect();
    Sheet { name: "各事项", title, scope, measure: "项", columns, rows }
}

pub(super) fn of_lines(listed: &Listed, scope: String, lines: &[Line]) -> Sheet {
    let row = |line: &Line| {
        let cells = [
            line.name.clone(),
            line.below.clone(),
            line.duty.title.clone(),
            line.period.zh_full(),
            line.tag.to_owned(),
            line.last_day.to_string(),
            line.words.clone(),
        ];
        cells.map(Value::Text).into()
    };
    let columns = vec![
        ("组织", 28),
        ("上级", 20),
        ("事项", 22),
        ("期间", 16),
        ("情况", 10),
        ("最后一天", 12),
        ("说明", 40),
    ];
    Sheet {
        name: "名单",
        title: format!("{}名单", listed.asked.title()),
        scope,
        measure: measure(listed.duty()),
        columns,
        rows: lines.iter().map(row).collect(),
    }
}
