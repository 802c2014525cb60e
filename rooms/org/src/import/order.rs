//! Superiors before those who stand under them.

use super::units::{Planned, Ref};

/// Places of the rows that go in, superiors first.
pub(super) fn in_order(planned: &[Planned]) -> Vec<usize> {
    let mut is_placed = vec![false; planned.len()];
    let mut order = Vec::with_capacity(planned.len());
    loop {
        let before = order.len();
        for (at, it) in planned.iter().enumerate() {
            let is_ready = |reference: &Option<Ref>| match reference {
                Some(Ref::Row(above)) => is_placed[*above],
                _ => true,
            };
            let ready = [&it.line, &it.lead, &it.approve, &it.host].into_iter().all(is_ready);
            if !it.stopped && !is_placed[at] && ready {
                is_placed[at] = true;
                order.push(at);
            }
        }
        if order.len() == before {
            return order;
        }
    }
}
