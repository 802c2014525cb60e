//! A draft as it goes to a phone: names and what is to be written, nothing else of anybody.

use act::{Ctx, Error, Place, Result};
use db::Read;
use people::LeaveWord;
use serde_json::{Value, json};
use web::Req;

use super::{
    allowed,
    merge::{Before, Names, Side, split},
};
use crate::{
    closing::{engine_zh, standing},
    meeting::{Record, Session, View},
    motion::{self, MANNERS, MOTIONS_AT_MOST, Motion},
    roll::Presence,
};

/// A record as its form shows it, and as a side to compare.
pub(super) struct Standing {
    pub(super) view: View,
    pub(super) side: Side,
    pub(super) names: Names,
}

impl Standing {
    pub(super) fn of(ctx: &Ctx, read: &Read, record: &Record, place: Place) -> Result<Self> {
        let view = View::saved(ctx, read, &Req::default(), record, place)?;
        let motions = motion::of(read, record.id)?;
        let minutes = standing(record, motions.clone(), Vec::new(), Vec::new());
        let mut names: Names = view.offered.iter().cloned().collect();
        names.extend(view.people.iter().map(|it| (it.id, it.name.clone())));
        let first = || Session {
            on: record.plan_on,
            from: String::new(),
            to: String::new(),
            place: String::new(),
        };
        let presence = |state: &str, word: &str| match state.strip_prefix("came") {
            Some(session) => Presence::Came(session.parse().unwrap_or(1)),
            None => Presence::of(state, word, 0),
        };
        let people = view.people.iter();
        let side = Side {
            session: record.sessions().into_iter().next().unwrap_or_else(first),
            chair: record.chair,
            lecturer: record.lecturer,
            attendance: people.map(|it| (it.id, presence(&it.state, &it.word))).collect(),
            items: split(&minutes.text),
            motions,
        };
        Ok(Self { view, side, names })
    }

    fn before(&self) -> Before {
        self.side.parts(&self.names).into_iter().map(|it| (it.key, it.value)).collect()
    }

    /// What the phone gets. Leave that is known stands in the state of its person; no number, no phone, no post.
    pub(super) fn for_phone(&self, ctx: &Ctx, record: &Record) -> Result<Value> {
        let view = &self.view;
        let kind = view.kind;
        let id = |person: Option<i64>| person.map_or_else(String::new, |id| id.to_string());
        let person = |it: &crate::meeting::Row| json!({ "id": it.id.to_string(), "name": it.name, "votes": it.votes, "state": it.state, "word": it.word });
        let engines = kind.engines.iter().map(|key| json!([key, engine_zh(key)]));
        let words = LeaveWord::ALL.iter().map(|it| json!([it.key(), it.zh()]));
        let offered = view.offered.iter().map(|(id, name)| json!([id.to_string(), name]));
        Ok(json!({
            "record": record.id.to_string(),
            "person": ctx.person()?.to_string(),
            "hours": allowed(ctx).ok_or(Error::NotFound)?.hours,
            "unit": view.place.short_name,
            "kind": kind.title,
            "title": record.title,
            "topic": record.topic,
            "agenda": record.agenda(),
            "session": self.side.session,
            "chair": id(record.chair),
            "lecturer": id(record.lecturer),
            "lecturer_label": view.lecturer(),
            "offered": offered.collect::<Vec<_>>(),
            "people": view.people.iter().map(person).collect::<Vec<_>>(),
            "sessions": view.content.sessions.len().max(1),
            "uncounted": view.uncounted(),
            "words": words.collect::<Vec<_>>(),
            "items": self.side.items,
            "motions": self.side.motions.iter().map(of_motion).collect::<Vec<_>>(),
            "motions_at_most": MOTIONS_AT_MOST,
            "engines": engines.collect::<Vec<_>>(),
            "manners": MANNERS,
            "written": kind.engines.iter().any(|key| key == "recruitment"),
            "before": self.before(),
        }))
    }
}

fn of_motion(motion: &Motion) -> Value {
    let Motion { text, engine, manner, yes, no, abstain, written_yes, .. } = motion;
    json!({ "text": text, "engine": engine, "manner": manner, "yes": yes.to_string(), "no": no.to_string(),
            "abstain": abstain.to_string(), "written": written_yes.to_string() })
}
