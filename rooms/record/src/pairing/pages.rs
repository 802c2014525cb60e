//! Who owes which talk, the plan of the year, and the form in which it is changed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::{Day, Workdays};
use db::Read;
use duty::judge::State;
use web::{
    Door, Markup, Page, Pager, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    Class, Member,
    actions::{self, PLAN, Sent},
    days::{Ground, days},
    members,
    propose::{Pair, Person, both, propose},
    sheet,
    store::{self, Planned},
};
use crate::{SEE_RECORD, kind::Kinds};

/// Whoever talked within so many months is paired anew last.
const LATELY_MONTHS: i32 = 12;
/// Persons and talks on a page of the list.
const PER_PAGE: i64 = 50;
/// Talks on a page of the form, each with a choice of everybody; three empty rows end its last page.
const ROWS: i64 = 50;
const EMPTY_ROWS: usize = 3;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/talks/owed", Door::See(SEE_RECORD), owed),
        Route::own_act("/talks/owed/lists", sheet::take),
        Route::page("/talks/plan", Door::Do(PLAN), form),
        Route::act("/talks/plan", PLAN, adopt).again(form),
    ]
}

/// The branch that is asked for, or the hat's own; by lead only.
pub(super) fn branch(ctx: &Ctx, read: &Read, req: &Req) -> Result<Place> {
    let own = ctx.actor.hat().map(|hat| hat.unit.id);
    let asked = crate::meeting::asked(req, "unit").parse().ok().or(own).ok_or(Error::NotFound)?;
    let worn = ctx.actor.hat().filter(|hat| hat.unit.id == asked).map(|hat| hat.unit.clone());
    let place = match worn {
        Some(place) => place,
        None => Place::find(read, asked)?.ok_or(Error::NotFound)?,
    };
    let is_branch = Kinds::built_in().find("talk").is_some_and(|kind| kind.is_for(&place.kind));
    let in_sight = ctx.sight(&SEE_RECORD).holds(&place);
    if is_branch && in_sight { Ok(place) } else { Err(Error::NotFound) }
}

pub(super) fn year(ctx: &Ctx, req: &Req) -> i16 {
    let asked = crate::meeting::asked(req, "year").parse().unwrap_or_else(|_| ctx.today.year());
    asked.clamp(2000, ctx.today.year() + 1)
}

struct Line {
    name: String,
    cells: Vec<Cell>,
}

struct Cell {
    class: &'static str,
    tag: Markup,
    words: String,
    url: Option<String>,
}

struct Row {
    month: i64,
    /// A day that would suit both, in words; "" where it was held or none is left.
    day: String,
    names: String,
    class: &'static str,
    tag: Markup,
    /// Where the filled-in draft opens.
    url: Option<String>,
}

#[derive(Template)]
#[template(path = "pairing/owed.html")]
struct Owed {
    name: String,
    unit: i64,
    year: i16,
    this_year: i16,
    say: String,
    scope: Markup,
    lines: Vec<Line>,
    pager: Markup,
    rows: Vec<Row>,
    plan_scope: Markup,
    plan_pager: Markup,
    may_plan: bool,
    source: String,
}

fn owed(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (place, year) = (branch(ctx, read, req)?, year(ctx, req));
    let members = members(ctx, read, &place, year)?;
    ctx.viewed(&SEE_RECORD, format!("unit:{}", place.id), members.len());
    let may_plan = ctx.allows(&PLAN, &place);
    let rows = rows(ctx, read, &place, year, &members)?;
    let asked = members.iter().map(|it| it.classes.len()).sum::<usize>();
    let done = members.iter().map(|it| it.classes.len() - it.owes().len()).sum::<usize>();
    let say = match (asked, asked - done) {
        (0, _) => format!("{year}年没有要谈的。"),
        (_, 0) => format!("{year}年应谈{asked}人次，都谈过了。"),
        (_, left) => format!("{year}年应谈{asked}人次，谈过{done}人次，还有{left}人次。"),
    };
    let shown = format!("{}，{}在册，{year}年，每人每类一次", place.short_name, ctx.today.zh());
    let of_all = Pager::of_list(req, "members", PER_PAGE, members.len() as i64);
    let of_plan = Pager::of_list(req, "plan", PER_PAGE, rows.len() as i64);
    let page = Owed {
        unit: place.id,
        year,
        this_year: ctx.today.year(),
        say,
        scope: parts::scope(&shown, &of_all.words("人")),
        lines: of_all.cut(members).iter().map(line).collect(),
        pager: parts::pager_of_list(req, "members", of_all),
        plan_scope: parts::scope(
            &format!("{}，{year}年的安排", place.short_name),
            &of_plan.words("次"),
        ),
        rows: of_plan.cut(rows),
        plan_pager: parts::pager_of_list(req, "plan", of_plan),
        may_plan,
        source: source(ctx),
        name: place.short_name.clone(),
    };
    let crumbs = [("组织生活", "/records"), ("谈话", "/talks")];
    Ok(Page::of("谁该和谁谈", &page)?.under(crumbs).section(Section::Life))
}

