//! 谁该和谁谈: the classes of talk that a year asks of each in a branch, what is held and what is owed, and a plan of
//! pairs and months. Whether a talk was held stands in the records alone.

mod actions;
mod days;
mod pages;
mod propose;
mod sheet;
mod store;

use std::collections::{HashMap, HashSet};

use act::{Ctx, Place, Result};
use calendar::Day;
use db::Read;
use duty::{
    Law,
    judge::{State, Verdict},
};
use rules::Rules;
use systems::Systems;

use self::propose::Person;
pub use self::{actions::plan_talks, store::Planned};

pub(crate) use self::{
    actions::PLAN,
    pages::routes,
    store::{Own, own_plan},
};

use crate::roll;

/// The pairings of the regulation; each is owed once a year by each person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    /// 委员之间
    Committee,
    /// 委员与党员
    Across,
    /// 党员之间
    Members,
}

impl Class {
    pub(crate) const ALL: [Self; 3] = [Self::Committee, Self::Across, Self::Members];

    /// Its duty in `regulations/`.
    pub(crate) fn duty(self) -> &'static str {
        match self {
            Self::Committee => "branch/talk-among-committee",
            Self::Across => "branch/talk-with-committee",
            Self::Members => "branch/talk-among-members",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Committee => "委员之间",
            Self::Across => "委员与党员",
            Self::Members => "党员之间",
        }
    }

    /// Of a pair, by who sits in the committee.
    fn of(one: bool, other: bool) -> Self {
        match (one, other) {
            (true, true) => Self::Committee,
            (false, false) => Self::Members,
            _ => Self::Across,
        }
    }
}

/// How one class stands for somebody.
pub(crate) struct Standing {
    pub(crate) state: State,
    /// The talk that counts: its day, and where it stands.
    pub(crate) held: Option<(Day, Option<String>)>,
}

/// Somebody of the branch.
pub(crate) struct Member {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) is_seat: bool,
    /// By class; what is not asked of him is not there.
    pub(crate) classes: HashMap<Class, Standing>,
}

/// Everybody of a branch in a year, in official order.
pub(crate) fn members(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Vec<Member>> {
    let law = Law::load(read, ctx.part::<Rules>())?;
    let on_day = roll::on_day(read, place, ctx.today)?;
    let systems = ctx.part::<Systems>();
    let is_seat = |post: &&people::Post| systems.post(&post.kind).is_some_and(|it| it.committee);
    let seats: HashSet<i64> = on_day.held.iter().filter(is_seat).map(|it| it.person).collect();
    let (standings, served) = duty::list(read, &law, place.id, year, ctx.today)?;
    let of = |person: i64| -> HashMap<Class, Standing> {
        let his = standings.iter().find(|it| it.bearer.person == Some(person));
        let verdicts = his.map(|it| it.verdicts.as_slice()).unwrap_or_default();
        let class = |class: Class| {
            let verdict =
                verdicts.iter().find(|it| it.slot.duty.key == class.duty() && is_asked(it))?;
            let line = verdict.counted().last();
            let held =
                line.map(|it| (it.held_on, served.url(&it.room, it.fact).map(str::to_owned)));
            Some((class, Standing { state: verdict.state, held }))
        };
        Class::ALL.into_iter().filter_map(class).collect()
    };
    let member = |it: people::OnRoll| Member {
        id: it.person,
        is_seat: seats.contains(&it.person),
        classes: of(it.person),
        name: it.name,
    };
    Ok(on_day.roll.into_iter().map(member).collect())
}

fn is_asked(verdict: &Verdict) -> bool {
    !matches!(
        verdict.state,
        State::NotApplicable | State::NotKept | State::Exempt | State::Explained
    )
}

impl Member {
    fn owes(&self) -> HashSet<Class> {
        let open = self.classes.iter().filter(|(_, it)| it.state != State::Done);
        open.map(|(class, _)| *class).collect()
    }

    fn to_pair(&self) -> Person {
        Person { id: self.id, is_seat: self.is_seat, owes: self.owes() }
    }
}
