//! A list of this room that goes out as a spreadsheet: at once, or queued where it is long; noted either way.

use act::{Act, Acting, Ctx, Error, Result};
use db::Read;
use exports::{Format, Leaving, Made, Order, Out};
use serde::{Deserialize, Serialize};
use sheets::{
    Mark,
    write::{Column, Head, Value, xlsx, xlsx_marked},
};
use web::{Address, Reply, Req};

/// What a list is called, and its columns: heading with width, and the names by which the event says them.
pub(crate) struct Shape {
    pub(crate) kind: &'static str,
    pub(crate) title: &'static str,
    pub(crate) columns: &'static [(&'static str, u16)],
    pub(crate) keys: &'static [&'static str],
    pub(crate) act: Act,
    /// What a page shows, without its pages.
    pub(crate) listed: fn(&Ctx, &Read, &Req) -> Result<Listed>,
}

pub(crate) struct Listed {
    /// Without 范围.
    pub(crate) scope: String,
    pub(crate) rows: Vec<Vec<Value>>,
    pub(crate) units: Vec<i64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    at: Address,
}

/// Empty where there are no words.
pub(crate) fn text(words: &str) -> Value {
    if words.is_empty() { Value::Empty } else { Value::Text(words.to_owned()) }
}

impl Shape {
    fn made(&self, ctx: &Ctx, listed: Listed, mark: Option<&Mark>) -> Result<Made> {
        let columns: Vec<Column> =
            self.columns.iter().map(|(heading, width)| Column { heading, width: *width }).collect();
        let head = Head {
            sheet: self.title,
            title: self.title,
            scope: &listed.scope,
            measure: "行",
            columns: &columns,
        };
        let rows = listed.rows.len();
        let content = match mark {
            Some(mark) => xlsx_marked(&head, listed.rows.into_iter(), mark),
            None => xlsx(&head, listed.rows.into_iter()),
        }
        .map_err(|it| Error::Broken(it.into()))?;
        Ok(Made {
            file_name: format!("{}{rows}行{}.xlsx", self.title, ctx.today),
            format: Format::Xlsx,
            content,
            rows,
            units: listed.units,
        })
    }

    /// By the job that was asked for it.
    pub(crate) fn make(
        &self,
        ctx: &Ctx,
        read: &Read,
        wanted: &serde_json::Value,
        out: &Out,
    ) -> Result<Made> {
        let wanted: Asked = serde_json::from_value(wanted.clone()).map_err(Error::broken)?;
        let listed = (self.listed)(ctx, read, &Req::at(wanted.at))?;
        (out.told)(0, listed.rows.len());
        self.made(ctx, listed, out.mark)
    }

    /// A short list at once; a long one is made by a job and waits on 我的导出.
    pub(crate) fn take(&self, ctx: &Ctx, req: &Req) -> Result<Reply> {
        if !ctx.carries(&self.act) {
            return Err(Error::NotFound);
        }
        req.form.reader().check()?;
        let listed = ctx.read(|read| (self.listed)(ctx, read, req))?;
        let rows = listed.rows.len();
        if !exports::is_long(ctx, rows) {
            let mark = self.note(ctx, &listed, |_, _| Ok(()))?;
            let made = self.made(ctx, listed, Some(&mark))?;
            let Made { file_name: name, format, content, .. } = made;
            return Ok(Reply::File { name, media_type: format.media_type(), content });
        }
        let wanted = serde_json::to_value(Asked { at: req.address() }).map_err(Error::broken)?;
        let (kind, title, scope) = (self.kind, self.title, listed.scope.as_str());
        let order = Order { kind, title, scope, purpose: "", rows, wanted };
        self.note(ctx, &listed, |w, mark| exports::ask(w, ctx, &order, Some(mark)).map(|_| ()))?;
        Ok(Reply::to("/me/exports").saying(format!("已排上，{rows}行。生成后在这里下载")))
    }

    /// Notes that the list leaves; `also` is done in the same act.
    fn note(
        &self,
        ctx: &Ctx,
        listed: &Listed,
        also: impl Fn(&Acting, &Mark) -> Result<()>,
    ) -> Result<Mark> {
        let leaving = Leaving {
            kind: self.kind,
            title: self.title,
            scope: &listed.scope,
            purpose: "",
            rows: listed.rows.len(),
            measure: "行",
            columns: self.keys,
            with_numbers: false,
            units: &[],
        };
        ctx.act_own(&exports::ASK, |w, _| {
            let mark = exports::leave(w, ctx, &leaving)?;
            also(w, &mark)?;
            w.rows(listed.rows.len());
            Ok(mark)
        })
    }
}
