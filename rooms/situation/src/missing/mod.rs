//! The list behind a figure: which units, which duty, how far, until when.

pub(crate) mod actions;
pub(crate) mod export;
pub(crate) mod pages;

use calendar::{Day, Period};
use duty::judge::State;
use rules::{Counts, Who};
use systems::Systems;

use crate::picture::{Part, Rank, Sides};
use crate::view::{Item, Named, Scope, Share, View};

/// Which lines of a list are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub part: Part,
    pub states: States,
    /// One period of the duty.
    pub period: Option<Period>,
    /// Below one direct child; 0 for the node itself.
    pub side: Option<i64>,
    pub level: Option<Rank>,
    /// Only what has this last day.
    pub last_day: Option<Day>,
    pub order: Order,
}

/// What comes first in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Units in official order, each with its lines by last day.
    #[default]
    Official,
    /// What has waited longest: by last day, then units in official order.
    Oldest,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Official, Self::Oldest];

    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.key() == text).unwrap_or_default()
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::Official => "",
            Self::Oldest => "oldest",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Official => "按组织",
            Self::Oldest => "最早到期的在前",
        }
    }
}

/// Which states a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum States {
    /// All that is owed, and what was exempted.
    #[default]
    All,
    /// 未到期, 逾期, 缺项: whatever is not settled.
    Open,
    One(State),
}

impl States {
    pub fn parse(text: &str) -> Self {
        let found = State::ALL.into_iter().find(|state| state.key() == text);
        match (found, text) {
            (Some(state), _) => Self::One(state),
            (None, "open") => Self::Open,
            _ => Self::All,
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Open => "open",
            Self::One(state) => state.key(),
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::All => "应办事项",
            Self::Open => "没有办结的",
            Self::One(state) => state.zh(),
        }
    }

    pub(crate) fn holds(self, state: State) -> bool {
        match self {
            Self::All => true,
            Self::Open => matches!(state, State::Due | State::Overdue | State::Missed),
            Self::One(wanted) => wanted == state,
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub unit: i64,
    pub name: String,
    /// The child of the node under which it counts; the node itself for its own.
    pub side: i64,
    /// Its name; empty where that is the unit itself.
    pub below: String,
    pub duty: Named,
    pub period: Period,
    /// Of the event; otherwise empty.
    pub about: String,
    /// `None` for posts and persons: they are sums.
    pub state: Option<State>,
    pub last_day: Day,
    pub tag: &'static str,
    pub words: String,
}

/// Before the reason of what was freed from.
const WHY_EXEMPT: &str = "免办原因：";

impl Line {
    /// Why it was freed from; `None` where it was not.
    pub(crate) fn why_exempt(&self) -> Option<&str> {
        self.words.strip_prefix(WHY_EXEMPT)
    }
}

/// In the order that is wanted. Pure.
pub fn missing(view: &View, systems: &Systems, scope: Scope, wanted: &Wanted) -> Vec<Line> {
    let sides = Sides::of(view, systems, scope.on);
    let fits = |unit: i64, side: i64, duty: u16, period: Period| {
        wanted.part.holds(view, &sides, duty, side)
            && wanted.side.is_none_or(|it| it == side)
            && wanted.period.is_none_or(|it| it == period)
            && (wanted.level.is_none() || wanted.level == view.tree.row(unit).and_then(Rank::of))
    };
    let is_day = |day: Day| wanted.last_day.is_none_or(|it| it == day);
    let mut lines: Vec<Line> = Vec::new();
    for item in view.items.iter().filter(|item| wanted.states.holds(item.state)) {
        if scope.holds(item)
            && is_day(item.last_day)
            && fits(item.unit, item.side, item.duty, item.period)
        {
            lines.push(of_item(view, item, scope.on));
        }
    }
    // Sums of persons only when their duty is asked for: figures count what units owe.
    if wanted.part.duty.is_some() {
        for share in view.shares.iter().filter(|share| scope.holds_share(share)) {
            let is_here =
                is_day(share.due_on) && fits(share.unit, share.side, share.duty, share.period);
            if is_here && share_fits(share, wanted) {
                lines.push(of_share(view, share));
            }
        }
    }
    let key = |line: &Line| {
        let day = Some(line.last_day).filter(|_| wanted.order == Order::Oldest);
        (day, view.tree.place(line.unit), line.last_day, line.period)
    };
    lines.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.duty.key.cmp(&b.duty.key)));
    lines
}

