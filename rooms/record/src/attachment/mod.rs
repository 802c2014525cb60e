//! Papers and pictures that belong to a record: a scanned sign-in sheet, lecture material, a list that was agreed.
//! Nothing asks for them: what the regulations name is offered, and a picture is never owed.

mod actions;
mod pages;
mod store;

use act::{Error, Result};
use rules::Rules;

use crate::{kind::RecordKind, meeting::Record};

pub(crate) use self::{
    actions::{ATTACH, DETACH},
    pages::{card, routes, size_zh},
    store::Attached,
};

/// Of a private talk there is nothing on paper.
fn may_have_papers(record: &Record) -> Result<()> {
    if record.is_private() { Err(Error::NotFound) } else { Ok(()) }
}

/// Of one record.
const FILES_AT_MOST: usize = 30;
const BYTES_AT_MOST: i64 = 100 * 1024 * 1024;

/// What the regulations name as evidence for this kind, each once, in their order. What stays with its author is not
/// among it.
fn named(rules: &Rules, kind: &RecordKind) -> Vec<String> {
    let served = rules.duties().iter().filter(|duty| duty.serves.contains(&kind.key));
    let mut named: Vec<String> = Vec::new();
    for what in served.flat_map(|duty| &duty.evidence) {
        if !named.contains(what) && !kind.not_filed.contains(what) {
            named.push(what.clone());
        }
    }
    named
}