fn source(ctx: &Ctx) -> String {
    let rules = ctx.part::<rules::Rules>();
    let duty = rules.duty_on(Class::Across.duty(), ctx.today);
    duty.map_or_else(String::new, |it| rules.source(&it.text, &it.article))
}

fn line(member: &Member) -> Line {
    let cell = |class: Class| {
        let Some(standing) = member.classes.get(&class) else {
            return Cell {
                class: class.zh(),
                tag: Markup::default(),
                words: "不要求".into(),
                url: None,
            };
        };
        let (words, url) = match &standing.held {
            Some((on, url)) => (on.to_string(), url.clone()),
            None => (String::new(), None),
        };
        let (state, word) = match standing.state {
            State::Done => (parts::State::Done, "谈过"),
            State::Overdue | State::Missed => (parts::State::Late, "没有谈"),
            _ => (parts::State::Due, "还没谈"),
        };
        Cell { class: class.zh(), tag: parts::tag_bare(state, word), words, url }
    };
    let name =
        if member.is_seat { format!("{}（委员）", member.name) } else { member.name.clone() };
    Line { name, cells: Class::ALL.map(cell).into() }
}

fn first_of(year: i16, month: i64) -> Day {
    Day::new(year, i8::try_from(month).unwrap_or(1).clamp(1, 12), 1).unwrap_or(Day::MIN)
}

/// The year's plan with what was held in it and as long before as pairs are kept apart.
fn planned(read: &Read, unit: i64, year: i16) -> Result<store::Year> {
    store::year(read, unit, year, first_of(year, 1).plus_months(-LATELY_MONTHS))
}

/// When the two talked in the year, if they did.
fn talked(held: &[(i64, i64, Day)], year: i16) -> HashMap<(i64, i64), Day> {
    let held = held.iter().filter(|it| it.2.year() == year);
    held.map(|(one, other, on)| (both(*one, *other), *on)).collect()
}

/// A day for each talk that is not held: both work and have time, as far as the roster knows.
fn suggested(
    ctx: &Ctx,
    read: &Read,
    (place, year): (&Place, i16),
    (talks, talked): (&[&Planned], &HashMap<(i64, i64), Day>),
) -> Result<Vec<Option<Day>>> {
    let (first, last) = (first_of(year, 1), first_of(year, 12).last_of_month());
    let busy = people::without_time(read, place.id, (first.max(ctx.today), last))?;
    let busy: HashSet<(i64, Day)> = busy.into_iter().collect();
    let workdays = Workdays::in_force();
    let ground = Ground { year, today: ctx.today, workdays, busy: &busy };
    // A talk that was held needs no day.
    let month =
        |it: &Planned| if talked.contains_key(&both(it.one, it.other)) { 0 } else { it.month };
    let open: Vec<Planned> =
        talks.iter().map(|it| Planned { month: month(it), ..(*it).clone() }).collect();
    Ok(days(&open, &ground))
}

fn day_zh(day: Option<Day>) -> String {
    day.map_or_else(String::new, |it| format!("{}（{}）", it.zh_short(), it.weekday_zh()))
}

fn rows(ctx: &Ctx, read: &Read, place: &Place, year: i16, members: &[Member]) -> Result<Vec<Row>> {
    let plan = planned(read, place.id, year)?;
    let talked = talked(&plan.held, year);
    let of = |id: i64| members.iter().find(|it| it.id == id);
    let name = |id: i64| of(id).map_or("（已不在本支部）", |it| it.name.as_str());
    let may_draft = ctx.allows(&crate::meeting::DRAFT, place);
    let all: Vec<&Planned> = plan.planned.iter().collect();
    let suggested = suggested(ctx, read, (place, year), (&all, &talked))?;
    let row = |(it, day): (&Planned, Option<Day>)| {
        let held = talked.get(&both(it.one, it.other));
        let (seat, other_seat) =
            (of(it.one).is_some_and(|it| it.is_seat), of(it.other).is_some_and(|it| it.is_seat));
        let is_here = of(it.one).is_some() && of(it.other).is_some();
        let first = first_of(year, it.month);
        let tag = match held {
            Some(on) => parts::tag(parts::State::Done, &format!("{}谈过", on.zh_short())),
            None if first.last_of_month() < ctx.today => parts::tag(parts::State::Late, "过了月份"),
            None if first <= ctx.today => parts::tag(parts::State::Soon, "这个月"),
            None => parts::tag(parts::State::Due, "还没到"),
        };
        let on = day.filter(|_| first > ctx.today).unwrap_or(ctx.today);
        let url = format!(
            "/records/new?kind=talk&unit={}&chair={}&partner={}&on={on}",
            place.id, it.one, it.other
        );
        Row {
            month: it.month,
            day: day_zh(day),
            names: format!("{} · {}", name(it.one), name(it.other)),
            class: Class::of(seat, other_seat).zh(),
            tag,
            url: (may_draft && is_here && held.is_none()).then_some(url),
        }
    };
    Ok(plan.planned.iter().zip(suggested).map(row).collect())
}

