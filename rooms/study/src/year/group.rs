//! One group's year: sessions in figures, duties with their verdicts, where somebody sat in. No names.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Req, Section, parts};

use super::{Duty, Year, beside, pages, year_of};
use crate::SEE_GROUP;

struct Session {
    title: String,
    topic: String,
    on: String,
    came: String,
    made_up: String,
    /// Only where records of the unit are in sight.
    url: Option<String>,
}

struct Owed {
    title: String,
    tag: Markup,
    rule: String,
    is_recalled: bool,
    url: String,
}

#[derive(Template)]
#[template(path = "year/group.html")]
struct Show {
    name: String,
    unit: i64,
    year: i16,
    years: Vec<i16>,
    sessions: Vec<Session>,
    scope: Markup,
    owed: Vec<Owed>,
    heard: Vec<(String, String)>,
    plan: Option<String>,
    unsure: Markup,
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = pages::seen(ctx, read, req)?;
    let year = year_of(ctx, req);
    let found = beside(ctx, read, &place, year)?.ok_or(Error::NotFound)?;
    let opens = ctx.sight(&record::SEE_RECORD).holds(&place);
    let sessions: Vec<Session> = found.sessions.iter().map(|it| session(it, opens)).collect();
    let count = format!("共{}次，全部列出", sessions.len());
    let page = Show {
        name: place.name.clone(),
        unit: place.id,
        year,
        years: (ctx.today.year() - 2..=ctx.today.year()).rev().collect(),
        scope: parts::scope("集体学习，已存档的", &count),
        sessions,
        owed: found.duties.iter().map(owed).collect(),
        heard: heard(&found),
        plan: found.plan.filter(|_| opens).map(|it| format!("/study/plans/{}", it.id)),
        unsure: parts::unsure("条号凭记忆，待核"),
    };
    let title = format!("{}：{year}年中心组学习", place.short_name);
    let mut crumbs = vec![("学习".to_owned(), "/study".to_owned())];
    if let Some(hat) = ctx.actor.hat().filter(|hat| hat.unit.id != place.id)
        && ctx.sight(&SEE_GROUP).holds(&hat.unit)
    {
        let url = format!("/study/years/{}?year={year}", hat.unit.id);
        crumbs.push(("下级中心组".to_owned(), url));
    }
    Ok(Page::of(title, &page)?.under(crumbs).section(Section::Learning))
}

fn session(it: &record::Caught, opens: bool) -> Session {
    Session {
        title: it.title.clone(),
        topic: it.topic.clone(),
        on: it.held_on.zh_short(),
        came: format!("{}/{}", it.present, it.expected),
        made_up: match it.away {
            0 => "都到了".to_owned(),
            away => format!("{}/{away}", it.told),
        },
        url: opens.then(|| format!("/records/{}", it.id)),
    }
}

fn owed(it: &Duty) -> Owed {
    let title = if it.serves == super::central().session {
        format!("{}集体学习", it.period.zh())
    } else if it.serves == super::central().filing {
        "报送年度学习计划".to_owned()
    } else {
        "报告年度学习情况".to_owned()
    };
    Owed {
        title,
        tag: it.tag(),
        rule: it.rule.clone(),
        is_recalled: it.is_recalled,
        url: it.url.clone(),
    }
}

fn heard(found: &Year) -> Vec<(String, String)> {
    found.heard.iter().map(|it| (pages::words_of(it), it.url())).collect()
}
