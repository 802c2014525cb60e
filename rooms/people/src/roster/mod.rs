//! What an import would do with every row of a roster. Pure: no database, no clock.
//! The rules stand row by row in `data/rosters/README.md`.

mod cells;
mod check;
mod codes;
mod columns;
mod dates;
mod reason;
mod repeats;
mod rows;
#[cfg(test)]
mod tests;

use calendar::{Day, PartDay};
use serde::{Serialize, Serializer};
use text::{IdNumber, Sex};

pub use codes::Codes;
pub use reason::{Reason, SkipReason, words};

/// Reads a file and judges every row. Hidden rows and sheets are only reported.
pub fn rehearse(bytes: &[u8], file_name: &str, codes: &Codes) -> Result<Rehearsal, sheets::Fault> {
    rehearse_asked(bytes, file_name, codes, Hidden::Leave)
}

/// As [`rehearse`], with a wish about what the file hides.
pub fn rehearse_asked(
    bytes: &[u8],
    file_name: &str,
    codes: &Codes,
    hidden: Hidden,
) -> Result<Rehearsal, sheets::Fault> {
    rehearse_watched(bytes, file_name, codes, hidden, &|_| ())
}

/// As [`rehearse_asked`]; `watch` hears now and then how many rows have been read.
pub fn rehearse_watched(
    bytes: &[u8],
    file_name: &str,
    codes: &Codes,
    hidden: Hidden,
    watch: &dyn Fn(usize),
) -> Result<Rehearsal, sheets::Fault> {
    let book = sheets::read_watched(bytes, watch)?;
    let told = book.format != sheets::Format::Xlsx || book.dates == sheets::DateSystem::Y1904;
    let date_system = (told && !book.format.is_text()).then(|| book.dates.name());
    let sheets = rows::judge(&book, codes, hidden);
    Ok(Rehearsal {
        file: file_name.to_owned(),
        format: book.format.name(),
        encoding: book.encoding.map(sheets::Encoding::name),
        date_system,
        macros: book.macros,
        totals: Totals::of(&sheets),
        sheets,
    })
}

/// What to do with hidden rows and sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Refuse each of them by name.
    Leave,
    /// Judge them as all others: the person has asked for it.
    Take,
}

/// Serialises to the shape of the `.expected.json` files.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rehearsal {
    pub file: String,
    pub format: &'static str,
    /// Delimited text only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<&'static str>,
    /// Always for xls; for xlsx only where it is the rarer one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_system: Option<&'static str>,
    /// The file carries macros; they were not read.
    #[serde(skip)]
    pub macros: bool,
    pub sheets: Vec<SheetRehearsal>,
    pub totals: Totals,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SheetRehearsal {
    pub sheet: Option<String>,
    pub header_rows: Vec<u32>,
    pub import_count: usize,
    pub refuse_count: usize,
    pub skip_count: usize,
    pub imported: Vec<Person>,
    pub refused: Vec<Refused>,
    pub skipped: Vec<Skipped>,
    /// Why the sheet was refused as a whole; its rows were then not judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Rows with any content, headings among them.
    #[serde(skip)]
    pub content_rows: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Totals {
    pub imported: usize,
    pub refused: usize,
    pub skipped: usize,
}

impl Totals {
    fn of(sheets: &[SheetRehearsal]) -> Self {
        Self {
            imported: sheets.iter().map(|sheet| sheet.import_count).sum(),
            refused: sheets.iter().map(|sheet| sheet.refuse_count).sum(),
            skipped: sheets.iter().map(|sheet| sheet.skip_count).sum(),
        }
    }
}

/// A row that can be imported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Person {
    pub row: u32,
    pub name: String,
    #[serde(rename = "id_number", serialize_with = "id_number")]
    pub id: IdNumber,
    #[serde(serialize_with = "sex")]
    pub sex: Sex,
    pub birth: Day,
    /// GB/T 3304; `None` where the roster does not say.
    pub ethnic: Option<&'static str>,
    /// GB/T 4658; `None` where the roster does not say.
    pub education: Option<&'static str>,
    pub join_date: PartDay,
    /// `None` is still on probation.
    pub full_date: Option<PartDay>,
    /// With several columns the outer one first, joined by `/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Reason>,
    #[serde(skip)]
    pub extra: Extra,
}

/// What rosters often say besides, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extra {
    pub phone: Option<String>,
    pub post: Option<String>,
    pub staff_class: Option<String>,
    pub police_number: Option<String>,
    pub work_start: Option<PartDay>,
}

/// A row with a person in it that cannot be imported.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub row: u32,
    /// Empty where the row names nobody.
    pub name: String,
    /// By code, so that the order does not depend on the columns.
    pub findings: Vec<Finding>,
}

impl Serialize for Refused {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape {
            row: u32,
            reasons: Vec<Reason>,
        }
        let reasons = self.findings.iter().map(|finding| finding.reason).collect();
        Shape { row: self.row, reasons }.serialize(out)
    }
}

/// One thing wrong in one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub reason: Reason,
    /// Counted from 1; `None` where it is not about one column.
    pub column: Option<u32>,
    /// What the column is called in this roster.
    pub heading: String,
    /// What stands in the cell; identity numbers masked.
    pub shown: String,
}

/// A row without a person in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub row: u32,
    pub why: SkipReason,
    /// The last row of a long gap, which is told as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<u32>,
}

impl Skipped {
    fn count(self) -> usize {
        self.through.map_or(1, |last| (last - self.row + 1) as usize)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this form")]
fn sex<S: Serializer>(sex: &Sex, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(sex.code())
}

fn id_number<S: Serializer>(id: &IdNumber, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(id.as_str())
}
