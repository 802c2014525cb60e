//! Planning, calling and holding: what happens to a record before its minutes.

use std::collections::HashMap;

use act::{Act, Acting, Ctx, Error, Faults, Place, Result, Theirs};
use calendar::Day;
use systems::Systems;

use super::{
    Record, RecordId, Session, Stage, check, choice, draft,
    sent::Content,
    store::{self, Noted},
};
use crate::{
    entry, filing,
    kind::{Expects, Kinds, RecordKind, Switched},
    roll::{self, Expected, Presence},
    speaker,
};

pub const DRAFT: Act = Act::new("record.draft", "起草会议");
pub(crate) const NOTIFY: Act = Act::new("record.notify", "通知开会");
pub(crate) const HOLD: Act = Act::new("record.hold", "记下会议开过");

/// How far a form takes a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Draft,
    Notify,
    Hold,
}

impl Step {
    pub(crate) fn act(self) -> Act {
        match self {
            Self::Draft => DRAFT,
            Self::Notify => NOTIFY,
            Self::Hold => HOLD,
        }
    }
}

/// A record that is not there yet.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub(crate) unit: i64,
    pub(crate) kind: String,
    /// The period that it is to make up.
    pub(crate) makes_up: Option<String>,
    /// The one event that it answers.
    pub(crate) about: String,
}

/// Opens a record and takes it to `step`.
pub(crate) fn open(ctx: &Ctx, step: Step, new: &New, content: &Content) -> Result<RecordId> {
    ctx.act(&step.act(), new.unit, |w| open_in(ctx, w, step, new, content))
}

/// [`open`] within an act of the caller.
pub(crate) fn open_in(
    ctx: &Ctx,
    w: &Acting,
    step: Step,
    new: &New,
    content: &Content,
) -> Result<RecordId> {
    let kind = Kinds::built_in().find(&new.kind).ok_or(Error::NotFound)?;
    let place = Place::find(w, new.unit)?.ok_or(Error::NotFound)?;
    if !kind.is_for(&place.kind) {
        return Err(Error::invalid("kind", format!("{}不召开{}", place.short_name, kind.short)));
    }
    Switched::demand(ctx, w, place.id, kind)?;
    let (content, differs) = moved(ctx, w, kind, &place, content, step)?;
    let content = &draft::followed(ctx, w, (kind, &place), None, &content)?;
    let people = checked(ctx, w, kind, &place, content, (step, differs))?;
    let id = RecordId(w.id());
    let record = stepped(w, ctx, step, filled(blank(w, id, new), content));
    store::insert(w, &record)?;
    keep_attendance(w, id, &people, content)?;
    if step == Step::Notify {
        call(ctx, w, &record, (&called(&people, content)?, false))?;
    }
    w.about("record", id).changed(&["agenda", "attendance"]).reply(record.url());
    Ok(id)
}

/// Changes a record that is not closed, and takes it to `step`.
pub(crate) fn save(
    ctx: &Ctx,
    step: Step,
    id: RecordId,
    version: i64,
    content: &Content,
) -> Result<()> {
    let before = ctx.read(|read| store::find_any(read, id))?.ok_or(Error::NotFound)?;
    let kind = Kinds::built_in().find(&before.kind).ok_or(Error::NotFound)?;
    ctx.act(&step.act(), before.unit, |w| {
        let now = store::find_any(w, id)?.ok_or(Error::NotFound)?;
        still_open(&now)?;
        let place = Place::find(w, now.unit)?.ok_or(Error::NotFound)?;
        let (content, differs) = moved(ctx, w, kind, &place, content, step)?;
        let content = &draft::followed(ctx, w, (kind, &place), Some(&before), &content)?;
        let people = checked(ctx, w, kind, &place, content, (step, differs))?;
        let stale = || Error::Stale(changed_meanwhile(&now, content));
        let record = stepped(w, ctx, step, filled(now.clone(), content));
        if !store::update(w, &record, version)? {
            return Err(stale());
        }
        keep_attendance(w, id, &people, content)?;
        if record.agenda != now.agenda {
            let mut speakers = speaker::of(w, id)?;
            speaker::follow(&mut speakers, &now.agenda(), &record.agenda());
            speaker::replace(w, id, &speakers)?;
        }
        if step == Step::Notify {
            let is_told = now.notified_at.is_some();
            call(ctx, w, &record, (&called(&people, content)?, is_told))?;
        }
        w.about("record", id).changed(&["agenda", "attendance"]).reply(record.url());
        Ok(())
    })
}

