//! The list of whom an integrity talk is due to, each with its clock, its reasons and one touch to the draft.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use rules::Rules;
use web::{
    Door, Markup, Page, Req, Route, Section,
    parts::{self, State},
};

use super::{
    APPOINTMENT, APPOINTMENT_MONTHS, RISK_POST, may_see,
    store::{self, Due, LINES_AT_MOST},
};
use crate::{SEE_RECORD, kind::Kinds, talk::ENTER};

/// New is who began within so many months.
const NEW_MONTHS: i32 = 12;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/talks/posts", Door::See(SEE_RECORD), page)]
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
    risk: Vec<Line>,
    risk_scope: Markup,
    sources: Vec<(String, bool)>,
}

fn page(ctx: &Ctx, read: &Read, _: &Req) -> Result<Page> {
    let hat = ctx.actor.hat().ok_or(Error::NotFound)?;
    if !may_see(ctx) {
        return Err(Error::NotFound);
    }
    let new = store::secretaries(ctx, read, ctx.today.plus_months(-NEW_MONTHS))?;
    let risk = store::risk_posts(ctx, read)?;
    ctx.viewed(&SEE_RECORD, format!("unit:{}", hat.unit.id), new.len() + risk.len());
    let open = |all: &[Due]| all.iter().filter(|it| it.held_on.is_none()).count();
    let say = match open(&new) + open(&risk) {
        0 if new.is_empty() && risk.is_empty() => {
            "范围内没有新任书记，也没有登记风险岗位。".to_owned()
        }
        0 => "都谈过了。".to_owned(),
        n => format!("还有{n}人要谈。"),
    };
    let range = format!("范围：{}及下级", hat.unit.short_name);
    let list = List {
        say,
        new_scope: parts::scope(&format!("{range}，近{NEW_MONTHS}个月任书记"), &count(new.len())),
        new: new.into_iter().map(|it| of_secretary(ctx, it)).collect::<Result<_>>()?,
        risk_scope: parts::scope(
            &format!("{range}，在风险岗位，{}年", ctx.today.year()),
            &count(risk.len()),
        ),
        risk: risk.into_iter().map(|it| of_risk_post(ctx, it)).collect(),
        sources: [APPOINTMENT, RISK_POST].iter().filter_map(|key| source(ctx, key)).collect(),
    };
    let crumbs = [("组织生活", "/records"), ("谈话", "/talks")];
    Ok(Page::of("新任书记和风险岗位", &list)?.under(crumbs).section(Section::Life))
}

fn count(lines: usize) -> String {
    if lines as i64 == LINES_AT_MOST {
        format!("列出前{lines}人")
    } else {
        format!("共{lines}人，全部列出")
    }
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
