//! The form of a talk of the organization, and the record as the two and its keepers read it.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice, State},
};

use super::{
    How, Part, SEE_TALK, Seen, Talk,
    actions::{self, ENTER, SETTLE, TAKE_BACK},
    form::{self, Sent},
    list, store,
};
use crate::{
    closing::{self, Minutes},
    kind::{Kinds, RecordKind, TalkRules},
    meeting::{self, Record, RecordId, Session, Stage, asked},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/talks", Door::SignedIn, list::page),
        Route::page("/talks/new", Door::Do(ENTER), meeting::new),
        Route::act("/talks", ENTER, create).again(meeting::new),
        Route::act("/records/{id}/talk", ENTER, save).again(meeting::show),
        Route::act("/records/{id}/opening", SEE_TALK, open).again(meeting::show),
        Route::own_act("/records/{id}/signature", sign).again(meeting::show),
        Route::act("/records/{id}/signature/paper", SETTLE, settle).again(meeting::show),
        Route::act("/records/{id}/talk/withdrawal", TAKE_BACK, take_back).again(meeting::show),
    ]
}

#[derive(Template)]
#[template(path = "talk/form.html")]
struct FormPage {
    title: String,
    say: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    hidden: Vec<(&'static str, String)>,
    action: String,
    session: Vec<Markup>,
    place: Markup,
    fields: Vec<Markup>,
    late: Markup,
    withdrawal: Option<String>,
    once: Markup,
    /// It begins later today: once signed it stands, so he is told before.
    ahead: String,
}

/// A talk that is not there yet: partner, day and reason as the link that led here has them.
pub(crate) fn new_form(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    kind: &'static RecordKind,
    place: &Place,
) -> Result<Page> {
    let rules = kind.kept_talk().ok_or(Error::NotFound)?;
    if !ctx.allows(&ENTER, place) {
        return Err(Error::NotAllowed(ENTER));
    }
    let capacity = actions::capacity(ctx, kind)?;
    ctx.viewed(&crate::SEE_RECORD, format!("unit:{}", place.id), 1);
    let day =
        req.form.value("on1").parse().ok().or_else(|| req.query_as("on")).unwrap_or(ctx.today);
    let room = format!("{}谈话室", place.short_name.trim_end_matches("党支部"));
    let session = Session { on: day, from: kind.hour.clone(), to: end(kind), place: room };
    let record = Record {
        kind: kind.key.clone(),
        unit: place.id,
        plan_on: day,
        sessions: serde_json::to_string(&[session]).unwrap_or_default(),
        partner: req.query_as("partner"),
        about: asked(req, "about"),
        ..Record::blank(ctx.now)
    };
    let talk = Talk { reason: asked(req, "reason"), ..Talk::default() };
    let hidden = vec![
        ("kind", kind.key.clone()),
        ("unit", place.id.to_string()),
        ("about", record.about.clone()),
    ];
    let page = FormPage {
        say: format!("{}，谈话人是您（{capacity}）。谈完双方签字，本人留一份。", place.short_name),
        hidden,
        action: "/talks".into(),
        ..filled(ctx, read, req, (kind, rules), place, (&record, &talk))?
    };
    Ok(Page::of(kind.title.clone(), &page)?.under(crumbs()).section(Section::Life).task())
}

fn crumbs() -> [(&'static str, &'static str); 2] {
    [("组织生活", "/records"), ("谈话", "/talks")]
}

fn end(kind: &RecordKind) -> String {
    let from = meeting::minute(&kind.hour).unwrap_or_default() + kind.length;
    format!("{:02}:{:02}", from / 60, from % 60)
}

fn filled(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    (kind, rules): (&RecordKind, &TalkRules),
    place: &Place,
    (record, talk): (&Record, &Talk),
) -> Result<FormPage> {
    let form = &req.form;
    let session = record.sessions().into_iter().next();
    let of = |part: fn(&Session) -> String| session.as_ref().map(part).unwrap_or_default();
    let named = form.value("partner").parse().ok().or(record.partner);
    let offered = form::offered(ctx, read, place, (record.plan_on, named))?;
    let mut persons = vec![Choice::new("", "请选择")];
    persons.extend(offered.iter().map(|(id, name)| Choice::new(id.to_string(), name)));
    let partner = record.partner.map_or_else(String::new, |it| it.to_string());
    let mut reasons = vec![Choice::new("", "请选择")];
    reasons.extend(rules.reasons.iter().map(|it| Choice::new(&it.key, &it.title)));
    let mut fields = vec![parts::field_select(form, "partner", "谈话对象", &persons, &partner)];
    if store::leads_others(read, place.id)? {
        let hint = "列表里没有的，写姓名或者警号，上面不选；本级管到的人都可以";
        fields.push(parts::field_text(form, "whom", "或者写是谁", hint, ""));
    }
    if rules.by_name {
        let hint = "还不是党员、名册上没有的，写姓名，上面不选";
        let label = "还不是党员的姓名";
        fields.push(parts::field_text(form, "name", label, hint, &record.guests));
    }
    fields.push(parts::field_select(form, "reason", "事由", &reasons, &talk.reason));
    if rules.asks_document {
        let hint = "作出诫勉决定的文号，如“南公党〔2026〕9号”";
        fields.push(parts::field_text(form, "document_no", "决定文号", hint, &talk.document_no));
    }
    let hint = format!("{}。不写线索、审查调查和案件的内容", rules.points);
    fields.push(tall(&parts::field_area(form, "points", "谈话要点", &hint, &talk.points), 8));
    let hint = if rules.wants_statement {
        "本人的说明或者检查"
    } else {
        "本人说的，没有就空着"
    };
    fields.push(tall(&parts::field_area(form, "statement", "本人陈述", hint, &talk.statement), 4));
    let dated =
        Record { plan_on: form.value("on1").parse().unwrap_or(record.plan_on), ..record.clone() };
    let minutes =
        Minutes { late_reason: form.value("late_reason").to_owned(), ..Minutes::default() };
    Ok(FormPage {
        title: kind.title.clone(),
        say: String::new(),
        problems: parts::problems(form),
        key: req.key(),
        version: Markup::default(),
        hidden: Vec::new(),
        action: String::new(),
        session: vec![
            parts::field_day(form, "on1", "日期", "", &of(|it| it.on.to_string())),
            parts::field_text(form, "from1", "开始", "", &of(|it| it.from.clone())),
            parts::field_text(form, "to1", "结束", "", &of(|it| it.to.clone())),
        ],
        place: parts::field_text(form, "place1", "地点", "", &of(|it| it.place.clone())),
        fields,
        late: closing::late_field(form, kind, &dated, ctx.now, &minutes),
        withdrawal: None,
        once: req.once(),
        ahead: meeting::ahead(ctx.now, &record.sessions()),
    })
}

fn tall(field: &Markup, rows: usize) -> Markup {
    Markup(field.0.replace("<textarea ", &format!("<textarea rows=\"{rows}\" ")))
}

#[derive(Template)]
#[template(path = "talk/show.html")]
struct Show<'p> {
    seen: &'p Seen,
    tag: Markup,
    late: Markup,
    facts: Vec<(String, String)>,
    points: Vec<&'p str>,
    statement: Vec<&'p str>,
    /// 本人已签字 …, in a sentence.
    signed: String,
    remark: Vec<&'p str>,
    kept_by: String,
    url: String,
    problems: Markup,
    key: Markup,
    once: Markup,
    version: Markup,
    sign: Option<Markup>,
    settle: Vec<Markup>,
    reason: Option<Markup>,
}