/// What was said in private is for the two who talked, to the operator of the machine as well. Anybody whose
/// office it is enters that it was held, without a word of it.
pub(crate) fn written_by_the_two(ctx: &Ctx, record: &Record, text: &str) -> Result<()> {
    if text.is_empty() || record.may_be_read_by(ctx.actor.person()) {
        return Ok(());
    }
    Err(Error::Conflict("谈心谈话的内容只由谈话双方写和改".into()))
}

/// Whom a notice is for. Where only some take part, they must have been named.
fn called(people: &[Expected], content: &Content) -> Result<Vec<i64>> {
    let entries = roll::roll_of(people, &content.attendance);
    let counts = |it: &roll::Entry| !matches!(it.presence, Presence::Uncounted(_));
    let called: Vec<i64> = entries.iter().filter(|it| counts(it)).map(|it| it.person).collect();
    if called.is_empty() && people.iter().any(|it| it.is_optional) {
        return Err(Error::invalid("attendance", "先勾选参加的人，再发通知"));
    }
    Ok(called)
}

/// Tells everybody who is called, once for each time and place; who `is_told` of others already learns that these hold.
fn call(ctx: &Ctx, w: &Acting, record: &Record, (called, is_told): (&[i64], bool)) -> Result<()> {
    let sessions: Vec<String> = record.sessions().iter().map(Session::zh).collect();
    let sessions = sessions.join("；");
    let about = crypto::hex(&crypto::sm3(format!("{}：{sessions}", record.title).as_bytes())[..8]);
    let now = if is_told { "，时间地点以这次为准" } else { "" };
    let text = format!("{}{now}：{sessions}", record.title);
    let url = record.url();
    let sender = ctx.actor.person();
    for person in called.iter().copied().filter(|it| Some(*it) != sender) {
        let dedup = format!("record:{}:{person}:{about}", record.id);
        notify::tell(
            w,
            &notify::Tell {
                person,
                unit: Some(record.unit),
                kind: "record",
                text: &text,
                url: &url,
                sender,
                dedup: Some(&dedup),
            },
        )?;
    }
    Ok(())
}

/// A closed or withdrawn record changes only by correction.
pub(crate) fn still_open(record: &Record) -> Result<()> {
    match record.stage() {
        Stage::Closed => {
            Err(Error::Conflict("这份记录已经存档；要改请用“更正”，原样会留着".into()))
        }
        Stage::Withdrawn => Err(Error::Conflict("这份记录已经撤回".into())),
        Stage::Drafted | Stage::Notified | Stage::Held => Ok(()),
    }
}

/// Who is expected on a day.
fn expected(
    ctx: &Ctx,
    w: &Acting,
    kind: &RecordKind,
    place: &Place,
    (content, on): (&Content, Day),
) -> Result<Vec<Expected>> {
    let on_day = roll::on_day(w, place, on)?;
    let others = roll::others(w, kind, (content.partner, content.entry), on)?;
    Ok(roll::expected(ctx.part::<Systems>(), kind, place, &on_day, others))
}

