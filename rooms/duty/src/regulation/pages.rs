//! List of texts, one text, one duty with its versions and cases, one value.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use rules::{Confidence, Duty, Rules, Text, TextStatus};
use web::{Markup, Page, Req, Section, parts};

use crate::slot::pages::confidence;

#[derive(Template)]
#[template(path = "regulation/texts.html")]
struct Texts {
    lines: Vec<TextLine>,
    scope: Markup,
}

struct TextLine {
    title: String,
    url: String,
    since: String,
    duties: usize,
    values: usize,
    tag: Markup,
}

pub(crate) fn texts(ctx: &Ctx, _read: &Read, _req: &Req) -> Result<Page> {
    let rules = ctx.part::<Rules>();
    let mut lines: Vec<TextLine> = rules.texts().map(|text| line(rules, text)).collect();
    lines.sort_by_key(|it| (it.duties + it.values == 0, it.since.is_empty()));
    let duties = rules.duty_groups().count();
    let count =
        format!("共{}部，规定义务{duties}项、数值{}个", lines.len(), rules.values().count());
    let page = Texts { lines, scope: parts::scope("系统里登记的条例和规定", &count) };
    Ok(Page::of("条例和规定", &page)?.section(Section::Life))
}

fn line(rules: &Rules, text: &Text) -> TextLine {
    let since = text.effective.map(|day| format!("{}起施行", day.zh())).unwrap_or_default();
    let ended = text.superseded.map(|day| format!("，到{}为止", day.zh())).unwrap_or_default();
    TextLine {
        title: format!("《{}》", text.title),
        url: format!("/regulations/texts/{}", text.key),
        since: format!("{since}{ended}"),
        duties: duties_of(rules, &text.key).count(),
        values: rules.values().filter(|it| it.versions.iter().any(|v| v.text == text.key)).count(),
        tag: match text.status {
            TextStatus::InForce => parts::tag_bare(parts::State::Done, "现行"),
            TextStatus::Superseded => parts::tag_bare(parts::State::Void, "已废止"),
        },
    }
}

fn duties_of<'r>(rules: &'r Rules, text: &'r str) -> impl Iterator<Item = &'r Duty> {
    let last = rules.duty_groups().filter_map(|versions| versions.last());
    last.filter(move |duty| duty.text == text)
}

#[derive(Template)]
#[template(path = "regulation/text.html")]
struct OneText {
    title: String,
    words: String,
    confidence: Markup,
    duties: Vec<RuleLine>,
    values: Vec<RuleLine>,
}

struct RuleLine {
    title: String,
    url: String,
    article: String,
    says: String,
    tag: Markup,
}

pub(crate) fn text(ctx: &Ctx, _read: &Read, req: &Req) -> Result<Page> {
    let rules = ctx.part::<Rules>();
    let text = rules.text(req.param("text")).ok_or(Error::NotFound)?;
    let duties = duties_of(rules, &text.key).map(duty_line);
    let values = rules.values().filter_map(|value| {
        let dated = value.versions.iter().rfind(|it| it.text == text.key)?;
        Some(RuleLine {
            title: value.title.clone(),
            url: format!("/regulations/values/{}", value.key.replace('/', ".")),
            article: dated.article.clone(),
            says: format!("{}{}", dated.zh(), value.unit),
            tag: bare(dated.confidence),
        })
    });
    let page = OneText {
        title: format!("《{}》", text.title),
        words: line(rules, text).since,
        confidence: confidence(text.confidence),
        duties: duties.collect(),
        values: values.collect(),
    };
    let crumbs = [("条例和规定", "/regulations")];
    Ok(Page::of(text.title.clone(), &page)?.under(crumbs).section(Section::Life))
}

fn duty_line(duty: &Duty) -> RuleLine {
    RuleLine {
        title: duty.title.clone(),
        url: format!("/regulations/duties/{}", duty.key.replace('/', ".")),
        article: duty.article.clone(),
        says: duty.quote.clone(),
        tag: bare(duty.confidence),
    }
}

fn bare(confidence: Confidence) -> Markup {
    match confidence {
        Confidence::Found | Confidence::Second => {
            parts::tag_bare(parts::State::Done, confidence.zh())
        }
        _ => parts::unsure(confidence.zh()),
    }
}

