//! W1 dashboards and W2 what is overdue longest: ours over HTTP, signed in, theirs by their own client.

use std::time::Duration;

use crate::against::{
    Bench,
    answer::{Dashboard, Oldest},
    cell::{Cell, Series, Unit},
    nodes::{Level, levels},
    peer::{self, Design},
    product,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Dashboard,
    Oldest,
}

impl What {
    fn key(self) -> &'static str {
        match self {
            Self::Dashboard => "w1",
            Self::Oldest => "w2",
        }
    }

    fn designs(self) -> [Design; 2] {
        match self {
            Self::Dashboard => [Design::Tasks, Design::Counters],
            Self::Oldest => [Design::Tasks, Design::Overdue],
        }
    }
}

/// Every level against every design of every peer.
pub(crate) fn run(bench: &mut Bench, what: What) -> anyhow::Result<Vec<Cell>> {
    let mut cells = Vec::new();
    for level in levels(&bench.facts) {
        for peer in 0..bench.peers.len() {
            for design in what.designs() {
                cells.push(cell(bench, what, &level, (peer, design))?);
            }
        }
    }
    Ok(cells)
}

fn cell(
    bench: &mut Bench,
    what: What,
    level: &Level,
    (peer, design): (usize, Design),
) -> anyhow::Result<Cell> {
    let name =
        format!("{} {} {} {}", what.key(), level.name, bench.peers[peer].name(), design.words());
    let compared = compare(bench, what, level, (peer, design));
    let compared = compared.map_err(|error| format!("{error:#}"));
    let (mut ours, mut theirs) = (Series::default(), Series::default());
    for _ in 0..bench.rounds {
        let budget = bench.budget;
        ours.push(budget.spend(|turn| Ok(ask(bench, what, of(level, turn))?.1))?);
        theirs.push(budget.spend(|turn| answer(bench, what, of(level, turn), (peer, design)))?);
    }
    let bound = Some((bench.limits.round_trip, "loop-back round trip"));
    Ok(Cell { name, ours, theirs, unit: Unit::Millis, bound, compared })
}

fn of(level: &Level, turn: usize) -> i64 {
    level.places[turn % level.places.len()]
}

fn ask(bench: &mut Bench, what: What, place: i64) -> anyhow::Result<(Vec<u8>, Duration)> {
    let unit = bench.facts.units[place as usize].id;
    let page = match what {
        What::Dashboard => product::figures_of(unit),
        What::Oldest => product::overdue_of(unit),
    };
    let answer = bench.product.client.page(&page)?;
    Ok((answer.body, answer.whole))
}

fn answer(
    bench: &mut Bench,
    what: What,
    place: i64,
    (peer, design): (usize, Design),
) -> anyhow::Result<Duration> {
    let engine = bench.peers[peer].engine();
    match what {
        What::Dashboard => Ok(peer::dashboard(engine, &bench.facts, (design, place))?.1),
        What::Oldest => Ok(peer::oldest(engine, &bench.facts, (design, place))?.1),
    }
}

/// Every node of the level, both ways; how many agreed.
fn compare(
    bench: &mut Bench,
    what: What,
    level: &Level,
    (peer, design): (usize, Design),
) -> anyhow::Result<usize> {
    for place in &level.places {
        let body = ask(bench, what, *place)?.0;
        let engine = bench.peers[peer].engine();
        match what {
            What::Dashboard => {
                let theirs = peer::dashboard(engine, &bench.facts, (design, *place))?.0;
                Dashboard::of_json(&body)?.same_as(&theirs)?;
            }
            What::Oldest => {
                let theirs = peer::oldest(engine, &bench.facts, (design, *place))?.0;
                let ours = Oldest::of_json(&body)?;
                anyhow::ensure!(ours == theirs, "place {place}: ours {ours:?}, theirs {theirs:?}");
            }
        }
    }
    Ok(level.places.len())
}
