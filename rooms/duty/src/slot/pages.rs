//! One verdict with its reasons.

use act::{Ctx, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use rules::{Confidence, Modality, Rules};
use web::{Markup, Page, Reply, Req, Section, parts};

use super::{Address, place, verdict};
use crate::{
    Bearer, Law, Served, ask,
    ask::actions::{ASK, DECLINE},
    excuse::actions::{EXEMPT, EXPLAIN, UNEXEMPT, UNEXPLAIN, may_exempt, may_explain},
    judge::{State, Verdict},
    kinds, list,
    person::store,
    remind::actions::{OBJECT, REMIND, about},
    remind::reminded_on,
    show::{Line, say, shape},
};

/// The unit whose hat is worn.
pub(crate) fn mine(ctx: &Ctx, _read: &Read, _req: &Req) -> Result<Reply> {
    let hat = ctx.actor.hat().ok_or(act::Error::NotFound)?;
    Ok(Reply::to(format!("/duties/{}", hat.unit.id)))
}

/// Of the duty that is looked at every period, the newest first; of the others the one that comes first.
fn side(own: &[(&Bearer, &Verdict)], current: &Address) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for of_duty in own.chunk_by(|(_, a), (_, b)| a.slot.duty.key == b.slot.duty.key) {
        let line =
            |(bearer, verdict): &(&Bearer, &Verdict)| Line::of(bearer, verdict, Some(current));
        if of_duty.iter().any(|(_, it)| it.slot.duty.key == current.duty) {
            lines.extend(of_duty.iter().rev().map(line));
        } else {
            let waits = of_duty.iter().find(|(_, it)| it.state == State::Overdue || it.soon);
            lines.extend(waits.or(of_duty.last()).map(line));
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
    let (bearer, verdict) = found.ok_or(act::Error::NotFound)?;
    let request = ask::store::latest(read, bearer, &address)?;
    let title = titled(ctx, read, &place, bearer, verdict)?;
    let rows = rows(ctx, &place, verdict, &served);
    let own: Vec<_> = super::year::own(&standings, ctx.today).collect();
    let duty = verdict.slot.duty;
    let quote = law.rules().quote(duty);
    let (source, source_url) = source(&law, verdict);
    let page = Show {
        year,
        side: side(&own, &address),
        title: title.clone(),
        shape: shape(verdict).key(),
        tag: parts::tag(shape(verdict), verdict.tag()),
        beside: verdict.tag_beside().map(parts::late_entry),
        deadline: verdict.deadline(),
        say: say(verdict),
        hint: verdict.hint().filter(|_| ctx.allows(&EXPLAIN, &place)),
        actions: actions(ctx, &place, &address, verdict, request.as_ref()),
        posts: posts(ctx, &place, &address, verdict),
        key: req.once(),
        quote: quote.words,
        source,
        source_url,
        confidence: confidence(quote.confidence),
        modality: modality(duty.modality),
        rows,
        scope: scope(verdict),
        facts: facts(read, &address, verdict, request.as_ref())?,
        objection: ctx.allows(&OBJECT, &place).then(|| address.act_url("objection")),
    };
    let crumbs = [
        (place.short_name.clone(), format!("/units/{}", place.id)),
        (format!("{year}年应办"), format!("/duties/{}?year={year}", place.id)),
    ];
    Ok(Page::of(title, &page)?.under(crumbs).section(Section::Life))
}

/// Of a person also his name; by lead only.
fn titled(
    ctx: &Ctx,
    read: &Read,
    place: &Place,
    bearer: &Bearer,
    verdict: &Verdict,
) -> Result<String> {
    let Some(person) = bearer.person else { return Ok(verdict.title()) };
    if !sees_records(ctx, place) {
        return Err(act::Error::NotFound);
    }
    ctx.viewed(&crate::SEE, format!("person:{person}"), 1);
    let name = store::name(read, person)?.unwrap_or_else(|| "已转出的党员".to_owned());
    Ok(format!("{name}，{}", verdict.title()))
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
pub(crate) fn source(law: &Law, verdict: &Verdict) -> (String, String) {
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
pub(crate) fn sees_records(ctx: &Ctx, place: &Place) -> bool {
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
    request: Option<&ask::store::Request>,
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
    let is_asked = request.is_some_and(ask::store::Request::is_open);
    if above && is_asked && ctx.allows(&DECLINE, place) {
        actions.push(("不同意免办".to_owned(), address.act_url("refusal")));
    }
    if !is_asked && ctx.allows(&ASK, place) && may_exempt(verdict).is_ok() {
        actions.push(("请上级免办".to_owned(), address.act_url("request")));
    }
    actions
}

/// What its entry is called, and where it is; `None` where no kind of record serves the duty.
pub(crate) fn entry(address: &Address, verdict: &Verdict) -> Option<(String, String)> {
    let kind = served_by(verdict)?;
    let Address { unit, period, about, .. } = address;
    let event = if about.is_empty() { String::new() } else { format!("&about={about}") };
    // A talk with him: who talks with whom is a unit above, it starts from the hat of whoever opens it.
    if verdict.slot.duty.accepts.iter().any(|it| it == "talked-with") {
        let with = address.person.map_or_else(String::new, |it| format!("&partner={it}"));
        return Some((
            "同他谈，记下来".to_owned(),
            format!("/talks/new?kind={}{with}{event}", kind.key),
        ));
    }
    let with = match address.person {
        Some(person) if kind.is_talk() => format!("&partner={person}"),
        _ => String::new(),
    };
    let url = format!("/records/new?kind={}&unit={unit}&period={period}{event}{with}", kind.key);
    let label = match (kind.done.as_str(), verdict.state) {
        ("", _) if kind.is_talk() => "谈过了，记下来".to_owned(),
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

fn facts(
    read: &Read,
    address: &Address,
    verdict: &Verdict,
    request: Option<&ask::store::Request>,
) -> Result<Vec<(&'static str, String)>> {
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
        facts.push(("还差", verdict.amount_missing()));
    }
    let day = verdict.last_day;
    facts.push(("最后一天", format!("{}（{}）", day.zh(), day.weekday_zh())));
    if let Some(closes) = slot.closes_on.filter(|it| *it > day) {
        let past = if closes < verdict.on { "，已经过了" } else { "" };
        facts.push(("最迟补办到", format!("{}{past}", closes.zh())));
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
    facts.extend(request.map(|it| ("请上级免办", it.zh())));
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
