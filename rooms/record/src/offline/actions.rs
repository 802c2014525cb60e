//! A draft goes to a phone; what was written there comes back through the acts that a page would use.

use std::collections::HashSet;

use act::{Act, Ctx, Error, Keeping, KeptForm, Place, Result};
use serde_json::Value;

use super::{
    allowed, may_leave,
    merge::{Difference, Side, Stands, differences},
    sent::{Purpose, Sent},
    taken::Standing,
};
use crate::{
    closing::{self, Minutes},
    correction::CORRECT,
    meeting::{self, Content, Record, RecordId, Stage, Step},
    roll::roll_of,
    speaker, task,
};

pub(crate) const TAKE: Act = Act::new("record.take_offline", "把草稿存到本机离线用");
pub(crate) const SETTLE: Act = Act::new("record.settle_offline", "了结本机的离线草稿");

/// Gives a draft to a phone; the event says who has taken what.
pub(super) fn take(ctx: &Ctx, id: RecordId) -> Result<Value> {
    let (record, standing) = ctx.read(|read| {
        let (record, place) = meeting::seen(ctx, read, id)?;
        let standing = Standing::of(ctx, read, &record, place)?;
        Ok((record, standing))
    })?;
    if allowed(ctx).is_none() {
        return Err(Error::Conflict("本单位没有开通离线".into()));
    }
    if !may_leave(ctx, &record, standing.view.kind) {
        let words = "这份记录不存到本机：只存前后一个月内、还没存档、不属于工作秘密的会议草稿";
        return Err(Error::Conflict(words.into()));
    }
    ctx.act(&TAKE, record.unit, |w| {
        w.about("record", id).reply(record.url());
        Ok(())
    })?;
    ctx.viewed(&crate::SEE_RECORD, format!("record:{id}"), standing.view.people.len());
    standing.for_phone(ctx, &record)
}

/// Both sides of a record, and where they differ.
pub(super) struct Compared {
    pub(super) record: Record,
    pub(super) place: Place,
    pub(super) differences: Vec<Difference>,
    /// Below the heads that the agenda has by now.
    pub(super) phone: Side,
    standing: Standing,
}

pub(super) fn compare(ctx: &Ctx, read: &db::Read, id: RecordId, sent: &Sent) -> Result<Compared> {
    let (record, place) = meeting::seen(ctx, read, id)?;
    let mut standing = Standing::of(ctx, read, &record, place.clone())?;
    if record.stage() == Stage::Closed {
        standing.side.attendance = closed_roll(&record, &standing);
    }
    let mut before = sent.before.clone();
    let phone = sent.side.clone().aligned(&standing.side, &mut before);
    let names = &standing.names;
    let differences = differences(&phone.parts(names), &standing.side.parts(names), &before);
    Ok(Compared { record, place, differences, phone, standing })
}

/// Of a closed record the roll is kept as one value.
fn closed_roll(record: &Record, standing: &Standing) -> Vec<(i64, crate::roll::Presence)> {
    let roll = record.roll();
    let known = |id: i64| standing.names.contains_key(&id);
    roll.into_iter().filter(|it| known(it.person)).map(|it| (it.person, it.presence)).collect()
}

impl Compared {
    /// Nothing of the server's is overwritten that nobody has looked at: as it was taken, or as it was chosen.
    fn merged(&self, sent: &Sent) -> Result<Side> {
        let has_chosen = sent.version == Some(self.record.version);
        let conflicts = || self.differences.iter().filter(|it| it.is_conflict);
        if conflicts().any(|it| !has_chosen || !sent.chosen.contains_key(&it.field())) {
            return Err(Error::Stale(Vec::new()));
        }
        let stands = |it: &Difference| {
            let chosen = sent.chosen.get(&it.field()).filter(|_| it.is_conflict);
            *chosen.unwrap_or(&it.stands)
        };
        let mine = self.differences.iter().filter(|it| stands(it) == Stands::Phone);
        let keys: HashSet<String> = mine.map(|it| it.key.clone()).collect();
        Ok(self.standing.side.clone().with(&self.phone, &keys))
    }

    /// What stands in the row, with what the two sides came to. A phone cannot name another recorder: where he was not there,
    /// it is who wrote on the phone.
    fn content(&self, side: &Side, writer: Option<i64>) -> Content {
        let mut content = Content::of(&self.record, &[]);
        match content.sessions.first_mut() {
            Some(first) => *first = side.session.clone(),
            None => content.sessions.push(side.session.clone()),
        }
        let came = |person: &i64| {
            side.attendance.iter().all(|(it, presence)| it != person || presence.came())
        };
        Content {
            chair: side.chair,
            recorder: content.recorder.filter(came).or(writer.filter(came)),
            lecturer: side.lecturer,
            attendance: side.attendance.clone(),
            ..content
        }
    }

