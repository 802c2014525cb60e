//! What the code says about itself: routes, acts, permissions. The same texts are golden files.

use std::{collections::BTreeMap, fmt::Write};

use act::{Act, Powers, Reach, Relation};
use web::Room;

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

/// One line per act: key and Chinese title.
pub fn acts(rooms: &[Room]) -> String {
    let line = |act: Act| format!("{:32} {}\n", act.key, act.title);
    all_acts(rooms).into_iter().map(line).collect()
}

/// Post × act × how far: own data, own unit, the units below inside the organ, those below a border
/// of permission, and elsewhere. A mark is `l` by lead, `p` by the police line, `-` not at all.
pub fn permissions(powers: &Powers, acts: &[Act]) -> String {
    let mut text = String::from(
        "# post                         act                              own  unit  organ  below  elsewhere\n",
    );
    for (post, granted) in powers.posts() {
        let mut by_act: BTreeMap<&str, Vec<(Relation, Reach)>> = BTreeMap::new();
        for power in granted {
            by_act.entry(&power.act).or_default().push((power.relation, power.reach));
        }
        for (act, ranges) in by_act {
            let columns = [Reach::Own, Reach::Unit, Reach::Organ, Reach::Below, Reach::All];
            let marks = columns.map(|column| mark(&ranges, column));
            let known = if acts.iter().any(|it| it.key == act) { "" } else { "  UNKNOWN ACT" };
            let _ = writeln!(
                text,
                "{post:30} {act:32} {:4} {:5} {:6} {:6} {}{known}",
                marks[0], marks[1], marks[2], marks[3], marks[4]
            );
        }
    }
    text
}

/// A wider reach includes the narrower ones, except that nothing but `Own` speaks of oneself.
fn mark(ranges: &[(Relation, Reach)], column: Reach) -> String {
    let includes = |reach: Reach| match column {
        Reach::Own => reach == Reach::Own,
        _ => reach != Reach::Own && reach >= column,
    };
    let has = |relation: Relation| ranges.iter().any(|(by, reach)| *by == relation && includes(*reach));
    match (has(Relation::Lead), has(Relation::Line)) {
        (true, true) => "lp".into(),
        (true, false) => "l".into(),
        (false, true) => "p".into(),
        (false, false) => "-".into(),
    }
}
