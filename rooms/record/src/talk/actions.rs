//! Entering a talk of the organization, signing it, taking it back.

use act::{Act, Acting, Ctx, Error, Faults, Place, Result};
use calendar::Day;
use notify::Tell;

use super::{How, Part, Seen, form::Sent, store};
use crate::{
    closing::{self, Minutes},
    correction,
    kind::{Kinds, RecordKind, TalkRules},
    meeting::{self, Record, RecordId, Stage},
    roll::{Entry, Presence},
};

pub(crate) const ENTER: Act = Act::new("talk.enter", "记组织谈话");
pub(crate) const SIGN: Act = Act::new("talk.sign", "在谈话记录上签字");
pub(crate) const SETTLE: Act = Act::new("talk.settle", "登记谈话记录的纸面签字或者没有签字");
pub(crate) const TAKE_BACK: Act = Act::new("talk.take_back", "撤回谈话记录");

/// A new one, as a draft or held and closed: closing it is the talker's signature.
pub(crate) fn enter(
    ctx: &Ctx,
    kind: &str,
    unit: i64,
    sent: &Sent,
    closes: bool,
) -> Result<RecordId> {
    let (kind, rules) = kept(kind)?;
    ctx.act(&ENTER, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        let capacity = capacity(ctx, kind)?;
        let sent = &sent.meaning(w, &place)?;
        checked(ctx, w, (kind, rules), &place, sent, closes)?;
        let id = RecordId(w.id());
        let record = filled(
            Record { id, unit, kind: kind.key.clone(), ..Record::blank(w.now) },
            ctx,
            kind,
            sent,
        );
        meeting::insert(w, &record)?;
        store::set(w, &ctx.core.keys, id, &sent.talk(capacity))?;
        if closes {
            close(ctx, w, kind, &record, sent)?;
        }
        w.about("record", id).changed(&["talk"]).reply(record.url());
        Ok(id)
    })
}

/// Changes a draft of one's own, and closes it.
pub(crate) fn save(ctx: &Ctx, id: RecordId, version: i64, sent: &Sent, closes: bool) -> Result<()> {
    let before = own(ctx, id)?.record;
    let (kind, rules) = kept(&before.kind)?;
    ctx.act(&ENTER, before.unit, |w| {
        let now = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
        meeting::still_open(&now)?;
        let place = Place::find(w, now.unit)?.ok_or(Error::NotFound)?;
        let capacity = capacity(ctx, kind)?;
        let sent = &sent.meaning(w, &place)?;
        checked(ctx, w, (kind, rules), &place, sent, closes)?;
        let record = filled(now, ctx, kind, sent);
        if !meeting::update(w, &record, version)? {
            return Err(Error::Conflict("这份草稿刚在别处改过，请打开再看".into()));
        }
        store::set(w, &ctx.core.keys, id, &sent.talk(capacity))?;
        if closes {
            close(ctx, w, kind, &record, sent)?;
        }
        w.about("record", id).changed(&["talk"]).reply(record.url());
        Ok(())
    })
}

fn kept(kind: &str) -> Result<(&'static RecordKind, &'static TalkRules)> {
    let kind = Kinds::built_in().find(kind).ok_or(Error::NotFound)?;
    Ok((kind, kind.kept_talk().ok_or(Error::NotFound)?))
}

/// The talk as its talker sees it; nobody else changes it.
fn own(ctx: &Ctx, id: RecordId) -> Result<Seen> {
    let seen = ctx.read(|read| super::seen(ctx, read, id))?;
    seen.filter(|it| it.part == Part::Talker).ok_or(Error::NotFound)
}

/// Who talks does so under a post that may; its title goes into the record.
pub(super) fn capacity(ctx: &Ctx, kind: &RecordKind) -> Result<String> {
    let hat = ctx.actor.hat().filter(|hat| kind.chairs.contains(&hat.kind));
    let words = || format!("{}不由您现在的身份进行，换一个身份再试", kind.short);
    Ok(hat.ok_or_else(|| Error::Conflict(words()))?.title.clone())
}

fn checked(
    ctx: &Ctx,
    w: &Acting,
    (kind, rules): (&RecordKind, &TalkRules),
    place: &Place,
    sent: &Sent,
    closes: bool,
) -> Result<()> {
    let mut faults = Faults::default();
    if !kind.is_for(&place.kind) {
        faults.add("kind", format!("{}不进行{}", place.short_name, kind.short));
    }
    let held = closes.then_some(ctx.today);
    faults.0.extend(meeting::session_faults(kind, &sent.sessions(), held, false).0);
    match sent.partner {
        Some(person) if Some(person) == ctx.actor.person() => {
            faults.add("partner", "谈话对象是您自己，请另选");
        }
        Some(person) if !super::form::may_name(ctx, w, place, (sent.on, person))? => {
            faults.add("partner", "请从列出的人员里选");
        }
        None if closes && (sent.name.is_empty() || !rules.by_name) => {
            faults.add("partner", "请选择谈话对象");
        }
        _ => {}
    }
    if closes {
        if sent.reason.is_empty() {
            faults.add("reason", "请选择事由");
        }
        if sent.points.is_empty() {
            faults.add("points", format!("请写谈话要点：{}", rules.points));
        }
        if rules.asks_document && sent.document_no.is_empty() {
            faults.add("document_no", "诫勉由有权的党组织决定，请写决定的文号");
        }
        if rules.wants_statement && sent.statement.is_empty() {
            faults.add("statement", "请写本人的说明或者检查；没有说的，写明没有");
        }
    }
    faults.check()
}

