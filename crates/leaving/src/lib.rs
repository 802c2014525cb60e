//! A list that goes out as a spreadsheet: noted, marked with whose copy it is, at once or by a job where it is long.
//! A paper that goes out as PDF or Word.

mod paper;
pub mod typeset;

use act::{Acting, Ctx, Error, Result};
use calendar::Day;
use exports::{Format, Leaving, Made, Order, Out};
use serde::{Deserialize, Serialize};
use sheets::{
    Mark,
    write::{Column, Head, Value, xlsx, xlsx_marked},
};
use web::{Address, Reply, Req};

pub use self::paper::{FontFolder, Printed, file as paper_file};

/// Longest name of a sheet, and what it must not hold: the format's own limits.
const SHEET_NAME: usize = 31;
const NOT_IN_SHEET_NAME: &[char] = &['[', ']', ':', '*', '?', '/', '\\'];

/// Every row of a list, and what is said of it.
pub struct List {
    /// Of its [`exports::Kind`]: `directive.list`.
    pub kind: &'static str,
    pub title: String,
    /// Without 范围.
    pub scope: String,
    /// 行, or what else the rows are.
    pub measure: String,
    /// Heading with width in characters.
    pub columns: Vec<(String, u16)>,
    /// Names by which the event says the columns.
    pub keys: &'static [&'static str],
    pub rows: Vec<Vec<Value>>,
    /// Every unit whose data are in it.
    pub units: Vec<i64>,
}

/// Headings as they stand in a table of constants.
pub fn columns(all: &[(&str, u16)]) -> Vec<(String, u16)> {
    all.iter().map(|(heading, width)| ((*heading).to_owned(), *width)).collect()
}

/// Empty where there are no words.
pub fn text(words: &str) -> Value {
    if words.is_empty() { Value::Empty } else { Value::Text(words.to_owned()) }
}

/// A real date: a program can filter by it.
pub fn day(on: Day) -> Value {
    let (year, month, day) = (on.year(), on.month().unsigned_abs(), on.day().unsigned_abs());
    u16::try_from(year).map_or(Value::Empty, |year| Value::Day(year, month, day))
}

pub fn maybe_day(on: Option<Day>) -> Value {
    on.map_or(Value::Empty, day)
}

/// What a long list remembers of the page that asked for it.
#[derive(Debug, Serialize, Deserialize)]
pub struct AtPage {
    at: Address,
}

impl AtPage {
    pub fn of(req: &Req) -> Self {
        Self { at: req.address() }
    }

    /// The page's request, as its job makes it again.
    pub fn back(wanted: &serde_json::Value) -> Result<Req> {
        let page: Self = serde_json::from_value(wanted.clone()).map_err(Error::broken)?;
        Ok(Req::at(page.at))
    }
}

impl List {
    /// The file, for the job that was asked for it.
    pub fn made_by(self, ctx: &Ctx, out: &Out) -> Result<Made> {
        (out.told)(0, self.rows.len());
        self.made(ctx, out.mark)
    }

    /// A short list at once; a long one is made by a job, out of `wanted`, and waits on 我的导出.
    pub fn give(self, ctx: &Ctx, wanted: &impl Serialize) -> Result<Reply> {
        let rows = self.rows.len();
        if !exports::is_long(ctx, rows) {
            return self.give_now(ctx);
        }
        let wanted = serde_json::to_value(wanted).map_err(Error::broken)?;
        let (kind, title, scope) = (self.kind, self.title.as_str(), self.scope.as_str());
        let order = Order { kind, title, scope, purpose: "", rows, wanted };
        // The job notes the units of what it has made.
        self.note(ctx, &[], |w, mark| exports::ask(w, ctx, &order, Some(mark)).map(|_| ()))?;
        let said = format!("已排上，{rows}{}。生成后在这里下载", self.measure);
        Ok(Reply::to("/me/exports").saying(said))
    }

    /// At once, however long it is: for lists that never grow beyond a file.
    pub fn give_now(self, ctx: &Ctx) -> Result<Reply> {
        let mark = self.note(ctx, &self.units, |_, _| Ok(()))?;
        let Made { file_name: name, format, content, .. } = self.made(ctx, Some(&mark))?;
        Ok(Reply::File { name, media_type: format.media_type(), content })
    }

    fn made(self, ctx: &Ctx, mark: Option<&Mark>) -> Result<Made> {
        let columns: Vec<Column> =
            self.columns.iter().map(|(heading, width)| Column { heading, width: *width }).collect();
        let sheet: String = self
            .title
            .chars()
            .filter(|it| !NOT_IN_SHEET_NAME.contains(it))
            .take(SHEET_NAME)
            .collect();
        let head = Head {
            sheet: &sheet,
            title: &self.title,
            scope: &self.scope,
            measure: &self.measure,
            columns: &columns,
        };
        let rows = self.rows.len();
        let content = match mark {
            Some(mark) => xlsx_marked(&head, self.rows.into_iter(), mark),
            None => xlsx(&head, self.rows.into_iter()),
        }
        .map_err(Error::broken)?;
        Ok(Made {
            file_name: format!("{}{rows}{}{}.xlsx", self.title, self.measure, ctx.today),
            format: Format::Xlsx,
            content,
            rows,
            units: self.units,
        })
    }

    /// Notes that the list leaves; `also` is done in the same act.
    fn note(
        &self,
        ctx: &Ctx,
        units: &[i64],
        also: impl Fn(&Acting, &Mark) -> Result<()>,
    ) -> Result<Mark> {
        let leaving = Leaving {
            kind: self.kind,
            title: &self.title,
            scope: &self.scope,
            purpose: "",
            rows: self.rows.len(),
            measure: &self.measure,
            columns: self.keys,
            with_numbers: false,
            units,
        };
        ctx.act_own(&exports::ASK, |w, _| {
            let mark = exports::leave(w, ctx, &leaving)?;
            also(w, &mark)?;
            w.rows(self.rows.len());
            Ok(mark)
        })
    }
}
