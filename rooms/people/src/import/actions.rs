//! Writing a batch, undoing it, and keeping the file in between.

use std::collections::HashMap;

use act::{Act, Acting, Ctx, Error, Place, Result};
use calendar::{Day, PartDay};
use org::NewUnit;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use systems::Systems;

use super::{
    Choice, Choices, Doing, Kept, Known, MEMBERS, Plan, Planned, judge, kept, plan, progress,
    store::{self, NewBatch, RowDone},
};
use crate::{
    NewMember, Plain, StaffClass, Status, belonging, member,
    roster::{Person, Rehearsal},
    standing,
};

pub const IMPORT: Act = Act::new("member.import", "导入花名册");
pub const UNDO: Act = Act::new("member.import.undo", "撤回一批导入");

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Done {
    pub batch: i64,
    pub added: usize,
    pub changed: usize,
    pub moved: usize,
    /// Stood here already with the same content.
    pub unchanged: usize,
    /// Left alone: another branch, another name, or a branch that was left out.
    pub left: usize,
    pub refused: usize,
    pub founded: usize,
}

/// Writes a rehearsed roster as one batch and one act. The rows are compared with the database once
/// more inside the act. `told` hears how many of how many rows are written.
pub fn commit(
    ctx: &Ctx,
    unit: i64,
    rehearsal: &Rehearsal,
    choices: &Choices,
    told: &dyn Fn(usize, usize),
) -> Result<Done> {
    commit_file(ctx, None, unit, (rehearsal, choices), told)
}

/// The same, forgetting the kept file it came from.
pub(crate) fn commit_file(
    ctx: &Ctx,
    upload: Option<i64>,
    unit: i64,
    (rehearsal, choices): (&Rehearsal, &Choices),
    told: &dyn Fn(usize, usize),
) -> Result<Done> {
    let by = ctx.actor.person();
    ctx.act(&IMPORT, unit, |w| {
        if let Some(upload) = upload {
            store::delete_upload(w, upload)?;
        }
        let batch = w.id();
        let refused = rehearsal.totals.refused;
        let file_name = rehearsal.file.as_str();
        let row = NewBatch {
            id: batch,
            kind: MEMBERS,
            unit,
            file_name,
            rows: 0,
            refused,
            by,
            upload: None,
        };
        store::insert_batch(w, w.now, &row)?;
        write(ctx, w, batch, (unit, rehearsal, choices), told)
    })
}

/// Writes the rows of a batch whose row is there.
fn write(
    ctx: &Ctx,
    w: &Acting,
    batch: i64,
    (unit, rehearsal, choices): (i64, &Rehearsal, &Choices),
    told: &dyn Fn(usize, usize),
) -> Result<Done> {
    let choices = &found_branches(w, unit, rehearsal, choices, ctx.today)?;
    let founded = choices.founded;
    let plan = plan(w, &ctx.core.keys, unit, rehearsal.clone(), &choices.settled)?;
    let mut writing = Writing {
        ctx,
        w,
        batch,
        plan: &plan,
        choices: &choices.settled,
        rows: Vec::new(),
        since: HashMap::new(),
    };
    let mut done = Done {
        batch,
        added: writing.add(told)?,
        changed: writing.change()?,
        moved: 0,
        unchanged: plan.count(|it| *it == Doing::Nothing),
        left: plan.count(|it| matches!(it, Doing::Elsewhere(_) | Doing::Differs(_) | Doing::Leave)),
        refused: rehearsal.totals.refused,
        founded,
    };
    let (moved, not_ours) = writing.relocate()?;
    done.moved = moved;
    done.left += not_ours;
    store::insert_rows(w, batch, &writing.rows)?;
    let written = writing.rows.len();
    store::set_counts(w, batch, written, rehearsal.totals.refused)?;
    w.about("import_batch", batch).rows(written).reply(format!("/members/imports/{batch}"));
    Ok(done)
}

/// Choices with no branch left to found.
struct Settled {
    settled: Choices,
    founded: usize,
}

