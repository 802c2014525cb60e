//! What a room brings to the application.

use act::{Act, Ctx, Error, Result};
use calendar::Day;
use db::{Asker, Read, Wanting};

use crate::{Markup, OwnData, Route};

/// Menu by what people come to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    Home,
    Units,
    Members,
    Life,
    Learning,
    Procedures,
    Reviews,
    Supervision,
    Care,
    Figures,
    Admin,
    Me,
}

impl Section {
    pub fn title(self) -> &'static str {
        match self {
            Self::Home => "首页",
            Self::Units => "组织",
            Self::Members => "党员",
            Self::Life => "组织生活",
            Self::Learning => "学习",
            Self::Procedures => "办理",
            Self::Reviews => "考评",
            Self::Supervision => "监督",
            Self::Care => "关爱",
            Self::Figures => "统计",
            Self::Admin => "管理",
            Self::Me => "我的",
        }
    }
}

/// An entry of the menu, shown when the hat carries `act` (always, when there is none).
#[derive(Debug, Clone, Copy)]
pub struct MenuEntry {
    pub section: Section,
    pub url: &'static str,
    pub act: Option<Act>,
}

/// One thing that waits for the viewer.
#[derive(Debug, Clone)]
pub struct Todo {
    pub title: String,
    pub tag: Markup,
    pub words: String,
    /// (label, URL) of an explaining link: 为什么是逾期.
    pub why: Option<(String, String)>,
    /// (label, URL), the most likely first.
    pub actions: Vec<(String, String)>,
    /// Last day; sorts those that are as urgent.
    pub due: Option<Day>,
    pub urgency: Urgency,
}

/// How things of different rooms stand one after the other on a home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Nothing else can be done before.
    First,
    /// The last day is over, or something has stopped.
    Late,
    /// It has a day, or somebody waits for him alone.
    Soon,
    /// Others would be helped.
    Helps,
    /// Whenever he likes.
    Anytime,
}

/// One find of the search.
#[derive(Debug, Clone)]
pub struct Hit {
    pub title: String,
    pub words: String,
    pub url: String,
}

pub use jobs::JobKind;

/// A figure of the moment for Prometheus.
#[derive(Debug, Clone, Copy)]
pub struct Gauge {
    /// Without the name of the program: `backup_age_seconds`.
    pub name: &'static str,
    pub help: &'static str,
    pub value: i64,
}

/// What is not known now is left out.
pub type Gauges = fn(&Ctx, &Read) -> Result<Vec<Gauge>>;
/// Things to do, and cards for the side of the home page, each under a heading of its own.
pub type Gathered = (Vec<Todo>, Vec<Markup>);
/// Rooms ask together: what all of them want to know before any goes on is one statement. What a room asks of `Read`
/// is a statement of its own.
pub type AtHome = for<'a> fn(&'a Ctx, &'a Read<'_>, &'a Asker) -> Wanting<'a, Gathered, Error>;
pub type Search = fn(&Ctx, &Read, &str) -> Result<Vec<Hit>>;

/// A room: its name, its doors, what it adds to pages that gather from all rooms.
#[derive(Default)]
pub struct Room {
    pub name: &'static str,
    pub routes: Vec<Route>,
    pub menu: Vec<MenuEntry>,
    /// Every act of the room, read acts too: the permission golden lists them.
    pub acts: Vec<Act>,
    pub at_home: Option<AtHome>,
    pub search: Option<Search>,
    pub jobs: Vec<JobKind>,
    /// Told at `/metrics`, about nobody.
    pub gauges: Option<Gauges>,
    /// What it keeps of persons, for the copy that each may take of his own.
    pub own: Vec<OwnData>,
}

/// What some rooms have for the home page, in their order.
pub fn at_home(ctx: &Ctx, read: &Read, rooms: &[Room]) -> Result<Vec<Gathered>> {
    let ask = Asker::default();
    let wanting = rooms.iter().filter_map(|room| room.at_home);
    ask.finish_all(read, wanting.map(|at_home| at_home(ctx, read, &ask)).collect())
}