/// A draft opens for its talker; afterwards each reads it and does his part.
pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req, seen: &Seen) -> Result<Page> {
    if seen.part == Part::Talker && seen.record.stage() == Stage::Drafted {
        return draft_form(ctx, read, req, seen);
    }
    if seen.is_closed(ctx, read)? {
        return ask_reason(req, seen);
    }
    let record = &seen.record;
    if let Some(person) = record.partner.filter(|it| Some(*it) != ctx.actor.person()) {
        ctx.viewed(&SEE_TALK, format!("person:{person}"), 1);
    }
    let form = &req.form;
    let is_closed = record.stage() == Stage::Closed;
    let settled = seen.talk.settled.as_ref();
    let waits = is_closed && settled.is_none_or(|it| it.how == How::Refused);
    let sign = (waits && seen.part == Part::Talked).then(|| {
        let hint = "有要补充、不同意的，写在这里，和记录一起保存；没有就空着";
        tall(&parts::field_area(form, "remark", "补充意见", hint, ""), 3)
    });
    let page = Show {
        tag: tag_of(record.stage(), settled.map(|it| it.how)),
        late: if record.late_reason.is_some() {
            parts::late_entry("补录")
        } else {
            Markup::default()
        },
        facts: facts(seen),
        points: seen.talk.points.lines().collect(),
        statement: seen.talk.statement.lines().collect(),
        signed: signed(seen),
        remark: settled.map(|it| it.remark.lines().collect()).unwrap_or_default(),
        kept_by: kept_by(seen),
        url: record.url(),
        problems: parts::problems(form),
        key: req.key(),
        once: req.once(),
        version: req.version(record.version),
        sign,
        settle: if is_closed
            && settled.is_none()
            && seen.part != Part::Talked
            && ctx.allows(&SETTLE, &seen.place)
        {
            settle_fields(ctx, req)
        } else {
            Vec::new()
        },
        reason: (is_closed && seen.part != Part::Talked && ctx.allows(&TAKE_BACK, &seen.place))
            .then(|| {
                let hint = "记错了、没有谈等；撤回后双方仍看得到";
                parts::field_text(form, "reason", "为什么撤回", hint, "")
            }),
        seen,
    };
    let crumbs = match seen.part {
        Part::Talked => vec![("我的", "/me"), ("我的谈话", "/talks")],
        _ => crumbs().to_vec(),
    };
    let section = if seen.part == Part::Talked { Section::Me } else { Section::Life };
    Ok(Page::of(record.title.clone(), &page)?.under(crumbs).section(section))
}

