//! The rows of a roster become people: added, changed, moved.

use std::collections::HashMap;

use act::{Acting, Ctx, Error, Place, Result};
use calendar::{Day, PartDay};
use imports::{Told, Writing};

use super::{
    Choices, Doing, Done, IMPORT, Known, Plan, Planned,
    fields::{basis, merged, phone, short},
    found, judge, plan,
    store::{self, RowDone},
    undo::Before,
};
use crate::{
    NewMember, StaffClass, Status, belonging, member,
    roster::{Person, Rehearsal},
    standing,
};

/// Writes the rows of a batch whose own row is there.
pub(super) fn write(it: &Writing, rehearsal: &Rehearsal, choices: &Choices) -> Result<Done> {
    let Writing { ctx, w, batch, unit, told } = *it;
    let settled = found::found_branches(w, unit, rehearsal, choices, ctx.today)?;
    let choices = &settled.settled;
    let plan = plan(w, &ctx.core.keys, unit, rehearsal.clone(), choices)?;
    let (written, since) = (Vec::new(), HashMap::new());
    let mut rows = Rows { ctx, w, batch, plan: &plan, choices, written, since };
    let mut done = Done {
        batch,
        added: rows.add(told)?,
        changed: rows.change()?,
        moved: 0,
        unchanged: plan.count(|it| *it == Doing::Nothing),
        left: plan.count(|it| matches!(it, Doing::Elsewhere(_) | Doing::Differs(_) | Doing::Leave)),
        refused: rehearsal.totals.refused,
        founded: settled.founded,
    };
    let (moved, not_ours) = rows.relocate()?;
    done.moved = moved;
    done.left += not_ours;
    store::insert_rows(w, batch, &rows.written)?;
    Ok(done)
}

struct Rows<'a, 'w, 'c> {
    ctx: &'a Ctx,
    w: &'a Acting<'w, 'c>,
    batch: i64,
    plan: &'a Plan,
    choices: &'a Choices,
    written: Vec<RowDone>,
    /// First day of new affiliations, by unit.
    since: HashMap<i64, Day>,
}

/// Rows in one go: enough for few statements, few enough for a progress bar that moves.
const AT_ONCE: usize = 1000;

impl Rows<'_, '_, '_> {
    fn person(&self, row: &Planned) -> &Person {
        &self.plan.rehearsal.sheets[row.sheet].imported[row.place]
    }

    fn planned(&self) -> impl Iterator<Item = &Planned> {
        self.plan.rows.iter()
    }

    fn add(&mut self, told: Told) -> Result<usize> {
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
        self.written.append(&mut written);
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
        self.written.append(&mut written);
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
        self.written.append(&mut written);
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
