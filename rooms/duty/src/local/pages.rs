//! Local rules: the list for everybody, the form for a city and above.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use rules::Rules;
use systems::{Family, Systems};
use web::{
    Form, Markup, Page, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{Law, NewLocalRule, actions};

#[derive(Template)]
#[template(path = "local/list.html")]
struct List {
    lines: Vec<Line>,
    may_set: bool,
    key: Markup,
    scope: Markup,
}

struct Line {
    title: String,
    quote: String,
    setter: String,
    document_no: String,
    span: String,
    /// Where the form that ends it goes.
    end: Option<String>,
}

pub(crate) fn all(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let law = Law::load(read, ctx.part::<Rules>())?;
    let hat = ctx.actor.hat();
    let lines = law.local_rules().iter().map(|it| {
        let is_mine = hat.is_some_and(|hat| hat.unit.id == it.unit) && ctx.carries(&actions::END);
        let runs = it.ended_at.is_none() && it.to_on >= ctx.today;
        Line {
            title: it.title.clone(),
            quote: it.quote.clone(),
            setter: it.unit_name.clone().unwrap_or_default(),
            document_no: it.document_no.clone(),
            span: format!("{}至{}", it.from_on.zh(), it.to_on.zh()),
            end: (is_mine && runs).then(|| format!("/regulations/local/{}/end", it.id)),
        }
    });
    let lines: Vec<Line> = lines.collect();
    let count = format!("共{}条，全部列出", lines.len());
    let scope = parts::scope("市级以上设定的地方规定，都有文号和截止日期", &count);
    let page = List { lines, may_set: ctx.carries(&actions::SET), key: req.once(), scope };
    let crumbs = [("条例和规定", "/regulations")];
    Ok(Page::of("地方规定", &page)?.under(crumbs).section(Section::Life))
}

#[derive(Template)]
#[template(path = "local/new.html")]
struct New {
    problems: Markup,
    first: Vec<Markup>,
    kinds: Vec<(String, String, bool)>,
    serves: Vec<(String, String, bool)>,
    last: Vec<Markup>,
    key: Markup,
}

const RHYTHMS: [(&str, &str); 4] =
    [("month", "每月"), ("quarter", "每季度"), ("half", "每半年"), ("year", "每年")];

pub(crate) fn new(ctx: &Ctx, _read: &Read, req: &Req) -> Result<Page> {
    let form = &req.form;
    let offered = RHYTHMS.map(|(key, words)| Choice::new(key, words));
    let first = vec![
        parts::field_text(form, "title", "名称", "例如：月度集中学习", ""),
        parts::field_area(form, "quote", "规定的原话", "页面上会和条例并排显示，注明是加码", ""),
        parts::field_text(form, "document_no", "文号", "", ""),
    ];
    let (from, to) = (ctx.today.to_string(), String::new());
    let last = vec![
        parts::field_choice(form, "rhythm", "多久一次", &offered, "month"),
        parts::field_number(form, "needed", "每次期间几次", "", "1"),
        parts::field_day(form, "from", "从哪天起", "不追溯以前", &from),
        parts::field_day(form, "to", "到哪天为止", "地方规定都要有截止日期", &to),
        parts::field_number(
            form,
            "minutes",
            "负担（分钟）",
            "每个支部每月要花的分钟数，实际量过再填",
            "",
        ),
    ];
    let party = Systems::built_in().unit_kinds().iter().filter(|it| it.family == Family::Party);
    let kinds = party.map(|it| (it.key().to_owned(), it.title.clone()));
    let forms = crate::judge::vocabulary::forms().clone().into_iter();
    let page = New {
        problems: parts::problems(form),
        first,
        kinds: ticked(form, "kinds", kinds),
        serves: ticked(form, "serves", forms),
        last,
        key: req.key(),
    };
    let crumbs = [("条例和规定", "/regulations"), ("地方规定", "/regulations/local")];
    Ok(Page::of("设定地方规定", &page)?.under(crumbs).section(Section::Life).task())
}

fn ticked(
    form: &Form,
    name: &str,
    offered: impl Iterator<Item = (String, String)>,
) -> Vec<(String, String, bool)> {
    let chosen = form.values(name);
    offered
        .map(|(key, title)| {
            let is_on = chosen.contains(&key.as_str());
            (key, title, is_on)
        })
        .collect()
}

pub(crate) fn set(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let rule = NewLocalRule {
        title: reader.text("title", "名称", 40),
        kinds: reader.many("kinds").into_iter().map(str::to_owned).collect(),
        serves: reader.many("serves").into_iter().map(str::to_owned).collect(),
        rhythm: reader.choice("rhythm", "多久一次", &RHYTHMS.map(|(key, _)| key)),
        needed: reader.number("needed", "次数", 1..=12),
        quote: reader.text("quote", "规定的原话", 300),
        document_no: reader.text("document_no", "文号", 60),
        from: reader.day("from", "开始的日期"),
        to: reader.day("to", "截止的日期"),
        minutes: reader.number("minutes", "负担（分钟）", 0..=10_000),
    };
    reader.check()?;
    actions::set_local_rule(ctx, home(ctx)?.id, &rule)?;
    Ok(Reply::to("/regulations/local").saying("地方规定已设定"))
}

pub(crate) fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    actions::end_local_rule(ctx, home(ctx)?.id, req.id("rule")?)?;
    Ok(Reply::to("/regulations/local").saying("从今天起不再要求"))
}

fn home(ctx: &Ctx) -> Result<&Place> {
    ctx.actor.hat().map(|hat| &hat.unit).ok_or(Error::NotFound)
}
