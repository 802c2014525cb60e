//! Writing the minutes and closing a record.

use act::{Act, Acting, Ctx, Error, Faults, Place, Result, Theirs};
use rules::Rules;
use systems::Systems;

use super::{Minutes, TEXT_AT_MOST, fact, form, store};
use crate::{
    kind::{Expects, Kinds, RecordKind},
    lecture,
    meeting::{self, Noted, Record, RecordId, Stage, still_open},
    motion::{self, Motion},
    roll::{self, Counts, Entry, Expected, Presence, roll_of},
    speaker::{self, Speaker},
    task, words,
};

pub(crate) const MINUTE: Act = Act::new("record.minute", "写会议记录");
pub(crate) const CLOSE: Act = Act::new("record.close", "会议记录存档");

/// Keeps minutes, motions and tasks of a record that is not closed yet.
pub(crate) fn write_minutes(
    ctx: &Ctx,
    id: RecordId,
    version: i64,
    minutes: &Minutes,
    done: &[i64],
) -> Result<()> {
    let unit = unit_of(ctx, id)?;
    ctx.act(&MINUTE, unit, |w| {
        let record = held(w, id)?;
        speakers_of_roll(ctx, w, &record, minutes)?;
        keep_minutes(ctx, w, &record, version, minutes)?;
        task::finish_many(w, record.unit, done, ctx.actor.person())?;
        w.about("record", id).changed(&["minutes", "motions", "speakers", "tasks"]);
        w.reply(record.url());
        Ok(())
    })
}

/// Closes a record: its roll, its votes and its text stand from now on, and serve the duties they serve.
pub(crate) fn close(
    ctx: &Ctx,
    id: RecordId,
    version: i64,
    minutes: &Minutes,
    done: &[i64],
) -> Result<()> {
    let unit = unit_of(ctx, id)?;
    ctx.act(&CLOSE, unit, |w| {
        let record = held(w, id)?;
        let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
        let place = Place::find(w, record.unit)?.ok_or(Error::NotFound)?;
        let (people, entries) = standing_roll(ctx, w, kind, &place, &record)?;
        decided(ctx, kind, &record, (&people, &entries), minutes)?;
        refuse_what_is_homes(&place, &minutes.motions)?;
        keep_minutes(ctx, w, &record, version, minutes)?;
        task::finish_many(w, unit, done, ctx.actor.person())?;
        let late = entered_late(kind, &record, w.now, minutes)?;
        let closed = Record {
            late_reason: late,
            makes_up: minutes.makes_up.clone(),
            minutes: public(&record, minutes).text,
            number: numbered(w, kind, &record)?,
            number_year: kind.series().map(|_| i64::from(record.plan_on.year())),
            ..record
        };
        store::keep_closed(w, &closed, &entries, w.now)?;
        let counts = Counts::of(&entries);
        keep_decisions(ctx, w, &closed, counts)?;
        let away: Vec<Noted> = away(&people, &entries);
        meeting::replace_absences(w, id, &away)?;
        fact::serve(ctx, w, &closed, &entries)?;
        w.about("record", id).changed(&["closed_at", "roll", "number"]).reply(closed.url());
        Ok(())
    })
}

/// A temporary branch neither recruits nor elects: that is for the branches where its members belong.
fn refuse_what_is_homes(place: &Place, motions: &[Motion]) -> Result<()> {
    let is_homes = |it: &Motion| matches!(it.engine.as_str(), "recruitment" | "election");
    match motions.iter().position(is_homes).filter(|_| place.kind == "temporary_branch") {
        Some(at) => {
            let words = "临时党支部不发展党员、不选举，请到他的原支部表决";
            Err(Error::invalid(&format!("m{}_engine", at + 1), words))
        }
        None => Ok(()),
    }
}

/// The next number of its kind in the year it was held, in the order of closing. Once closed it keeps it.
fn numbered(w: &Acting, kind: &RecordKind, record: &Record) -> Result<Option<i64>> {
    let next = |series: String| numbers::next(w, record.unit, &series, record.plan_on.year());
    kind.series().map(next).transpose()
}

fn unit_of(ctx: &Ctx, id: RecordId) -> Result<i64> {
    let record = ctx.read(|read| meeting::find_any(read, id))?.ok_or(Error::NotFound)?;
    Ok(record.unit)
}

