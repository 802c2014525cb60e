//! One touch tells the secretaries of what is still open; it goes out in one digest in working hours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use act::{Ctx, Error, Result};
use notify::Tell;
use web::{Reply, Req};

use super::Line;
use super::pages::{Listed, is_open};
use crate::view::holders;

/// What is told to whom.
struct Matter {
    unit: i64,
    dedup: String,
    url: String,
    words: String,
}

/// Reminds the unit of the button, or every unit of the page; the list is made anew as the page showed it.
pub(crate) fn remind(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let wanted = req.form.value("unit");
    let (node, back, matters) = ctx.read(|read| {
        let listed = Listed::of(ctx, read, req)?;
        let (_, page) = listed.page(ctx, read, req)?;
        let chosen = page.iter().filter(|line| is_open(line));
        let chosen = chosen.filter(|line| wanted == "all" || line.unit.to_string() == wanted);
        let matters: Vec<Matter> = chosen.map(matter).collect();
        let back = listed.url("missing", &[("page", req.query("page"))]);
        Ok((listed.asked.place.id, back, matters))
    })?;
    if matters.is_empty() {
        return Err(Error::Conflict("名单变了，这些事已经不用提醒。请回到名单再看一下".to_owned()));
    }
    let said = ctx.act(&duty::REMIND, node, |w| {
        let told = tell(ctx, w, &matters)?;
        w.about("unit", node).rows(told.notices).reply(&back);
        Ok(told)
    })?;
    Ok(Reply::to(back).saying(said.words()))
}

fn matter(line: &Line) -> Matter {
    let (title, period) = (&line.duty.title, line.period.zh_full());
    Matter {
        unit: line.unit,
        dedup: format!("{} {} {}", line.unit, line.duty.key, line.period),
        url: line.url(),
        words: format!("{}（{period}）{}：{}", title, line.tag, line.words),
    }
}

struct Told {
    units: usize,
    notices: usize,
    nobody: usize,
}

impl Told {
    fn words(&self) -> String {
        let mut words = match (self.units, self.notices) {
            (0, _) => "没有人可以提醒".to_owned(),
            (_, 0) => "今天已经提醒过，不再重复".to_owned(),
            (units, notices) => {
                format!("已提醒{units}个组织，共{notices}条，在工作时间合成一条发出")
            }
        };
        if self.nobody > 0 {
            let _ = write!(words, "；{}个组织没有书记，没有人可以提醒", self.nobody);
        }
        words
    }
}

fn tell(ctx: &Ctx, w: &act::Acting, matters: &[Matter]) -> Result<Told> {
    let units: BTreeSet<i64> = matters.iter().map(|it| it.unit).collect();
    let units: Vec<i64> = units.into_iter().collect();
    let mut who: BTreeMap<i64, (usize, i64)> = BTreeMap::new();
    for (unit, kind, person) in holders(w, &units, w.now.day())? {
        let rank = rank(&kind);
        let best = who.entry(unit).or_insert((rank, person));
        if rank < best.0 {
            *best = (rank, person);
        }
    }
    let from = ctx.actor.hat().map_or("上级", |hat| hat.unit.short_name.as_str());
    let mut notices = 0;
    for it in matters {
        let Some((_, person)) = who.get(&it.unit) else { continue };
        let text = format!("{from}提醒：{}", it.words);
        notices += usize::from(notify::tell(
            w,
            &Tell {
                person: *person,
                unit: Some(it.unit),
                kind: "reminder",
                text: &text,
                url: &it.url,
                sender: ctx.actor.person(),
                dedup: Some(&it.dedup),
            },
        )?);
    }
    Ok(Told { units: who.len(), notices, nobody: units.len() - who.len() })
}

/// The secretary, or who stands in for him.
fn rank(kind: &str) -> usize {
    let order = ["secretary", "deputy_secretary", "organization_member", "subgroup_leader"];
    order.iter().position(|it| *it == kind).unwrap_or(order.len())
}
