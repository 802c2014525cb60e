//! 一件部署: the page of one addressed unit, for the unit itself and for everybody above it.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{
    Door, Markup, Page, Reader, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    Said,
    actions::{self, ANSWER, DRAFT, EXPLAIN, HELP, LINK, UNLINK},
    find, said,
    store::{self, Addressed, Tied},
};
use crate::{
    SEE,
    directive::{self, Serving, Stand},
};

pub(crate) fn routes() -> Vec<Route> {
    let page = "/directives/{id}/units/{unit}";
    vec![
        Route::page(page, Door::See(SEE), show),
        Route::act("/directives/{id}/units/{unit}/draft", DRAFT, draft).again(show),
        Route::act("/directives/{id}/units/{unit}/records/{record}", LINK, link).again(show),
        Route::act("/directives/{id}/units/{unit}/records/{record}/removal", UNLINK, unlink)
            .again(show),
        Route::act("/directives/{id}/units/{unit}/explanation", EXPLAIN, explain).again(show),
        Route::act("/directives/{id}/units/{unit}/answer", ANSWER, answer).again(show),
        Route::act("/directives/{id}/units/{unit}/help", HELP, help).again(show),
    ]
}

#[derive(Template)]
#[template(path = "addressed/show.html")]
struct Show {
    it: Addressed,
    url: String,
    unit_name: String,
    tag: Markup,
    source: String,
    agenda: Vec<(String, Vec<String>)>,
    was_amended: bool,
    tied: Vec<Tied>,
    serving: Vec<Serving>,
    said: Vec<Said>,
    waits: bool,
    opens_records: bool,
    may_draft: bool,
    may_link: bool,
    may_explain: bool,
    may_answer: bool,
    may_help: bool,
    problems: Markup,
    once: Markup,
    why: Vec<Markup>,
    answer: Vec<Markup>,
    help: Markup,
}

impl Show {
    fn of(&self, sort: &str) -> Vec<&Tied> {
        self.tied.iter().filter(|it| it.sort == sort).collect()
    }

    fn draft(&self) -> Option<&Tied> {
        self.tied.iter().find(|it| it.sort == "open")
    }

    fn is_held(&self) -> bool {
        self.it.stand == Stand::Held
    }
}

fn found(ctx: &Ctx, read: &Read, req: &Req) -> Result<Addressed> {
    find(ctx, read, (req.id("id")?, req.id("unit")?))
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let it = found(ctx, read, req)?;
    let (place, issuer, of) = (it.place(), it.issuer(), it.directive.clone());
    let tied = store::tied(read, &of, it.unit_id)?;
    let past = directive::store::past(read, of.id)?;
    let said = said(ctx, read, of.id, Some(it.unit_id))?;
    let is_open = of.is_open();
    let serving = of.serving().into_iter().filter(|it| it.kind.is_for(&place.kind)).collect();
    let (form, waits) = (&req.form, it.said.as_deref() == Some("waiting"));
    let is_own = ctx.actor.hat().is_some_and(|hat| hat.unit.id == it.unit_id);
    let until = of.to_on.max(ctx.today).plus_days(14).to_string();
    let offers = [Choice::new("accept", "同意"), Choice::new("refuse", "不同意，说说怎么办")];
    let page = Show {
        url: of.unit_url(it.unit_id),
        unit_name: place.short_name.clone(),
        tag: it.stand.tag(it.held_on, of.to_on),
        source: directive::source(ctx, &of),
        agenda: actions::agenda(&of, &past, &place),
        was_amended: of.edition > 1,
        tied,
        serving,
        said,
        waits,
        opens_records: ctx.sight(&record::SEE_RECORD).holds(&place),
        may_draft: is_open && ctx.allows(&DRAFT, &place),
        may_link: is_open && ctx.allows(&LINK, &place),
        may_explain: is_open && it.held_on.is_none() && ctx.allows(&EXPLAIN, &place),
        may_answer: is_open && waits && ctx.allows(&ANSWER, &issuer),
        may_help: is_open && it.held_on.is_none() && !is_own && ctx.allows(&HELP, &place),
        problems: parts::problems(form),
        once: req.once(),
        why: vec![
            parts::field_text(
                form,
                "reason",
                "为什么现在办不了",
                "原话加密保存，发布的组织看得到",
                "",
            ),
            parts::field_day(form, "until", "到哪天以前能办", "这一天以前不算逾期", &until),
        ],
        answer: vec![
            parts::field_choice(form, "verdict", "怎么答复", &offers, "accept"),
            parts::field_text(form, "words", "说一句", "", ""),
        ],
        help: parts::field_text(form, "offer", "能帮什么", "例如：周四下午派人去一起开", ""),
        it,
    };
    let crumbs = [
        ("部署".to_owned(), "/directives".to_owned()),
        (page.it.directive.title.clone(), of.url()),
    ];
    Ok(Page::of(page.unit_name.clone(), &page)?.under(crumbs).section(Section::Life))
}

