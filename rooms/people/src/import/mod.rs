//! Import: a roster is rehearsed against what stands here, then written as one batch that can be undone.

mod branches;
mod choose;
mod fields;
mod findings;
mod found;
mod judge;
mod meetings;
mod show;
mod store;
mod undo;
mod wizard;
mod write;

use std::collections::BTreeMap;

use act::{Ctx, Result};
use calendar::Day;
use crypto::Keys;
use db::Read;
use imports::{Told, Undone};
use rules::Rules;
use serde::{Deserialize, Serialize};

use crate::roster::{Codes, Hidden, Rehearsal, rehearse_asked};

pub(crate) use self::wizard::Members;
pub use self::{
    branches::{Branch, Named, is_named},
    found::may_found_branches,
    judge::{Doing, Known, Planned},
    meetings::{MeetingRow, MeetingSheet, RefusedMeeting, meetings},
    wizard::{IMPORT, UNDO},
};

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Done {
    pub batch: i64,
    pub added: usize,
    pub changed: usize,
    pub moved: usize,
    /// Stood here already with the same content.
    pub unchanged: usize,
    /// Left alone: another branch, another name, or a branch that was left out.
    pub left: usize,
    pub refused: usize,
    pub founded: usize,
}

/// Writes a rehearsed roster as one batch and one act. The rows are compared with the database once
/// more inside the act. `told` hears how many of how many rows are written.
pub fn commit(
    ctx: &Ctx,
    unit: i64,
    rehearsal: &Rehearsal,
    choices: &Choices,
    told: Told,
) -> Result<Done> {
    imports::commit::<Members>(ctx, unit, (rehearsal, &rehearsal.file), choices, told)
}

/// Takes a batch back. Who was changed by hand since stays and is named.
pub fn undo(ctx: &Ctx, batch: i64, reason: &str) -> Result<Undone> {
    imports::undo::<Members>(ctx, batch, reason)
}

/// What the importer decided. Everything left out goes the safe way: nobody is moved or renamed,
/// people of an unknown branch come on the list *not yet in a branch*.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// By the branch's name in the file.
    #[serde(default)]
    pub branches: BTreeMap<String, Choice>,
    /// Move those here who stand in another branch.
    #[serde(default)]
    pub move_here: bool,
    /// Take the file's name where it differs for the same identity number.
    #[serde(default)]
    pub take_names: bool,
    /// Read hidden rows and sheets too.
    #[serde(default)]
    pub take_hidden: bool,
    /// First day of new affiliations. `None`: the unit's start-of-use day for its first people, else today.
    #[serde(default)]
    pub since: Option<Day>,
}

/// Where people of one branch name go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    Unit(i64),
    /// Found a branch of this name.
    Found,
    /// The organ's list *not yet in a branch*.
    List,
    /// Do not import them.
    Leave,
}

/// A rehearsal and what the live database says to it.
pub struct Plan {
    pub rehearsal: Rehearsal,
    pub unit: i64,
    pub unit_name: String,
    /// In order of sheets and rows.
    pub rows: Vec<Planned>,
    pub branches: Vec<Named>,
}

impl Plan {
    pub fn count(&self, is: impl Fn(&Doing) -> bool) -> usize {
        self.rows.iter().filter(|row| is(&row.doing)).count()
    }

    /// Rows that an import would write.
    pub fn to_write(&self) -> usize {
        self.count(|it| matches!(it, Doing::Add | Doing::Change(_) | Doing::Move(_)))
    }

    /// The rehearsal's JSON, with `database` where the database has something to say.
    pub fn json(&self) -> Result<serde_json::Value> {
        let broken = |error: serde_json::Error| act::Error::Broken(error.into());
        let mut value = serde_json::to_value(&self.rehearsal).map_err(broken)?;
        let findings = findings::findings(self);
        if let (Some(object), false) = (value.as_object_mut(), findings.is_empty()) {
            object.insert("database".into(), serde_json::to_value(findings).map_err(broken)?);
        }
        Ok(value)
    }
}

/// Reads a roster for `unit` and compares every row with what stands here; writes nothing.
///
/// `unit` is a branch (everybody goes there) or an organ or committee: its branches are found by
/// name, and a roster without a branch column goes on its list *not yet in a branch*.
pub fn rehearse(
    read: &Read,
    keys: &Keys,
    unit: i64,
    (bytes, file_name): (&[u8], &str),
    codes: &Codes,
    choices: &Choices,
) -> Result<Plan> {
    let refused = |fault: sheets::Fault| act::Error::invalid("file", fault.to_string());
    let rehearsal = rehearse_asked(bytes, file_name, codes, hidden(choices)).map_err(refused)?;
    plan(read, keys, unit, rehearsal, choices)
}

/// Compares a rehearsal with what stands here.
pub fn plan(
    read: &Read,
    keys: &Keys,
    unit: i64,
    rehearsal: Rehearsal,
    choices: &Choices,
) -> Result<Plan> {
    let here = branches::Here::read(read, unit)?;
    let (rows, branches) = judge::judge(read, keys, &here, &rehearsal, choices)?;
    Ok(Plan { rehearsal, unit, unit_name: here.name, rows, branches })
}

fn hidden(choices: &Choices) -> Hidden {
    if choices.take_hidden { Hidden::Take } else { Hidden::Leave }
}

/// The code tables, with the age that the regulations ask of who joins.
pub fn codes(ctx: &Ctx) -> Result<Codes> {
    let rules = ctx.core.maybe_part::<Rules>().unwrap_or_else(|| Rules::built_in());
    let age = rules.number(JOIN_AGE, ctx.today).map_err(act::Error::broken)?;
    Ok(Codes::new(age as i32))
}

const JOIN_AGE: &str = "recruit/join-age";
