//! The forms of a studio.

use std::collections::BTreeMap;

use act::{Act, Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{JOIN, LEAVE, LOOK, NewPair, PAIR, PART, Pair, actions, part::new_ones, store};
use crate::{
    entry::{
        self, Seen,
        store::{Secretary, secretaries},
    },
    sort::{self, Studio},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/registers/pairs/{pair}/ending", Door::SignedIn, parting),
        Route::own_act("/registers/pairs/{pair}/ending", part).again(parting),
        Route::page("/registers/{id}/joining", Door::Do(JOIN), joining),
        Route::act("/registers/{id}/joining", JOIN, join).again(joining),
        Route::act("/registers/{id}/leaving", LEAVE, leave),
        Route::page("/registers/{id}/pairs/new", Door::Do(PAIR), pairing),
        Route::act("/registers/{id}/pairs", PAIR, pair).again(pairing),
        Route::page("/registers/{id}/look", Door::Do(LOOK), looking),
        Route::act("/registers/{id}/look", LOOK, look).again(looking),
    ]
}

/// A pair lasts so many months unless it says otherwise.
const USUAL_MONTHS: i32 = 12;

#[derive(Template)]
#[template(path = "studio/form.html")]
struct Form {
    heading: String,
    say: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    url: String,
    back: String,
    fields: Vec<Markup>,
    button: &'static str,
}

fn page(form: &Form, name: &str) -> Result<Page> {
    let crumbs =
        [("名录".to_owned(), "/registers".to_owned()), (name.to_owned(), form.back.clone())];
    Ok(Page::of(form.heading.clone(), form)?.under(crumbs).section(Section::Life).task())
}

/// A studio that is not over, for whoever may do `act` upon its keeper.
fn open(ctx: &Ctx, read: &Read, req: &Req, act: &Act) -> Result<(Seen, &'static Studio)> {
    let seen = entry::seen(ctx, read, req.id("id")?)?;
    let rules = seen.sort.studio.as_ref().ok_or(Error::NotFound)?;
    let may = !seen.entry.is_over(ctx.today) && ctx.allows(act, &seen.place);
    if may { Ok((seen, rules)) } else { Err(Error::NotFound) }
}

fn joining(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (seen, _) = open(ctx, read, req, &JOIN)?;
    let known = store::belong(read, seen.entry.id, ctx.today)?;
    let all = secretaries(read, seen.place.lead_path.as_deref().unwrap_or("~"), ctx.today)?;
    let mut offered = vec![Choice::new("", "请选择一名支部书记")];
    let others = all.iter().filter(|it| !known.iter().any(|known| known.person == it.person));
    offered.extend(others.map(|it| Choice::new(it.person.to_string(), it.zh())));
    let form = Form {
        heading: "加成员".into(),
        say: format!(
            "{}。从{}下面的支部书记里选，一次一名。",
            seen.entry.name, seen.place.short_name
        ),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: Markup::default(),
        url: format!("{}/joining", seen.entry.url()),
        back: seen.entry.url(),
        fields: vec![parts::field_select(&req.form, "person", "谁", &offered, "")],
        button: "加进来",
    };
    page(&form, &seen.entry.name)
}

fn join(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let person: i64 = reader.id("person").unwrap_or_default();
    reader.check()?;
    actions::join(ctx, id, person)?;
    Ok(Reply::to(format!("/registers/{id}")).saying("已加进工作室"))
}

fn leave(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let member: i64 = reader.id("member").unwrap_or_default();
    reader.check()?;
    actions::leave(ctx, id, member)?;
    Ok(Reply::to(format!("/registers/{id}")).saying("已退出，以前参加的活动都留着"))
}

/// Who may be taken on: new secretaries first, each in the order of the tree.
fn learners(all: &[Secretary], new: &[Secretary]) -> Vec<Choice> {
    let is_new = |person: i64| new.iter().any(|it| it.person == person);
    let mut offered = vec![Choice::new("", "请选择")];
    let first =
        new.iter().map(|it| Choice::new(it.person.to_string(), format!("新任：{}", it.zh())));
    offered.extend(first);
    let others = all.iter().filter(|it| !it.is_placed && !is_new(it.person));
    offered.extend(others.map(|it| Choice::new(it.person.to_string(), it.zh())));
    offered
}

fn pairing(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (seen, rules) = open(ctx, read, req, &PAIR)?;
    let belong = store::belong(read, seen.entry.id, ctx.today)?;
    let path = seen.place.lead_path.as_deref().unwrap_or("~");
    let all = secretaries(read, path, ctx.today)?;
    let new = new_ones(all.clone(), ctx.today, rules.new_months);
    // Whoever takes on the fewest and is not new himself is proposed, else who leads it.
    let experienced = belong.iter().filter(|it| !new.iter().any(|new| new.person == it.person));
    let proposed = experienced.min_by_key(|it| it.learners).or(belong.first());
    let proposed = proposed.map(|it| it.person.to_string());
    let mentors: Vec<Choice> =
        belong.iter().map(|it| Choice::new(it.person.to_string(), it.zh())).collect();
    let learners = learners(&all, &new);
    let until = ctx.today.plus_months(USUAL_MONTHS).plus_days(-1).to_string();
    let form = &req.form;
    let (mentor, today) = (proposed.unwrap_or_default(), ctx.today.to_string());
    let hint = "例如：怎样开好组织生活会，怎样做思想工作";
    let fields = vec![
        parts::field_select(form, "mentor", "师傅", &mentors, &mentor),
        parts::field_select(form, "learner", "带谁", &learners, req.query("learner")),
        parts::field_area(form, "work_on", "带什么", hint, ""),
        parts::field_day(form, "from", "从哪天起", "", &today),
        parts::field_day(form, "until", "最后一天", "到期由两人写一段小结", &until),
    ];
    let form = Form {
        heading: "师徒结对".into(),
        say: format!("{}。现在带得最少的已经选好，可以改。", seen.entry.name),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: Markup::default(),
        url: format!("{}/pairs", seen.entry.url()),
        back: seen.entry.url(),
        fields,
        button: "结对",
    };
    page(&form, &seen.entry.name)
}