fn held(w: &Acting, id: RecordId) -> Result<Record> {
    let record = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
    still_open(&record)?;
    if record.stage() == Stage::Held {
        return Ok(record);
    }
    Err(Error::Conflict("先记下会议开过，再写会议记录".into()))
}

/// What of the minutes stands in the record itself: of a private talk nothing but that it was held.
pub(crate) fn public(record: &Record, minutes: &Minutes) -> Minutes {
    if !record.is_private() {
        return minutes.clone();
    }
    Minutes {
        text: record.minutes.clone(),
        motions: Vec::new(),
        speakers: Vec::new(),
        tasks: Vec::new(),
        ..minutes.clone()
    }
}

/// Seals what one of the two said of a private talk; `said` of anybody else was refused before.
pub(crate) fn keep_words(
    ctx: &Ctx,
    w: &Acting,
    (before, after): (&Record, &Record),
    said: &str,
) -> Result<()> {
    if !before.is_private() {
        return Ok(());
    }
    words::move_to(w, before, after)?;
    if after.may_be_read_by(ctx.actor.person()) {
        words::keep(ctx, w, after, said, None)
    } else {
        Ok(())
    }
}

fn keep_minutes(
    ctx: &Ctx,
    w: &Acting,
    record: &Record,
    version: i64,
    minutes: &Minutes,
) -> Result<()> {
    meeting::written_by_the_two(ctx, record, &minutes.text)?;
    let said = &minutes.text;
    let minutes = &public(record, minutes);
    let by = ctx.actor.person();
    if !store::set_minutes(w, record.id, version, minutes, (w.now, by))? {
        let theirs = [("minutes", &record.minutes, &minutes.text)];
        let differ = theirs.into_iter().filter(|(_, theirs, mine)| theirs != mine);
        let mut both: Vec<Theirs> =
            differ.map(|(field, value, _)| Theirs { field, value: value.clone() }).collect();
        if both.is_empty() {
            both.push(Theirs {
                field: "minutes", value: "到会情况或者议题别人刚改过".into()
            });
        }
        return Err(Error::Stale(both));
    }
    keep_words(ctx, w, (record, record), said)?;
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    lecture::keep(w, kind, record, minutes.questions)?;
    motion::replace(w, record.id, &minutes.motions)?;
    speaker::replace(w, record.id, &minutes.speakers)?;
    task::agree(ctx, w, record, &minutes.tasks)
}

/// Text and speakers of a held record, made out of what stands; all else of it stays.
pub(crate) fn write_text(
    ctx: &Ctx,
    id: RecordId,
    version: i64,
    write: impl Fn(&Record, String, &mut Vec<Speaker>) -> Result<String>,
) -> Result<()> {
    let unit = unit_of(ctx, id)?;
    ctx.act(&MINUTE, unit, |w| {
        let record = held(w, id)?;
        let mut speakers = speaker::of(w, id)?;
        let stands = if record.minuted_at.is_none() {
            form::outline(&record)
        } else {
            record.minutes.clone()
        };
        let text = write(&record, stands, &mut speakers)?;
        let text = text::intake_lines(&text, TEXT_AT_MOST)
            .map_err(|fault| Error::invalid("minutes", format!("会议记录：{fault}")))?;
        let minutes = Minutes {
            text,
            speakers,
            late_reason: record.late_reason.clone().unwrap_or_default(),
            makes_up: record.makes_up.clone(),
            makes_up_reason: record.makes_up_reason.clone().unwrap_or_default(),
            ..Minutes::default()
        };
        speakers_of_roll(ctx, w, &record, &minutes)?;
        let by = ctx.actor.person();
        if !store::set_minutes(w, id, version, &minutes, (w.now, by))? {
            let value = "打开之后有人改过，请返回记录看一遍再放".into();
            return Err(Error::Stale(vec![Theirs { field: "minutes", value }]));
        }
        speaker::replace(w, id, &minutes.speakers)?;
        w.about("record", id).changed(&["minutes", "speakers"]).reply(record.url());
        Ok(())
    })
}

/// Only who was there can have spoken: the roll is read where somebody did.
fn speakers_of_roll(ctx: &Ctx, w: &Acting, record: &Record, minutes: &Minutes) -> Result<()> {
    if minutes.speakers.is_empty() {
        return Ok(());
    }
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    let place = Place::find(w, record.unit)?.ok_or(Error::NotFound)?;
    let (people, entries) = standing_roll(ctx, w, kind, &place, record)?;
    speaker::faults(record, &people, &entries, &minutes.speakers).check()
}

