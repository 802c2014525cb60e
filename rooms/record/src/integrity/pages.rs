//! The list of whom an integrity talk is due to, each with its clock, its reasons and one touch to the draft.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use rules::Rules;
use web::{
    Door, Markup, Page, Pager, Reply, Req, Route, Section,
    parts::{self, State},
};

use super::{
    APPOINTMENT, APPOINTMENT_MONTHS, RISK_POST, may_see,
    store::{self, Due},
};
use crate::{
    SEE_RECORD,
    kind::Kinds,
    reason::{self, Sensitive},
    talk::ENTER,
};

/// New is who began within so many months.
const NEW_MONTHS: i32 = 12;
const PER_PAGE: i64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/talks/posts", Door::See(SEE_RECORD), page),
        Route::act("/talks/posts/opening", SEE_RECORD, open).again(page),
    ]
}

struct Line {
    name: String,
    what: String,
    unit: String,
    since: String,
    tag: Markup,
    clock: String,
    /// Where the verdict explains itself.
    why: Option<String>,
    draft: Option<String>,
}

#[derive(Template)]
#[template(path = "integrity/list.html")]
struct List {
    say: String,
    new: Vec<Line>,
    new_scope: Markup,
    new_pager: Markup,
    risk: Vec<Line>,
    /// Names in risk posts are not shown yet: (key, field for the reason).
    closed: Option<(Markup, Markup)>,
    problems: Markup,
    risk_scope: Markup,
    risk_pager: Markup,
    sources: Vec<(String, bool)>,
}

fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let hat = ctx.actor.hat().ok_or(Error::NotFound)?;
    if !may_see(ctx) {
        return Err(Error::NotFound);
    }
    let since = ctx.today.plus_months(-NEW_MONTHS);
    let (new_count, risk_count) =
        (store::count_secretaries(ctx, read, since)?, store::count_risk_posts(ctx, read)?);
    let of_new = Pager::of_list(req, "new", PER_PAGE, new_count.total);
    let of_risk = Pager::of_list(req, "risk", PER_PAGE, risk_count.total);
    let new = store::secretaries(ctx, read, since, of_new.span())?;
    let risk = store::risk_posts(ctx, read, of_risk.span())?;
    let is_closed = !risk.is_empty() && sensitive(hat.unit.id).is_closed(ctx, read)?;
    ctx.viewed(&SEE_RECORD, format!("unit:{}", hat.unit.id), new.len());
    for it in risk.iter().filter(|_| !is_closed) {
        ctx.viewed(&SEE_RECORD, format!("person:{}", it.person), 1);
    }
    let say = match new_count.open + risk_count.open {
        0 if new_count.total + risk_count.total == 0 => {
            "范围内没有新任书记，也没有登记风险岗位。".to_owned()
        }
        0 => "都谈过了。".to_owned(),
        n => format!("还有{n}人要谈。"),
    };
    let range = format!("范围：{}及下级", hat.unit.short_name);
    let list = List {
        say,
        new_scope: parts::scope(&format!("{range}，近{NEW_MONTHS}个月任书记"), &of_new.words("人")),
        new_pager: parts::pager_of_list(req, "new", of_new),
        new: new.into_iter().map(|it| of_secretary(ctx, it)).collect::<Result<_>>()?,
        risk_scope: parts::scope(
            &format!("{range}，在风险岗位，{}年", ctx.today.year()),
            &of_risk.words("人"),
        ),
        risk_pager: if is_closed {
            Markup::default()
        } else {
            parts::pager_of_list(req, "risk", of_risk)
        },
        risk: risk.into_iter().map(|it| of_risk_post(ctx, it)).collect(),
        closed: is_closed.then(|| {
            (req.once(), reason::field(req, "如安排年度谈话。原因记入审计，名单里的人能看到谁看过"))
        }),
        problems: parts::problems(&req.form),
        sources: [APPOINTMENT, RISK_POST].iter().filter_map(|key| source(ctx, key)).collect(),
    };
    let crumbs = [("组织生活", "/records"), ("谈话", "/talks")];
    Ok(Page::of("新任书记和风险岗位", &list)?.under(crumbs).section(Section::Life))
}