fn found_branches(
    w: &Acting,
    unit: i64,
    rehearsal: &Rehearsal,
    choices: &Choices,
    today: Day,
) -> Result<Settled> {
    let mut settled = choices.clone();
    let wanted: Vec<String> = choices
        .branches
        .iter()
        .filter(|(_, choice)| **choice == Choice::Found)
        .map(|(name, _)| name.clone())
        .filter(|name| names(rehearsal).any(|it| it == name))
        .collect();
    if wanted.is_empty() {
        return Ok(Settled { settled, founded: 0 });
    }
    let since = choices.since.unwrap_or(today);
    let lead = leading(w, unit)?;
    let new: Vec<NewUnit> = wanted
        .iter()
        .map(|name| {
            let own = name.rsplit('/').next().unwrap_or(name);
            let mut new = NewUnit::new("branch", &text::half_width(own), since);
            new.use_from = Some(since);
            new.lead = Some(lead);
            new.basis = "随花名册导入建立".into();
            new
        })
        .collect();
    let ids = org::found_units(w, Systems::built_in(), &new)?;
    let founded = ids.len();
    settled.branches.extend(wanted.into_iter().zip(ids).map(|(name, id)| (name, Choice::Unit(id))));
    Ok(Settled { settled, founded })
}

fn names(rehearsal: &Rehearsal) -> impl Iterator<Item = &String> {
    rehearsal.sheets.iter().flat_map(|sheet| &sheet.imported).filter_map(|it| it.org.as_ref())
}

/// Under which committee branches of this unit are founded.
fn leading(w: &Acting, unit: i64) -> Result<i64> {
    let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
    let systems = Systems::built_in();
    let leads = |kind: &str| systems.may_stand("branch", kind, act::Relation::Lead);
    if leads(&place.kind) {
        return Ok(unit);
    }
    let committees = store::committees_of(w, unit)?;
    // An elected committee before the bureau's own: it is there to lead branches.
    let order = ["organ_committee", "primary_committee", "general_branch", "leading_committee"];
    let place_of = |kind: &str| order.iter().position(|it| *it == kind).unwrap_or(order.len());
    let able = committees.into_iter().filter(|(_, kind)| leads(kind));
    let none = || {
        let words = "这个机关还没有能领导党支部的党委，先建党委，或者把这些人放到“尚未编入支部”";
        Error::invalid("branches", words)
    };
    able.min_by_key(|(_, kind)| place_of(kind)).map(|(id, _)| id).ok_or_else(none)
}

struct Writing<'a, 'w, 'c> {
    ctx: &'a Ctx,
    w: &'a Acting<'w, 'c>,
    batch: i64,
    plan: &'a Plan,
    choices: &'a Choices,
    rows: Vec<RowDone>,
    /// First day of new affiliations, by unit.
    since: HashMap<i64, Day>,
}

/// Rows in one go: enough for few statements, few enough for a progress bar that moves.
const AT_ONCE: usize = 1000;