struct FormRow {
    one: Markup,
    other: Markup,
    month: Markup,
    class: String,
    /// They have talked already: the row stays and is not shown.
    held: Option<Planned>,
    number: usize,
}

#[derive(Template)]
#[template(path = "pairing/form.html")]
struct FormPage {
    name: String,
    unit: i64,
    year: i16,
    problems: Markup,
    key: Markup,
    rows: Vec<FormRow>,
    /// What the proposal could not do, in sentences.
    notes: Vec<String>,
    is_new: bool,
    held: usize,
    /// Which page of the plan this is, and the rows that stand on it.
    page: Pager,
    was: Vec<i64>,
    scope: String,
    pager: Markup,
}

/// What stands, and a proposal for whatever is neither held nor planned.
fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (place, year) = (branch(ctx, read, req)?, year(ctx, req));
    if !ctx.allows(&PLAN, &place) {
        return Err(Error::NotAllowed(PLAN));
    }
    let members = members(ctx, read, &place, year)?;
    let store::Year { planned: standing, ids, held } = planned(read, place.id, year)?;
    let (proposed, notes) = proposed(ctx, year, &members, &standing, &held);
    let is_new = standing.is_empty();
    let talked = talked(&held, year);
    let all = in_order(standing, ids, proposed, &talked);
    let pager = of_form(req, all.len());
    let (skip, scope) = (pager.offset() as usize, pager.words("次"));
    let page_rows = pager.cut(all);
    let was = page_rows.iter().filter_map(|it| it.id).collect();
    let empty = if pager.page == pager.last() { EMPTY_ROWS } else { 0 };
    let planned = with_empty(page_rows, empty);
    let shown = if req.form.was_sent() { sent_rows(req) } else { planned.len() };
    let first = if year == ctx.today.year() { ctx.today.month() } else { 1 };
    let there: Vec<&Planned> = planned.iter().flatten().map(|it| &it.it).collect();
    let mut suits = suggested(ctx, read, (&place, year), (&there, &talked))?.into_iter();
    let suits: Vec<String> = planned
        .iter()
        .map(|row| day_zh(row.as_ref().and_then(|_| suits.next().flatten())))
        .collect();
    let rows: Vec<FormRow> = (0..shown)
        .map(|place| {
            let row = planned.get(place).and_then(Option::as_ref);
            let suits = suits.get(place).map_or("", String::as_str);
            form_row(req, &members, (skip, place + 1), (row, suits), (first.into(), is_new))
        })
        .collect();
    let held = rows.iter().filter(|it| it.held.is_some()).count();
    let page = FormPage {
        unit: place.id,
        year,
        problems: parts::problems(&req.form),
        key: req.key(),
        rows,
        notes,
        is_new,
        held,
        page: pager,
        was,
        scope,
        pager: parts::pager(req, pager),
        name: place.short_name.clone(),
    };
    let back = format!("/talks/owed?unit={}&year={year}", place.id);
    let crumbs = [("谈话".to_owned(), "/talks".to_owned()), ("谁该和谁谈".to_owned(), back)];
    Ok(Page::of(format!("安排{year}年谈心谈话"), &page)?
        .under(crumbs)
        .section(Section::Life)
        .task())
}

/// A row of the form: planned already, or proposed.
struct Shown {
    id: Option<i64>,
    it: Planned,
    is_held: bool,
}