/// A meeting that was moved to another day since the form was drawn: who stands as was presumed of him that day stands
/// as is presumed of him on the new one; what somebody has set stays. Of one that was held nothing is changed unseen: who
/// is presumed otherwise on its day is named, to be looked at.
fn moved(
    ctx: &Ctx,
    w: &Acting,
    kind: &RecordKind,
    place: &Place,
    content: &Content,
    step: Step,
) -> Result<(Content, Faults)> {
    let (mut content, mut differs) = (content.clone(), Faults::default());
    let on = content.sessions.first().map(|it| it.on);
    let Some((from, on)) = content.rolled_on.zip(on).filter(|(from, on)| from != on) else {
        return Ok((content, differs));
    };
    let before = expected(ctx, w, kind, place, (&content, from))?;
    let after = expected(ctx, w, kind, place, (&content, on))?;
    let presumed = |of: &[Expected], person: i64| {
        of.iter().find(|it| it.person == person).map(Expected::presumed)
    };
    let mut others = Vec::new();
    for (person, said) in &mut content.attendance {
        let is_presumed = presumed(&before, *person).as_ref() == Some(said);
        let Some(new) = presumed(&after, *person).filter(|it| is_presumed && it != said) else {
            continue;
        };
        if step == Step::Hold {
            others.extend(after.iter().find(|it| it.person == *person).map(|it| it.name.as_str()));
        } else {
            *said = new;
        }
    }
    if !others.is_empty() {
        let (day, names) = (on.zh_short(), others.join("、"));
        let words = format!("改到{day}，{names}这天的请假和值班不一样，请核对到会，再存一次");
        differs.add("attendance", words);
    }
    Ok((content, differs))
}

fn checked(
    ctx: &Ctx,
    w: &Acting,
    kind: &RecordKind,
    place: &Place,
    content: &Content,
    (step, differs): (Step, Faults),
) -> Result<Vec<Expected>> {
    let held = (step == Step::Hold).then_some(ctx.today);
    let mut faults = check::session_faults(kind, &content.sessions, held, false);
    faults.0.extend(differs.0);
    let Some(first) = content.sessions.first() else { return Err(Error::Invalid(faults)) };
    let systems = ctx.part::<Systems>();
    let on_day = roll::on_day(w, place, first.on)?;
    let offered = choice::choosable(w, systems, place, (first.on, &on_day))?;
    faults.0.extend(choice::faults(content, &offered).0);
    faults.0.extend(entry::faults(w, kind, place, (content.entry, first.on), held.is_some())?.0);
    let people = expected(ctx, w, kind, place, (content, first.on))?;
    if kind.is_filing() {
        faults.0.extend(filing::faults(kind, content, &on_day).0);
    } else if step == Step::Hold {
        faults.0.extend(held_faults(kind, content, &people).0);
    }
    faults.check()?;
    Ok(people)
}

/// The checks of a meeting that was held, for a correction.
pub(crate) fn checked_again(
    ctx: &Ctx,
    w: &Acting,
    kind: &RecordKind,
    place: &Place,
    content: &Content,
) -> Result<()> {
    checked(ctx, w, kind, place, content, (Step::Hold, Faults::default())).map(|_| ())
}

fn held_faults(kind: &RecordKind, content: &Content, people: &[Expected]) -> Faults {
    let mut faults = Faults::default();
    if content.chair.is_none() {
        faults.add("chair", "请选择主持人");
    }
    if kind.expects == Expects::Partner && content.partner.is_none() {
        faults.add("partner", "请选择谈话对象");
    }
    if kind.expects == Expects::Partner
        && content.partner.is_some()
        && content.partner == content.chair
    {
        faults.add("partner", "谈话双方是同一个人，请改一个");
    }
    let also = content.also.iter().filter_map(|key| Kinds::built_in().find(key));
    let mut called = also.filter(|it| !it.lecturer.is_empty()).map(|it| &it.lecturer);
    let lecturer =
        if kind.has_lecturer(&content.variety) { Some(&kind.lecturer) } else { called.next() };
    if let Some(called) = lecturer.filter(|_| content.lecturer.is_none()) {
        faults.add("lecturer", format!("请选择{called}"));
    }
    if kind.variety(&content.variety).is_some_and(|it| it.by_guest) && content.guests.is_empty() {
        faults.add("guests", format!("请在“{}”里写明是谁讲的", kind.guests));
    }
    let came = roll::roll_of(people, &content.attendance);
    if !came.is_empty() && !came.iter().any(|entry| entry.presence.came()) {
        faults.add("attendance", "没有一个人到会，就还没有开；先存为草稿");
        return faults;
    }
    let was_away = |person: Option<i64>| {
        let entry = came.iter().find(|it| Some(it.person) == person);
        entry.is_some_and(|it| !it.presence.came())
    };
    for (field, called, person) in
        [("chair", "主持人", content.chair), ("recorder", "记录人", content.recorder)]
    {
        if was_away(person) {
            faults.add(field, format!("{called}记的是没有到会，请改到会或者换人"));
        }
    }
    faults
}