impl Writing<'_, '_, '_> {
    fn person(&self, row: &Planned) -> &Person {
        &self.plan.rehearsal.sheets[row.sheet].imported[row.place]
    }

    fn planned(&self) -> impl Iterator<Item = &Planned> {
        self.plan.rows.iter()
    }

    fn add(&mut self, told: &dyn Fn(usize, usize)) -> Result<usize> {
        let plan = self.plan;
        let new: Vec<&Planned> = plan.rows.iter().filter(|row| row.doing == Doing::Add).collect();
        let total = self.plan.to_write();
        told(0, total);
        let mut done = 0;
        let mut written: Vec<RowDone> = Vec::with_capacity(new.len());
        for part in new.chunks(AT_ONCE) {
            let mut members = Vec::with_capacity(part.len());
            for row in part {
                members.push(self.new_member(row)?);
            }
            let ids = member::actions::admit_many(self.w, &self.ctx.core.keys, &members)?;
            written.extend(part.iter().zip(ids).map(|(row, id)| done_row(id, row, None, 0)));
            done += part.len();
            told(done, total);
        }
        self.rows.append(&mut written);
        Ok(done)
    }

    fn new_member(&mut self, row: &Planned) -> Result<NewMember> {
        let person = &self.plan.rehearsal.sheets[row.sheet].imported[row.place];
        let unit = row.unit.unwrap_or(self.plan.unit);
        let class = person.extra.staff_class.as_deref().and_then(judge::staff_class);
        let police = person.extra.police_number.clone().filter(|_| !row.police_number_taken);
        let since = self.since(unit)?.max(person.join_date.earliest());
        let mut new = NewMember::named(&person.name, unit, since.min(self.ctx.today), "");
        new.basis = basis(row.named.as_ref());
        new.sex = Some(person.sex.code().to_owned());
        new.birth = Some(person.birth);
        new.ethnic = person.ethnic.map(str::to_owned);
        new.education = person.education.map(str::to_owned);
        new.staff_class = class.unwrap_or(StaffClass::Unknown);
        new.police_number = police;
        new.duty_title = person.extra.post.as_deref().map(|post| short(post, 60));
        new.work_from = person.extra.work_start;
        new.id_number = Some(person.id.as_str().to_owned());
        new.phone = person.extra.phone.as_deref().and_then(phone);
        new.joined_on = Some(person.join_date);
        new.full_on = person.full_date;
        new.status = if person.full_date.is_some() { Status::Full } else { Status::Probationary };
        new.batch = Some(self.batch);
        Ok(new)
    }

    /// A unit's first people stand there from its start-of-use day, later ones from today.
    fn since(&mut self, unit: i64) -> Result<Day> {
        if let Some(since) = self.choices.since {
            return Ok(since);
        }
        if let Some(since) = self.since.get(&unit) {
            return Ok(*since);
        }
        let today = self.ctx.today;
        let since = store::use_from_if_new(self.w, unit, self.batch)?.unwrap_or(today).min(today);
        self.since.insert(unit, since);
        Ok(since)
    }

    fn change(&mut self) -> Result<usize> {
        let mut written = Vec::new();
        for row in self.planned() {
            if let Doing::Change(known) = &row.doing {
                written.push(self.replace(row, known, Before::default())?);
            }
        }
        let changed = written.len();
        self.rows.append(&mut written);
        Ok(changed)
    }

    /// Moves those the importer wants here, where he may take them from: (moved, not his to move).
    fn relocate(&mut self) -> Result<(usize, usize)> {
        let (mut written, mut not_ours) = (Vec::new(), 0);
        for row in self.planned() {
            let Doing::Move(known) = &row.doing else { continue };
            let unit = row.unit.unwrap_or(self.plan.unit);
            if !self.may_take_from(known)? {
                not_ours += 1;
                continue;
            }
            let today = self.ctx.today;
            belonging::affiliate(
                self.w,
                known.person,
                unit,
                None,
                today,
                &basis(row.named.as_ref()),
            )?;
            let before = Before { moved: true, ..Before::default() };
            written.push(self.replace(row, known, before)?);
        }
        let moved = written.len();
        self.rows.append(&mut written);
        Ok((moved, not_ours))
    }

    fn may_take_from(&self, known: &Known) -> Result<bool> {
        let Some(unit) = known.unit else { return Ok(false) };
        let place = Place::find(self.w, unit)?;
        Ok(place.is_some_and(|place| self.ctx.allows(&IMPORT, &place)))
    }

    /// Writes the file's fields over those that stand here and keeps what was there.
    fn replace(&self, row: &Planned, known: &Known, mut before: Before) -> Result<RowDone> {
        let (w, person) = (self.w, known.person);
        let old = member::read_back(w, person)?.ok_or(Error::NotFound)?;
        let new = merged(&old, self.person(row), row, &known.fields);
        let version = member::version_of(w, person)?;
        let becomes_full = old.full_on.is_none() && new.full_on.is_some();
        if becomes_full {
            before.status = standing::spells_of(w, person)?.pop().map(|spell| spell.status);
            let from = new.full_on.map_or(self.ctx.today, PartDay::earliest);
            standing::set_status(w, person, Status::Full, from, "导入花名册")?;
        }
        let version = version + i64::from(becomes_full);
        if !member::write_plain(w, person, version, &new)? {
            return Err(Error::Conflict("导入时有人正在改同一个人，请再导一次".into()));
        }
        before.plain = Some(old);
        let before = serde_json::to_string(&before).map_err(|it| Error::Broken(it.into()))?;
        Ok(done_row(person, row, Some(before), version + 1))
    }
}

