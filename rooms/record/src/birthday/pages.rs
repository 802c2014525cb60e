//! Whose political birthday comes, the card with its preview, and one's own.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::{Day, Period, PeriodKind};
use db::Read;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section, Todo, Urgency,
    parts::{self, State},
};

use super::{
    Anniversary, GREET,
    actions::{self, OWN},
    anniversary, sheet,
    store::{self, Admitted, Card, Whose},
};
use crate::kind::{Kinds, Switched};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/birthdays", Door::See(GREET), list),
        Route::own_act("/records/birthdays/lists", sheet::take),
        Route::page("/records/birthdays/{person}", Door::See(GREET), show),
        Route::act("/records/birthdays/{person}", GREET, send).again(show),
        Route::page(OWN, Door::SignedIn, own),
        Route::own_act(OWN, quote).again(own),
    ]
}

/// The kind of record that keeps the ceremony.
const RITE: &str = "rite";

struct Line {
    name: String,
    /// The year.
    joined: i16,
    /// `12月5日，满28年`
    when: String,
    tag: Markup,
    url: String,
}

#[derive(Template)]
#[template(path = "birthday/list.html")]
struct List {
    unit_name: String,
    months: Vec<(String, Vec<Line>)>,
    earlier: String,
    later: String,
    /// To the draft of the ceremony; "" where rites are not switched on.
    rite: String,
    /// To the spreadsheet of the year.
    lists: String,
}

/// The unit of the hat, or one in its range.
pub(super) fn unit(ctx: &Ctx, read: &Read, req: &Req) -> Result<Place> {
    let hat = || ctx.actor.hat().map(|hat| hat.unit.id);
    let id = req.query_as("unit").or_else(hat).ok_or(Error::NotFound)?;
    let place = Place::find(read, id)?.ok_or(Error::NotFound)?;
    if ctx.allows(&GREET, &place) { Ok(place) } else { Err(Error::NotFound) }
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = unit(ctx, read, req)?;
    let asked: Option<Period> = req.query_as("month");
    let first = asked.map_or(ctx.today, Period::first).first_of_month();
    let admitted: Vec<Admitted> = store::admitted(place.id, first).all(read)?;
    let mut months = Vec::new();
    for month in [first, first.plus_months(1)] {
        let lines = admitted.iter().filter_map(|it| {
            let found = anniversary(it.joined_on, month)?;
            Some(Line {
                joined: it.joined_on.earliest().year(),
                when: when(&found),
                tag: match it.sent_at {
                    Some(_) => parts::tag_bare(State::Done, "贺卡已送"),
                    None => parts::tag_bare(State::Due, "还没送"),
                },
                url: format!("/records/birthdays/{}?year={}", it.id, month.year()),
                name: it.name.clone(),
            })
        });
        months
            .push((format!("{}年{}月", month.year(), month.month()), lines.collect::<Vec<Line>>()));
    }
    ctx.viewed(&GREET, format!("unit:{}", place.id), months.iter().map(|it| it.1.len()).sum());
    let link = |day: Day| {
        format!("/records/birthdays?unit={}&month={}", place.id, Period::of(PeriodKind::Month, day))
    };
    let page = List {
        months,
        earlier: link(first.plus_months(-1)),
        later: link(first.plus_months(1)),
        rite: rite(ctx, read, &place, first)?,
        lists: format!("/records/birthdays/lists?unit={}&year={}", place.id, first.year()),
        unit_name: place.short_name,
    };
    Ok(Page::of("政治生日", &page)?.under(vec![("组织生活", "/records")]).section(Section::Life))
}

fn rite(ctx: &Ctx, read: &Read, place: &Place, month: Day) -> Result<String> {
    let is_on = match Kinds::built_in().find(RITE) {
        Some(kind) => {
            kind.is_for(&place.kind) && Switched::in_unit(ctx, read, place.id)?.holds(kind)
        }
        None => false,
    };
    Ok(if is_on {
        let month = Period::of(PeriodKind::Month, month);
        format!("/records/new?kind={RITE}&variety=birthday&unit={}&period={month}", place.id)
    } else {
        String::new()
    })
}

fn when(it: &Anniversary) -> String {
    match it.on {
        Some(day) => format!("{}，满{}年", day.zh_short(), it.years),
        None => format!("日子不详，满{}年", it.years),
    }
}

/// What stands on a card.
struct Front {
    name: String,
    joined: String,
    years: i16,
    own_words: String,
    words: String,
    unit_name: String,
    on: String,
}

impl Front {
    fn of(whose: &Whose, card: &Card, year: i16) -> Option<Self> {
        let month = Day::new(year, whose.joined_on.earliest().month(), 1)?;
        let found = anniversary(whose.joined_on, month)?;
        Some(Self {
            name: whose.name.clone(),
            joined: whose.joined_on.zh(),
            years: found.years,
            own_words: card.own_words.clone(),
            words: card.words.clone(),
            unit_name: whose.unit_name.clone(),
            on: found.on.map_or_else(|| format!("{year}年{}月", month.month()), Day::zh),
        })
    }
}

#[derive(Template)]
#[template(path = "birthday/front.html")]
struct FrontCard {
    front: Front,
}

#[derive(Template)]
#[template(path = "birthday/card.html")]
struct CardPage {
    name: String,
    card: Markup,
    problems: Markup,
    words: Markup,
    key: Markup,
    url: String,
    sent: String,
}

fn drawn(front: Front) -> Result<Markup> {
    FrontCard { front }.render().map(Markup).map_err(Error::broken)
}

