//! A unit: an organ, a Party organisation, a mass organisation, or an outside body with only a name.

mod actions;
mod found;
pub(crate) mod pages;
mod rename;
pub(crate) mod store;

use act::{Act, Ctx, Place, Result};
use calendar::Day;
use db::Read;
use serde::Deserialize;
use systems::Family;

pub(crate) use self::rename::refuse_future;
pub use self::{
    found::{NewUnit, found_unit, found_units},
    rename::{Rename, rename, set_use_from},
};

pub const SEE_UNIT: Act = Act::new("see.unit", "查看组织");
pub const FOUND: Act = Act::new("unit.found", "成立组织");
pub const RENAME: Act = Act::new("unit.rename", "组织改名");
pub const START_USE: Act = Act::new("unit.start_use", "设定启用日");
/// A branch regroups its members without asking anybody.
pub const ARRANGE_SUBGROUPS: Act = Act::new("subgroup.arrange", "划分党小组");

/// A unit as it is today, dissolved ones included.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Unit {
    pub id: i64,
    pub kind: String,
    pub family: Family,
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub name_key: String,
    pub initials: String,
    pub official_order: i64,
    pub founded_on: Day,
    /// First day on which it is no more.
    pub dissolved_on: Option<Day>,
    /// Earlier periods are not kept here.
    pub use_from: Day,
    pub lead_parent: Option<i64>,
    /// A Party unit's host.
    pub line_parent: Option<i64>,
    pub lead_path: Option<String>,
    pub line_path: Option<String>,
    /// The administrative unit that is the nearest border of permission upwards.
    pub organ: Option<i64>,
    pub host: Option<i64>,
    pub version: i64,
}

impl Unit {
    pub fn place(&self) -> Place {
        Place {
            id: self.id,
            kind: self.kind.clone(),
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            lead_path: self.lead_path.clone(),
            line_path: self.line_path.clone(),
            organ: self.organ,
        }
    }

    pub fn path(&self, relation: act::Relation) -> Option<&str> {
        match relation {
            act::Relation::Lead => self.lead_path.as_deref(),
            act::Relation::Line => self.line_path.as_deref(),
        }
    }

    pub fn parent(&self, relation: act::Relation) -> Option<i64> {
        match relation {
            act::Relation::Lead => self.lead_parent,
            act::Relation::Line => self.line_parent,
        }
    }

    pub fn is_party(&self) -> bool {
        self.family == Family::Party
    }

    /// Whether it exists on `day`.
    pub fn exists_on(&self, day: Day) -> bool {
        self.founded_on <= day && self.dissolved_on.is_none_or(|end| day < end)
    }
}

/// A unit as it was on a day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UnitOn {
    pub id: i64,
    pub kind: String,
    pub family: Family,
    pub code: String,
    /// The name it had on that day.
    pub name: String,
    pub official_order: i64,
    pub founded_on: Day,
    pub dissolved_on: Option<Day>,
    pub use_from: Day,
}

/// The unit, if it is in the viewer's sight; dissolved ones too.
pub fn find(ctx: &Ctx, read: &Read, id: i64) -> Result<Option<Unit>> {
    let unit = store::get(read, id)?;
    let sight = ctx.sight(&SEE_UNIT);
    Ok(unit.filter(|unit| sight.holds(&unit.place())))
}

/// The unit without asking who looks: for rules and acts, never for pages.
pub fn get(read: &Read, id: i64) -> Result<Option<Unit>> {
    store::get(read, id)
}

/// The unit with this code, without asking who looks: for verbs, imports and acts.
pub fn by_code(read: &Read, code: &str) -> Result<Option<Unit>> {
    store::by_code(read, code)
}

/// The unit as it was on `day`; `None` before its founding and after its end.
pub fn on_day(read: &Read, id: i64, day: Day) -> Result<Option<UnitOn>> {
    store::on_day(read, id, day)
}

/// What a list of units is asked for; an empty text asks for everything.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Part of the name, beginning of the code, or pinyin initials.
    pub words: String,
    pub family: Option<Family>,
    pub limit: i64,
    pub skip: i64,
}

/// Units of today in the viewer's sight, in official order of the line, and how many there are in all.
pub fn list(ctx: &Ctx, read: &Read, wanted: &Wanted) -> Result<(Vec<Unit>, i64)> {
    store::list(read, &ctx.sight(&SEE_UNIT), wanted)
}