fn sensitive(unit: i64) -> Sensitive<'static> {
    Sensitive { class: "risk", act: SEE_RECORD, about: format!("unit:{unit}") }
}

/// Who is in risk posts below opens with a reason, for a short while.
fn open(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let unit = ctx.actor.hat().filter(|_| may_see(ctx)).ok_or(Error::NotFound)?.unit.id;
    let reader = req.form.reader();
    let reason = reader.text("reason", "原因", 100);
    reader.check()?;
    ctx.act(&SEE_RECORD, unit, |w| {
        w.about("unit", unit).because(&reason);
        Ok(())
    })?;
    Ok(Reply::to("/talks/posts"))
}

/// The article, and whether it was compared with the text.
fn source(ctx: &Ctx, key: &str) -> Option<(String, bool)> {
    let rules = ctx.part::<Rules>();
    let duty = rules.duty_on(key, ctx.today)?;
    let is_sure = matches!(duty.confidence, rules::Confidence::Found | rules::Confidence::Second);
    Some((format!("{}：{}", duty.title, rules.source(&duty.text, &duty.article)), is_sure))
}

fn of_secretary(ctx: &Ctx, it: Due) -> Result<Line> {
    let months =
        ctx.part::<Rules>().number(APPOINTMENT_MONTHS, it.from_on).map_err(Error::broken)?;
    let last = it.from_on.plus_months(i32::try_from(months).unwrap_or(1));
    let why = it.is_branch.then(|| {
        let duty = APPOINTMENT.replace('/', ".");
        format!("/duties/{}/{duty}/{}?person={}", it.unit, it.from_on, it.person)
    });
    Ok(Line {
        tag: tag(ctx.today, it.held_on, last),
        clock: last.zh_short(),
        why,
        draft: draft(ctx, "integrity_talk", "new_secretary", &it),
        what: "书记".to_owned(),
        unit: it.unit_name,
        since: it.from_on.to_string(),
        name: it.name,
    })
}

fn of_risk_post(ctx: &Ctx, it: Due) -> Line {
    let year = ctx.today.year();
    let last = Day::new(year, 12, 31).unwrap_or(ctx.today);
    let duty = RISK_POST.replace('/', ".");
    Line {
        tag: tag(ctx.today, it.held_on, last),
        clock: last.zh_short(),
        why: Some(format!("/duties/{}/{duty}/{year}?person={}", it.unit, it.person)),
        draft: draft(ctx, "reminder_talk", "risk_post", &it),
        what: people::risk_class_zh(&it.class).to_owned(),
        unit: it.unit_name,
        since: it.from_on.to_string(),
        name: it.name,
    }
}

fn tag(today: Day, held_on: Option<Day>, last: Day) -> Markup {
    match held_on {
        Some(on) => parts::tag(State::Done, &format!("{}谈过", on.zh_short())),
        None if last < today => parts::tag(State::Late, "过了期限"),
        None if today.days_until(last) <= 14 => parts::tag(State::Soon, "快到期限"),
        None => parts::tag(State::Due, "还没谈"),
    }
}

/// The form with the person and the reason filled in, for who may hold it in his own unit.
fn draft(ctx: &Ctx, kind: &str, reason: &str, it: &Due) -> Option<String> {
    let hat = ctx.actor.hat()?;
    let kind = Kinds::built_in().find(kind)?;
    let may = kind.is_for(&hat.unit.kind)
        && kind.chairs.contains(&hat.kind)
        && ctx.allows(&ENTER, &hat.unit);
    let is_other = ctx.actor.person() != Some(it.person);
    (may && is_other && it.held_on.is_none()).then(|| {
        format!(
            "/talks/new?kind={}&unit={}&partner={}&reason={reason}",
            kind.key, hat.unit.id, it.person
        )
    })
}
