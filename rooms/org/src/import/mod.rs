//! Real input: the national line, industry bureaus, and lists of units.

mod divisions;
mod organ_name;
mod pages;
mod sheet;
mod units;

use act::Act;

pub(crate) use self::pages::routes;
pub use self::{
    divisions::{BUILT_IN_DIVISIONS, Divisions, divisions},
    units::{Finding, Plan, commit, rehearse},
};

pub const IMPORT: Act = Act::new("unit.import", "导入组织");
