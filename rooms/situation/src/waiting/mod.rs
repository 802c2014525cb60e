//! 先帮谁: obstacles that a unit cannot clear alone, in words, in the order in which they began.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use calendar::Day;
use duty::judge::State;
use rules::Rules;
use systems::Systems;

use crate::picture::Sides;
use crate::view::{Item, View};

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    NoSecretary,
    FewMembers,
    NoCommittee,
    TermEnded,
    NoDisciplineCommittee,
    NoMeetings,
}

/// So many quarters in a row without a general meeting are an obstacle. Ours, fixed by no text.
const QUARTERS: usize = 2;

impl Obstacle {
    /// Duties whose lists show it.
    fn of(duty: &str) -> Option<Self> {
        Some(match duty {
            "branch/secretary" => Self::NoSecretary,
            "branch/members-enough" => Self::FewMembers,
            "branch/committee" => Self::NoCommittee,
            "branch/term-election" | "organ/term-election" => Self::TermEnded,
            "organ/discipline-committee" => Self::NoDisciplineCommittee,
            "branch/general-meeting" => Self::NoMeetings,
            _ => return None,
        })
    }

    fn key(self) -> &'static str {
        match self {
            Self::NoSecretary => "no-secretary",
            Self::FewMembers => "few-members",
            Self::NoCommittee => "no-committee",
            Self::TermEnded => "term-ended",
            Self::NoDisciplineCommittee => "no-discipline-committee",
            Self::NoMeetings => "no-meetings",
        }
    }

    /// What follows the number of units: `没有书记`.
    fn words(self, rules: &Rules, on: Day) -> String {
        match self {
            Self::NoSecretary => "没有书记".to_owned(),
            Self::FewMembers => match rules.number("branch/founding-members", on) {
                Ok(fewest) => format!("不足{fewest}名正式党员"),
                Err(_) => "正式党员不足".to_owned(),
            },
            Self::NoCommittee => "应设支部委员会，还没有设".to_owned(),
            Self::TermEnded => "任期已满，还没有换届".to_owned(),
            Self::NoDisciplineCommittee => "还没有设机关纪委".to_owned(),
            Self::NoMeetings => "两个季度没有开党员大会".to_owned(),
        }
    }
}

/// One line: a child of the node, what stands in the way, since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub obstacle: Obstacle,
    /// The child, or the node itself.
    pub unit: i64,
    pub name: String,
    pub words: String,
    /// The units that wait.
    pub units: Vec<i64>,
    pub since: Day,
    /// The duty whose list shows them.
    pub duty: String,
    /// Belongs to 机关 of the node.
    pub house: bool,
}

impl Waiting {
    pub fn key(&self) -> &'static str {
        self.obstacle.key()
    }
}

#[derive(Default)]
struct Group {
    units: Vec<i64>,
    since: Option<Day>,
    duty: u16,
}

/// At most `limit` lines, and how many there are. Pure.
pub fn waiting(
    view: &View,
    rules: &Rules,
    systems: &Systems,
    limit: usize,
) -> (Vec<Waiting>, usize) {
    let sides = Sides::of(view, systems, view.on);
    let mut groups: BTreeMap<(i64, Obstacle), Group> = BTreeMap::new();
    for (item, obstacle) in obstacles(view) {
        let side = if sides.is_house(item.side) { HOUSE } else { item.side };
        let group = groups.entry((side, obstacle)).or_default();
        let since = if item.standing { item.opens_on } else { item.due_on };
        group.units.push(item.unit);
        group.since = Some(group.since.map_or(since, |day| day.min(since)));
        group.duty = item.duty;
    }
    let late = late(view);
    let line = |((side, obstacle), group): ((i64, Obstacle), Group)| {
        line(view, rules, &late, (side, obstacle), group)
    };
    let mut lines: Vec<Waiting> = groups.into_iter().map(line).collect();
    lines.sort_by_key(|line| (line.since, view.tree.place(line.unit), line.obstacle));
    let count = lines.len();
    lines.truncate(limit);
    (lines, count)
}

/// No unit has this id: the row of 机关.
const HOUSE: i64 = -1;

fn line(
    view: &View,
    rules: &Rules,
    late: &BTreeMap<i64, i64>,
    (side, obstacle): (i64, Obstacle),
    group: Group,
) -> Waiting {
    let unit = if side > 0 { side } else { view.tree.node };
    let row = view.tree.row(unit);
    let name = match side {
        HOUSE => "机关".to_owned(),
        _ => row.map_or_else(String::new, |row| row.short_name.clone()),
    };
    let what = obstacle.words(rules, view.on);
    let stopped: i64 = group.units.iter().filter_map(|unit| late.get(unit)).sum();
    let mut words = match group.units.as_slice() {
        [one] if *one == unit => what,
        [one] => {
            let branch = view.tree.row(*one).map_or("", |row| row.short_name.as_str());
            format!("{branch}{what}")
        }
        units => {
            let all = units.iter().all(|id| view.tree.row(*id).is_some_and(|row| row.is_branch));
            format!("{}个{}{what}", units.len(), if all { "支部" } else { "组织" })
        }
    };
    if obstacle == Obstacle::NoSecretary && stopped > 0 {
        let _ = write!(words, "，{stopped}件事停着");
    }
    Waiting {
        obstacle,
        unit,
        name,
        words,
        since: group.since.unwrap_or(view.on),
        duty: view.duties[usize::from(group.duty)].key.clone(),
        units: group.units,
        house: side == HOUSE,
    }
}

/// What is overdue of each unit, standing duties apart: they are the obstacle itself.
fn late(view: &View) -> BTreeMap<i64, i64> {
    let mut late = BTreeMap::new();
    for item in view.items.iter().filter(|it| it.state == State::Overdue && !it.standing) {
        *late.entry(item.unit).or_default() += 1;
    }
    late
}

/// One item for each unit and obstacle.
fn obstacles(view: &View) -> Vec<(&Item, Obstacle)> {
    let kinds: Vec<Option<Obstacle>> =
        view.duties.iter().map(|duty| Obstacle::of(&duty.key)).collect();
    let mut found = Vec::new();
    let mut meetings: BTreeMap<i64, Vec<&Item>> = BTreeMap::new();
    for item in &view.items {
        match kinds[usize::from(item.duty)] {
            Some(Obstacle::NoMeetings) if item.due_on < view.on => {
                meetings.entry(item.unit).or_default().push(item);
            }
            Some(Obstacle::NoMeetings) | None => {}
            Some(Obstacle::TermEnded) if item.state != State::Overdue => {}
            Some(obstacle) if is_open(item) => found.push((item, obstacle)),
            Some(_) => {}
        }
    }
    for mut quarters in meetings.into_values() {
        quarters.sort_by_key(|item| std::cmp::Reverse(item.due_on));
        let open = quarters.iter().take_while(|item| is_open(item)).count();
        if open >= QUARTERS {
            found.push((quarters[open - 1], Obstacle::NoMeetings));
        }
    }
    found
}

fn is_open(item: &Item) -> bool {
    matches!(item.state, State::Due | State::Overdue | State::Missed)
}
