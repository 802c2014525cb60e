//! The list behind a figure.

use act::{Ctx, Result};
use askama::Template;
use calendar::{Day, Period};
use db::Read;
use duty::judge::State;
use serde::Serialize;
use web::{Markup, Page, Pager, Reply, Req, Section, json_text, parts};

use super::{Line, Order, States, Wanted, measure};
use crate::ask::{Asked, ask, number};
use crate::picture::{Part, Rank};
use crate::view::Named;

const PER_PAGE: i64 = 50;

/// A list with its filters, as a request asks for it.
pub(super) struct Listed {
    pub(super) asked: Asked,
    pub(super) wanted: Wanted,
    /// The name of the child that is wanted.
    side: Option<String>,
}

type Choices = Vec<(String, String, bool)>;

struct Shown {
    unit: i64,
    url: String,
    name: String,
    below: String,
    duty: String,
    period: String,
    tag: Markup,
    last_day: String,
    words: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "missing/missing.html")]
struct List {
    title: String,
    node: String,
    moment: String,
    action: String,
    kept: Vec<(&'static str, String)>,
    states: Choices,
    duties: Choices,
    orders: Choices,
    nothing: Markup,
    scope: Markup,
    lines: Vec<Shown>,
    open_count: usize,
    can_remind: bool,
    remind_url: String,
    key: Markup,
    pager: Markup,
    file: String,
}

/// Keys and meaning: docs/json.md.
#[derive(Serialize)]
struct Overdue<'o> {
    total: usize,
    overdue: Vec<OfProgram<'o>>,
}

#[derive(Serialize)]
struct OfProgram<'o> {
    unit: String,
    name: &'o str,
    duty: &'o str,
    title: &'o str,
    period: Period,
    last_day: Day,
}

impl Listed {
    pub(super) fn of(ctx: &Ctx, read: &Read, req: &Req) -> Result<Self> {
        let asked = ask(ctx, read, req)?;
        let wanted = Wanted {
            part: asked.part.clone(),
            states: States::parse(req.query("state")),
            period: req.query_as("period"),
            side: req.query_as("side"),
            level: Rank::ALL.into_iter().find(|it| it.key() == req.query("level")),
            last_day: None,
            order: Order::parse(req.query("order")),
        };
        let side = wanted.side.and_then(|side| asked.side_name(ctx, side));
        Ok(Self { asked, wanted, side })
    }

    pub(super) fn count(&self, ctx: &Ctx) -> Result<usize> {
        self.asked.count(ctx, &self.wanted)
    }

    /// Every line.
    pub(super) fn lines(&self, ctx: &Ctx, read: &Read) -> Result<Vec<Line>> {
        self.asked.lines(ctx, read, &self.wanted, (0, usize::MAX))
    }

    pub(super) fn duty(&self) -> Option<&Named> {
        self.asked.duty()
    }

    /// Those of the page asked for.
    pub(super) fn page(&self, ctx: &Ctx, read: &Read, req: &Req) -> Result<(Pager, Vec<Line>)> {
        let pager = Pager::of(req, PER_PAGE, self.count(ctx)? as i64);
        let part = (pager.offset() as usize, PER_PAGE as usize);
        Ok((pager, self.asked.lines(ctx, read, &self.wanted, part)?))
    }

    /// `南屏县公安局，2026年11月，主题党日，逾期`
    pub(super) fn scope_words(&self) -> String {
        let asked = &self.asked;
        let mut words = vec![asked.node_name(), asked.scope.period.zh_full()];
        match self.wanted.side {
            Some(0) => words.push("本级".to_owned()),
            Some(_) => words.extend(self.side.clone()),
            None => {}
        }
        words.extend(self.wanted.level.map(|level| format!("{}一级", level.zh())));
        words.extend(self.duty().map(|duty| duty.title.clone()));
        words.extend(self.wanted.period.map(Period::zh_full));
        words.push(self.wanted.states.zh().to_owned());
        words.join("，")
    }

    pub(super) fn url(&self, page: &str, set: &[(&str, &str)]) -> String {
        let side = self.wanted.side.map(|side| side.to_string()).unwrap_or_default();
        let period = self.wanted.period.map(Period::key).unwrap_or_default();
        let level = self.wanted.level.map_or("", Rank::key);
        let mut fields = vec![
            ("state", self.wanted.states.key()),
            ("side", &side),
            ("period", &period),
            ("level", level),
            ("order", self.wanted.order.key()),
        ];
        fields.extend_from_slice(set);
        self.asked.url(page, &fields)
    }

    fn title(&self) -> String {
        let what = self.duty().map_or("组织生活", |duty| duty.title.as_str());
        format!("{}{what}：{}", self.asked.scope.zh(), self.wanted.states.zh())
    }
}

pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let listed = Listed::of(ctx, read, req)?;
    let (pager, lines) = listed.page(ctx, read, req)?;
    let asked = &listed.asked;
    let year = asked.scope.on.year();
    let lines: Vec<Shown> = lines.iter().map(|line| shown(line, year)).collect();
    let mut open: Vec<i64> = lines.iter().filter(|it| it.is_open).map(|it| it.unit).collect();
    open.dedup();
    let page = List {
        title: listed.title(),
        node: asked.node_name(),
        moment: asked.moment(ctx),
        action: format!("/situation/{}/missing", asked.place.id),
        kept: kept(&listed),
        states: states(listed.wanted.states),
        duties: duties(ctx, &listed),
        orders: orders(listed.wanted.order),
        nothing: parts::empty(
            &format!("没有符合条件的。范围：{}", listed.scope_words()),
            Some(("看应办事项", &asked.url("missing", &[]))),
        ),
        scope: parts::scope(&listed.scope_words(), &pager.words(measure(listed.duty()))),
        open_count: open.len(),
        can_remind: ctx.allows(&duty::REMIND, &asked.place),
        remind_url: listed.url("reminders", &[("page", &pager.page.to_string())]),
        key: req.once(),
        pager: parts::pager(req, pager),
        file: listed.url("file", &[("list", "missing")]),
        lines,
    };
    let mut crumbs = asked.crumbs(ctx);
    crumbs.push((asked.node_name(), asked.url("", &[])));
    Ok(Page::of("名单", &page)?.under(crumbs).section(Section::Figures))
}

/// What has been overdue longest, for programs: docs/json.md.
pub(crate) fn oldest(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let asked = ask(ctx, read, req)?;
    asked.reply(ctx, ("overdue", &Part::default()), || longest(ctx, &asked))
}

fn longest(ctx: &Ctx, asked: &Asked) -> Result<String> {
    let (found, total) = asked.oldest(ctx, PER_PAGE as usize)?;
    let overdue = found.iter().map(|it| OfProgram {
        unit: it.unit.to_string(),
        name: &it.name,
        duty: &it.duty.key,
        title: &it.duty.title,
        period: it.period,
        last_day: it.last_day,
    });
    json_text(&Overdue { total, overdue: overdue.collect() })
}

fn shown(line: &Line, year: i16) -> Shown {
    let period = line.period;
    Shown {
        unit: line.unit,
        url: line.url(),
        name: line.name.clone(),
        below: line.below.clone(),
        duty: line.duty.title.clone(),
        period: if period.year() == year { period.zh() } else { period.zh_full() },
        tag: line.state.map_or_else(Markup::default, |state| {
            let shape = match state {
                State::Done => parts::State::Done,
                State::Due if line.tag == "将到期" => parts::State::Soon,
                State::Due => parts::State::Due,
                State::Overdue => parts::State::Late,
                State::Missed => parts::State::Missed,
                _ => parts::State::Void,
            };
            parts::tag_bare(shape, line.tag)
        }),
        last_day: line.last_day.to_string(),
        words: line.words.clone(),
        is_open: is_open(line),
    }
}

/// There is still something to do about it.
pub(super) fn is_open(line: &Line) -> bool {
    matches!(line.state, Some(State::Due | State::Overdue))
}

/// What the filter form keeps as it is.
fn kept(listed: &Listed) -> Vec<(&'static str, String)> {
    let (asked, wanted) = (&listed.asked, &listed.wanted);
    let mut kept =
        vec![("by", asked.relation.key().to_owned()), ("month", asked.scope.period.key())];
    kept.extend(wanted.part.house.then(|| ("part", "house".to_owned())));
    kept.extend(wanted.side.map(|side| ("side", side.to_string())));
    kept.extend(wanted.period.map(|period| ("period", period.key())));
    kept.extend(wanted.level.map(|level| ("level", level.key().to_owned())));
    kept
}

fn states(wanted: States) -> Choices {
    let ones =
        [State::Done, State::Due, State::Overdue, State::Missed, State::Explained, State::Exempt];
    let all = [States::All, States::Open].into_iter().chain(ones.map(States::One));
    let choice = |it: States| (it.key().to_owned(), it.zh().to_owned(), it == wanted);
    all.map(choice).collect()
}

fn orders(wanted: Order) -> Choices {
    let choice = |it: Order| (it.key().to_owned(), it.zh().to_owned(), it == wanted);
    Order::ALL.into_iter().map(choice).collect()
}

fn duties(ctx: &Ctx, listed: &Listed) -> Choices {
    let wanted = listed.wanted.part.duty.as_deref().unwrap_or_default();
    let every = (String::new(), "全部事项".to_owned(), wanted.is_empty());
    let duties = listed.asked.duties(ctx).into_iter();
    let choice = |it: Named| (it.key.clone(), it.title, it.key == wanted);
    std::iter::once(every).chain(duties.map(choice)).collect()
}

/// `共347件`
pub(super) fn count_words(count: usize, measure: &str) -> String {
    format!("共{}{measure}", number(count as i64))
}
