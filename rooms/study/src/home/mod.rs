//! What the room adds to the home page: what is to be studied this month, and for who plans it the draft.

mod store;

use act::{Ctx, Error, Result};
use askama::Template;
use db::Asker;
use web::{
    Gathered, Markup, Todo, Urgency,
    parts::{self, State},
};

use self::store::Row;
use crate::{PLAN, circular, group::Group};

struct Line {
    id: i64,
    plan: i64,
    topic: String,
    reading: String,
    group: &'static str,
    how: String,
}

#[derive(Template)]
#[template(path = "home/card.html")]
struct Card {
    rows: Vec<Line>,
}

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let Some(person) = ctx.actor.person() else { return Ok(Default::default()) };
    let month = ask.all::<Row>(store::COLUMNS, store::month(ctx, person));
    let circulars = ask.all::<circular::Row>(circular::COLUMNS, circular::waiting(ctx));
    let found: Vec<Row> = month.await?;
    let mut todos: Vec<Todo> = found.iter().filter(|it| is_mine(ctx, it)).map(todo).collect();
    todos.extend(circulars.await?.into_iter().map(of_circular));
    let rows: Vec<Line> = found.into_iter().filter_map(line).collect();
    if rows.is_empty() {
        return Ok((todos, Vec::new()));
    }
    Ok((todos, vec![Markup(Card { rows }.render().map_err(Error::broken)?)]))
}

/// Not studied and not drafted, and the viewer plans it.
fn is_mine(ctx: &Ctx, it: &Row) -> bool {
    let hat = ctx.actor.hat().filter(|hat| hat.unit.id == it.unit);
    let is_open = it.held_on.is_none() && it.drafted_on.is_none();
    is_open && hat.is_some_and(|hat| ctx.allows(&PLAN, &hat.unit))
}

fn todo(it: &Row) -> Todo {
    let group = Group::find(&it.kind).map_or("", |it| it.short.as_str());
    Todo {
        title: format!("学习：{}", it.topic),
        tag: parts::tag(State::Due, "本月要学"),
        words: format!("{group}的学习计划排在这个月"),
        why: Some(("看计划".into(), format!("/study/plans/{}", it.plan))),
        actions: vec![("起草这次学习".into(), format!("/study/items/{}", it.id))],
        due: None,
        urgency: Urgency::Anytime,
    }
}

fn of_circular(it: circular::Row) -> Todo {
    let url = format!("/study/circulars/{}", it.id);
    let (title, tag, words, action) = match it.what {
        circular::What::Asked => (
            format!("看初稿：{}", it.title),
            "征求意见",
            format!("{}的通报印发以前，看写到本单位的对不对", it.issuer),
            "去看",
        ),
        circular::What::Came => {
            let named = if it.is_named { "，写到本单位的和记录放在一起" } else { "" };
            (it.title, "有通报", format!("{}印发{named}", it.issuer), "去看")
        }
        circular::What::Ready if it.objections > 0 => (
            it.title,
            "有意见",
            format!("{}个单位对初稿有意见，核对以后再印发", it.objections),
            "看意见",
        ),
        circular::What::Ready => {
            (it.title, "可以印发", "征求意见完了，没有单位有意见".to_owned(), "去印发")
        }
    };
    Todo {
        title,
        tag: parts::tag(State::Due, tag),
        words,
        why: None,
        actions: vec![(action.to_owned(), url)],
        due: it.until.filter(|_| it.what == circular::What::Asked),
        urgency: if it.what == circular::What::Came { Urgency::Anytime } else { Urgency::Soon },
    }
}

fn line(it: Row) -> Option<Line> {
    let group = Group::find(&it.kind)?;
    let how = match (it.held_on, it.drafted_on) {
        (Some(on), _) => format!("{}学过", on.zh_short()),
        (None, Some(on)) => format!("定在{}", on.zh_short()),
        (None, None) => "还没学".to_owned(),
    };
    Some(Line {
        id: it.id,
        plan: it.plan,
        topic: it.topic,
        reading: it.reading.replace('\n', "、"),
        group: &group.short,
        how,
    })
}