impl Line {
    /// Where the verdict explains itself; for posts and persons the unit's list.
    pub fn url(&self) -> String {
        if self.state.is_none() {
            return crate::duties_of(self.unit);
        }
        let address = duty::Address {
            unit: self.unit,
            duty: self.duty.key.clone(),
            period: self.period,
            about: self.about.clone(),
            person: None,
        };
        address.url()
    }
}

fn share_fits(share: &Share, wanted: &Wanted) -> bool {
    match wanted.states {
        States::All => true,
        States::One(State::Done) => share.met > 0,
        States::One(State::Overdue) => share.late > 0,
        States::Open | States::One(State::Due) => share.met < share.owed,
        States::One(_) => false,
    }
}

fn names(view: &View, unit: i64, side: i64) -> (String, String) {
    let name =
        |id: i64| view.tree.row(id).map_or_else(String::new, |row| row.short_name().to_owned());
    (name(unit), if side == 0 || side == unit { String::new() } else { name(side) })
}

fn side_of(view: &View, side: i64) -> i64 {
    if side == 0 { view.tree.node } else { side }
}

fn of_item(view: &View, item: &Item, on: Day) -> Line {
    let (name, below) = names(view, item.unit, item.side);
    let duty = &view.duties[usize::from(item.duty)];
    Line {
        unit: item.unit,
        side: side_of(view, item.side),
        name,
        below,
        duty: duty.clone(),
        period: item.period,
        about: item.about.as_deref().unwrap_or_default().to_owned(),
        state: Some(item.state),
        last_day: item.last_day,
        tag: if item.soon { "将到期" } else { item.state.zh() },
        words: words(duty, item, on),
    }
}

fn of_share(view: &View, share: &Share) -> Line {
    let (name, below) = names(view, share.unit, share.side);
    let duty = &view.duties[usize::from(share.duty)];
    let left = share.owed - share.met;
    let rest = if left > 0 { format!("，还差{left}人") } else { String::new() };
    Line {
        unit: share.unit,
        side: side_of(view, share.side),
        name,
        below,
        duty: duty.clone(),
        period: share.period,
        about: String::new(),
        state: None,
        last_day: share.due_on,
        tag: "",
        words: format!("应{}人，已达到{}人{rest}", share.owed, share.met),
    }
}

fn words(duty: &Named, item: &Item, on: Day) -> String {
    let reason = item.reason.as_deref().unwrap_or_default();
    let (needed, met) = (amount(duty, item, item.needed), amount(duty, item, item.met));
    let days = item.last_day.days_until(on);
    match item.state {
        State::Done if item.late_done => format!("应有{needed}，逾期完成"),
        State::Done if item.late_entry => format!("应有{needed}，已有{met}，补录"),
        State::Done if item.standing => "符合要求".to_owned(),
        State::Done => format!("应有{needed}，已有{met}"),
        State::Due if item.standing => format!("{reason}，{}之前解决", item.last_day.zh_short()),
        State::Due => format!("应有{needed}，已有{met}，还有{}天", -days),
        State::Overdue if item.standing => format!("{reason}，已过{days}天"),
        State::Overdue => format!("应有{needed}，能计入的{met}，已过{days}天"),
        State::Missed => format!("应有{needed}，能计入的{met}，已经不能补办"),
        State::Explained => format!("没有办的原因：{reason}"),
        State::Exempt => format!("{WHY_EXEMPT}{reason}"),
        State::NotKept | State::NotApplicable => reason.to_owned(),
    }
}

fn amount(duty: &Named, item: &Item, quantity: i64) -> String {
    match duty.counts {
        Counts::Times => format!("{quantity}次"),
        Counts::Minutes => format!("{quantity}分钟"),
        Counts::Hours => {
            let tenths = quantity * 10 / item.hour.max(1);
            match tenths % 10 {
                0 => format!("{}学时", tenths / 10),
                part => format!("{}.{part}学时", tenths / 10),
            }
        }
    }
}

/// The measure of a list: what its lines are.
pub(crate) fn measure(duty: Option<&Named>) -> &'static str {
    match duty {
        Some(duty) if duty.who != Who::Unit => "个组织",
        _ => "件",
    }
}