fn asked_year(ctx: &Ctx, req: &Req) -> i16 {
    let asked: Option<i16> = req.form.value("year").parse().ok().or_else(|| req.query_as("year"));
    asked
        .filter(|year| (ctx.today.year() - 1..=ctx.today.year() + 1).contains(year))
        .unwrap_or(ctx.today.year())
}

fn in_range(ctx: &Ctx, read: &Read, person: i64) -> Result<Whose> {
    let whose = store::whose(read, person)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, whose.unit)?.ok_or(Error::NotFound)?;
    if ctx.allows(&GREET, &place) { Ok(whose) } else { Err(Error::NotFound) }
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (person, year): (i64, i16) = (req.id("person")?, asked_year(ctx, req));
    let whose = in_range(ctx, read, person)?;
    let card = store::card(read, person, year)?;
    // The day he joined stands above it on the card.
    let usual = "感谢您一直以来的付出，愿您初心如磐，再立新功。".to_owned();
    let current = if card.words.is_empty() { usual } else { card.words.clone() };
    let shown = Card { words: req.form.shown("words", &current).to_owned(), ..card.clone() };
    let front = Front::of(&whose, &shown, year).ok_or(Error::NotFound)?;
    ctx.viewed(&GREET, format!("person:{person}"), 1);
    let page = CardPage {
        name: whose.name.clone(),
        card: drawn(front)?,
        problems: parts::problems(&req.form),
        words: parts::field_area(
            &req.form,
            "words",
            "支部的话",
            "用支部自己的话，两三句就好",
            &current,
        ),
        key: req.key(),
        url: format!("/records/birthdays/{person}?year={year}"),
        sent: card.sent_at.map_or_else(String::new, |at| format!("{}已送。", at.zh())),
    };
    Ok(Page::of(format!("{}的政治生日", whose.name), &page)?
        .under(vec![("组织生活", "/records"), ("政治生日", "/records/birthdays")])
        .section(Section::Life))
}

fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (person, year): (i64, i16) = (req.id("person")?, asked_year(ctx, req));
    ctx.read(|read| in_range(ctx, read, person))?;
    let reader = req.form.reader();
    let words = reader.text("words", "支部的话", 200);
    reader.check()?;
    actions::greet(ctx, person, year, &words)?;
    Ok(Reply::to(format!("/records/birthdays/{person}?year={year}")).saying("贺卡已送到他的手机上"))
}

#[derive(Template)]
#[template(path = "birthday/own.html")]
struct OwnPage {
    /// `None` where nothing comes round this year.
    card: Option<Markup>,
    on: String,
    problems: Markup,
    words: Markup,
    key: Markup,
}

fn own(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let year = ctx.today.year();
    let card = store::card(read, person, year)?;
    let front = store::whose(read, person)?.and_then(|whose| Front::of(&whose, &card, year));
    let hint = "想印一句自己入党申请书里的话，就写在这里；不想印就空着。只印在贺卡上";
    let page = OwnPage {
        on: front.as_ref().map_or_else(String::new, |it| it.on.clone()),
        card: front.map(drawn).transpose()?,
        problems: parts::problems(&req.form),
        words: parts::field_area(&req.form, "own_words", "自己的话", hint, &card.own_words),
        key: req.key(),
    };
    Ok(Page::of("我的政治生日", &page)?.under(vec![("我的", "/me")]).section(Section::Me))
}

fn quote(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let words = reader.optional_text("own_words", "自己的话", 120);
    reader.check()?;
    actions::quote(ctx, ctx.today.year(), &words)?;
    let said =
        if words.is_empty() { "已经不印自己的话" } else { "已记下，印在贺卡上" };
    Ok(Reply::to(OWN).saying(said))
}

/// The unit to whose members the hat sends cards.
pub(crate) fn greeted_by(ctx: &Ctx) -> Option<i64> {
    ctx.actor.hat().filter(|hat| ctx.allows(&GREET, &hat.unit)).map(|hat| hat.unit.id)
}

/// Whose day comes within a month, for whoever sends cards; one thing for all of them.
pub(crate) fn todo(today: Day, admitted: &[Admitted]) -> Option<Todo> {
    const AHEAD_DAYS: i32 = 30;
    let last = today.plus_days(AHEAD_DAYS);
    let first = today.first_of_month();
    let day = |it: &Admitted| {
        let in_month = |month: Day| {
            let found = anniversary(it.joined_on, month)?;
            Some(found.on.unwrap_or_else(|| month.last_of_month()))
        };
        in_month(first).or_else(|| in_month(first.plus_months(1)))
    };
    let mut coming: Vec<(Day, &str)> = admitted
        .iter()
        .filter(|it| it.sent_at.is_none())
        .filter_map(|it| Some((day(it)?, it.name.as_str())))
        .filter(|(on, _)| (today..=last).contains(on))
        .collect();
    coming.sort();
    let (due, _) = *coming.first()?;
    let names: Vec<&str> = coming.iter().map(|it| it.1).take(3).collect();
    let more = if coming.len() > 3 { format!("等{}人", coming.len()) } else { String::new() };
    Some(Todo {
        title: "政治生日".into(),
        tag: parts::tag(State::Due, "30天内"),
        words: format!("{}{more}，最近的是{}", names.join("、"), due.zh_short()),
        why: None,
        actions: vec![("送贺卡".into(), "/records/birthdays".into())],
        due: Some(due),
        urgency: Urgency::Anytime,
    })
}