/// The roll of the day as it stands, before it is fixed.
pub(crate) fn standing_roll(
    ctx: &Ctx,
    w: &Acting,
    kind: &RecordKind,
    place: &Place,
    record: &Record,
) -> Result<(Vec<Expected>, Vec<Entry>)> {
    let on_day = roll::on_day(w, place, record.plan_on)?;
    let others = roll::others(w, kind, (record.partner, record.entry), record.plan_on)?;
    let people = roll::expected(ctx.part::<Systems>(), kind, place, &on_day, others);
    let noted: Vec<(i64, Presence)> =
        meeting::absences(w, record.id)?.iter().map(|row| (row.person, row.presence())).collect();
    let entries = roll_of(&people, &noted);
    Ok((people, entries))
}

/// What must hold before it may stand: a text, votes that can be, one session where there is a vote.
pub(crate) fn decided(
    ctx: &Ctx,
    kind: &RecordKind,
    record: &Record,
    (people, entries): (&[Expected], &[Entry]),
    minutes: &Minutes,
) -> Result<()> {
    let mut faults = Faults::default();
    if minutes.says_nothing(record) && !record.is_private() {
        let words = if kind.is_filing() {
            "请用一段话写清主要内容"
        } else {
            "请写会议记录：讨论了什么，议定了什么"
        };
        faults.add("minutes", words);
    }
    if kind.expects == Expects::Partner && record.partner.is_none() {
        faults.add("minutes", "先选谈话对象");
    }
    faults.0.extend(task::faults(kind, record.plan_on, &minutes.tasks).0);
    let votes = !minutes.motions.is_empty();
    faults.0.extend(
        meeting::session_faults(kind, &record.sessions(), Some(ctx.today), votes)
            .0
            .into_iter()
            .map(|(_, words)| (String::new(), words)),
    );
    let counts = Counts::of(entries);
    let rules = ctx.part::<Rules>();
    faults.0.extend(motion::faults(rules, record.plan_on, counts, &minutes.motions)?.0);
    faults.0.extend(speaker::faults(record, people, entries, &minutes.speakers).0);
    faults.check()
}

/// The reason for a late entry, asked for only where it is late; a makeup wants one too.
pub(crate) fn entered_late(
    kind: &RecordKind,
    record: &Record,
    now: calendar::Instant,
    minutes: &Minutes,
) -> Result<Option<String>> {
    // A yearly report is made when the year is over: that needs no excuse.
    if minutes.makes_up.is_some() && minutes.makes_up_reason.is_empty() && !kind.is_filing() {
        return Err(Error::invalid("makes_up_reason", "请写明为什么没有按期开"));
    }
    let entered = record.closed_at.unwrap_or(now);
    match meeting::late_by(kind, record.plan_on, entered) {
        None => Ok(None),
        Some(_) if minutes.late_reason.is_empty() => {
            Err(Error::invalid("late_reason", "请写明为什么现在补录"))
        }
        Some(_) => Ok(Some(minutes.late_reason.clone())),
    }
}

/// Judges every motion by the rules of the day and keeps the outcome beside it.
pub(crate) fn keep_decisions(ctx: &Ctx, w: &Acting, record: &Record, counts: Counts) -> Result<()> {
    let motions: Vec<Motion> = motion::of(w, record.id)?;
    for motion in motions {
        let decision = motion.decide(ctx.part::<Rules>(), record.plan_on, counts)?;
        motion::judge(w, motion.id, &decision)?;
    }
    Ok(())
}

/// Rows that remain: whoever was not there.
fn away(people: &[Expected], entries: &[Entry]) -> Vec<Noted> {
    let both = people.iter().zip(entries).filter(|(person, entry)| {
        let took_no_part = person.is_optional && entry.presence == person.presumed();
        !entry.presence.came() && !took_no_part
    });
    both.map(|(person, entry)| (person.person, person.subgroup, entry.presence.clone())).collect()
}

/// The same after a correction.
pub(crate) fn keep_away(
    w: &Acting,
    id: RecordId,
    people: &[Expected],
    entries: &[Entry],
) -> Result<()> {
    meeting::replace_absences(w, id, &away(people, entries))
}
