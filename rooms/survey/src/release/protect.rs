//! Which sums may be shown so that neither they nor any difference of them tells what somebody answered. Pure (docs/adr/0144).
//!
//! Groups hang in a tree. A sum of a node that is shown splits what lies below it: the part that no shown node below it
//! covers is its *rest*. Whatever can be computed from the shown sums is made of whole rests. So each rest must be empty or
//! safe by itself; then everything is.

use std::collections::{BTreeMap, BTreeSet};

/// Fewer answers than this are never shown together (DESIGN.md, invariant 6).
pub(crate) const AT_LEAST: i64 = 10;

/// How often each of the three answers was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) yes: i64,
    pub(crate) rather: i64,
    pub(crate) no: i64,
}

impl Counts {
    pub(crate) fn all(self) -> i64 {
        self.yes + self.rather + self.no
    }

    fn plus(self, other: Self) -> Self {
        Self {
            yes: self.yes + other.yes,
            rather: self.rather + other.rather,
            no: self.no + other.no,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            yes: self.yes - other.yes,
            rather: self.rather - other.rather,
            no: self.no - other.no,
        }
    }

    /// Enough of them, and neither all nor none said yes.
    pub(crate) fn is_safe_in_two(self) -> bool {
        self.all() >= AT_LEAST && self.yes > 0 && self.yes < self.all()
    }

    /// The same, with each of the three answers given by somebody.
    pub(crate) fn is_safe_in_three(self) -> bool {
        self.is_safe_in_two() && self.rather > 0 && self.no > 0
    }
}

/// What may be shown of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Three(Counts),
    /// How many said yes, and how many did not quite.
    Two {
        yes: i64,
        others: i64,
    },
}

/// Groups by their path (`/1/3/`), with what they answered to one question; what may be shown, by path of the node.
pub(crate) fn protect(groups: &BTreeMap<String, Counts>) -> BTreeMap<String, Shown> {
    let nodes = nodes(groups);
    let two = publish(groups, &nodes, Counts::is_safe_in_two);
    let three = publish(groups, &two, Counts::is_safe_in_three);
    let shown = |path: &String| {
        let sum = total(groups, path);
        let shown = if three.contains(path) {
            Shown::Three(sum)
        } else {
            Shown::Two { yes: sum.yes, others: sum.all() - sum.yes }
        };
        (path.clone(), shown)
    };
    two.iter().map(shown).collect()
}

/// Every group and every node above one.
fn nodes(groups: &BTreeMap<String, Counts>) -> BTreeSet<String> {
    let ends = |path: &String| -> Vec<String> {
        path.match_indices('/').skip(1).map(|(at, _)| path[..=at].to_owned()).collect()
    };
    groups.keys().flat_map(ends).collect()
}

fn total(groups: &BTreeMap<String, Counts>, path: &str) -> Counts {
    let below = groups.range(path.to_owned()..).take_while(|(it, _)| it.starts_with(path));
    below.fold(Counts::default(), |sum, (_, counts)| sum.plus(*counts))
}

/// From below upwards: a node is shown when its rest is empty or safe; where it is not, the smallest of what is shown below
/// gives way until it is.
fn publish(
    groups: &BTreeMap<String, Counts>,
    nodes: &BTreeSet<String>,
    is_safe: fn(Counts) -> bool,
) -> BTreeSet<String> {
    let mut upwards: Vec<&String> = nodes.iter().collect();
    upwards.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for node in upwards {
        let sum = total(groups, node);
        if !is_safe(sum) {
            continue;
        }
        loop {
            let parts = highest_below(&shown, node);
            let covered =
                parts.iter().fold(Counts::default(), |it, part| it.plus(total(groups, part)));
            let rest = sum.minus(covered);
            if rest.all() == 0 || is_safe(rest) {
                shown.insert(node.clone());
                break;
            }
            let smallest = parts.into_iter().min_by_key(|part| total(groups, part).all());
            let Some(smallest) = smallest else { break };
            shown.remove(&smallest);
        }
    }
    shown
}

