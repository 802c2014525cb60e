//! The year of a unit, and one verdict with its reasons.

use act::{Ctx, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use rules::{Confidence, Modality, Rules, Who};
use web::{Markup, Page, Reply, Req, Section, parts};

use super::{Address, place, verdict};
use crate::{
    Bearer, Law, Served, Standing,
    excuse::actions::{EXEMPT, EXPLAIN, UNEXEMPT, UNEXPLAIN, may_explain},
    judge::{State, Verdict},
    kinds, list,
    remind::actions::{OBJECT, REMIND, about},
    remind::reminded_on,
    show::{Line, shape},
};

/// The unit whose hat is worn.
pub(crate) fn mine(ctx: &Ctx, _read: &Read, _req: &Req) -> Result<Reply> {
    let hat = ctx.actor.hat().ok_or(act::Error::NotFound)?;
    Ok(Reply::to(format!("/duties/{}", hat.unit.id)))
}

#[derive(Template)]
#[template(path = "slot/year.html")]
struct YearPage {
    name: String,
    year: i16,
    unit: i64,
    counts: String,
    urgent: Vec<Line>,
    groups: Vec<(String, Vec<Line>)>,
    people: Vec<PeopleLine>,
    hidden: usize,
}

/// One duty of the members of a unit, as a sum.
struct PeopleLine {
    title: String,
    owed: usize,
    met: usize,
}

pub(crate) fn year(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = place(ctx, read, req.id("unit")?)?;
    let year = req.query_as("year").unwrap_or_else(|| ctx.today.year());
    let law = Law::load(read, ctx.part::<Rules>())?;
    let (standings, _) = list(read, &law, place.id, year, ctx.today)?;
    let own: Vec<(&Bearer, &Verdict)> = own(&standings, ctx.today).collect();
    let owed = own.iter().filter(|(_, it)| it.is_owed()).count();
    let count = |state| own.iter().filter(|(_, it)| it.state == state).count();
    let (done, late, missed) = (count(State::Done), count(State::Overdue), count(State::Missed));
    let urgent = own.iter().filter(|(_, it)| it.state == State::Overdue || it.soon);
    let all = standings.iter().filter(|it| it.bearer.person.is_none()).flat_map(|it| &it.verdicts);
    let page = YearPage {
        name: place.short_name.clone(),
        year,
        unit: place.id,
        counts: format!("到今天应办{owed}件，已完成{done}件，逾期{late}件，缺项{missed}件。"),
        urgent: urgent.map(|(bearer, it)| Line::of(bearer, it, None)).collect(),
        groups: groups(&own, None),
        people: people(&standings),
        hidden: all.count() - own.len(),
    };
    let title = format!("{year}年应办");
    Ok(Page::of(title, &page)?.under([(place.short_name, "/duties")]).section(Section::Life))
}

/// Slots of the unit and its posts that have opened and apply.
fn own<'s>(
    standings: &'s [Standing<'_>],
    on: Day,
) -> impl Iterator<Item = (&'s Bearer, &'s Verdict<'s>)> {
    let units = standings.iter().filter(|it| it.bearer.person.is_none());
    let all = units.flat_map(|it| it.verdicts.iter().map(move |verdict| (&it.bearer, verdict)));
    all.filter(move |(_, it)| it.slot.opens_on <= on && it.state != State::NotApplicable)
}

/// By duty, in the order of the regulations; the newest period first.
fn groups(own: &[(&Bearer, &Verdict)], current: Option<&Address>) -> Vec<(String, Vec<Line>)> {
    let mut groups: Vec<(String, Vec<Line>)> = Vec::new();
    for (bearer, verdict) in own {
        let title = &verdict.slot.duty.title;
        let line = Line::of(bearer, verdict, current);
        match groups.last_mut().filter(|(known, _)| known == title) {
            Some((_, lines)) => lines.insert(0, line),
            None => groups.push((title.clone(), vec![line])),
        }
    }
    groups
}

fn people(standings: &[Standing]) -> Vec<PeopleLine> {
    let persons = standings.iter().filter(|it| it.bearer.history.who == Who::Person);
    let mut lines: Vec<PeopleLine> = Vec::new();
    for verdict in persons.flat_map(|it| &it.verdicts).filter(|it| it.is_owed()) {
        let title = verdict.title();
        let met = usize::from(verdict.state == State::Done);
        match lines.iter_mut().find(|it| it.title == title) {
            Some(line) => (line.owed, line.met) = (line.owed + 1, line.met + met),
            None => lines.push(PeopleLine { title, owed: 1, met }),
        }
    }
    lines
}

