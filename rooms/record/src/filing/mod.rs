//! A filing: a report sent, a plan issued, a notice posted. Entered once when it is done; no roll, no minutes.

mod actions;
mod of;
mod pages;
mod store;
mod travel;

use act::{Ctx, Faults, Result};
use db::Read;

use crate::{kind::RecordKind, meeting::Content, roll::OnDay};

pub use self::actions::FILE;
pub use self::travel::{Filed, FiledFile, filed};
pub(crate) use self::{
    of::adopt,
    pages::{correction_form, new_form, routes},
};

/// To whom a kind of report of a unit goes, in words; a part of the core, for this room does not know which are reports upwards.
/// "" for what is none.
pub struct GoesTo(pub fn(&Ctx, &Read, unit: i64, kind: &str) -> Result<String>);

/// Whoever reports holds the post on that day: nobody reports for him.
pub(crate) fn faults(kind: &RecordKind, content: &Content, on_day: &OnDay) -> Faults {
    let mut faults = Faults::default();
    if kind.by.is_empty() {
        return faults;
    }
    match content.chair {
        None => faults.add("chair", format!("请选择{}", kind.by)),
        Some(person) if !holders(kind, on_day).iter().any(|(id, _)| *id == person) => {
            faults.add("chair", format!("{}那天不担任这个职务", kind.by));
        }
        Some(_) => {}
    }
    faults
}

/// Who held one of the kind's posts on the day.
fn holders(kind: &RecordKind, on_day: &OnDay) -> Vec<(i64, String)> {
    let held = on_day.held.iter().filter(|it| kind.chairs.contains(&it.kind));
    held.map(|it| (it.person, it.name.clone())).collect()
}
