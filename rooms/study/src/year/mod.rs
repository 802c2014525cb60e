//! What the level above sees of each central group in a year: verdicts of the duties, sessions, who caught up, where somebody
//! sat in. Read off records and verdicts each time; in the order of the tree, nobody is compared.

mod gather;
mod group;
mod pages;
mod sheet;
mod store;

use act::{Ctx, Place};
use calendar::{Day, Period};
use duty::judge::State;
use record::Caught;
use serde::Deserialize;
use web::{
    Door, Markup, Route,
    parts::{self, State as Shape},
};

pub(crate) use self::gather::{below, beside};
use crate::{SEE_GROUP, group::Group};

/// The kind of group that the level above looks at.
const CENTRAL: &str = "central";

pub(crate) fn routes() -> Vec<Route> {
    let see = Door::See(SEE_GROUP);
    vec![
        Route::page("/study/years/{unit}", see, pages::show),
        Route::page("/study/years/{unit}/print", see, sheet::print),
        Route::data("/study/years/{unit}/paper/{format}", see, sheet::file),
        Route::own_act("/study/years/{unit}/lists", sheet::take),
        Route::page("/study/groups/{unit}", see, group::show),
    ]
}

/// The central group's data: which units have one, what a session is.
pub(crate) fn central() -> &'static Group {
    Group::find(CENTRAL).expect("the central group is shipped")
}

/// Whether groups may stand below a unit: below a committee that has one itself, and below an organ.
pub(crate) fn has_below(place: &Place) -> bool {
    place.lead_path.is_none() || central().is_for(&place.kind)
}

/// A committee that may have a group.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Unit {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// Whose page shows the groups below it: the organ by line, itself by lead; `None` where there are none.
    pub(crate) node: Option<i64>,
}

/// How one duty of a group stands.
#[derive(Debug, Clone)]
pub(crate) struct Duty {
    /// Of what it asks, told apart by what serves it: a session, the plan, the report.
    pub(crate) serves: &'static str,
    pub(crate) period: Period,
    pub(crate) state: State,
    /// How often it was done.
    pub(crate) met: i64,
    pub(crate) needed: i64,
    pub(crate) late: bool,
    /// The name of the text and the article.
    pub(crate) rule: String,
    /// Nobody has compared the article with the text.
    pub(crate) is_recalled: bool,
    /// Page of the verdict, and where the unit objects to it.
    pub(crate) url: String,
    pub(crate) objection: String,
}

impl Duty {
    /// Not done, and it could have been.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self.state, State::Overdue | State::Missed)
    }

    /// Whether it says anything yet: not before the start of use, not where it does not bind.
    pub(crate) fn counts(&self) -> bool {
        !matches!(self.state, State::NotKept | State::NotApplicable)
    }

    /// `学了2次`, `还没学`, `缺项`.
    pub(crate) fn words(&self) -> String {
        let is_session = self.serves == central().session;
        match (self.state, is_session) {
            (State::Done, true) if self.late => format!("{}次，逾期补的", self.met),
            (State::Done, true) => format!("{}次", self.met),
            (State::Done, false) => "已报".to_owned(),
            (State::Due, _) => "未到期".to_owned(),
            (state, _) => state.zh().to_owned(),
        }
    }

    pub(crate) fn tag(&self) -> Markup {
        let shape = match self.state {
            State::Done => Shape::Done,
            State::Due => Shape::Due,
            State::Overdue => Shape::Late,
            State::Missed => Shape::Missed,
            _ => Shape::Void,
        };
        parts::tag_bare(shape, &self.words())
    }
}

/// A sitting-in, as far as it is.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Heard {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) from_on: Day,
    pub(crate) to_on: Day,
    /// JSON: item, mark, reason.
    marks: Option<String>,
    pub(crate) verdict: Option<String>,
    pub(crate) filed_on: Option<Day>,
    pub(crate) has_reply: bool,
    pub(crate) is_held_again: bool,
}

impl Heard {
    pub(crate) fn url(&self) -> String {
        format!("/review/hearings/{}", self.id)
    }

    /// How many items were poor: what was found.
    pub(crate) fn found(&self) -> usize {
        #[derive(Deserialize)]
        struct Mark {
            given: String,
        }
        let marks: Option<Vec<Mark>> =
            self.marks.as_deref().and_then(|it| serde_json::from_str(it).ok());
        marks.unwrap_or_default().iter().filter(|it| it.given == "poor").count()
    }

    pub(crate) fn failed(&self) -> bool {
        self.verdict.as_deref() == Some("again")
    }

    /// Something is left to the group: held again, or an answer.
    pub(crate) fn is_open(&self) -> bool {
        self.verdict.is_some() && (self.failed() && !self.is_held_again || !self.has_reply)
    }

    /// `通过，1项差，已答复`
    pub(crate) fn words(&self) -> String {
        let mut words = match (self.verdict.as_deref(), self.is_held_again) {
            (None, _) => {
                return format!("{}至{}来听", self.from_on.zh_short(), self.to_on.zh_short());
            }
            (Some("passed"), _) => "通过".to_owned(),
            (Some(_), true) => "要重开，已重开".to_owned(),
            (Some(_), false) => "要重开，还没有重开".to_owned(),
        };
        if self.found() > 0 {
            words = format!("{words}，{}项差", self.found());
        }
        format!("{words}，{}", if self.has_reply { "已答复" } else { "还没有答复" })
    }
}

/// A group's year.
#[derive(Debug, Clone)]
pub(crate) struct Year {
    pub(crate) unit: Unit,
    pub(crate) duties: Vec<Duty>,
    pub(crate) sessions: Vec<Caught>,
    pub(crate) heard: Vec<Heard>,
    pub(crate) plan: Option<Planned>,
}

/// A published plan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planned {
    pub(crate) id: i64,
    /// Topics, and how many of them were studied.
    pub(crate) items: i64,
    pub(crate) studied: i64,
}

impl Year {
    pub(crate) fn quarters(&self) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(|it| it.serves == central().session)
    }

    pub(crate) fn filed(&self, serves: &str) -> Option<&Duty> {
        self.duties.iter().find(|it| it.serves == serves)
    }

    /// (expected, present, away, caught up) of all its sessions.
    pub(crate) fn came(&self) -> (i64, i64, i64, i64) {
        self.sessions.iter().fold((0, 0, 0, 0), |(expected, present, away, told), it| {
            (expected + it.expected, present + it.present, away + it.away, told + it.told)
        })
    }

    /// Whether there is anything to say of it: a duty that binds it, a plan, a session.
    pub(crate) fn is_shown(&self) -> bool {
        !self.duties.is_empty() || self.plan.is_some() || !self.sessions.is_empty()
    }

    pub(crate) fn url(&self, year: i16) -> String {
        format!("/study/groups/{}?year={year}", self.unit.id)
    }
}

/// The year asked for, or this one.
pub(crate) fn year_of(ctx: &Ctx, req: &web::Req) -> i16 {
    let this = ctx.today.year();
    req.query_as("year").filter(|year| (2000..=this).contains(year)).unwrap_or(this)
}
