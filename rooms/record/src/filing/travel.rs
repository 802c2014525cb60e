//! A filing as it travels upwards: what whoever receives it may read of it. Whether he may was asked by the room that calls.

use act::{Ctx, Error, Place, Result};
use db::Read;
use exports::Format;
use web::Reply;

use crate::{
    attachment, meeting,
    paper::{self, Sheet},
    show::{Shown, Wanted},
};

/// Its letter and its files; nothing else of the unit's records.
pub struct Filed {
    shown: Shown,
}

/// A file that goes with it.
pub struct FiledFile {
    pub file: i64,
    /// What it is: 会议记录, 其他材料.
    pub what: String,
    pub name: String,
    /// `1.2 MB，2026年11月20日15:03`
    pub size: String,
}

/// *NotFound* for a record that is no filing or was withdrawn. `place` is the unit that sent it.
pub fn filed(ctx: &Ctx, read: &Read, record: i64, place: Place) -> Result<Filed> {
    let found = meeting::find_any(read, meeting::RecordId(record))?.ok_or(Error::NotFound)?;
    let shown = Shown::of(ctx, read, found, place, Wanted::Itself)?;
    let stands = shown.kind.is_filing() && shown.record.withdrawn_at.is_none();
    if stands { Ok(Filed { shown }) } else { Err(Error::NotFound) }
}

impl Filed {
    pub fn title(&self) -> &str {
        &self.shown.record.title
    }

    /// (name, words): the day, the document number, whom it went to, who entered it.
    pub fn facts(&self) -> Vec<(String, String)> {
        self.shown.facts_of_filing()
    }

    /// Several lines.
    pub fn text(&self) -> &str {
        &self.shown.record.minutes
    }

    pub fn files(&self) -> Vec<FiledFile> {
        let line = |it: &attachment::Attached| FiledFile {
            file: it.file,
            what: if it.what.is_empty() { "其他材料".to_owned() } else { it.what.clone() },
            name: it.name.clone(),
            size: attachment::size_zh(it),
        };
        self.shown.files.iter().map(line).collect()
    }

    /// One of its files as it is.
    pub fn file(&self, read: &Read, wanted: i64) -> Result<Reply> {
        let is_its = self.shown.files.iter().any(|it| it.file == wanted);
        let file = files::find(read, wanted)?.filter(|_| is_its).ok_or(Error::NotFound)?;
        let content = files::content(read, &file)?.ok_or(Error::NotFound)?;
        Ok(Reply::File { media_type: files::media_type(&file), name: file.name, content })
    }

    /// Its letter; a build without typesetting leads who wants a PDF back to `page`.
    pub fn letter(&self, ctx: &Ctx, read: &Read, kind: Format, page: &str) -> Result<Reply> {
        let shown = &self.shown;
        let made = Sheet::Minutes.made(ctx, read, shown)?;
        let record = &shown.record;
        let name = format!("{}{}_{}", shown.place.short_name, record.title, record.plan_on);
        paper::file(ctx, &made, (&name, kind), page)
    }
}
