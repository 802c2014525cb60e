//! What stands side by side below a node, in official order.

use std::collections::{BTreeMap, BTreeSet};

use act::Relation;
use calendar::Day;
use systems::Systems;

use super::{Part, Side, SideKind, Tally};
use crate::view::{Row, View};

/// Which children have rows of their own, and which are together 机关.
pub(crate) struct Sides {
    node: i64,
    /// Units that are no organs, where organs stand beside them: one row for all of them.
    house: BTreeSet<i64>,
}

impl Sides {
    pub(crate) fn of(view: &View, systems: &Systems, on: Day) -> Self {
        let is_organ = |row: &Row| systems.unit_kind(row.kind()).is_some_and(|kind| kind.border);
        let by_line = view.node.relation == Relation::Line;
        let mut house = BTreeSet::new();
        if by_line && view.tree.children(on).into_iter().any(is_organ) {
            house.insert(0);
            house.extend(view.tree.rows().filter(|row| !is_organ(row)).map(|row| row.id));
        }
        Self { node: view.tree.node, house }
    }

    pub(crate) fn is_house(&self, side: i64) -> bool {
        self.house.contains(&side)
    }

    /// The node's own row first, then 机关, then the children in official order.
    pub(super) fn rows(
        &self,
        view: &View,
        sums: &BTreeMap<i64, Tally>,
        part: &Part,
        on: Day,
    ) -> Vec<Side> {
        let branches = branches(view, on);
        let sum = |side: i64| sums.get(&side).copied().unwrap_or_default();
        let many = |side: i64| branches.get(&side).copied().unwrap_or_default();
        let shown = |side: i64| self.is_house(side) == part.house;
        let mut rows = Vec::new();
        if sums.contains_key(&0) && shown(0) {
            let name = view.tree.row(self.node).map_or("本级", |row| row.short_name());
            rows.push(self.own(view, SideKind::Own, name, (many(0), sum(0))));
        }
        if !part.house && !self.house.is_empty() {
            let mut tally = Tally::default();
            self.house.iter().for_each(|side| tally += sum(*side));
            let all = self.house.iter().map(|side| many(*side)).sum();
            if all > 0 || tally != Tally::default() {
                rows.push(self.own(view, SideKind::House, "机关", (all, tally)));
            }
        }
        for row in children(view, sums, on).into_iter().filter(|row| shown(row.id)) {
            rows.push(Side {
                kind: SideKind::Child,
                unit: row.id,
                code: row.code().to_owned(),
                name: row.short_name().to_owned(),
                is_branch: row.is_branch,
                branches: many(row.id),
                tally: sum(row.id),
            });
        }
        rows
    }

    fn own(&self, view: &View, kind: SideKind, name: &str, sums: (i64, Tally)) -> Side {
        Side {
            kind,
            unit: self.node,
            code: view.node.code.clone(),
            name: name.to_owned(),
            is_branch: false,
            branches: sums.0,
            tally: sums.1,
        }
    }
}

/// Those of the day, and those that are gone but owed something in the scope.
fn children<'v>(view: &'v View, sums: &BTreeMap<i64, Tally>, on: Day) -> Vec<&'v Row> {
    let mut children = view.tree.children(on);
    let gone = sums.keys().filter_map(|side| view.tree.row(*side));
    children.extend(gone.filter(|row| row.id != view.tree.node && !row.is_child(on)));
    children.sort_by_key(|row| (row.official_order, row.id));
    children
}

fn branches(view: &View, on: Day) -> BTreeMap<i64, i64> {
    let mut many = BTreeMap::new();
    for row in view.tree.rows().filter(|row| row.is_branch && row.exists(on)) {
        if let Some(side) = row.side(on) {
            *many.entry(side).or_default() += 1;
        }
    }
    many
}
