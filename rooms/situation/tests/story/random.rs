//! Any tree: every node is the sum of the lists below it, by either relation.

use act::Relation;
use fastrand::Rng;
use situation::{Part, Scope, draw};
use systems::Systems;
use testkit::{Home, day};

use crate::world::{TODAY, World, found, home, meeting, sum_of_lists, view};

/// The Party units at or below each node, by relation.
#[derive(Default)]
struct Grown {
    /// Unit, parent by lead, host.
    party: Vec<(i64, Option<i64>, i64)>,
    /// Unit, parent by line.
    organs: Vec<(i64, Option<i64>)>,
}

impl Grown {
    fn below_lead(&self, root: i64) -> Vec<i64> {
        let parent = |id: i64| self.party.iter().find(|it| it.0 == id).and_then(|it| it.1);
        let under =
            |id: i64| std::iter::successors(Some(id), |at| parent(*at)).any(|at| at == root);
        self.party.iter().map(|it| it.0).filter(|id| under(*id)).collect()
    }

    fn below_line(&self, root: i64) -> Vec<i64> {
        let parent = |id: i64| self.organs.iter().find(|it| it.0 == id).and_then(|it| it.1);
        let under =
            |id: i64| std::iter::successors(Some(id), |at| parent(*at)).any(|at| at == root);
        self.party.iter().filter(|it| under(it.2)).map(|it| it.0).collect()
    }
}

fn grow(home: &Home, rng: &mut Rng) -> Grown {
    let mut grown = Grown::default();
    let top = found(home, ("city_bureau", "市局"), (None, None, None));
    grown.organs.push((top, None));
    for n in 0..rng.usize(1..4) {
        let above = grown.organs[rng.usize(..grown.organs.len())].0;
        let kind = if above == top { "county_bureau" } else { "brigade" };
        let id = found(home, (kind, &format!("单位{n}")), (None, Some(above), None));
        grown.organs.push((id, Some(above)));
    }
    let outside = found(home, ("outside_committee", "县委"), (None, None, None));
    let first = found(home, ("primary_committee", "党委"), (Some(outside), None, Some(top)));
    grown.party.push((first, None, top));
    let mut committees = vec![first];
    for n in 0..rng.usize(2..7) {
        let above = committees[rng.usize(..committees.len())];
        let host = grown.organs[rng.usize(..grown.organs.len())].0;
        let kind = ["branch", "branch", "joint_branch", "primary_committee"][rng.usize(..4)];
        let id = found(home, (kind, &format!("组织{n}")), (Some(above), None, Some(host)));
        grown.party.push((id, Some(above), host));
        if kind == "primary_committee" {
            committees.push(id);
        }
    }
    grown
}

fn meet(world: &Home, grown: &Grown, rng: &mut Rng) {
    for id in 0..rng.i64(0..12) {
        let unit = grown.party[rng.usize(..grown.party.len())].0;
        let kind = ["general_meeting", "theme_day", "committee_meeting", "party_lecture"];
        let on = day("2025-01-01").plus_days(rng.i32(0..690)).to_string();
        let fact = meeting(id + 1, kind[rng.usize(..4)], &on);
        World::serve_in(world, unit, &fact);
    }
}

#[test]
fn every_node_is_the_sum_of_the_lists_below_it() {
    for seed in 0..6 {
        let mut rng = Rng::with_seed(seed);
        let home = home();
        let grown = grow(&home, &mut rng);
        meet(&home, &grown, &mut rng);
        let year = |relation, node| {
            let view = view(&home, relation, node, TODAY);
            draw(&view, Systems::built_in(), Scope::year(day(TODAY)), &Part::default()).tally
        };
        for (node, ..) in &grown.party {
            let listed = sum_of_lists(&home, &grown.below_lead(*node));
            assert_eq!(year(Relation::Lead, *node), listed, "seed {seed}, lead {node}");
        }
        for (node, _) in &grown.organs {
            let listed = sum_of_lists(&home, &grown.below_line(*node));
            assert_eq!(year(Relation::Line, *node), listed, "seed {seed}, line {node}");
        }
    }
}
