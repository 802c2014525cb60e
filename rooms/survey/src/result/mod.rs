//! What anonymous polls came to: shown for a unit where it may be, else for the nearest unit above where it may.

mod store;

use std::collections::BTreeMap;

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::{Period, PeriodKind};
use db::Read;
use leaving::List;
use sheets::write::Value;
use web::{Markup, Page, Reply, Req, Section, parts};

use self::store::Figure;
use crate::{
    SEE,
    poll::{self, Poll, Whom},
    release::AT_LEAST,
};

/// Quarters that the page shows, the newest first.
const QUARTERS: usize = 4;

/// One question, counted.
struct Line {
    text: String,
    yes: i64,
    rather: Option<i64>,
    no: Option<i64>,
    others: i64,
    all: i64,
}

/// A lecture, or the whole of a unit.
struct Block {
    title: String,
    lines: Vec<Line>,
}

struct Quarter {
    title: String,
    /// Of which unit above it is, where it may not be shown for this one.
    instead: Option<String>,
    blocks: Vec<Block>,
    lectures: Vec<Block>,
    is_hidden: bool,
}

#[derive(Template)]
#[template(path = "result/show.html")]
struct Show {
    name: String,
    unit: i64,
    may_take: bool,
    quarters: Vec<Quarter>,
    below: Vec<(String, String)>,
    scope: Markup,
    at_least: i64,
}

/// To the hat's unit, of an organ to its first committee; or one's own branch.
pub(crate) fn own(ctx: &Ctx, read: &Read, _req: &Req) -> Result<Reply> {
    let unit = match (ctx.actor.hat(), ctx.actor.person()) {
        (Some(hat), _) if ctx.carries(&SEE) && hat.unit.lead_path.is_none() => {
            store::committees(read, hat.unit.id)?.first().copied()
        }
        (Some(hat), _) if ctx.carries(&SEE) => Some(hat.unit.id),
        (_, Some(person)) => people::unit_of(read, person)?,
        _ => None,
    };
    unit.map(|unit| Reply::to(format!("/polls/{unit}"))).ok_or(Error::NotFound)
}

/// By lead; of a hat of an organ only the Party units that stand in it.
fn is_in_sight(ctx: &Ctx, place: &Place) -> bool {
    let hat = ctx.actor.hat().map(|hat| &hat.unit).filter(|unit| unit.lead_path.is_none());
    ctx.sight(&SEE).holds(place) && hat.is_none_or(|organ| place.organ == Some(organ.id))
}

const COLUMNS: [(&str, u16); 9] = [
    ("组织", 30),
    ("季度", 14),
    ("问卷", 20),
    ("问题", 40),
    ("是", 8),
    ("基本是", 8),
    ("不是", 8),
    ("基本是和不是共", 14),
    ("答的人", 8),
];

/// What was released of a unit and of those right below it, in one table: nothing that the pages do not show.
pub(crate) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let (place, rows) = ctx.read(|read| {
        let place = Place::find(read, req.id("unit")?)?.ok_or(Error::NotFound)?;
        if !is_in_sight(ctx, &place) {
            return Err(Error::NotFound);
        }
        let below = store::below(read, place.id)?;
        let units: Vec<(i64, String)> =
            [(place.id, place.name.clone())].into_iter().chain(below).collect();
        let mut rows = Vec::new();
        for part in units.chunks(400) {
            let ids: Vec<i64> = part.iter().map(|(id, _)| *id).collect();
            let figures = store::figures(read, &ids)?;
            rows.extend(part.iter().flat_map(|unit| listed(unit, &figures)));
        }
        Ok((place, rows))
    })?;
    let list = List {
        kind: "survey.figures",
        title: format!("{}不记名问答", place.short_name),
        scope: format!("{}和直接下级，已公布的，满{AT_LEAST}人答的", place.name),
        measure: "行".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &["unit", "quarter", "poll", "question", "yes", "rather", "no", "others", "all"],
        rows,
        units: vec![place.id],
    };
    list.give_now(ctx)
}

fn listed((unit, name): &(i64, String), figures: &[Figure]) -> Vec<Vec<Value>> {
    let number = |it: i64| Value::Number(it as f64);
    let row = |it: &Figure| {
        let poll = poll::polls().iter().find(|poll| poll.key == it.poll)?;
        let question = poll.question.iter().find(|question| question.key == it.question)?;
        let quarter: Period = it.quarter.parse().ok()?;
        let apart = it.no.map(|no| (number(it.others - no), number(no)));
        let (rather, no) = apart.unwrap_or((Value::Empty, Value::Empty));
        let figures = [number(it.yes), rather, no, number(it.others), number(it.yes + it.others)];
        let words = [name, &quarter.zh_full(), &poll.title, &question.text];
        Some(words.into_iter().map(|it| leaving::text(it)).chain(figures).collect())
    };
    figures.iter().filter(|it| it.unit == *unit && it.record == 0).filter_map(row).collect()
}

pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = Place::find(read, req.id("unit")?)?.ok_or(Error::NotFound)?;
    let is_in_sight = is_in_sight(ctx, &place);
    let is_own = match ctx.actor.person() {
        Some(person) if !is_in_sight => people::unit_of(read, person)? == Some(place.id),
        _ => false,
    };
    if !is_in_sight && !is_own {
        return Err(Error::NotFound);
    }
    let path = place.lead_path.clone().unwrap_or_default();
    let above: Vec<i64> = path.split('/').filter_map(|id| id.parse().ok()).collect();
    let names: BTreeMap<i64, String> = store::names(read, &above)?.into_iter().collect();
    let figures = store::figures(read, &above)?;
    let titles: BTreeMap<i64, String> = store::titles(read, place.id)?.into_iter().collect();
    let this = Period::of(PeriodKind::Quarter, ctx.today);
    let past = std::iter::successors(Some(this), |it| Some(it.prev())).take(QUARTERS + 1);
    let of = Of { place: &place, above: &above, names: &names, figures: &figures, titles: &titles };
    let quarters: Vec<Quarter> = past.filter_map(|it| of.quarter(it)).take(QUARTERS).collect();
    let below = if is_own { Vec::new() } else { store::below(read, place.id)? };
    let count = format!("{}个下级，全部列出", below.len());
    let page = Show {
        name: place.name.clone(),
        unit: place.id,
        may_take: is_in_sight && !quarters.is_empty(),
        quarters,
        below: below.into_iter().map(|(id, name)| (name, format!("/polls/{id}"))).collect(),
        scope: parts::scope("下级，按机构次序", &count),
        at_least: AT_LEAST,
    };
    Ok(Page::of(format!("{}：不记名问答", place.short_name), &page)?
        .under([("不记名问答", "/polls")])
        .section(Section::Life))
}

/// What the page of one unit is made of.
struct Of<'p> {
    place: &'p Place,
    /// Its units from the top, itself last.
    above: &'p [i64],
    names: &'p BTreeMap<i64, String>,
    figures: &'p [Figure],
    titles: &'p BTreeMap<i64, String>,
}

impl Of<'_> {
    /// `None` for a quarter of which nothing was released anywhere above.
    fn quarter(&self, quarter: Period) -> Option<Quarter> {
        let key = quarter.key();
        let of_quarter: Vec<&Figure> = self.figures.iter().filter(|it| it.quarter == key).collect();
        if of_quarter.is_empty() {
            return None;
        }
        let shown = self
            .above
            .iter()
            .rev()
            .find(|unit| of_quarter.iter().any(|it| it.unit == **unit && it.record == 0));
        let unit = shown.copied().unwrap_or(self.place.id);
        let instead = (unit != self.place.id).then(|| self.names.get(&unit).cloned()).flatten();
        let blocks = poll::polls().iter().filter_map(|poll| block(&of_quarter, poll, (unit, 0)));
        let lectures = self.titles.iter().filter_map(|(record, title)| {
            let poll = poll::polls().iter().find(|it| it.asks == Whom::Audience)?;
            let block = block(&of_quarter, poll, (self.place.id, *record))?;
            Some(Block { title: title.clone(), ..block })
        });
        Some(Quarter {
            title: quarter.zh_full(),
            blocks: blocks.collect(),
            lectures: lectures.collect(),
            is_hidden: shown.is_none(),
            instead,
        })
    }
}

fn block(of_quarter: &[&Figure], poll: &Poll, (unit, record): (i64, i64)) -> Option<Block> {
    let line = |question: &poll::Question| {
        let is_it = |it: &&&Figure| {
            (it.unit, it.record) == (unit, record)
                && it.poll == poll.key
                && it.question == question.key
        };
        let found = of_quarter.iter().find(is_it)?;
        Some(Line {
            text: question.text.clone(),
            yes: found.yes,
            rather: found.no.map(|no| found.others - no),
            no: found.no,
            others: found.others,
            all: found.yes + found.others,
        })
    };
    let lines: Vec<Line> = poll.question.iter().filter_map(line).collect();
    let title = match poll.asks {
        Whom::Members => poll.title.clone(),
        Whom::Audience => "党课（合起来）".to_owned(),
    };
    (!lines.is_empty()).then_some(Block { title, lines })
}