fn filled(record: Record, ctx: &Ctx, kind: &RecordKind, sent: &Sent) -> Record {
    Record {
        title: kind.title.clone(),
        about: if record.about.is_empty() { sent.about.clone() } else { record.about },
        plan_on: sent.on,
        sessions: serde_json::to_string(&sent.sessions()).unwrap_or_default(),
        chair: ctx.actor.person(),
        partner: sent.partner,
        guests: if sent.partner.is_none() { sent.name.clone() } else { String::new() },
        drafted_by: record.drafted_by.or(ctx.actor.person()),
        ..record
    }
}

fn close(ctx: &Ctx, w: &Acting, kind: &RecordKind, record: &Record, sent: &Sent) -> Result<()> {
    let minutes = Minutes { late_reason: sent.late_reason.clone(), ..Minutes::default() };
    let late_reason = closing::entered_late(kind, record, w.now, &minutes)?;
    let came = |person| Entry { person, votes: false, presence: Presence::Came(1) };
    let entries: Vec<Entry> = record.partner.into_iter().map(came).collect();
    store::hold(w, record.id, record.plan_on)?;
    let closed = Record { held_on: Some(record.plan_on), late_reason, ..record.clone() };
    closing::keep_closed(w, &closed, &entries, w.now)?;
    closing::serve(ctx, w, &closed, &entries)?;
    let Some(person) = record.partner else { return Ok(()) };
    tell(w, record, person, "有一份谈话记录请您看过、签字")
}

/// Says that there is one, and not what it is.
fn tell(w: &Acting, record: &Record, person: i64, text: &str) -> Result<()> {
    let (unit, sender, url) = (Some(record.unit), record.chair, record.url());
    let tell = Tell { person, unit, kind: "talk", text, url: &url, sender, dedup: None };
    notify::tell(w, &tell).map(|_| ())
}

/// The person himself, on his own page, with what he wants to add.
pub(crate) fn sign(ctx: &Ctx, id: RecordId, remark: &str) -> Result<()> {
    ctx.act_own(&SIGN, |w, person| {
        let record = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
        let is_his = record.partner == Some(person) && super::kept_kind(&record).is_some();
        if !is_his || record.stage() != Stage::Closed {
            return Err(Error::NotFound);
        }
        if !store::settle(w, &ctx.core.keys, id, (How::Signed, ctx.today, remark), Some(person))? {
            return Err(Error::Conflict("这份谈话记录已经签过了".into()));
        }
        w.changed(&["talk"]).reply(record.url());
        let Some(talker) = record.chair else { return Ok(()) };
        tell(w, &record, talker, "您的一份谈话记录，本人已经签字")
    })
}

/// Signed on paper, or not signed, with the day and why: by the talker or who keeps it.
pub(crate) fn settle(ctx: &Ctx, id: RecordId, how: How, on: Day, why: &str) -> Result<()> {
    let seen = ctx.read(|read| super::seen(ctx, read, id))?.ok_or(Error::NotFound)?;
    if seen.part == Part::Talked {
        return Err(Error::NotFound);
    }
    if on < seen.record.plan_on || on > ctx.today {
        return Err(Error::invalid("on", "日期在谈话那天到今天之间"));
    }
    ctx.act(&SETTLE, seen.record.unit, |w| {
        let record = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
        if record.stage() != Stage::Closed {
            return Err(Error::Conflict("这份谈话记录还没有存，或者已经撤回".into()));
        }
        if !store::settle(w, &ctx.core.keys, id, (how, on, why), ctx.actor.person())? {
            return Err(Error::Conflict("签字情况已经登记过了".into()));
        }
        w.about("record", id).changed(&["talk"]).reply(record.url());
        Ok(())
    })
}

/// The talker, or who keeps it: it stays for the two to read, and serves nothing any more.
pub(crate) fn take_back(ctx: &Ctx, id: RecordId, version: i64, reason: &str) -> Result<()> {
    let seen = ctx.read(|read| super::seen(ctx, read, id))?.ok_or(Error::NotFound)?;
    if seen.part == Part::Talked {
        return Err(Error::NotFound);
    }
    ctx.act(&TAKE_BACK, seen.record.unit, |w| {
        if !correction::withdraw_row(w, id, version, reason, w.now)? {
            return Err(Error::Conflict("这份谈话记录已经撤回，或者刚在别处改过".into()));
        }
        closing::take_back(w, id)?;
        w.about("record", id).changed(&["withdrawn_at"]).reply("/talks");
        match (seen.record.closed_at, seen.record.partner) {
            (Some(_), Some(person)) => tell(w, &seen.record, person, "您的一份谈话记录已经撤回"),
            _ => Ok(()),
        }
    })
}