/// Rows for all who do otherwise than is presumed of them, for what only a duty roster presumes, and for who has
/// marked himself.
pub(crate) fn keep_attendance(
    w: &Acting,
    id: RecordId,
    people: &[Expected],
    content: &Content,
) -> Result<()> {
    let by_self: HashMap<i64, Presence> = store::absences(w, id)?
        .iter()
        .filter(|row| row.by_self)
        .map(|row| (row.person, row.presence()))
        .collect();
    let noted: Vec<Noted> = people
        .iter()
        .filter_map(|it| {
            let marked = by_self.get(&it.person);
            let unseen = marked.filter(|_| !content.marked.contains(&it.person));
            let sent = content.attendance.iter().find(|(id, _)| *id == it.person);
            let said = unseen.or(sent.map(|(_, said)| said))?;
            let stays = *said != it.presumed() || it.by_roster || marked.is_some() && said.came();
            stays.then(|| (it.person, it.subgroup, said.clone()))
        })
        .collect();
    store::replace_absences(w, id, &noted)
}

pub(crate) fn blank(w: &Acting, id: RecordId, new: &New) -> Record {
    Record {
        id,
        unit: new.unit,
        kind: new.kind.clone(),
        makes_up: new.makes_up.clone(),
        about: new.about.clone(),
        ..Record::blank(w.now)
    }
}

pub(crate) fn filled(record: Record, content: &Content) -> Record {
    let content = content.clone();
    let first = content.sessions.first().map_or(record.plan_on, |session| session.on);
    Record {
        variety: content.variety,
        also: content.also.join(" "),
        title: content.title,
        topic: content.topic,
        plan_on: first,
        held_on: record.held_on.map(|_| first),
        sessions: serde_json::to_string(&content.sessions).unwrap_or_default(),
        chair: content.chair,
        recorder: content.recorder,
        lecturer: content.lecturer,
        partner: content.partner,
        entry: content.entry,
        guests: content.guests,
        agenda: content.agenda.join("\n"),
        ..record
    }
}

fn stepped(w: &Acting, ctx: &Ctx, step: Step, record: Record) -> Record {
    let drafted_by = record.drafted_by.or(ctx.actor.person());
    let record = Record { drafted_by, ..record };
    match step {
        Step::Draft => record,
        Step::Notify => Record { notified_at: record.notified_at.or(Some(w.now)), ..record },
        Step::Hold => Record {
            held_on: Some(record.plan_on),
            held_at: record.held_at.or(Some(w.now)),
            ..record
        },
    }
}

/// Both sides: what stands in the row now where it is not what was typed.
pub(crate) fn changed_meanwhile(now: &Record, typed: &Content) -> Vec<Theirs> {
    let sessions = now.sessions();
    let (theirs, mine) = (sessions.first(), typed.sessions.first());
    let of = |session: Option<&Session>, field: &str| {
        session.map_or_else(String::new, |it| match field {
            "on1" => it.on.to_string(),
            "from1" => it.from.clone(),
            _ => it.place.clone(),
        })
    };
    let mut pairs = vec![
        ("title", now.title.clone(), typed.title.clone()),
        ("topic", now.topic.clone(), typed.topic.clone()),
        ("agenda", now.agenda.replace('\n', "；"), typed.agenda.join("；")),
    ];
    for field in ["on1", "from1", "place1"] {
        pairs.push((field, of(theirs, field), of(mine, field)));
    }
    let differ = pairs.into_iter().filter(|(_, theirs, mine)| theirs != mine);
    let mut found: Vec<Theirs> = differ.map(|(field, value, _)| Theirs { field, value }).collect();
    if found.is_empty() {
        let value = format!("{}，到会情况别人刚改过", now.stage().zh());
        found.push(Theirs { field: "attendance", value });
    }
    found
}
