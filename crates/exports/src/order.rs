//! Asking for a long list.

use act::{Act, Acting, Ctx, Error, Result};
use db::Read;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sheets::Mark;

use crate::{run::JOB, store};

/// Hears how many of how many rows are written.
pub type Told<'a> = &'a dyn Fn(usize, usize);

/// What a room needs to write a list.
pub struct Out<'a> {
    pub told: Told<'a>,
    /// Whose copy it is, where that was noted when it was asked for.
    pub mark: Option<&'a Mark>,
}

/// One kind of list, as its room writes it.
#[derive(Clone, Copy)]
pub struct Kind {
    /// `member.list`
    pub key: &'static str,
    /// The act that must reach every unit in the list, by what was asked for.
    pub act: fn(&Value) -> Act,
    /// Writes the file; the context is the asker's, as he is by now.
    pub make: fn(&Ctx, &Read, &Value, &Out) -> Result<Made>,
}

/// Every kind of list; a part of the core.
#[derive(Default)]
pub struct Kinds(pub Vec<Kind>);

impl Kinds {
    pub(crate) fn find(ctx: &Ctx, key: &str) -> Result<Kind> {
        let kinds = ctx.core.maybe_part::<Self>();
        let found = kinds.and_then(|kinds| kinds.0.iter().find(|kind| kind.key == key));
        found.copied().ok_or(Error::NotFound)
    }
}

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Xlsx,
    Csv,
    Pdf,
    Docx,
}

impl Format {
    /// That of a paper, by its key.
    pub fn of_paper(key: &str) -> Option<Self> {
        [Self::Docx, Self::Pdf].into_iter().find(|it| it.key() == key)
    }

    /// Also the end of a file's name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// A finished list.
pub struct Made {
    pub file_name: String,
    pub format: Format,
    pub content: Vec<u8>,
    pub rows: usize,
    /// Every unit whose data are in it.
    pub units: Vec<i64>,
}

/// What somebody asks for.
pub struct Order<'a> {
    pub kind: &'static str,
    /// 党员名册
    pub title: &'a str,
    /// As the page said it; the file says its own.
    pub scope: &'a str,
    /// Empty where none is asked.
    pub purpose: &'a str,
    /// How many rows there are now.
    pub rows: usize,
    /// Which rows; only the room reads it.
    pub wanted: Value,
}

/// What is kept encrypted about an order: a search may hold a name or a number.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) scope: String,
    pub(crate) purpose: String,
    pub(crate) wanted: Value,
}

/// Queues a list within the caller's act; its id. The event is the caller's; a list of persons has been
/// noted with [`crate::leave`] before, under `mark`.
pub fn ask(w: &Acting, ctx: &Ctx, order: &Order, mark: Option<&Mark>) -> Result<i64> {
    let (id, person) = (mark.map_or_else(|| w.id(), |mark| mark.id), ctx.person()?);
    let Order { kind, title, scope, purpose, rows, ref wanted } = *order;
    let asked = Asked { scope: scope.into(), purpose: purpose.into(), wanted: wanted.clone() };
    let asked = serde_json::to_vec(&asked).map_err(|error| Error::Broken(error.into()))?;
    let sealed = crypto::seal_bytes(&ctx.core.keys, &place("asked", id), &asked).0;
    let post = ctx.actor.hat().map(act::Hat::worn_as);
    let new = store::New { id, person, post, kind, title, asked: sealed, rows };
    store::insert(w, w.now, &new)?;
    w.later_once(JOB, &serde_json::json!({ "export": id }), w.now, Some(&format!("{JOB}:{id}")))?;
    w.about("export", id).reply("/me/exports");
    Ok(id)
}

pub(crate) fn opened(ctx: &Ctx, id: i64, sealed: &[u8]) -> Result<Asked> {
    let plain = crypto::open_bytes(&ctx.core.keys, &place("asked", id), sealed)?;
    serde_json::from_slice(&plain).map_err(|error| Error::Broken(error.into()))
}

pub(crate) fn place(column: &str, id: i64) -> String {
    format!("export.{column}.{id}")
}