#[derive(Template)]
#[template(path = "regulation/rule.html")]
struct OneRule {
    title: String,
    words: String,
    unsure: bool,
    quote: String,
    source: String,
    confidence: Markup,
    note: String,
    versions: Vec<Version>,
    cases: Vec<CaseLine>,
}

struct Version {
    from: String,
    to: String,
    says: String,
    source: String,
    tag: Markup,
}

struct CaseLine {
    on: String,
    title: String,
    says: String,
    confirmed_by: String,
}

pub(crate) fn duty(ctx: &Ctx, _read: &Read, req: &Req) -> Result<Page> {
    let rules = ctx.part::<Rules>();
    let key = req.param("duty").replace('.', "/");
    let versions = rules.duty(&key);
    let duty = rules.duty_on(&key, ctx.today).or(versions.last()).ok_or(Error::NotFound)?;
    let quote = rules.quote(duty);
    let since = quote.effective.map(|day| format!("，{}起施行", day.zh())).unwrap_or_default();
    let rows = versions.iter().rev().map(|it| Version {
        from: it.from.to_string(),
        to: it.to.map_or_else(|| "现在".into(), |to| to.to_string()),
        says: format!("{}（{}）", it.quote, it.modality.zh()),
        source: rules.source(&it.text, &it.article),
        tag: bare(it.confidence),
    });
    let cases = rules.cases().iter().filter_map(|case| {
        let asked = case.duty.as_ref().filter(|it| it.key == key)?;
        let state = crate::judge::State::ALL.into_iter().find(|it| it.key() == asked.expect.state);
        Some(CaseLine {
            on: case.on.to_string(),
            title: case.title.clone(),
            says: state.map_or("", crate::judge::State::zh).to_owned(),
            confirmed_by: case.confirmed_by.clone(),
        })
    });
    let page = OneRule {
        title: duty.title.clone(),
        words: format!("条文用“{}”。", duty.modality.zh()),
        unsure: matches!(duty.confidence, Confidence::Recalled),
        quote: quote.words,
        source: format!("{}{since}", quote.source),
        confidence: confidence(duty.confidence),
        note: duty.note.clone(),
        versions: rows.collect(),
        cases: cases.collect(),
    };
    under(rules, &duty.text, &duty.title, &page)
}

pub(crate) fn value(ctx: &Ctx, _read: &Read, req: &Req) -> Result<Page> {
    let rules = ctx.part::<Rules>();
    let key = req.param("value").replace('.', "/");
    let value = rules.value(&key).ok_or(Error::NotFound)?;
    let now = value.at(ctx.today).or(value.versions.last()).ok_or(Error::NotFound)?;
    let rows = value.versions.iter().rev().map(|it| Version {
        from: it.from.to_string(),
        to: it.to.map_or_else(|| "现在".into(), |to| to.to_string()),
        says: format!("{}{}", it.zh(), value.unit),
        source: rules.source(&it.text, &it.article),
        tag: bare(it.confidence),
    });
    let cases = rules.cases().iter().filter_map(|case| {
        let asked = case.value.as_ref().filter(|it| it.key == key)?;
        Some(CaseLine {
            on: case.on.to_string(),
            title: case.title.clone(),
            says: match asked.met {
                Some(met) => if met { "符合" } else { "不符合" }.to_owned(),
                None => asked.is.to_string().trim_matches('"').to_owned(),
            },
            confirmed_by: case.confirmed_by.clone(),
        })
    });
    let page = OneRule {
        title: value.title.clone(),
        words: "按事情发生的那一天取当时有效的数值。".into(),
        unsure: matches!(now.confidence, Confidence::Recalled),
        quote: format!("{}{}", now.zh(), value.unit),
        source: rules.source(&now.text, &now.article),
        confidence: confidence(now.confidence),
        note: now.note.clone(),
        versions: rows.collect(),
        cases: cases.collect(),
    };
    under(rules, &now.text, &value.title, &page)
}

fn under(rules: &Rules, text: &str, title: &str, page: &OneRule) -> Result<Page> {
    let mut crumbs = vec![("条例和规定".to_owned(), "/regulations".to_owned())];
    if let Some(text) = rules.text(text) {
        crumbs.push((text.title.clone(), format!("/regulations/texts/{}", text.key)));
    }
    Ok(Page::of(title, page)?.under(crumbs).section(Section::Life))
}
