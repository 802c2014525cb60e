//! 代行: while the holder of a post is away, somebody of his house does its acts, or a part of them.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use calendar::Day;
use serde::Deserialize;
use systems::{PostKind, Systems};

use crate::LeaveWord;

/// Somebody acts for a holder from a day to a day.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct StandIn {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) unit_kind: String,
    pub(crate) unit_name: String,
    pub(crate) acts: String,
    pub(crate) reason: LeaveWord,
    pub(crate) from_on: Day,
    /// First day on which it is over.
    pub(crate) to_on: Day,
    pub(crate) is_recalled: bool,
}

/// Several acts that are handed over together.
pub(crate) struct Part {
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    /// What an act of it begins with.
    begins: &'static [&'static str],
}

/// Reading comes along with every part: nobody acts on what he cannot see.
const READING: &str = "see.";

const PARTS: [Part; 4] = [
    Part {
        key: "record", title: "组织生活：通知、登记、记录、存档", begins: &["record."]
    },
    Part {
        key: "duty", title: "职责：说明、申请免办、提醒下级", begins: &["duty."]
    },
    Part {
        key: "member", title: "党员：改信息、转接、登记请假", begins: &["member.", "leave."]
    },
    Part {
        key: "unit",
        title: "组织：换届、编党小组、机构变动",
        begins: &["unit.", "term.", "subgroup."],
    },
];

/// The parts that a kind of post has anything of.
pub(crate) fn parts_of(systems: &Systems, kind: &PostKind) -> Vec<&'static Part> {
    let has = |part: &&Part| {
        acts_of(systems, kind, &[part.key]).iter().any(|act| !act.starts_with(READING))
    };
    PARTS.iter().filter(has).collect()
}

/// The acts of these parts that may be handed over at all, with everything that the post reads.
pub(crate) fn acts_of(systems: &Systems, kind: &PostKind, parts: &[&str]) -> Vec<String> {
    let chosen = || PARTS.iter().filter(|part| parts.contains(&part.key));
    let is_chosen = |act: &str| {
        act.starts_with(READING)
            || chosen().flat_map(|part| part.begins).any(|beginning| act.starts_with(beginning))
    };
    let mut acts: Vec<String> = kind
        .powers()
        .into_iter()
        .map(|power| power.act)
        .filter(|act| is_chosen(act) && !systems.is_never_by_stand_in(act))
        .collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_handed_over_with_what_must_be_seen_and_without_the_holders_own_hand() {
        let systems = Systems::built_in();
        let secretary = systems.post("secretary").unwrap();
        let acts = acts_of(systems, secretary, &["record"]);
        assert!(
            acts.contains(&"record.close".to_owned()) && acts.contains(&"see.record".to_owned())
        );
        assert!(!acts.iter().any(|act| act.starts_with("duty.") || act.starts_with("member.")));
        let all: Vec<&str> = PARTS.iter().map(|part| part.key).collect();
        let officer = acts_of(systems, systems.post("party_officer").unwrap(), &all);
        for own in ["post.appoint", "member.reveal", "member.export", "member.export.numbers"] {
            assert!(!officer.contains(&own.to_owned()), "{own}");
        }
        assert!(officer.contains(&"member.edit".to_owned()));
        let leader = systems.post("organ_leader").unwrap();
        let parts: Vec<&str> = parts_of(systems, leader).iter().map(|part| part.key).collect();
        assert_eq!(parts, ["duty"]);
    }
}
