//! What the code says about itself: routes, acts, permissions. The same texts are golden files.

mod matrix;
mod periods;

use std::{collections::BTreeMap, fmt::Write};

use act::{Act, Powers, Reach, Relation};
use web::{Door, Room};

pub use self::{matrix::matrix, periods::periods};

/// One line per route: method, path, the act it wants or `public`.
pub fn routes(rooms: &[Room]) -> String {
    let mut text = String::new();
    for room in rooms {
        let _ = writeln!(text, "# {}", room.name);
        for route in &room.routes {
            let _ = writeln!(text, "{}", route.line());
        }
    }
    text
}

/// Every act of every room.
pub fn all_acts(rooms: &[Room]) -> Vec<Act> {
    let mut acts: Vec<Act> = rooms.iter().flat_map(|room| room.acts.iter().copied()).collect();
    acts.sort_by_key(|act| act.key);
    acts.dedup_by_key(|act| act.key);
    acts
}

/// Every act that a door asks for: somebody must be able to do it.
pub fn acts_of_doors(rooms: &[Room]) -> Vec<&'static str> {
    let routes = rooms.iter().flat_map(|room| &room.routes);
    let asked = routes.filter_map(|route| match route.door {
        Door::See(act) | Door::Do(act) => Some(act.key),
        Door::Public | Door::SignedIn => None,
    });
    asked.collect()
}

/// One line per act: key and Chinese title.
pub fn acts(rooms: &[Room]) -> String {
    let line = |act: Act| format!("{:32} {}\n", act.key, act.title);
    all_acts(rooms).into_iter().map(line).collect()
}

/// Post × act × how far: own data, own unit, below it inside the organ, the whole organ (house),
/// everything below, everywhere. A mark is `l` by lead, `p` by the police line, `-` not at all.
pub fn permissions(powers: &Powers, acts: &[Act]) -> String {
    const COLUMNS: [(Reach, &str); 6] = [
        (Reach::Own, "own"),
        (Reach::Unit, "unit"),
        (Reach::Organ, "organ"),
        (Reach::House, "house"),
        (Reach::Below, "below"),
        (Reach::All, "all"),
    ];
    let heads = COLUMNS.map(|(_, head)| format!("{head:6}")).join("");
    let mut text = format!("{:30}{:32}{}\n", "# post", "act", heads.trim_end());
    for (post, granted) in powers.posts() {
        let mut by_act: BTreeMap<&str, Vec<(Relation, Reach)>> = BTreeMap::new();
        for power in granted {
            by_act.entry(&power.act).or_default().push((power.relation, power.reach));
        }
        for (act, ranges) in by_act {
            let marks = COLUMNS.map(|(column, _)| format!("{:6}", mark(&ranges, column))).join("");
            let known = if acts.iter().any(|it| it.key == act) { "" } else { "  UNKNOWN ACT" };
            let _ = writeln!(text, "{post:30}{act:32}{}{known}", marks.trim_end());
        }
    }
    text
}

fn mark(ranges: &[(Relation, Reach)], column: Reach) -> &'static str {
    let has = |wanted: Relation| {
        ranges.iter().any(|(relation, reach)| *relation == wanted && covers(*reach, column))
    };
    match (has(Relation::Lead), has(Relation::Line)) {
        (true, true) => "lp",
        (true, false) => "l",
        (false, true) => "p",
        (false, false) => "-",
    }
}

/// Whether a power of this reach covers all that the column stands for.
fn covers(reach: Reach, column: Reach) -> bool {
    match column {
        Reach::Unit => reach != Reach::Own,
        Reach::Organ => matches!(reach, Reach::Organ | Reach::Below | Reach::All),
        Reach::House => matches!(reach, Reach::House | Reach::All),
        Reach::Below => matches!(reach, Reach::Below | Reach::All),
        Reach::Own | Reach::All => reach == column,
    }
}