/// What is still to be held first, as it is numbered on the page; what was held stays behind it and is not shown.
fn in_order(
    standing: Vec<Planned>,
    ids: Vec<i64>,
    proposed: Vec<Planned>,
    talked: &HashMap<(i64, i64), Day>,
) -> Vec<Shown> {
    let is_held = |it: &Planned| talked.contains_key(&both(it.one, it.other));
    let stands = standing.into_iter().zip(ids).map(|(it, id)| (Some(id), it));
    let all = stands.chain(proposed.into_iter().map(|it| (None, it)));
    let mut all: Vec<Shown> = all.map(|(id, it)| Shown { id, is_held: is_held(&it), it }).collect();
    all.sort_by_key(|it| it.is_held);
    all
}

/// With empty rows after those that are shown.
fn with_empty(rows: Vec<Shown>, empty: usize) -> Vec<Option<Shown>> {
    let (held, open): (Vec<Shown>, Vec<Shown>) = rows.into_iter().partition(|it| it.is_held);
    let empty = (0..empty).map(|_| None);
    open.into_iter().map(Some).chain(empty).chain(held.into_iter().map(Some)).collect()
}

/// The page that was asked for, or from which the form was sent.
fn of_form(req: &Req, rows: usize) -> Pager {
    let mut pager = Pager::of(req, ROWS, rows as i64);
    let asked: i64 = crate::meeting::asked(req, "page").parse().unwrap_or(1);
    pager.page = asked.clamp(1, pager.last());
    pager
}

fn numbers() -> std::ops::RangeInclusive<usize> {
    1..=ROWS as usize + EMPTY_ROWS
}

fn sent_rows(req: &Req) -> usize {
    let is_there = |n: &usize| req.form.has(&format!("r{n}_one"));
    numbers().take_while(is_there).count()
}

fn form_row(
    req: &Req,
    members: &[Member],
    (skip, number): (usize, usize),
    (shown, suits): (Option<&Shown>, &str),
    (first, is_new): (i64, bool),
) -> FormRow {
    let row = shown.map(|it| &it.it);
    let is_proposed = !is_new && shown.is_some_and(|it| it.id.is_none());
    let form = &req.form;
    let mut persons = vec![Choice::new("", "不排")];
    persons.extend(members.iter().map(|it| {
        let name = if it.is_seat { format!("{}（委员）", it.name) } else { it.name.clone() };
        Choice::new(it.id.to_string(), name)
    }));
    let months: Vec<Choice> =
        (1..=12).map(|it| Choice::new(it.to_string(), format!("{it}月"))).collect();
    let text = |of: fn(&Planned) -> i64| row.map_or_else(String::new, |it| of(it).to_string());
    let month = row.map_or(first, |it| it.month).to_string();
    let seat = |id: i64| members.iter().any(|it| it.id == id && it.is_seat);
    let class =
        row.map_or_else(String::new, |it| Class::of(seat(it.one), seat(it.other)).zh().to_owned());
    let name = |field: &str| format!("r{number}_{field}");
    FormRow {
        one: parts::field_select(
            form,
            &name("one"),
            &format!("第{}行", skip + number),
            &persons,
            &text(|it| it.one),
        ),
        other: parts::field_select(form, &name("other"), "和谁", &persons, &text(|it| it.other)),
        month: parts::field_select(form, &name("month"), "几月", &months, &month),
        class: [
            class.as_str(),
            if is_proposed { "新排的" } else { "" },
            &if suits.is_empty() { String::new() } else { format!("可以约在{suits}") },
        ]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("，"),
        held: shown.filter(|it| it.is_held).map(|it| it.it.clone()),
        number,
    }
}

/// Everybody with what he owes beside what is planned already.
fn still_owing(members: &[Member], standing: &[Planned]) -> Vec<Person> {
    let seat = |id: i64| members.iter().any(|it| it.id == id && it.is_seat);
    let mut people: Vec<_> = members.iter().map(Member::to_pair).collect();
    for person in &mut people {
        let with =
            standing.iter().filter_map(|it| match (it.one == person.id, it.other == person.id) {
                (true, _) => Some(it.other),
                (_, true) => Some(it.one),
                _ => None,
            });
        for other in with {
            person.owes.remove(&Class::of(person.is_seat, seat(other)));
        }
    }
    people
}