fn done_row(person: i64, row: &Planned, before: Option<String>, version: i64) -> RowDone {
    (person, row.sheet + 1, row.row, before, version)
}

fn basis(named: Option<&String>) -> String {
    named.map_or_else(
        || "导入花名册".to_owned(),
        |name| format!("导入花名册，所填支部：{}", short(name, 80)),
    )
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Digits of a phone, where there are as many as a phone has.
fn phone(text: &str) -> Option<String> {
    let digits: String = text::half_width(text).chars().filter(char::is_ascii_digit).collect();
    (7..=12).contains(&digits.len()).then_some(digits)
}

fn merged(old: &Plain, file: &Person, row: &Planned, fields: &[&str]) -> Plain {
    let mut new = old.clone();
    let has = |field: &str| fields.contains(&field);
    if has("name") {
        new.name.clone_from(&file.name);
    }
    if has("ethnic") {
        new.ethnic = file.ethnic.map(str::to_owned);
    }
    if has("education") {
        new.education = file.education.map(str::to_owned);
    }
    if has("joined_on") {
        new.joined_on = Some(file.join_date);
    }
    if has("full_on") {
        new.full_on = file.full_date;
    }
    if has("staff_class") {
        let class = file.extra.staff_class.as_deref().and_then(judge::staff_class);
        new.staff_class = class.unwrap_or(old.staff_class);
    }
    if has("duty_title") {
        new.duty_title = file.extra.post.as_deref().map(|post| short(post, 60));
    }
    if has("police_number") && !row.police_number_taken {
        new.police_number.clone_from(&file.extra.police_number);
    }
    if has("work_from") {
        new.work_from = file.extra.work_start;
    }
    new
}

/// What an undo puts back.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Before {
    plain: Option<Plain>,
    status: Option<Status>,
    #[serde(default)]
    moved: bool,
}

// Undoing -----------------------------------------------------------------------------------------

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    pub withdrawn: usize,
    pub restored: usize,
    /// Changed by hand since: left as they are.
    pub kept: Vec<(i64, String)>,
}

/// Takes a batch back. Rows that somebody has changed since stay and are named.
pub fn undo(ctx: &Ctx, batch: i64, reason: &str) -> Result<Undone> {
    let it = ctx.read(|read| store::batch(read, batch))?;
    let it = it.filter(|it| it.kind == MEMBERS).ok_or(Error::NotFound)?;
    ctx.act(&UNDO, it.unit, |w| {
        let (_, kept) = store::fate(w, batch)?;
        let to_restore = store::to_restore(w, batch)?;
        let restored = to_restore.len();
        for (person, version, before) in to_restore {
            restore(w, person, version, &before)?;
        }
        let withdrawn = store::withdraw(w, batch, w.now)? as usize;
        if !store::mark_undone(w, batch, w.now, ctx.actor.person(), kept.len())? {
            return Err(Error::Conflict("这一批已经撤回了，或者还没有写完".into()));
        }
        w.about("import_batch", batch).because(reason).rows(withdrawn + restored);
        w.reply(format!("/members/imports/{batch}"));
        Ok(Undone { withdrawn, restored, kept })
    })
}

fn restore(w: &Acting, person: i64, version: i64, before: &str) -> Result<()> {
    let before: Before = serde_json::from_str(before).map_err(|it| Error::Broken(it.into()))?;
    if let Some(status) = before.status {
        store::restore_status(w, person, status)?;
    }
    if before.moved {
        store::restore_affiliation(w, person)?;
    }
    let Some(plain) = before.plain else { return Ok(()) };
    if member::write_plain(w, person, version, &plain)? {
        Ok(())
    } else {
        Err(Error::Conflict("撤回时有人正在改同一个人，请再撤一次".into()))
    }
}

