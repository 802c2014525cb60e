//! The forms about one item.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use record::Kinds;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{New, actions};
use crate::{
    DRAFT,
    class::{Proof, class, classes},
    item::ISSUED,
    list::{self, Seen},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/responsibilities/{id}/items/new", Door::Do(DRAFT), new),
        Route::act("/responsibilities/{id}/items", DRAFT, add).again(new),
        Route::page("/responsibilities/items/{item}", Door::Do(DRAFT), edit),
        Route::act("/responsibilities/items/{item}", DRAFT, change).again(edit),
        Route::act("/responsibilities/items/{item}/removal", DRAFT, remove).again(edit),
        Route::own_act("/responsibilities/items/{item}/words", say).again(list::mine),
    ]
}

#[derive(Template)]
#[template(path = "item/form.html")]
struct Form {
    heading: String,
    say: String,
    problems: Markup,
    key: Markup,
    once: Markup,
    version: Markup,
    action: String,
    fields: Vec<Markup>,
    button: &'static str,
    back: String,
    removal: Option<String>,
}

/// For who drafts it; what is issued stands.
fn draft(ctx: &Ctx, seen: Seen) -> Result<Seen> {
    if !ctx.allows(&DRAFT, &seen.place) {
        return Err(Error::NotFound);
    }
    match seen.list.issued_at {
        None => Ok(seen),
        Some(_) => Err(Error::Conflict(ISSUED.into())),
    }
}

fn page(form: &Form, seen: &Seen) -> Result<Page> {
    let crumbs =
        [("责任清单".to_owned(), "/responsibilities".to_owned()), (seen.title(), seen.list.url())];
    Ok(Page::of(form.heading.clone(), form)?.under(crumbs).section(Section::Supervision).task())
}

fn words(req: &Req, current: &str) -> Markup {
    parts::field_area(&req.form, "words", "负责什么", "一句话说清，办到什么程度、什么时候", current)
}

fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = draft(ctx, list::find(ctx, read, req.id("id")?)?)?;
    let form = &req.form;
    let whose: Vec<Choice> = classes().iter().map(|it| Choice::new(&it.key, &it.title)).collect();
    let first = req.query("class");
    let mut kinds = vec![Choice::new("", "没有哪种记录能证明，由本人写一句")];
    let may = |it: &&record::RecordKind| it.is_for(&seen.place.kind) && it.kept_talk().is_none();
    kinds.extend(Kinds::built_in().iter().filter(may).map(|it| Choice::new(&it.key, &it.title)));
    let fields = vec![
        parts::field_select(
            form,
            "class",
            "谁负责",
            &whose,
            if first.is_empty() { "committee" } else { first },
        ),
        words(req, ""),
        parts::field_select(form, "kind", "哪种记录能证明", &kinds, ""),
    ];
    let it = Form {
        heading: "加一项".to_owned(),
        say: format!("{}。", seen.title()),
        problems: parts::problems(form),
        key: req.key(),
        once: Markup::default(),
        version: Markup::default(),
        action: format!("{}/items", seen.list.url()),
        fields,
        button: "加进清单",
        back: seen.list.url(),
        removal: None,
    };
    page(&it, &seen)
}

fn edit(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (item, seen) = actions::found(ctx, read, req.id("item")?)?;
    let seen = draft(ctx, seen)?;
    let title = class(&item.class).map_or("", |it| it.title.as_str());
    let own = format!("/responsibilities/items/{}", item.id);
    let it = Form {
        heading: format!("{title}的一项"),
        say: format!("{}。", seen.title()),
        problems: parts::problems(&req.form),
        key: req.key(),
        once: req.once(),
        version: req.version(item.version),
        fields: vec![words(req, &item.words)],
        button: "保存",
        back: seen.list.url(),
        removal: Some(format!("{own}/removal")),
        action: own,
    };
    page(&it, &seen)
}

fn add(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let keys: Vec<&str> = classes().iter().map(|it| it.key.as_str()).collect();
    let class = reader.choice("class", "谁负责", &keys);
    let words = reader.text("words", "负责什么", 200);
    let kind = reader.optional_text("kind", "哪种记录能证明", 40);
    let is_known = Kinds::built_in().find(&kind).is_some_and(|it| it.kept_talk().is_none());
    if !kind.is_empty() && !is_known {
        reader.fault("kind", "请从列出的记录里选");
    }
    reader.check()?;
    let proof =
        if class == "committee" || class == "discipline" { Proof::Unit } else { Proof::Led };
    let new = New { class, key: String::new(), words, kinds: kind, proof };
    actions::add(ctx, id, &new)?;
    Ok(Reply::to(format!("/responsibilities/{id}")).saying("已加进清单"))
}

fn change(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("item")?;
    let reader = req.form.reader();
    let words = reader.text("words", "负责什么", 200);
    let version = reader.version();
    reader.check()?;
    let list = ctx.read(|read| actions::found(ctx, read, id))?.1.list;
    actions::change(ctx, id, version, Some(&words))?;
    Ok(Reply::to(list.url()).saying("已保存"))
}

fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("item")?;
    let reader = req.form.reader();
    let version = reader.version();
    reader.check()?;
    let list = ctx.read(|read| actions::found(ctx, read, id))?.1.list;
    actions::change(ctx, id, version, None)?;
    Ok(Reply::to(list.url()).saying("已移出清单"))
}

fn say(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let words = reader.optional_text("words", "补一句", 200);
    reader.check()?;
    actions::say(ctx, req.id("item")?, &words)?;
    Ok(Reply::to("/responsibilities/mine").saying("补的一句已记下"))
}
