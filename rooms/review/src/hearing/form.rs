//! Starting a round: one form, and the lot is drawn.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use record::{RecordKind, Switched};
use systems::Systems;
use web::{
    Markup, Page, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{
    actions::{self, NewRound},
    gather::Asked,
    index::is_above_branches,
    sheet::{self, Pool, Sheet},
    store::{self, Running},
};
use crate::draw::Seed;

/// The system whose switch it is.
pub(crate) const SYSTEM: &str = "R07";

#[derive(Template)]
#[template(path = "hearing/form.html")]
struct Form {
    unit: String,
    called: &'static str,
    from_where: &'static str,
    problems: Markup,
    key: Markup,
    first: Vec<Markup>,
    /// Key, title, whether it is ticked.
    posts: Vec<(String, String, bool)>,
    last: Vec<Markup>,
    /// Rounds of the unit that still run: what a further draw begins after.
    running: Vec<String>,
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (unit, heard) = heard_from(ctx, read)?;
    let (form, systems) = (&req.form, ctx.part::<Systems>());
    let kinds: Vec<Choice> = heard.iter().map(|kind| Choice::new(&kind.key, &kind.title)).collect();
    let wanted = [form.value("kind"), req.query("kind")];
    let is_wanted = |key: &str| heard.iter().any(|kind| kind.key == key);
    let kind = wanted.into_iter().find(|key| is_wanted(key)).unwrap_or(heard[0].key.as_str());
    let sheet = sheet::of(kind).ok_or(Error::NotFound)?;
    let last = ctx.today.plus_months(1).last_of_month();
    let month = ctx.today.zh().split('月').next().unwrap_or_default().to_owned();
    let title = format!("{month}月{}", sheet.called);
    let ticked = form.values("posts");
    let is_usual = |key: &str| sheet.usual.iter().any(|it| it == key);
    let is_on = |key: &str| if form.was_sent() { ticked.contains(&key) } else { is_usual(key) };
    let posts = systems
        .posts()
        .iter()
        .filter(|it| it.committee || it.key() == "party_officer" || is_usual(it.key()));
    let running = store::running(read, unit.id, ctx.today)?;
    let page = Form {
        running: running.iter().map(Running::zh).collect(),
        unit: unit.name.clone(),
        called: &sheet.called,
        from_where: match sheet.pool {
            Pool::Below => "本级和下级现任的",
            Pool::House => "本级机关现任的",
        },
        problems: parts::problems(form),
        key: req.key(),
        first: vec![
            parts::field_text(form, "title", "这一轮叫什么", "", &title),
            parts::field_select(form, "kind", "听哪种会", &kinds, kind),
            parts::field_day(form, "from_on", "听哪天以后的会", "", &ctx.today.to_string()),
            parts::field_day(form, "to_on", "到哪天为止", "", &last.to_string()),
            parts::field_number(
                form,
                "share",
                "抽多少（百分数）",
                "下级所有开这种会的组织里抽；100就是全听",
                "30",
            ),
            parts::field_number(
                form,
                "years",
                "几年里至少听一次",
                "快到期的一定抽中，没听过的先抽",
                "3",
            ),
            parts::field_number(form, "seats", "每个会去几个人", "", "1"),
        ],
        posts: posts.map(|it| (it.key().to_owned(), it.title.clone(), is_on(it.key()))).collect(),
        last: vec![
            parts::field_area(form, "numbers", "另外点名的人", "警号，一行一个，可以不写", ""),
            parts::field_number(form, "apart", "离开几个月内不听原单位", "", "24"),
        ],
    };
    let crumbs = [("巡听和督查", "/review")];
    Ok(Page::of(format!("开始一轮{}", sheet.called), &page)?
        .under(crumbs)
        .section(Section::Reviews)
        .task())
}

/// The Party unit of the hat, where it has branches below and the system runs.
pub(crate) fn home(ctx: &Ctx, read: &Read) -> Result<Place> {
    let unit = ctx.actor.hat().map(|hat| hat.unit.clone()).ok_or(Error::NotFound)?;
    let runs = unit.lead_path.is_some() && Switched::in_unit(ctx, read, unit.id)?.runs(SYSTEM);
    if runs && is_above_branches(ctx) { Ok(unit) } else { Err(Error::NotFound) }
}

/// The hat's unit, and the kinds that it hears: those whose system runs there; an organ of the line only what is heard by line.
fn heard_from(ctx: &Ctx, read: &Read) -> Result<(Place, Vec<&'static RecordKind>)> {
    let unit = ctx.actor.hat().map(|hat| hat.unit.clone()).ok_or(Error::NotFound)?;
    let switched = Switched::in_unit(ctx, read, unit.id)?;
    let runs = |kind: &&RecordKind| {
        let sheet = sheet::of(&kind.key);
        let is_heard =
            |it: &Sheet| switched.runs(&it.system) && (it.by_line || unit.lead_path.is_some());
        sheet.is_some_and(is_heard)
    };
    let kinds: Vec<&RecordKind> = sheet::kinds().into_iter().filter(runs).collect();
    if kinds.is_empty() || !is_above_branches(ctx) {
        return Err(Error::NotFound);
    }
    Ok((unit, kinds))
}

pub(super) fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (unit, kinds) = ctx.read(|read| heard_from(ctx, read))?;
    let reader = req.form.reader();
    let keys: Vec<&str> = kinds.iter().map(|kind| kind.key.as_str()).collect();
    reader.many("numbers");
    let typed = req.form.value("numbers").split_whitespace();
    let new = NewRound {
        title: reader.text("title", "名称", 40),
        kind: reader.choice("kind", "听哪种会", &keys),
        from_on: reader.day("from_on", "第一天"),
        to_on: reader.day("to_on", "最后一天"),
        asked: Asked {
            share_percent: reader.number("share", "抽多少", 1..=100),
            years: i32::try_from(reader.number("years", "几年", 1..=10)).unwrap_or(1),
            seats: usize::try_from(reader.number("seats", "每个会去几个人", 1..=5)).unwrap_or(1),
            apart_months: i32::try_from(reader.number("apart", "几个月", 0..=120)).unwrap_or(0),
            posts: reader.many("posts").into_iter().map(str::to_owned).collect(),
            numbers: typed.map(str::to_owned).collect(),
            only: Vec::new(),
        },
        drawn_at: None,
    };
    reader.check()?;
    let id = actions::start_round(ctx, unit.id, &new, Seed::ByLot)?;
    Ok(Reply::to(format!("/review/rounds/{id}")).saying("抽好了，抽到的人首页上会看到"))
}