    fn minutes(&self, read: &db::Read, side: &Side, late_reason: &str) -> Result<Minutes> {
        let tasks = task::of(read, self.record.id)?;
        let speakers = speaker::of(read, self.record.id)?;
        let before = closing::standing(&self.record, Vec::new(), speakers, tasks);
        let late = if late_reason.is_empty() { before.late_reason } else { late_reason.into() };
        Ok(Minutes {
            text: side.text(),
            motions: side.motions.clone(),
            late_reason: late,
            ..before
        })
    }

    /// *false* where nothing but text and votes differs: then it need not be held once more.
    fn changes_plan(&self, side: &Side) -> bool {
        let standing = &self.standing.side;
        self.record.stage() != Stage::Held
            || side.session != standing.session
            || side.chair != standing.chair
            || side.lecturer != standing.lecturer
            || side.attendance != standing.attendance
    }

    /// What closing would refuse is refused before anything is written.
    fn check(
        &self,
        ctx: &Ctx,
        read: &db::Read,
        content: &Content,
        minutes: &Minutes,
    ) -> Result<()> {
        let kind = self.standing.view.kind;
        let record = meeting::filled(self.record.clone(), content);
        let on_day = crate::roll::on_day(read, &self.place, record.plan_on)?;
        let systems = ctx.part::<systems::Systems>();
        let people = crate::roll::expected(systems, kind, &self.place, &on_day, Vec::new());
        let entries = roll_of(&people, &content.attendance);
        closing::decided(ctx, kind, &record, (&people, &entries), minutes)?;
        closing::entered_late(kind, &record, ctx.now, minutes).map(|_| ())
    }
}

/// Takes what a phone wrote: once, however often it comes.
pub(super) fn put_up(ctx: &Ctx, id: RecordId, sent: &Sent) -> Result<Record> {
    ctx.read(|read| ctx.refuse_repeats(read))?;
    let compared = ctx.read(|read| compare(ctx, read, id, sent))?;
    match sent.purpose {
        Purpose::Drop => settle(ctx, &compared, "不用本机的草稿")?,
        Purpose::Correct => {
            keep_as_correction(ctx, &compared)?;
            settle(ctx, &compared, "本机的内容放进更正表")?;
        }
        Purpose::Close | Purpose::Minute => write(ctx, &compared, sent)?,
    }
    ctx.read(|read| meeting::find_any(read, id))?.ok_or(Error::NotFound)
}

/// Through the acts that a page would use: holding, then minutes or closing. The one-time key goes with the last, so that
/// whatever stops in between can be sent again.
fn write(ctx: &Ctx, compared: &Compared, sent: &Sent) -> Result<()> {
    let record = &compared.record;
    meeting::still_open(record)?;
    let side = compared.merged(sent)?;
    let content = compared.content(&side, ctx.actor.person());
    let minutes = ctx.read(|read| {
        let minutes = compared.minutes(read, &side, &sent.late_reason)?;
        if sent.purpose == Purpose::Close {
            compared.check(ctx, read, &content, &minutes)?;
        }
        Ok(minutes)
    })?;
    let mut version = record.version;
    if compared.changes_plan(&side) {
        let held = ctx.as_actor(ctx.actor.clone()).because(sent.reason());
        meeting::save(&held, Step::Hold, record.id, version, &content)?;
        version += 1;
    }
    let last = ctx.again_because(sent.reason());
    if sent.purpose == Purpose::Close {
        closing::close(&last, record.id, version, &minutes, &[])
    } else {
        closing::write_minutes(&last, record.id, version, &minutes, &[])
    }
}

fn settle(ctx: &Ctx, compared: &Compared, reason: &str) -> Result<()> {
    ctx.act(&SETTLE, compared.record.unit, |w| {
        w.about("record", compared.record.id).because(reason).reply(compared.record.url());
        Ok(())
    })
}

/// Whoever may correct finds the phone's text in the form of the correction, as one he left half-filled.
fn keep_as_correction(ctx: &Ctx, compared: &Compared) -> Result<()> {
    let record = &compared.record;
    if record.stage() != Stage::Closed || !ctx.allows(&CORRECT, &compared.place) {
        return Err(Error::NotAllowed(CORRECT));
    }
    // Nothing that stands here falls out because the phone says nothing of it.
    let said = compared.differences.iter().filter(|it| !it.phone.is_empty());
    let keys = said.map(|it| it.key.clone()).collect();
    let side = compared.standing.side.clone().with(&compared.phone, &keys);
    let minutes = ctx.read(|read| compared.minutes(read, &side, ""))?;
    let action = format!("{}/correction", record.url());
    let mut fields = meeting::fields_of(&compared.content(&side, ctx.actor.person()));
    fields.extend(closing::fields_of(&minutes));
    fields.push(("reason".into(), "会上离线记的与存档的不同".into()));
    fields.push(("_version".into(), record.version.to_string()));
    let form = KeptForm {
        title: format!("更正{}", record.title),
        place: "组织生活".into(),
        action: action.clone(),
        fields,
    };
    match ctx.keep_form(&action, &form, "")? {
        Keeping::Kept => Ok(()),
        Keeping::TooLong | Keeping::Done => {
            Err(Error::Conflict("本机的内容太长，更正表里放不下，请把要用的文字复制出来".into()))
        }
    }
}
