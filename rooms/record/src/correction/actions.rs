//! Correcting and withdrawing: both take the old effect back from every duty.

use act::{Act, Acting, Ctx, Error, Place, Result, Theirs};
use rules::Rules;
use systems::Systems;

use super::{Snapshot, store};
use crate::{
    closing::{self, Minutes},
    kind::Kinds,
    lecture,
    meeting::{self, Content, Record, RecordId, Stage},
    motion,
    roll::{self, Counts, roll_of},
    show::{Shown, Wanted},
    speaker, task,
};

pub(crate) const CORRECT: Act = Act::new("record.correct", "更正会议记录");
pub(crate) const WITHDRAW: Act = Act::new("record.withdraw", "撤回会议记录");

/// Replaces what a closed record says. Its instants of entry stay.
pub(crate) fn correct(
    ctx: &Ctx,
    id: RecordId,
    version: i64,
    content: &Content,
    minutes: &Minutes,
    reason: &str,
) -> Result<()> {
    let unit = closed(ctx.read(|read| meeting::find_any(read, id))?)?.unit;
    ctx.act(&CORRECT, unit, |w| {
        let before = closed(meeting::find_any(w, id)?)?;
        meeting::written_by_the_two(ctx, &before, &minutes.text)?;
        if before.batch.is_some() {
            return Err(Error::Conflict("往年导入的只有日期和人数；有误就撤回，另建一份".into()));
        }
        let kind = Kinds::built_in().find(&before.kind).ok_or(Error::NotFound)?;
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        meeting::checked_again(ctx, w, kind, &place, content)?;
        let shown = Shown::of(ctx, w, before.clone(), place.clone(), Wanted::Itself)?;
        let old = Snapshot::of(ctx.part::<Rules>(), &shown)?;
        let after = meeting::filled(before.clone(), content);
        let systems = ctx.part::<Systems>();
        let on_day = roll::on_day(w, &place, after.plan_on)?;
        let others = roll::others(w, kind, (after.partner, after.entry), after.plan_on)?;
        let people = roll::expected(systems, kind, &place, &on_day, others);
        let entries = roll_of(&people, &content.attendance);
        let mut minutes = minutes.clone();
        speaker::follow(&mut minutes.speakers, &before.agenda(), &after.agenda());
        let minutes = &minutes;
        closing::decided(ctx, kind, &after, (&people, &entries), minutes)?;
        let late_reason = closing::entered_late(kind, &after, w.now, minutes)?;
        let said = &minutes.text;
        let minutes = &closing::public(&before, minutes);
        let after = Record { late_reason, minutes: minutes.text.clone(), ..after };
        if !store::replace(w, &after, minutes, version, w.now)? {
            return Err(Error::Stale(theirs(&before, content, minutes)));
        }
        closing::keep_words(ctx, w, (&before, &after), said)?;
        store::keep(w, id, (w.now, ctx.actor.person()), reason, &old)?;
        lecture::keep(w, kind, &after, minutes.questions)?;
        motion::replace(w, id, &minutes.motions)?;
        speaker::replace(w, id, &minutes.speakers)?;
        task::agree(ctx, w, &after, &minutes.tasks)?;
        closing::keep_closed(w, &after, &entries, w.now)?;
        closing::keep_decisions(ctx, w, &after, Counts::of(&entries))?;
        closing::keep_away(w, id, &people, &entries)?;
        let after = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
        closing::serve(ctx, w, &after, &entries)?;
        w.about("record", id).changed(&["minutes", "roll", "motions", "speakers"]);
        w.because(reason).reply(after.url());
        Ok(())
    })
}

/// Takes a record back: it stays readable, and serves nothing any more.
pub(crate) fn withdraw(ctx: &Ctx, id: RecordId, version: i64, reason: &str) -> Result<()> {
    let record = ctx.read(|read| meeting::find_any(read, id))?.ok_or(Error::NotFound)?;
    ctx.act(&WITHDRAW, record.unit, |w| {
        if !store::withdraw(w, id, version, reason, w.now)? {
            return Err(gone_on(w, id)?);
        }
        closing::take_back(w, id)?;
        w.about("record", id).changed(&["withdrawn_at"]).because(reason).reply(record.url());
        Ok(())
    })
}

fn gone_on(w: &Acting, id: RecordId) -> Result<Error> {
    let now = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
    if now.withdrawn_at.is_some() {
        return Ok(Error::Conflict("这份记录已经撤回".into()));
    }
    let value = format!("{}，{}", now.stage().zh(), now.title);
    Ok(Error::Stale(vec![Theirs { field: "reason", value }]))
}

fn closed(record: Option<Record>) -> Result<Record> {
    let record = record.ok_or(Error::NotFound)?;
    if record.stage() == Stage::Closed {
        return Ok(record);
    }
    Err(Error::Conflict("只有存档的记录才用更正；没有存档的直接改".into()))
}

fn theirs(now: &Record, content: &Content, minutes: &Minutes) -> Vec<Theirs> {
    let mut both = meeting::changed_meanwhile(now, content);
    if now.minutes != minutes.text {
        both.push(Theirs { field: "minutes", value: now.minutes.clone() });
    }
    both
}