/// What is still owed and not planned, paired over the months that are left.
fn proposed(
    ctx: &Ctx,
    year: i16,
    members: &[Member],
    standing: &[Planned],
    held: &[(i64, i64, Day)],
) -> (Vec<Planned>, Vec<String>) {
    let first = if year == ctx.today.year() { ctx.today.month() } else { 1 };
    let months: Vec<i8> = (first..=12).collect();
    let people = still_owing(members, standing);
    let from = first_of(year, i64::from(first)).plus_months(-LATELY_MONTHS);
    let mut lately: HashSet<(i64, i64)> =
        held.iter().filter(|it| it.2 >= from).map(|(one, other, _)| both(*one, *other)).collect();
    lately.extend(standing.iter().map(|it| both(it.one, it.other)));
    let taken: Vec<(i64, i8)> = standing
        .iter()
        .flat_map(|it| [(it.one, it.month), (it.other, it.month)])
        .filter_map(|(person, month)| Some((person, i8::try_from(month).ok()?)))
        .collect();
    let proposal = propose(&people, &lately, &months, &taken);
    let name = |id: i64| members.iter().find(|it| it.id == id).map_or("", |it| it.name.as_str());
    let again: Vec<String> = proposal
        .pairs
        .iter()
        .filter(|it| it.is_again)
        .map(|it| format!("{}和{}", name(it.one), name(it.other)))
        .collect();
    let mut notes = Vec::new();
    if !again.is_empty() {
        notes.push(format!("近一年谈过、又没有别人可排的：{}。", again.join("、")));
    }
    let alone: Vec<String> = proposal
        .alone
        .iter()
        .map(|(id, class)| format!("{}（{}）", name(*id), class.zh()))
        .collect();
    if !alone.is_empty() {
        notes.push(format!(
            "本支部没有人可以和他谈的：{}。请在本页以外和上级、邻近支部商量。",
            alone.join("、")
        ));
    }
    notes.extend(crowded(&proposal.pairs, &taken, name));
    let planned = proposal.pairs.into_iter().map(|it| Planned {
        one: it.one,
        other: it.other,
        month: it.month.into(),
    });
    (planned.collect(), notes)
}

/// Who has to talk more than once in a month that is left, with what is planned already.
fn crowded<'m>(
    pairs: &[Pair],
    taken: &[(i64, i8)],
    name: impl Fn(i64) -> &'m str,
) -> Option<String> {
    let mut talks: BTreeMap<(i64, i8), usize> = BTreeMap::new();
    let proposed = pairs.iter().flat_map(|it| [(it.one, it.month), (it.other, it.month)]);
    let new: HashSet<(i64, i8)> = proposed.clone().collect();
    for of in proposed.chain(taken.iter().copied()) {
        *talks.entry(of).or_default() += 1;
    }
    let twice = talks.iter().filter(|(of, count)| **count > 1 && new.contains(of));
    let who: BTreeSet<i64> = twice.map(|((person, _), _)| *person).collect();
    let first: Vec<&str> = who.iter().take(3).map(|id| name(*id)).collect();
    let all = if who.len() > first.len() { format!("等{}人", who.len()) } else { String::new() };
    (!who.is_empty()).then(|| {
        format!(
            "今年剩下的月份不多，{}{all}一个月要谈两次以上；谈不完的写明原因。",
            first.join("、")
        )
    })
}

fn adopt(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit: i64 = reader.id("unit").ok_or(Error::NotFound)?;
    let year = i16::try_from(reader.number("year", "年", 2000..=2100)).unwrap_or_default();
    let page = reader.id::<i64>("page").unwrap_or(1).clamp(1, 1000);
    let before = ((page - 1) * ROWS) as usize;
    let mut rows = Vec::new();
    for number in numbers() {
        let name = |field: &str| format!("r{number}_{field}");
        let (one, other): (Option<i64>, Option<i64>) =
            (reader.id(&name("one")), reader.id(&name("other")));
        let month: Option<i64> = reader.id(&name("month"));
        match (one, other, month) {
            (Some(one), Some(other), Some(month)) if (1..=12).contains(&month) => {
                rows.push((number, Planned { one, other, month }));
            }
            (None, None, _) => {}
            _ => reader.fault(
                &name("other"),
                format!("第{}行只选了一个人，请选两个，或者两个都选“不排”", before + number),
            ),
        }
    }
    let was: Vec<i64> = reader.many("was").iter().filter_map(|id| id.parse().ok()).collect();
    let (is_part, has_more) = (req.form.has("page"), reader.is_ticked("more"));
    reader.check()?;
    if year > ctx.today.year() + 1 {
        return Err(Error::NotFound);
    }
    let (url, words) = if has_more {
        let url = format!("/talks/plan?unit={unit}&year={year}&page={}", page + 1);
        (url, format!("这一页排了{}次，已存好。接着核对下一页", rows.len()))
    } else {
        let url = format!("/talks/owed?unit={unit}&year={year}");
        (url, format!("{year}年的谈心谈话排了{}次", rows.len()))
    };
    let sent = Sent { was: is_part.then_some(was), rows, before };
    actions::adopt(ctx, unit, year, &sent, &url)?;
    Ok(Reply::to(url).saying(words))
}
