//! Members go along when their unit is merged; a unit with members is not dissolved.

use act::{Acting, Ctx, Error, Result};
use org::{Change, ChangeKind};

use super::move_everybody;
use crate::{Status, count_in, end_post, held_in};

/// Follows `org` in the same act: members and lists go to the successor, posts of the old unit end.
pub fn follow(_: &Ctx, w: &Acting, change: &Change) -> Result<()> {
    match (change.kind, change.successor) {
        (ChangeKind::Merge, Some(into)) => {
            move_everybody(w, change.unit, into, change.on, &change.basis)?;
            end_posts(w, change)
        }
        (ChangeKind::Dissolve, _) => {
            let left = count_in(w, change.unit, Status::ALL)?;
            if left > 0 {
                let words = format!("名册上还有{left}人，先把他们转到别的组织");
                return Err(Error::invalid("", words));
            }
            end_posts(w, change)
        }
        _ => Ok(()),
    }
}

fn end_posts(w: &Acting, change: &Change) -> Result<()> {
    let held = held_in(w, change.unit, change.on)?;
    held.into_iter().try_for_each(|post| end_post(w, post.id, change.on))
}