#[derive(Template)]
#[template(path = "slot/show.html")]
struct Show {
    year: i16,
    side: Vec<Line>,
    title: String,
    shape: &'static str,
    tag: Markup,
    beside: Option<Markup>,
    deadline: String,
    say: String,
    hint: Option<String>,
    actions: Vec<(String, String)>,
    posts: Vec<(String, String)>,
    key: Markup,
    quote: String,
    source: String,
    source_url: String,
    confidence: Markup,
    modality: Option<&'static str>,
    rows: Vec<Row>,
    scope: String,
    facts: Vec<(&'static str, String)>,
    objection: Option<String>,
}

struct Row {
    on: String,
    title: String,
    url: Option<String>,
    counts: bool,
    reason: String,
}

pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let address = Address::from_request(req)?;
    let place = place(ctx, read, address.unit)?;
    let law = Law::load(read, ctx.part::<Rules>())?;
    let year = address.period.year();
    let (standings, served) = list(read, &law, place.id, year, ctx.today)?;
    let found = standings
        .iter()
        .flat_map(|it| it.verdicts.iter().map(move |verdict| (&it.bearer, verdict)))
        .find(|(bearer, it)| Address::of(bearer, &it.slot) == address);
    let (_, verdict) = found.ok_or(act::Error::NotFound)?;
    let rows = rows(ctx, &place, verdict, &served);
    let own: Vec<_> = own(&standings, ctx.today).collect();
    let duty = verdict.slot.duty;
    let quote = law.rules().quote(duty);
    let (source, source_url) = source(&law, verdict);
    let page = Show {
        year,
        side: groups(&own, Some(&address)).into_iter().flat_map(|(_, lines)| lines).collect(),
        title: verdict.title(),
        shape: shape(verdict).key(),
        tag: parts::tag(shape(verdict), verdict.tag()),
        beside: verdict.tag_beside().map(parts::late_entry),
        deadline: verdict.deadline(),
        say: verdict.words(),
        hint: verdict.hint().filter(|_| ctx.allows(&EXPLAIN, &place)),
        actions: actions(ctx, &place, &address, verdict),
        posts: posts(ctx, &place, &address, verdict),
        key: req.key(),
        quote: quote.words,
        source,
        source_url,
        confidence: confidence(quote.confidence),
        modality: modality(duty.modality),
        rows,
        scope: scope(verdict),
        facts: facts(read, &address, verdict)?,
        objection: ctx.allows(&OBJECT, &place).then(|| address.act_url("objection")),
    };
    let crumbs = [
        (place.short_name.clone(), format!("/duties/{}", place.id)),
        (format!("{year}年应办"), format!("/duties/{}?year={year}", place.id)),
    ];
    Ok(Page::of(verdict.title(), &page)?.under(crumbs).section(Section::Life))
}

/// What was looked at; the record behind a row opens only by lead.
fn rows(ctx: &Ctx, place: &Place, verdict: &Verdict, served: &Served) -> Vec<Row> {
    let by_lead = sees_records(ctx, place);
    let rows = verdict.lines.iter().map(|line| Row {
        on: line.held_on.to_string(),
        title: line.title.clone(),
        url: served.url(&line.room, line.fact).filter(|_| by_lead).map(str::to_owned),
        counts: line.counts,
        reason: line.reason.clone(),
    });
    rows.collect()
}

/// Text and article with the day since when they hold, and where to read them.
fn source(law: &Law, verdict: &Verdict) -> (String, String) {
    let duty = verdict.slot.duty;
    if let Some(local) = law.local(&duty.key) {
        let (from, to) = (local.from_on.zh(), local.to_on.zh());
        let words = format!("{}，{from}起，到{to}为止", local.document_no);
        return (words, "/regulations/local".to_owned());
    }
    let quote = law.rules().quote(duty);
    let since = quote.effective.map(|day| format!("，{}起施行", day.zh())).unwrap_or_default();
    let url = format!("/regulations/duties/{}", duty.key.replace('/', "."));
    (format!("{}{since}", quote.source), url)
}

/// The verdict is shown by line too; the record behind it opens only by lead.
fn sees_records(ctx: &Ctx, place: &Place) -> bool {
    let Some(hat) = ctx.actor.hat() else { return ctx.actor.person().is_none() };
    match (&hat.unit.lead_path, &place.lead_path) {
        (Some(upper), Some(lower)) => lower.starts_with(upper.as_str()),
        _ => false,
    }
}

/// Links, the main one first.
fn actions(
    ctx: &Ctx,
    place: &Place,
    address: &Address,
    verdict: &Verdict,
) -> Vec<(String, String)> {
    let mut actions = Vec::new();
    let is_open = matches!(verdict.state, State::Due | State::Overdue);
    let is_own = ctx.allows(&EXPLAIN, place);
    actions.extend(entry(address, verdict).filter(|_| is_open && is_own));
    if is_own && may_explain(verdict).is_ok() && verdict.state == State::Overdue {
        actions.push((not_done(verdict), address.act_url("explanation")));
    }
    let above = ctx.actor.hat().is_none_or(|hat| hat.unit.id != place.id);
    if above && ctx.allows(&EXEMPT, place) && (is_open || verdict.state == State::Missed) {
        actions.push(("决定免办".to_owned(), address.act_url("exemption")));
    }
    actions
}

