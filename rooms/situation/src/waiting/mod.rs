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
pub(crate) const QUARTERS: usize = 2;

impl Obstacle {
    /// Duties whose lists show it.
    pub(crate) fn of(duty: &str) -> Option<Self> {
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

    /// Whether a slot in that state stands in the way; general meetings are looked at together.
    pub(crate) fn shows(self, state: State) -> bool {
        match self {
            Self::TermEnded => state == State::Overdue,
            _ => is_open(state),
        }
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

/// Units of one child of the node that wait for the same.
#[derive(Default)]
pub(crate) struct Group {
    units: Vec<i64>,
    since: Option<Day>,
    duty: String,
    /// What is overdue of these units besides.
    stopped: i64,
}

impl Group {
    pub(crate) fn add(&mut self, unit: i64, since: Day, duty: &str, stopped: i64) {
        self.units.push(unit);
        self.since = Some(self.since.map_or(since, |day| day.min(since)));
        duty.clone_into(&mut self.duty);
        self.stopped += stopped;
    }
}

/// By the child of the node (0 for itself, [`HOUSE`] for 机关) and what stands in the way.
pub(crate) type Groups = BTreeMap<(i64, Obstacle), Group>;

/// No unit has this id: the row of 机关.
pub(crate) const HOUSE: i64 = -1;

/// What lines need to know of a node's units.
pub(crate) struct Around<'a> {
    pub(crate) node: i64,
    pub(crate) on: Day,
    pub(crate) rules: &'a Rules,
    /// Short name, whether it is a branch, and its place among its brothers.
    pub(crate) unit: &'a dyn Fn(i64) -> Option<(&'a str, bool, i64)>,
}

/// At most `limit` lines, and how many there are. Pure.
pub fn waiting(
    view: &View,
    rules: &Rules,
    systems: &Systems,
    limit: usize,
) -> (Vec<Waiting>, usize) {
    let sides = Sides::of(view, systems, view.on);
    let late = late(view);
    let mut groups = Groups::new();
    for (item, obstacle) in obstacles(view) {
        let side = if sides.is_house(item.side) { HOUSE } else { item.side };
        let since = if item.standing { item.opens_on } else { item.due_on };
        let stopped = late.get(&item.unit).copied().unwrap_or_default();
        let duty = &view.duties[usize::from(item.duty)].key;
        groups.entry((side, obstacle)).or_default().add(item.unit, since, duty, stopped);
    }
    let unit = |id: i64| {
        let row = view.tree.row(id)?;
        Some((row.short_name(), row.is_branch, row.official_order))
    };
    lines(groups, &Around { node: view.tree.node, on: view.on, rules, unit: &unit }, limit)
}

/// In the order in which they began.
pub(crate) fn lines(groups: Groups, around: &Around<'_>, limit: usize) -> (Vec<Waiting>, usize) {
    let place = |unit: i64| {
        let brothers = (around.unit)(unit).map_or(i64::MAX, |(_, _, order)| order);
        (unit != around.node, brothers, unit)
    };
    let mut lines: Vec<Waiting> =
        groups.into_iter().map(|(key, group)| line(around, key, group)).collect();
    lines.sort_by_key(|line| (line.since, place(line.unit), line.obstacle));
    let count = lines.len();
    lines.truncate(limit);
    (lines, count)
}

fn line(around: &Around<'_>, (side, obstacle): (i64, Obstacle), group: Group) -> Waiting {
    let unit = if side > 0 { side } else { around.node };
    let known = |id: i64| (around.unit)(id);
    let name = match side {
        HOUSE => "机关",
        _ => known(unit).map_or("", |(name, ..)| name),
    };
    let what = obstacle.words(around.rules, around.on);
    let mut words = match group.units.as_slice() {
        [one] if *one == unit => what,
        [one] => format!("{}{what}", known(*one).map_or("", |(name, ..)| name)),
        units => {
            let all = units.iter().all(|id| known(*id).is_some_and(|(_, is_branch, _)| is_branch));
            format!("{}个{}{what}", units.len(), if all { "支部" } else { "组织" })
        }
    };
    if obstacle == Obstacle::NoSecretary && group.stopped > 0 {
        let _ = write!(words, "，{}件事停着", group.stopped);
    }
    Waiting {
        obstacle,
        unit,
        name: name.to_owned(),
        words,
        since: group.since.unwrap_or(around.on),
        duty: group.duty,
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
            Some(obstacle) if obstacle.shows(item.state) => found.push((item, obstacle)),
            Some(_) => {}
        }
    }
    for mut quarters in meetings.into_values() {
        quarters.sort_by_key(|item| std::cmp::Reverse(item.due_on));
        let open = quarters.iter().take_while(|item| is_open(item.state)).count();
        if open >= QUARTERS {
            found.push((quarters[open - 1], Obstacle::NoMeetings));
        }
    }
    found
}

pub(crate) fn is_open(state: State) -> bool {
    matches!(state, State::Due | State::Overdue | State::Missed)
}
