//! The meetings that somebody is called to and that have not been held: a card of his home page.

mod store;

use std::collections::BTreeSet;

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use systems::Systems;
use web::{
    Markup,
    parts::{self, State},
};

use self::store::{Called, Own};
use crate::{
    kind::{Expects, Kinds},
    meeting::Session,
};

/// Sessions of one meeting lie within so many days of its first.
const SESSIONS_WITHIN_DAYS: i32 = 31;

#[derive(Template)]
#[template(path = "coming/card.html")]
struct Card {
    meetings: Vec<Meeting>,
}

/// One meeting as its notice said it, with what has changed since.
struct Meeting {
    title: String,
    unit: String,
    /// 已取消, or nothing.
    tag: Markup,
    is_off: bool,
    sessions: Vec<Session>,
    agenda: Vec<String>,
}

/// Where somebody is called to meetings, and as what.
struct Circle {
    /// His branch, his subgroup, hosts where he takes part.
    member_of: BTreeSet<i64>,
    /// Units in whose committee he sits.
    seats_in: BTreeSet<i64>,
}

/// Nothing for who wears a hat and is called nowhere: his page has other things on it.
pub(crate) fn aside(ctx: &Ctx, read: &Read) -> Result<Vec<Markup>> {
    let Some(person) = ctx.actor.person() else { return Ok(Vec::new()) };
    let meetings = meetings(ctx, read, person)?;
    if meetings.is_empty() && ctx.actor.hat().is_some() {
        return Ok(Vec::new());
    }
    let card = Card { meetings }.render().map_err(Error::broken)?;
    Ok(vec![Markup(card)])
}

fn meetings(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<Meeting>> {
    let circle = circle(ctx, read, person)?;
    let units: Vec<i64> = circle.member_of.union(&circle.seats_in).copied().collect();
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let called = store::called(read, &units, ctx.today.plus_days(-SESSIONS_WITHIN_DAYS))?;
    let his = called.into_iter().filter(|it| circle.expects(person, it));
    Ok(his.filter_map(|it| it.from(ctx.today)).collect())
}

fn circle(ctx: &Ctx, read: &Read, person: i64) -> Result<Circle> {
    let mut circle = Circle { member_of: BTreeSet::new(), seats_in: BTreeSet::new() };
    let today = ctx.today;
    let is_now = |from: Day, to: Option<Day>| from <= today && to.is_none_or(|to| to > today);
    let hosts = people::participations_of(read, person)?;
    circle
        .member_of
        .extend(hosts.iter().filter(|it| is_now(it.from_on, it.to_on)).map(|it| it.host));
    let systems = ctx.part::<Systems>();
    let is_seat = |kind: &str| systems.post(kind).is_some_and(|post| post.committee);
    for Own { unit, post } in store::own(read, person, today)? {
        if post.is_empty() {
            circle.member_of.insert(unit);
        } else if is_seat(&post) {
            circle.seats_in.insert(unit);
        }
    }
    Ok(circle)
}

impl Circle {
    fn expects(&self, person: i64, called: &Called) -> bool {
        match Kinds::built_in().find(&called.kind).map(|kind| kind.expects) {
            Some(Expects::Members) => self.member_of.contains(&called.unit),
            Some(Expects::Committee) => self.seats_in.contains(&called.unit),
            Some(Expects::Partner) => called.partner == Some(person),
            Some(Expects::Nobody) | None => false,
        }
    }
}

impl Called {
    /// Its sessions from today on; `None` when the last is past.
    fn from(self, today: Day) -> Option<Meeting> {
        let mut sessions: Vec<Session> = serde_json::from_str(&self.sessions).unwrap_or_default();
        sessions.retain(|session| session.on >= today);
        if sessions.is_empty() {
            return None;
        }
        let is_off = self.withdrawn_at.is_some();
        let tag = if is_off { parts::tag(State::Void, "已取消") } else { Markup::default() };
        let agenda =
            self.agenda.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        Some(Meeting { title: self.title, unit: self.unit_name, tag, is_off, sessions, agenda })
    }
}

impl Session {
    /// `11月25日星期三15:00`
    fn time_short_zh(&self) -> String {
        format!("{}{}{}", self.on.zh_short(), self.on.weekday_zh(), self.from)
    }
}