fn pair(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let mentor = reader.id("mentor").unwrap_or_default();
    let learner = reader.id("learner").unwrap_or_default();
    let work_on = lines(&reader, "work_on", "带什么", 200);
    let from_on = reader.day("from", "开始日期");
    let to_on = reader.day("until", "最后一天");
    reader.check()?;
    actions::pair(ctx, id, &NewPair { mentor, learner, work_on, from_on, to_on })?;
    Ok(Reply::to(format!("/registers/{id}")).saying("已结对"))
}

/// Several lines of text that must be there.
fn lines(reader: &web::Reader, name: &str, label: &str, max: usize) -> String {
    let typed = reader.many(name).first().copied().unwrap_or_default();
    let words = text::intake_lines(typed, max).unwrap_or_else(|fault| {
        reader.fault(name, format!("{label}：{fault}"));
        "（）".into()
    });
    if words.trim().is_empty() {
        reader.fault(name, format!("请写{label}"));
    }
    words.trim().to_owned()
}

/// For the two themselves, and for who keeps the studio; *NotFound* for all others.
fn parted(ctx: &Ctx, read: &Read, req: &Req) -> Result<Pair> {
    let pair = store::pair(read, req.id("pair")?)?.ok_or(Error::NotFound)?;
    let place = act::Place::find(read, pair.unit)?.ok_or(Error::NotFound)?;
    let may = pair.is_of(ctx.actor.person()) || ctx.allows(&PART, &place);
    if may && pair.ended_on.is_none() { Ok(pair) } else { Err(Error::NotFound) }
}

fn parting(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let pair = parted(ctx, read, req)?;
    let hint = "带了什么，有什么变化，还要接着做什么；两三句就行，不打分";
    let form = Form {
        heading: "写小结，结束结对".into(),
        say: format!("{}带{}，{}。", pair.mentor_name, pair.learner_name, pair.days_zh()),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(pair.version),
        url: format!("/registers/pairs/{}/ending", pair.id),
        back: format!("/registers/{}", pair.entry),
        fields: vec![parts::field_area(&req.form, "account", "两人的小结", hint, "")],
        button: "结束结对",
    };
    page(&form, &pair.entry_name)
}

fn part(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let pair = ctx.read(|read| parted(ctx, read, req))?;
    let reader = req.form.reader();
    let account = lines(&reader, "account", "两人的小结", 400);
    reader.check()?;
    actions::part(ctx, &pair, reader.version(), &account)?;
    Ok(Reply::to(format!("/registers/{}", pair.entry)).saying("已结束，小结留在这里"))
}

fn looking(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (seen, rules) = open(ctx, read, req, &LOOK)?;
    let last = store::last_look(read, seen.entry.id)?;
    let is_of_year = |it: &super::Look| it.year == i64::from(ctx.today.year());
    let missing = last.as_ref().map(super::Look::missing).unwrap_or_default();
    let mut fields: Vec<Markup> = rules
        .items
        .iter()
        .map(|item| {
            let hint = format!("来源：{}。做到了就空着；没做到的，写明差在哪里", item.source);
            let stands = missing.get(&item.key).map_or("", String::as_str);
            parts::field_text(
                &req.form,
                &format!("missing_{}", item.key),
                &item.title,
                &hint,
                stands,
            )
        })
        .collect();
    let words = last.filter(is_of_year).map(|it| it.words).unwrap_or_default();
    fields.push(parts::field_area(&req.form, "words", "还要说的", "可以不写", &words));
    let form = Form {
        heading: format!("{}年对照标准", ctx.today.year()),
        say: format!("{}。{}一年至少看一次；以前看的都留着。", seen.entry.name, rules.note),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: Markup::default(),
        url: format!("{}/look", seen.entry.url()),
        back: seen.entry.url(),
        fields,
        button: "看过了，存下",
    };
    page(&form, &seen.entry.name)
}

fn look(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let (_, rules) = sort::studio().ok_or(Error::NotFound)?;
    let reader = req.form.reader();
    let mut missing = BTreeMap::new();
    for item in &rules.items {
        let why = reader.optional_text(&format!("missing_{}", item.key), &item.title, 120);
        if !why.is_empty() {
            missing.insert(item.key.clone(), why);
        }
    }
    let typed = reader.many("words").first().copied().unwrap_or_default();
    let words = text::intake_lines(typed, 600).unwrap_or_else(|fault| {
        reader.fault("words", fault.to_string());
        String::new()
    });
    reader.check()?;
    actions::look(ctx, id, &missing, words.trim())?;
    Ok(Reply::to(format!("/registers/{id}")).saying("已存下"))
}
