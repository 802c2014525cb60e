//! The three administrators and the managers of the organs: who they are, appointing and ending them.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod store;

use act::{Error, Place, Result};
use calendar::Day;
use db::Read;
use systems::{Office, PostKind, Systems};

/// Kinds of posts that are given here and not on a member's page.
pub(crate) fn kinds(systems: &Systems) -> Vec<&PostKind> {
    systems.posts().iter().filter(|post| post.office != Office::Business).collect()
}

/// Where a post may be held: in its kinds of organs; and an administrator's only in the organ that
/// manages the installation, or in one above it that takes over. A county manages where nobody above does.
pub(crate) fn check_place(
    read: &Read,
    systems: &Systems,
    place: &Place,
    kind: &PostKind,
    today: Day,
) -> Result<()> {
    let wrong = |words: String| Err(Error::invalid("unit_code", words));
    let is_at_top = kind.held_at_top_in().any(|it| it == place.kind);
    if !kind.is_held_in(&place.kind) && !is_at_top {
        return wrong(format!("{}不设{}", systems.kind_title(&place.kind), kind.title));
    }
    if !kind.is_administrator() {
        return Ok(());
    }
    let keys: Vec<&str> =
        systems.posts().iter().filter(|it| it.is_administrator()).map(PostKind::key).collect();
    for seat in store::seats(read, &keys, today)? {
        let line = seat.line_path.as_deref().unwrap_or_default();
        let takes_over = place.line_path.as_deref().is_some_and(|mine| line.starts_with(mine));
        if seat.id != place.id && !takes_over {
            let words = "三员都设在管理本系统的同一个机关，现在是";
            return wrong(format!("{words}{}", seat.name));
        }
    }
    Ok(())
}