/// Keeps a roster, encrypted as a whole, until it is imported or forgotten.
pub(crate) fn put_upload(ctx: &Ctx, unit: i64, file_name: &str, content: &[u8]) -> Result<i64> {
    ctx.act(&IMPORT, unit, |w| {
        let id = kept::keep(w, ctx, (unit, MEMBERS, file_name), content)?;
        w.reply(format!("/members/imports/files/{id}"));
        Ok(id)
    })
}

/// The roster, for who brought it; 404 for everybody else.
pub(crate) fn open_upload(ctx: &Ctx, read: &db::Read, id: i64) -> Result<Kept> {
    kept::open(ctx, read, MEMBERS, id)
}

// Long imports --------------------------------------------------------------------------------------

/// More rows than this are written by a job.
pub(crate) const ROWS_AT_ONCE: usize = 5000;
pub(crate) const JOB: &str = "member.import";

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    batch: i64,
    upload: i64,
    choices: Choices,
}

/// Begins a batch whose rows a job will write; its id.
pub(crate) fn begin(
    ctx: &Ctx,
    upload: i64,
    unit: i64,
    rehearsal: &Rehearsal,
    choices: &Choices,
) -> Result<i64> {
    let by = ctx.actor.person();
    ctx.act(&IMPORT, unit, |w| {
        let (id, refused) = (w.id(), rehearsal.totals.refused);
        let (file_name, rows) = (rehearsal.file.as_str(), rehearsal.totals.imported);
        let row = NewBatch {
            id,
            kind: MEMBERS,
            unit,
            file_name,
            rows,
            refused,
            by,
            upload: Some(upload),
        };
        store::insert_batch(w, w.now, &row)?;
        let mut choices = choices.clone();
        // The job has no hat: it takes nobody out of a branch that the importer may not reach.
        choices.move_here &= ctx.actor.person().is_none();
        let payload = Payload { batch: id, upload, choices };
        w.later_once(JOB, &payload, w.now, Some(&format!("{JOB}:{id}")))?;
        w.about("import_batch", id).reply(format!("/members/imports/{id}"));
        Ok(id)
    })
}

/// Writes the rows of a batch that was begun. Run twice, it writes them once.
pub(crate) fn import_job(ctx: &Ctx, payload: &Value) -> Result<()> {
    let broken = |error: serde_json::Error| Error::Broken(error.into());
    let Payload { batch, upload, choices } =
        serde_json::from_value(payload.clone()).map_err(broken)?;
    let waits = ctx.read(|read| store::batch(read, batch))?.is_some_and(|it| it.upload.is_some());
    if !waits {
        return Ok(());
    }
    let written = write_begun(ctx, batch, upload, &choices);
    progress::end(batch);
    match written {
        // What a person can put right he reads on the page of the batch; the rest is tried again.
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let words = error.to_string();
            ctx.act_system(&IMPORT, |w| store::fail_batch(w, batch, &words))
        }
        other => other,
    }
}

fn write_begun(ctx: &Ctx, batch: i64, upload: i64, choices: &Choices) -> Result<()> {
    let file = ctx.read(|read| open_upload(ctx, read, upload))?;
    let hidden = super::hidden(choices);
    let codes = super::codes(ctx)?;
    let rehearsal = crate::roster::rehearse_asked(&file.content, &file.file_name, &codes, hidden)
        .map_err(|fault| Error::invalid("file", fault.to_string()))?;
    ctx.act(&IMPORT, file.unit, |w| {
        if !store::finish_batch(w, batch)? {
            return Ok(());
        }
        let told = |done, total| progress::set(batch, done, total);
        write(ctx, w, batch, (file.unit, &rehearsal, choices), &told)?;
        store::delete_upload(w, upload)
    })
}
