//! What people send about a talk of the organization, and who may be named in it.

use act::{Ctx, Error, Place, Result};
use calendar::Day;
use db::Read;
use systems::Systems;
use web::{Form, Reader};

use super::{Talk, store};
use crate::{
    kind::TalkRules,
    meeting::{self, Session},
    roll,
};

const CHARS_AT_MOST: usize = 5_000;

#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(super) on: Day,
    session: Session,
    pub(super) partner: Option<i64>,
    /// Name or police number of somebody whom the unit leads and the list does not offer.
    whom: String,
    /// Somebody who is no member yet.
    pub(super) name: String,
    pub(super) reason: String,
    pub(super) document_no: String,
    pub(super) points: String,
    pub(super) statement: String,
    pub(super) late_reason: String,
    pub(super) about: String,
}

impl Sent {
    pub(super) fn read(reader: &Reader, form: &Form, rules: &TalkRules, today: Day) -> Self {
        let session = meeting::read_sessions(reader).into_iter().next();
        let place = String::new();
        let session =
            session.unwrap_or(Session { on: today, from: String::new(), to: String::new(), place });
        let reason = reader.optional_text("reason", "事由", 40);
        if !reason.is_empty() && !rules.reasons.iter().any(|it| it.key == reason) {
            reader.fault("reason", "请选择事由");
        }
        let lines = |name: &str, label: &str| {
            reader.many(name);
            text::intake_lines(form.value(name), CHARS_AT_MOST).unwrap_or_else(|fault| {
                reader.fault(name, format!("{label}：{fault}"));
                String::new()
            })
        };
        Self {
            on: session.on,
            session,
            partner: reader.id("partner"),
            whom: reader.optional_text("whom", "姓名或者警号", 20),
            name: reader.optional_text("name", "谈话对象姓名", 20),
            reason,
            document_no: reader.optional_text("document_no", "决定文号", 40),
            points: lines("points", "谈话要点"),
            statement: lines("statement", "本人陈述"),
            late_reason: reader.optional_text("late_reason", "为什么现在补录", 200),
            about: reader.optional_text("about", "针对哪一件", 20),
        }
    }

    pub(super) fn sessions(&self) -> Vec<Session> {
        vec![self.session.clone()]
    }

    pub(super) fn talk(&self, capacity: String) -> Talk {
        Talk {
            capacity,
            reason: self.reason.clone(),
            document_no: self.document_no.clone(),
            points: self.points.clone(),
            statement: self.statement.clone(),
            ..Talk::default()
        }
    }

    /// With the person whom a name or a police number means.
    pub(super) fn meaning(&self, read: &Read, place: &Place) -> Result<Self> {
        let Some(path) = place.lead_path.as_ref().filter(|_| !self.whom.is_empty()) else {
            return Ok(self.clone());
        };
        let word = &self.whom;
        let wrong = |words: String| Err(Error::invalid("whom", words));
        match store::named(read, path, word)?.as_slice() {
            [person] => Ok(Self { partner: Some(*person), ..self.clone() }),
            [] => wrong(format!("本级管到的人里没有找到“{word}”，可以写姓名或者警号")),
            many => wrong(format!("叫“{word}”的有{}人，请写警号", many.len())),
        }
    }
}

/// Who is offered: the unit's own people and the leaders right below it; and who was asked for by name, if the unit leads
/// him. Nobody talks so with who stands above him.
pub(super) fn offered(
    ctx: &Ctx,
    read: &Read,
    place: &Place,
    (day, asked): (Day, Option<i64>),
) -> Result<Vec<(i64, String)>> {
    let on_day = roll::on_day(read, place, day)?;
    let systems = ctx.part::<Systems>();
    let seats: Vec<&str> =
        systems.posts().iter().filter(|post| post.committee).map(systems::PostKind::key).collect();
    let held = on_day.held.iter().map(|it| (it.person, it.name.clone()));
    let on_roll = on_day.roll.iter().map(|it| (it.person, it.name.clone()));
    let mut found: Vec<(i64, String)> = held.chain(on_roll).collect();
    found.extend(store::heads_below(read, place.id, &seats, day)?);
    let mut seen = std::collections::HashSet::new();
    found.retain(|(person, _)| Some(*person) != ctx.actor.person() && seen.insert(*person));
    let missing = asked.filter(|asked| !found.iter().any(|(person, _)| person == asked));
    if let (Some(person), Some(path)) = (missing, &place.lead_path) {
        found.extend(store::led_by(read, path, person)?.map(|name| (person, name)));
    }
    Ok(found)
}

pub(super) fn may_name(
    ctx: &Ctx,
    read: &Read,
    place: &Place,
    (day, person): (Day, i64),
) -> Result<bool> {
    let found = offered(ctx, read, place, (day, Some(person)))?;
    Ok(found.iter().any(|(offer, _)| *offer == person))
}
