//! A talk of the organization (提醒, 任职廉政, 诫勉, 入党): who talked in what capacity, why, what was said; signed by
//! both, with a copy for the person, kept by the discipline member. Nobody else of the branch sees that it was.

mod actions;
mod bulk;
mod form;
mod list;
mod pages;
mod paper;
mod renew;
mod store;

use act::{Act, Ctx, Error, Place, Result};
use calendar::Day;
use db::Read;

use crate::{
    kind::{Kinds, RecordKind, TalkRules},
    meeting::{self, Record, RecordId, Stage},
    reason::Sensitive,
};

pub use self::{
    bulk::{Said, keep_said},
    renew::renewals,
};

pub(crate) use self::{
    actions::{ENTER, SETTLE, SIGN, TAKE_BACK},
    pages::{ask_reason, new_form, routes, show},
    paper::paper,
    store::{WAITING, add_hidden, ids_of, waiting},
};

/// Talks of the organization in a unit: for those who keep them.
pub(crate) const SEE_TALK: Act = Act::new("see.talk", "看组织谈话记录");

/// What such a talk says beside its record.
#[derive(Debug, Clone, Default)]
pub(crate) struct Talk {
    /// 党支部书记, as it stood on the day.
    pub(crate) capacity: String,
    /// Key of a reason of its kind: a class, no case.
    pub(crate) reason: String,
    /// 诫勉: the decision's number.
    pub(crate) document_no: String,
    pub(crate) points: String,
    /// What the person said to it.
    pub(crate) statement: String,
    pub(crate) settled: Option<Settled>,
}

/// How it was signed.
#[derive(Debug, Clone)]
pub(crate) struct Settled {
    pub(crate) how: How,
    pub(crate) on: Day,
    /// What the person adds; of a refusal, its reason as the talker wrote it down.
    pub(crate) remark: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum How {
    /// On his own page.
    Signed,
    /// On paper, entered by the talker or who keeps it.
    Paper,
    /// He does not sign: written down with the reason, and no fault of anybody.
    Refused,
}

impl How {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Paper => "paper",
            Self::Refused => "refused",
        }
    }
}

/// What the viewer is to a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Talker,
    /// With whom it was held: it is his copy.
    Talked,
    Keeper,
}

/// A talk that the viewer may open.
pub(crate) struct Seen {
    pub(crate) record: Record,
    pub(crate) place: Place,
    pub(crate) kind: &'static RecordKind,
    pub(crate) rules: &'static TalkRules,
    pub(crate) talk: Talk,
    pub(crate) part: Part,
    pub(crate) talker: String,
    pub(crate) talked: String,
}

impl Seen {
    /// What stands for it in words.
    pub(crate) fn reason_zh(&self) -> &str {
        self.rules.reason(&self.talk.reason)
    }

    /// Everything in it, in words, for who takes his copy.
    pub(crate) fn own_words(&self) -> Vec<(String, String)> {
        let remark = self.talk.settled.as_ref().map(|it| it.remark.clone()).unwrap_or_default();
        let texts = [
            ("谈话要点", self.talk.points.clone()),
            ("本人陈述", self.talk.statement.clone()),
            ("签字", pages::signed(self)),
            ("补充意见", remark),
        ];
        let texts = texts.into_iter().filter(|(_, words)| !words.is_empty());
        let texts = texts.map(|(item, words)| (item.to_owned(), words));
        pages::facts(self).into_iter().chain(texts).collect()
    }

    /// Whoever keeps it, and neither talked nor was talked with, says why he opens it.
    pub(crate) fn is_closed(&self, ctx: &Ctx, read: &Read) -> Result<bool> {
        Ok(self.part == Part::Keeper && self.sensitive().is_closed(ctx, read)?)
    }

    /// About the person; of somebody who is on no roll, about the record.
    fn subject(&self) -> (&'static str, i64) {
        self.record.partner.map_or(("record", self.record.id.0), |person| ("person", person))
    }

    fn sensitive(&self) -> Sensitive<'static> {
        let (kind, id) = self.subject();
        Sensitive { class: "talk", act: SEE_TALK, about: format!("{kind}:{id}") }
    }

    pub(crate) fn is_by_name(&self) -> bool {
        self.record.partner.is_none()
    }
}

/// `None` where it is no talk of the organization. Whoever has no part in it is told that there is none.
pub(crate) fn seen(ctx: &Ctx, read: &Read, id: RecordId) -> Result<Option<Seen>> {
    let Some(record) = meeting::find_any(read, id)? else { return Ok(None) };
    let Some((kind, rules)) = kept_kind(&record) else { return Ok(None) };
    let place = Place::find(read, record.unit)?.ok_or(Error::NotFound)?;
    let part = part_of(ctx, &record, rules, &place).ok_or(Error::NotFound)?;
    let talk = store::find(read, &ctx.core.keys, &record)?;
    let named: Vec<i64> = [record.chair, record.partner].into_iter().flatten().collect();
    let names = people::names_of(read, &named)?;
    let name = |id: Option<i64>| {
        let found = names.iter().find(|(person, _)| Some(*person) == id);
        found.map_or_else(String::new, |(_, name)| name.clone())
    };
    let (talker, talked) = (name(record.chair), name(record.partner));
    let talked = if talked.is_empty() { record.guests.clone() } else { talked };
    Ok(Some(Seen { record, place, kind, rules, talk, part, talker, talked }))
}

fn kept_kind(record: &Record) -> Option<(&'static RecordKind, &'static TalkRules)> {
    let kind = Kinds::built_in().find(&record.kind)?;
    Some((kind, kind.kept_talk()?))
}

fn part_of(ctx: &Ctx, record: &Record, rules: &TalkRules, place: &Place) -> Option<Part> {
    let me = ctx.actor.person()?;
    if record.chair == Some(me) {
        return Some(Part::Talker);
    }
    record.closed_at?;
    if record.partner == Some(me) {
        return Some(Part::Talked);
    }
    let hat = ctx.actor.hat()?;
    let keeps = rules.keepers.contains(&hat.kind) && ctx.sight(&SEE_TALK).holds(place);
    keeps.then_some(Part::Keeper)
}

/// Stage of a talk in one word, for lists: 等本人签字 …
pub(crate) fn state_zh(stage: Stage, how: Option<How>) -> &'static str {
    match (stage, how) {
        (Stage::Withdrawn, _) => "已撤回",
        (Stage::Closed, Some(How::Signed)) => "双方已签字",
        (Stage::Closed, Some(How::Paper)) => "已在纸上签字",
        (Stage::Closed, Some(How::Refused)) => "本人没有签字，已注明",
        (Stage::Closed, None) => "等本人签字",
        _ => "草稿",
    }
}