/// Shown nodes below one that stand under no other shown one below it.
pub(super) fn highest_below(shown: &BTreeSet<String>, node: &str) -> Vec<String> {
    let mut highest: Vec<String> = Vec::new();
    let below = shown.range(node.to_owned()..).take_while(|it| it.starts_with(node));
    for path in below.filter(|it| *it != node) {
        if !highest.last().is_some_and(|last| path.starts_with(last.as_str())) {
            highest.push(path.clone());
        }
    }
    highest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts(yes: i64, rather: i64, no: i64) -> Counts {
        Counts { yes, rather, no }
    }

    fn groups(list: &[(&str, Counts)]) -> BTreeMap<String, Counts> {
        list.iter().map(|(path, counts)| ((*path).to_owned(), *counts)).collect()
    }

    #[test]
    fn a_small_branch_is_shown_only_further_up() {
        let shown = protect(&groups(&[("/1/3/", counts(4, 2, 1)), ("/1/4/", counts(3, 2, 1))]));
        assert_eq!(shown.keys().collect::<Vec<_>>(), ["/1/"]);
        assert_eq!(shown["/1/"], Shown::Three(counts(7, 4, 2)));
    }

    #[test]
    fn a_small_branch_cannot_be_had_by_subtraction() {
        let both = groups(&[
            ("/1/3/", counts(12, 4, 3)),
            ("/1/4/", counts(8, 3, 2)),
            ("/1/5/", counts(2, 1, 1)),
        ]);
        let shown = protect(&both);
        assert!(shown.contains_key("/1/") && shown.contains_key("/1/3/"), "{shown:?}");
        assert!(
            !shown.contains_key("/1/4/"),
            "it gives way, for /1/ − /1/3/ − /1/4/ is four people"
        );
        assert!(!shown.contains_key("/1/5/"));
    }

    #[test]
    fn what_all_or_none_said_is_not_shown() {
        assert!(protect(&groups(&[("/1/3/", counts(15, 0, 0))])).is_empty());
        assert!(protect(&groups(&[("/1/3/", counts(0, 9, 6))])).is_empty());
        let shown = protect(&groups(&[("/1/3/", counts(9, 6, 0))]));
        assert_eq!(
            shown["/1/3/"],
            Shown::Two { yes: 9, others: 6 },
            "nobody said no is nobody's business"
        );
    }

    #[test]
    fn ten_are_enough_and_nine_are_not() {
        assert!(protect(&groups(&[("/1/", counts(5, 2, 2))])).is_empty());
        assert_eq!(protect(&groups(&[("/1/", counts(5, 3, 2))])).len(), 1);
    }

    fn any_groups() -> impl Strategy<Value = BTreeMap<String, Counts>> {
        let path = prop::collection::vec(1..4_u8, 1..5);
        let counts =
            (0..9_i64, 0..6_i64, 0..6_i64).prop_map(|(yes, rather, no)| counts(yes, rather, no));
        prop::collection::vec((path, counts), 1..25).prop_map(|list| {
            let path = |steps: Vec<u8>| {
                steps.iter().fold("/1/".to_owned(), |path, step| format!("{path}{step}/"))
            };
            list.into_iter().map(|(steps, counts)| (path(steps), counts)).collect()
        })
    }

    proptest! {
        /// Every rest is empty or safe, in what is told of it; then so is every difference of sums.
        #[test]
        fn no_difference_of_what_is_shown_is_small_or_all_of_one_mind(groups in any_groups()) {
            let shown = protect(&groups);
            let all: BTreeSet<String> = shown.keys().cloned().collect();
            let is_three = |path: &&String| matches!(shown[*path], Shown::Three(_));
            let three: BTreeSet<String> = all.iter().filter(is_three).cloned().collect();
            for (nodes, is_safe) in [(&all, Counts::is_safe_in_two as fn(Counts) -> bool), (&three, Counts::is_safe_in_three)] {
                for node in nodes {
                    let rest = highest_below(nodes, node).iter()
                        .fold(total(&groups, node), |rest, part| rest.minus(total(&groups, part)));
                    prop_assert!(rest.all() == 0 || is_safe(rest), "{node}: {rest:?}");
                    for other in nodes.iter().filter(|it| it.starts_with(node.as_str())) {
                        let left = total(&groups, node).minus(total(&groups, other)).all();
                        prop_assert!(left == 0 || left >= AT_LEAST, "{node} − {other} = {left}");
                    }
                }
            }
        }
    }
}