/// The unit and its directive, out of the door's sight again.
fn addressed(ctx: &Ctx, req: &Req) -> Result<Addressed> {
    ctx.read(|read| found(ctx, read, req))
}

fn url(it: &Addressed) -> String {
    it.directive.unit_url(it.unit_id)
}

fn draft(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = addressed(ctx, req)?;
    let reader = req.form.reader();
    let wanted = reader.text("serves", "开哪一种", 80);
    reader.check()?;
    let place = it.place();
    let mut serving = it.directive.serving().into_iter();
    let serving = serving.find(|it| it.key() == wanted && it.kind.is_for(&place.kind));
    let serving = serving.ok_or(Error::NotFound)?;
    let past = ctx.read(|read| directive::store::past(read, it.directive.id))?;
    let agenda: Vec<String> =
        actions::agenda(&it.directive, &past, &place).into_iter().flat_map(|it| it.1).collect();
    let record = actions::draft(ctx, &it, &serving, &agenda)?;
    Ok(Reply::to(format!("/records/{record}")).saying("草稿按部署填好了，存档以后自动算上"))
}

fn link(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = addressed(ctx, req)?;
    req.form.reader().check()?;
    actions::link(ctx, &it, req.id("record")?)?;
    Ok(Reply::to(url(&it)).saying("已算上"))
}

fn unlink(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = addressed(ctx, req)?;
    req.form.reader().check()?;
    actions::unlink(ctx, &it, req.id("record")?)?;
    Ok(Reply::to(url(&it)).saying("不再算在这件部署上，记录本身没有动"))
}

fn explain(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = addressed(ctx, req)?;
    let reader = req.form.reader();
    let why = reader.text("reason", "为什么现在办不了", 200);
    let until = reader.day("until", "到哪天以前能办");
    if until < ctx.today {
        reader.fault("until", "这一天已经过了");
    }
    refuse_held(&it, &reader);
    reader.check()?;
    actions::explain(ctx, &it, &why, until)?;
    Ok(Reply::to(url(&it)).saying("说明已交给发布的组织"))
}

fn refuse_held(it: &Addressed, reader: &Reader) {
    if it.held_on.is_some() {
        reader.fault("", "已经开展了，不用说明");
    }
}

fn answer(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = addressed(ctx, req)?;
    let reader = req.form.reader();
    let accepts = reader.choice("verdict", "怎么答复", &["accept", "refuse"]) == "accept";
    let words = if accepts {
        reader.optional_text("words", "说一句", 200)
    } else {
        reader.text("words", "说一句", 200)
    };
    reader.check()?;
    let words = if words.is_empty() { "同意。" } else { &words };
    actions::answer(ctx, &it, accepts, words)?;
    Ok(Reply::to(url(&it)).saying("已答复，书记会收到通知"))
}

fn help(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = addressed(ctx, req)?;
    let reader = req.form.reader();
    let words = reader.text("offer", "能帮什么", 200);
    reader.check()?;
    actions::help(ctx, &it, &words)?;
    Ok(Reply::to(url(&it)).saying("书记会收到通知"))
}
