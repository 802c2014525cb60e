//! Drawing a sample, writing what was found, answering and accepting it.

use act::{Acting, Ctx, Error, Faults, Place, Result};
use calendar::Day;
use db::bind;
use record::Narrow;

use super::{Sampled, store, weigh};
use crate::{
    FIND, REPLY, SAMPLE,
    draw::{self, Seed},
    hearing::gather,
};

/// What an officer asks for.
#[derive(Debug, Clone)]
pub struct NewSample {
    pub title: String,
    pub held_from: Day,
    /// Last day of the records that are looked at.
    pub held_to: Day,
    /// Last day on which inspectors may read them.
    pub to_on: Day,
    pub size: usize,
    /// Police numbers of the inspectors.
    pub numbers: Vec<String>,
}

/// Draws a sample and opens the records of those drawn; its id. The others are asked nothing.
pub fn start_sample(ctx: &Ctx, unit: i64, new: &NewSample, seed: Seed) -> Result<i64> {
    let seed = seed.text();
    let mut faults = Faults::default();
    if new.held_to < new.held_from {
        faults.add("held_to", "最后一天不能早于第一天");
    }
    if new.to_on < ctx.today {
        faults.add("to_on", "看到哪天为止，不能是过去的日子");
    }
    faults.check()?;
    ctx.act(&SAMPLE, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        let inspectors = inspectors(w, &new.numbers)?;
        let candidates = weigh::candidates(ctx, w, &place, (new.held_from, new.held_to))?;
        if candidates.is_empty() {
            return Err(Error::invalid("size", "下级没有可以抽的组织"));
        }
        let id = w.id();
        let text = serde_json::to_string(&candidates).map_err(Error::broken)?;
        let NewSample { title, held_from, held_to, to_on, .. } = new;
        let cells = bind![
            id,
            unit,
            title,
            held_from,
            held_to,
            to_on,
            seed,
            text,
            w.now,
            ctx.actor.person()
        ];
        store::insert_sample(w, cells)?;
        let rows: Vec<_> = inspectors.iter().flat_map(|it| bind![id, it].to_vec()).collect();
        store::insert_inspectors(w, &rows)?;
        let mut drawn = Vec::new();
        for (unit, place) in draw::sample(&candidates, new.size, &seed).into_iter().zip(1_i64..) {
            drawn.extend_from_slice(bind![w.id(), id, unit, place]);
            open(ctx, w, unit, &inspectors, new)?;
        }
        store::insert_drawn(w, &drawn)?;
        w.about("sample", id).reply(format!("/review/samples/{id}"));
        Ok(id)
    })
}

fn inspectors(w: &Acting, numbers: &[String]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for number in numbers {
        let nobody = || Error::invalid("numbers", format!("没有警号为{number}的人员"));
        found.push(gather::by_number(w, number)?.ok_or_else(nobody)?.0);
    }
    found.sort_unstable();
    found.dedup();
    if found.is_empty() { Err(Error::invalid("numbers", "请写谁去看")) } else { Ok(found) }
}

fn open(ctx: &Ctx, w: &Acting, unit: i64, inspectors: &[i64], new: &NewSample) -> Result<()> {
    let of = Narrow { kind: None, held_from: new.held_from, held_to: new.held_to };
    for person in inspectors {
        let days = (ctx.today, new.to_on);
        record::open_records(w, (unit, *person), &new.title, days, &of, ctx.actor.person())?;
    }
    Ok(())
}

/// A finding, by an inspector of this sample.
pub(super) struct NewFinding {
    pub(super) text: String,
    pub(super) rule: String,
    pub(super) due_on: Day,
}

pub(super) fn find(ctx: &Ctx, id: i64, new: &NewFinding) -> Result<()> {
    ctx.act_own(&FIND, |w, person| {
        let sampled = theirs(w, id, person)?;
        if sampled.closed_at.is_some() {
            return Err(Error::Conflict("这个组织的督查已经办结".into()));
        }
        let NewFinding { text, rule, due_on } = new;
        store::insert_finding(w, bind![w.id(), id, text, rule, due_on, w.now, person])?;
        if let Some(secretary) = people::holder(w, sampled.unit, "secretary", ctx.today)? {
            let words = format!("督查提了一条意见，{}以前答复", due_on.zh_short());
            notify::tell(
                w,
                &notify::Tell {
                    person: secretary.person,
                    unit: Some(sampled.unit),
                    kind: "sample",
                    text: &words,
                    url: &sampled.url(),
                    sender: None,
                    dedup: None,
                },
            )?;
        }
        w.reply(sampled.url());
        Ok(())
    })
}

/// To who is no inspector of it, it is not there.
fn theirs(w: &Acting, id: i64, person: i64) -> Result<Sampled> {
    let sampled = store::sampled(w, id)?.ok_or(Error::NotFound)?;
    if store::inspectors(w, sampled.sample)?.contains(&person) {
        Ok(sampled)
    } else {
        Err(Error::NotFound)
    }
}

pub(super) fn answer(ctx: &Ctx, finding: i64, words: &str) -> Result<String> {
    let sampled = ctx.read(|read| store::finding(read, finding))?.ok_or(Error::NotFound)?;
    let sampled = ctx.read(|read| store::sampled(read, sampled))?.ok_or(Error::NotFound)?;
    ctx.act(&REPLY, sampled.unit, |w| {
        if !store::answer(w, finding, words, ctx.actor.person())? {
            return Err(Error::Conflict("这一条已经认可，不用再答".into()));
        }
        w.about("finding", finding).changed(&["answer"]).reply(sampled.url());
        Ok(())
    })?;
    Ok(sampled.url())
}

pub(super) fn accept(ctx: &Ctx, finding: i64) -> Result<String> {
    let sampled = ctx.read(|read| store::finding(read, finding))?.ok_or(Error::NotFound)?;
    ctx.act_own(&FIND, |w, person| {
        let sampled = theirs(w, sampled, person)?;
        if !store::accept(w, finding)? {
            return Err(Error::Conflict("还没有答复，或者已经认可".into()));
        }
        w.reply(sampled.url());
        Ok(sampled.url())
    })
}

pub(super) fn close(ctx: &Ctx, id: i64) -> Result<()> {
    ctx.act_own(&FIND, |w, person| {
        let sampled = theirs(w, id, person)?;
        if !store::close(w, id, person)? {
            return Err(Error::Conflict("还有意见没有认可，或者已经办结".into()));
        }
        w.reply(sampled.url());
        Ok(())
    })
}