/// Names, day and kind stand in the list already; what was said does not.
pub(crate) fn ask_reason(req: &Req, seen: &Seen) -> Result<Page> {
    let record = &seen.record;
    let lead = format!("{}，{}，{}。", seen.talked, seen.place.short_name, record.plan_on.zh());
    let title = format!("打开{}", record.title);
    let action = format!("{}/opening", record.url());
    crate::reason::page(req, (&title, &lead), &action, ("谈话", "/talks"))
}

fn open(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let seen = ctx.read(|read| super::seen(ctx, read, req.id("id")?))?.ok_or(Error::NotFound)?;
    let reader = req.form.reader();
    let reason = reader.text("reason", "原因", 100);
    reader.check()?;
    let (kind, id) = seen.subject();
    ctx.act(&SEE_TALK, seen.place.id, |w| {
        w.about(kind, id).because(&reason);
        Ok(())
    })?;
    Ok(Reply::to(seen.record.url()))
}

fn draft_form(ctx: &Ctx, read: &Read, req: &Req, seen: &Seen) -> Result<Page> {
    let record = &seen.record;
    let page = FormPage {
        say: format!("{}，草稿，只有您看得到。", seen.place.short_name),
        version: req.version(record.version),
        action: format!("{}/talk", record.url()),
        withdrawal: Some(format!("{}/talk/withdrawal", record.url())),
        ..filled(ctx, read, req, (seen.kind, seen.rules), &seen.place, (record, &seen.talk))?
    };
    Ok(Page::of(record.title.clone(), &page)?.under(crumbs()).section(Section::Life).task())
}

pub(super) fn tag_of(stage: Stage, how: Option<How>) -> Markup {
    let state = match (stage, how) {
        (Stage::Withdrawn, _) => State::Void,
        (Stage::Closed, Some(_)) => State::Done,
        (Stage::Closed, None) => State::Soon,
        _ => State::Due,
    };
    parts::tag(state, super::state_zh(stage, how))
}

pub(super) fn facts(seen: &Seen) -> Vec<(String, String)> {
    let record = &seen.record;
    let sessions: Vec<String> = record.sessions().iter().map(Session::zh).collect();
    let talker = if seen.talk.capacity.is_empty() {
        seen.talker.clone()
    } else {
        format!("{}（{}）", seen.talker, seen.talk.capacity)
    };
    let rows = [
        ("时间地点", sessions.join("；")),
        ("谈话人", talker),
        ("谈话对象", seen.talked.clone()),
        ("事由", seen.reason_zh().to_owned()),
        ("决定文号", seen.talk.document_no.clone()),
        ("补录原因", record.late_reason.clone().unwrap_or_default()),
    ];
    let filled = rows.into_iter().filter(|(_, words)| !words.is_empty());
    filled.map(|(name, words)| (name.to_owned(), words)).collect()
}

