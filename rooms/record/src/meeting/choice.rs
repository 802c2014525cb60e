//! Who may be named as presiding, writing, lecturing or talked with.

use act::{Faults, Place, Result};
use calendar::Day;
use db::Read;
use systems::Systems;

use super::{sent::Content, store};
use crate::roll::OnDay;

/// On a day: the unit's own people first, then leaders above and right below; each once.
pub(crate) fn choosable(
    read: &Read,
    systems: &Systems,
    place: &Place,
    (day, on_day): (Day, &OnDay),
) -> Result<Vec<(i64, String)>> {
    let seats: Vec<&str> =
        systems.posts().iter().filter(|post| post.committee).map(systems::PostKind::key).collect();
    let held = on_day.held.iter().map(|it| (it.person, it.name.clone()));
    let on_roll = on_day.roll.iter().map(|it| (it.person, it.name.clone()));
    let mut found: Vec<(i64, String)> = held.chain(on_roll).collect();
    found.extend(store::leaders(read, place, &seats, day)?);
    let mut seen = std::collections::HashSet::new();
    found.retain(|(person, _)| seen.insert(*person));
    Ok(found)
}

/// Names that nobody offered are refused: ids are not to be tried out.
pub(super) fn faults(content: &Content, offered: &[(i64, String)]) -> Faults {
    let mut faults = Faults::default();
    let named = [
        ("chair", content.chair),
        ("recorder", content.recorder),
        ("lecturer", content.lecturer),
        ("partner", content.partner),
    ];
    for (field, person) in named {
        let known = person.is_none_or(|id| offered.iter().any(|(offer, _)| *offer == id));
        if !known {
            faults.add(field, "请从列出的人员里选");
        }
    }
    faults
}
