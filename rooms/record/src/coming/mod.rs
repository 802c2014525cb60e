//! The meetings that somebody is called to and that have not been held: a card of his home page.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::{Day, Instant};
use serde::Deserialize;
use systems::Systems;
use web::{
    Markup,
    parts::{self, State},
};

use crate::{
    kind::{Expects, Kinds},
    meeting::{RecordId, Session},
};

/// Sessions of one meeting lie within so many days of its first.
pub(crate) const SESSIONS_WITHIN_DAYS: i32 = 31;

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

/// A meeting that somebody may be called to, and that has not been held.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Called {
    pub(crate) id: RecordId,
    pub(crate) unit_name: String,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) sessions: String,
    pub(crate) partner: Option<i64>,
    pub(crate) agenda: String,
    pub(crate) withdrawn_at: Option<Instant>,
    /// Kind of his post in the unit; "" where he belongs to it or takes part.
    pub(crate) post: String,
    /// The roll names him among those who are to come.
    pub(crate) is_named: bool,
}

/// Nothing for who wears a hat and is called nowhere: his page has other things on it.
pub(crate) fn card(ctx: &Ctx, person: i64, called: Vec<Called>) -> Result<Vec<Markup>> {
    let mut his = called;
    his.retain(|it| it.expects(ctx.part::<Systems>(), person));
    // He may belong to a unit and have a seat in it.
    his.dedup_by_key(|it| it.id);
    let meetings: Vec<Meeting> = his.into_iter().filter_map(|it| it.from(ctx.today)).collect();
    if meetings.is_empty() && ctx.actor.hat().is_some() {
        return Ok(Vec::new());
    }
    let card = Card { meetings }.render().map_err(Error::broken)?;
    Ok(vec![Markup(card)])
}

impl Called {
    /// Whether somebody who is that in the unit is called.
    fn expects(&self, systems: &Systems, person: i64) -> bool {
        let belongs = self.post.is_empty();
        let has_seat = systems.post(&self.post).is_some_and(|post| post.committee);
        match Kinds::built_in().find(&self.kind).map(|kind| kind.expects) {
            Some(Expects::Members) => belongs,
            Some(Expects::Committee) => has_seat,
            Some(Expects::Chosen) => belongs && self.is_named,
            Some(Expects::Partner) => self.partner == Some(person) && (belongs || has_seat),
            // They are told by the notice.
            Some(Expects::Nobody | Expects::Entry) | None => false,
        }
    }

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
