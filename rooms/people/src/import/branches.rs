//! Branch names of a roster, matched with the tree.

use std::collections::BTreeMap;

use act::{Error, Place, Result};
use db::Read;
use serde::Serialize;
use systems::Systems;

use super::{Choice, Choices, store};

/// A unit that people can be put into.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Branch {
    pub id: i64,
    pub name: String,
    pub short_name: String,
    pub kind: String,
}

/// The unit of an import and the branches that it may speak of.
pub(super) struct Here {
    pub(super) id: i64,
    pub(super) name: String,
    /// Members may have their affiliation here: then everybody goes here.
    pub(super) is_branch: bool,
    pub(super) branches: Vec<Branch>,
}

/// A branch name in the file and what it leads to.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    pub name: String,
    pub rows: usize,
    #[serde(skip)]
    pub goes: Choice,
    /// Whether the tree has this very name.
    #[serde(skip)]
    pub is_known: bool,
    /// The likeliest branches of the tree, best first.
    #[serde(serialize_with = "names")]
    pub suggestions: Vec<Branch>,
}

impl Named {
    /// Whether the tree lacks a branch of this name.
    pub fn is_unknown(&self) -> bool {
        !self.is_known
    }
}

fn names<S: serde::Serializer>(list: &[Branch], out: S) -> std::result::Result<S::Ok, S::Error> {
    out.collect_seq(list.iter().map(|branch| &branch.name))
}

impl Here {
    pub(super) fn read(read: &Read, unit: i64) -> Result<Self> {
        let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
        let takes_members =
            |kind: &str| Systems::built_in().unit_kind(kind).is_some_and(|kind| kind.members);
        let is_branch = takes_members(&place.kind);
        let mut branches = store::party_units(read, &place)?;
        branches.retain(|branch| takes_members(&branch.kind));
        Ok(Self { id: place.id, name: place.name, is_branch, branches })
    }

    pub(super) fn branch(&self, id: i64) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.id == id)
    }

    /// Where each name goes, by the importer's choice or by being the very name.
    pub(super) fn match_names(
        &self,
        counts: BTreeMap<String, usize>,
        choices: &Choices,
    ) -> Vec<Named> {
        counts.into_iter().map(|(name, rows)| self.match_name(name, rows, choices)).collect()
    }

    fn match_name(&self, name: String, rows: usize, choices: &Choices) -> Named {
        let known = self.known(&name);
        let suggestions = if known.is_some() { Vec::new() } else { self.likeliest(&name) };
        let chosen = choices.branches.get(&name).copied().filter(|choice| match choice {
            Choice::Unit(id) => self.branch(*id).is_some(),
            _ => true,
        });
        let at_home = self.is_branch.then_some(Choice::Unit(self.id));
        let goes = chosen.or(known.map(Choice::Unit)).or(at_home).unwrap_or(Choice::List);
        Named { name, rows, goes, is_known: known.is_some(), suggestions }
    }

    /// The one branch of this name; with an outer name before it where several share it.
    fn known(&self, name: &str) -> Option<i64> {
        let same = |branch: &&Branch| is_named(branch, &self.name, name);
        let found: Vec<&Branch> = self.branches.iter().filter(same).collect();
        match found[..] {
            [one] => Some(one.id),
            _ => None,
        }
    }

    fn likeliest(&self, name: &str) -> Vec<Branch> {
        let inner = name.rsplit('/').next().unwrap_or(name);
        let mut scored: Vec<(usize, &Branch)> = self
            .branches
            .iter()
            .map(|branch| {
                let full = likeness(inner, &branch.name);
                (full.max(likeness(inner, &branch.short_name)), branch)
            })
            .filter(|(score, _)| *score >= LIKE_ENOUGH)
            .collect();
        scored.sort_by_key(|(score, branch)| (usize::MAX - score, branch.id));
        scored.into_iter().take(3).map(|(_, branch)| branch.clone()).collect()
    }
}

/// Of 100; found by trying: 城关所二支部 and 城关派出所第二党支部 share 60.
const LIKE_ENOUGH: usize = 50;

/// Twice the common characters in order, in percent of both lengths.
fn likeness(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) =
        (plain(one).chars().collect(), plain(other).chars().collect());
    let mut before = vec![0_usize; other.len() + 1];
    for a in &one {
        let mut row = vec![0_usize; other.len() + 1];
        for (place, b) in other.iter().enumerate() {
            row[place + 1] =
                if a == b { before[place] + 1 } else { row[place].max(before[place + 1]) };
        }
        before = row;
    }
    200 * before[other.len()] / (one.len() + other.len()).max(1)
}

/// Whether a list that belongs to the unit called `outer` means this branch when it writes `asked`.
pub fn is_named(branch: &Branch, outer: &str, asked: &str) -> bool {
    let own = plain(&branch.name);
    let asked = plain(asked.rsplit('/').next().unwrap_or(asked));
    own == asked || plain(&branch.short_name) == asked || own == format!("{}{asked}", plain(outer))
}

/// A name without what offices leave out or put in at will.
fn plain(name: &str) -> String {
    let name = text::half_width(name);
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.trim_start_matches("中国共产党").trim_start_matches("中共");
    name.replace("支部委员会", "支部").replace("党支部", "支部")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(id: i64, name: &str) -> Branch {
        let (name, kind) = (name.to_owned(), "branch".to_owned());
        Branch { id, short_name: name.clone(), name, kind }
    }

    fn here() -> Here {
        let branches = vec![
            branch(1, "南屏县公安局城关派出所第一党支部"),
            branch(2, "南屏县公安局城关派出所第二党支部"),
            branch(3, "南屏县公安局刑侦大队党支部"),
        ];
        Here { id: 9, name: "南屏县公安局".into(), is_branch: false, branches }
    }

    #[test]
    fn the_very_name_is_known_however_it_is_dressed() {
        let here = here();
        for name in [
            "南屏县公安局刑侦大队党支部",
            "刑侦大队党支部",
            "中共南屏县公安局刑侦大队支部委员会",
            "机关党委/刑侦大队党支部",
            "刑侦大队 支部",
        ] {
            assert_eq!(here.known(name), Some(3), "{name}");
        }
        assert_eq!(here.known("城关派出所党支部"), None);
    }

    #[test]
    fn a_near_name_is_only_suggested() {
        let here = here();
        let named = here.match_name("城关所二支部".into(), 4, &Choices::default());
        assert_eq!((named.goes, named.is_known), (Choice::List, false));
        assert_eq!(named.suggestions.first().map(|branch| branch.id), Some(2));
    }

    #[test]
    fn a_choice_counts_only_within_the_units_own_branches() {
        let here = here();
        let choose = |id| Choices {
            branches: [("甲".to_owned(), Choice::Unit(id))].into(),
            ..Choices::default()
        };
        assert_eq!(here.match_name("甲".into(), 1, &choose(1)).goes, Choice::Unit(1));
        assert_eq!(here.match_name("甲".into(), 1, &choose(77)).goes, Choice::List);
    }
}
