//! A list of members as a spreadsheet: scope and count on top, numbers masked unless they are asked for.

use act::{Error, Result};
use crypto::Keys;
use sheets::write::{Column, Head, Value, xlsx};

use super::Listed;
use crate::{codes, protect};

const COLUMNS: [Column; 12] = [
    Column { heading: "姓名", width: 14 },
    Column { heading: "性别", width: 6 },
    Column { heading: "出生日期", width: 12 },
    Column { heading: "公民身份号码", width: 22 },
    Column { heading: "民族", width: 10 },
    Column { heading: "学历", width: 16 },
    Column { heading: "党员状态", width: 10 },
    Column { heading: "入党时间", width: 12 },
    Column { heading: "转正时间", width: 12 },
    Column { heading: "人员类别", width: 10 },
    Column { heading: "职务", width: 18 },
    Column { heading: "所在党支部", width: 36 },
];

pub(super) fn write(
    keys: &Keys,
    rows: Vec<Listed>,
    scope: &str,
    with_numbers: bool,
) -> Result<Vec<u8>> {
    let lines = rows.iter().map(|row| line(keys, row, with_numbers)).collect::<Result<Vec<_>>>()?;
    let head =
        Head {
            sheet: "党员名册", title: "党员名册", scope, measure: "人", columns: &COLUMNS
        };
    xlsx(&head, lines.into_iter()).map_err(|fault| Error::Broken(fault.into()))
}

fn line(keys: &Keys, row: &Listed, with_numbers: bool) -> Result<Vec<Value>> {
    let number = protect::open(keys, "id_number", row.id, row.id_number.as_deref())?;
    let number = number.unwrap_or_default();
    let number = if with_numbers { number } else { text::mask_id(&number) };
    let part = |it: Option<calendar::PartDay>| it.map(|it| it.to_string()).unwrap_or_default();
    let texts = [
        row.name.clone(),
        codes::sex(row.sex.as_deref()).to_owned(),
        row.birth.map(|day| day.to_string()).unwrap_or_default(),
        number,
        codes::ethnic(row.ethnic.as_deref()).to_owned(),
        codes::education(row.education.as_deref()).to_owned(),
        row.member_status.zh().to_owned(),
        part(row.joined_on),
        part(row.full_on),
        row.staff_class.zh().to_owned(),
        row.duty_title.clone().unwrap_or_default(),
        row.unit_name.clone(),
    ];
    let value = |text: String| if text.is_empty() { Value::Empty } else { Value::Text(text) };
    Ok(texts.map(value).into())
}
