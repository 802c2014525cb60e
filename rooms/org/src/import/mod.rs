//! Real input: the national line, industry bureaus, and lists of units.

use act::Act;

pub const IMPORT: Act = Act::new("unit.import", "导入组织");