pub(super) fn signed(seen: &Seen) -> String {
    let closed = seen.record.closed_at.map_or_else(String::new, |at| at.day().zh());
    let talker = format!("{}{closed}签字", seen.talker);
    match &seen.talk.settled {
        None if seen.is_by_name() => format!("{talker}；本人在纸上签字后登记。"),
        None => format!("{talker}；等{}签字。", seen.talked),
        Some(it) => match it.how {
            How::Signed => format!("{talker}；{}{}在自己的页面上签字。", seen.talked, it.on.zh()),
            How::Paper => format!("{talker}；{}{}在纸上签字。", seen.talked, it.on.zh()),
            How::Refused => format!("{talker}；{}没有签字，{}注明。", seen.talked, it.on.zh()),
        },
    }
}

fn kept_by(seen: &Seen) -> String {
    let title = |key: &String| {
        let post = systems::Systems::built_in().post(key);
        post.map_or_else(|| key.clone(), |it| it.title.clone())
    };
    let titles: Vec<String> = seen.rules.keepers.iter().map(title).collect();
    titles.join("、")
}

fn settle_fields(ctx: &Ctx, req: &Req) -> Vec<Markup> {
    let form = &req.form;
    let offered =
        [Choice::new("paper", "本人在纸上签字了"), Choice::new("refused", "本人没有签字")];
    vec![
        parts::field_choice(form, "how", "签字情况", &offered, "paper"),
        parts::field_day(form, "on", "哪一天", "", &ctx.today.to_string()),
        parts::field_text(
            form,
            "why",
            "没有签字的，写明情况",
            "照实写，如“本人表示要再想想”；不作评价",
            "",
        ),
    ]
}

fn create(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let kind = reader.text("kind", "种类", 60);
    let kind = Kinds::built_in().find(&kind).ok_or(Error::NotFound)?;
    let rules = kind.kept_talk().ok_or(Error::NotFound)?;
    let unit = reader.id("unit").ok_or(Error::NotFound)?;
    let closes = reader.is_ticked("closes");
    let sent = Sent::read(&reader, &req.form, rules, ctx.today);
    reader.check()?;
    let id = actions::enter(ctx, &kind.key, unit, &sent, closes)?;
    Ok(Reply::to(id.url()).saying(said(kind, closes, &sent)))
}

fn said(kind: &RecordKind, closes: bool, sent: &Sent) -> String {
    match (closes, sent.partner) {
        (false, _) => format!("{}的草稿已存，只有您看得到", kind.short),
        (true, Some(_)) => "已存，您已签字；本人会在自己的页面上看到，签字后各留一份".into(),
        (true, None) => "已存，您已签字；打印出来请本人签字后登记".into(),
    }
}

fn save(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let seen = ctx.read(|read| super::seen(ctx, read, id))?.ok_or(Error::NotFound)?;
    let reader = req.form.reader();
    let closes = reader.is_ticked("closes");
    let sent = Sent::read(&reader, &req.form, seen.rules, ctx.today);
    reader.check()?;
    actions::save(ctx, id, reader.version(), &sent, closes)?;
    Ok(Reply::to(id.url()).saying(said(seen.kind, closes, &sent)))
}

fn sign(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let reader = req.form.reader();
    reader.many("remark");
    let remark = text::intake_lines(req.form.value("remark"), 1_000).unwrap_or_else(|fault| {
        reader.fault("remark", format!("补充意见：{fault}"));
        String::new()
    });
    reader.check()?;
    actions::sign(ctx, id, &remark)?;
    Ok(Reply::to(id.url()).saying("已签字，这一份随时可以看、可以下载"))
}

fn settle(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let reader = req.form.reader();
    let how = reader.choice("how", "签字情况", &["paper", "refused"]);
    let on: Day = reader.day("on", "哪一天");
    let why = reader.optional_text("why", "没有签字的情况", 200);
    if how == "refused" && why.is_empty() {
        reader.fault("why", "没有签字的，请照实写明情况");
    }
    reader.check()?;
    let (how, why) = if how == "paper" { (How::Paper, "") } else { (How::Refused, why.as_str()) };
    actions::settle(ctx, id, how, on, why)?;
    Ok(Reply::to(id.url()).saying("签字情况已登记"))
}

fn take_back(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let reader = req.form.reader();
    let reason = reader.text("reason", "为什么撤回", 200);
    reader.check()?;
    actions::take_back(ctx, id, reader.version(), &reason)?;
    Ok(Reply::to("/talks").saying("谈话记录已撤回"))
}