/// What its entry is called, and where it is; `None` where no kind of record serves the duty.
pub(crate) fn entry(address: &Address, verdict: &Verdict) -> Option<(String, String)> {
    let kind = served_by(verdict)?;
    let Address { unit, period, about, .. } = address;
    let event = if about.is_empty() { String::new() } else { format!("&about={about}") };
    let url = format!("/records/new?kind={}&unit={unit}&period={period}{event}", kind.key);
    let label = match (kind.done.as_str(), verdict.state) {
        ("", State::Overdue) => "会已开过，补录".to_owned(),
        ("", _) => "准备或者登记".to_owned(),
        (done, _) => format!("已经{done}，登记"),
    };
    Some((label, url))
}

/// Label of the link to an explanation.
pub(crate) fn not_done(verdict: &Verdict) -> String {
    let done = served_by(verdict).map_or("", |kind| kind.done.as_str());
    format!("没有{}，写明原因", if done.is_empty() { "开" } else { done })
}

fn served_by(verdict: &Verdict) -> Option<&'static kinds::RecordKind> {
    verdict.slot.duty.serves.iter().find_map(|kind| kinds::record(kind))
}

/// Acts of one touch: label and where the form goes.
fn posts(ctx: &Ctx, place: &Place, address: &Address, verdict: &Verdict) -> Vec<(String, String)> {
    let above = ctx.actor.hat().is_none_or(|hat| hat.unit.id != place.id);
    let mut posts = Vec::new();
    if above && ctx.allows(&REMIND, place) && matches!(verdict.state, State::Due | State::Overdue) {
        posts.push(("提醒书记".to_owned(), address.act_url("reminder")));
    }
    if ctx.allows(&UNEXPLAIN, place) && verdict.state == State::Explained {
        posts.push(("撤回原因".to_owned(), address.act_url("explanation/withdrawal")));
    }
    if above && ctx.allows(&UNEXEMPT, place) && verdict.state == State::Exempt {
        posts.push(("撤回免办".to_owned(), address.act_url("exemption/withdrawal")));
    }
    posts
}

pub(crate) fn confidence(confidence: Confidence) -> Markup {
    match confidence {
        Confidence::Found | Confidence::Second => {
            parts::tag_bare(parts::State::Done, confidence.zh())
        }
        Confidence::Recalled | Confidence::Convention => parts::unsure(confidence.zh()),
    }
}

fn modality(modality: Modality) -> Option<&'static str> {
    match modality {
        Modality::Shall => None,
        Modality::Generally => {
            Some("条文用“一般”：确有原因没有办的，写明后显示为“有说明”，不算完成，也不再催办。")
        }
        Modality::May => Some("条文用“可以”：没有办不算欠。"),
        Modality::Local => Some("这是上级的加码，不是条例的要求：没有办不会成为缺项。"),
    }
}

fn scope(verdict: &Verdict) -> String {
    let slot = &verdict.slot;
    let counted = verdict.counted().count();
    let all = verdict.lines.len();
    format!(
        "范围：{}至{}，与这一项有关的记录{all}条，计入{counted}条。",
        slot.opens_on.zh(),
        slot.due_on.zh()
    )
}

fn facts(read: &Read, address: &Address, verdict: &Verdict) -> Result<Vec<(&'static str, String)>> {
    let slot = &verdict.slot;
    let mut facts = vec![
        (
            "应有",
            format!(
                "{}，在{}至{}之间",
                verdict.amount(verdict.needed),
                slot.opens_on.zh_short(),
                slot.due_on.zh_short()
            ),
        ),
        ("已有", verdict.amount(verdict.met)),
    ];
    if verdict.missing() > 0 && verdict.is_owed() {
        facts.push(("还差", verdict.amount(verdict.missing())));
    }
    let day = verdict.last_day;
    facts.push(("最后一天", format!("{}（{}）", day.zh(), day.weekday_zh())));
    if let Some(closes) = slot.closes_on.filter(|it| *it > day) {
        facts.push(("最迟补办到", closes.zh()));
    }
    let subject = format!("duty:{}", about(address));
    let days: Vec<String> = reminded_on(read, REMIND.key, &subject)?
        .iter()
        .filter_map(|day| day.parse::<Day>().ok())
        .map(Day::zh_short)
        .collect();
    if !days.is_empty() {
        facts.push(("提醒过", days.join("、")));
    }
    if !verdict.by.is_empty() {
        facts.push(("决定免办的", verdict.by.clone()));
    }
    Ok(facts)
}

/// The slot of a form page, if it is in sight.
pub(crate) fn of_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Address, Place, String)> {
    let address = Address::from_request(req)?;
    let place = place(ctx, read, address.unit)?;
    let law = Law::load(read, ctx.part::<Rules>())?;
    let (_, verdict, _) = verdict(read, &law, &address, ctx.today)?;
    Ok((address, place, verdict.title()))
}
