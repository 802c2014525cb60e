//! Answering: a card on the home page and the same on a page of its own. Nothing is kept half-filled, nothing is counted,
//! nothing says when.

mod store;

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Period;
use db::{Asker, Read};
use record::Switched;
use systems::Systems;
use web::{Gathered, Markup, Page, Reply, Req, Section, parts};

use self::store::Branch;
use crate::{
    poll::{self, CHOICES, Poll, Question, Whom},
    release::AT_LEAST,
};

/// What somebody may answer and has not.
struct Asked {
    poll: &'static Poll,
    quarter: Period,
    /// Branch or lecture.
    group: i64,
    title: String,
}

/// A form as the page shows it.
struct Shown {
    title: String,
    last_day: String,
    poll: String,
    quarter: String,
    group: i64,
    questions: &'static [Question],
}

#[derive(Template)]
#[template(path = "answer/forms.html")]
struct Forms {
    shown: Vec<Shown>,
    once: Markup,
    at_least: i64,
    choices: [(&'static str, &'static str); 3],
}

#[derive(Template)]
#[template(path = "answer/page.html")]
struct Whole {
    problems: Markup,
    forms: Markup,
    is_empty: bool,
}

/// On the side of everybody's home page, but not under an administrator's hat: there he keeps the house, and is asked
/// when he is himself.
pub(crate) async fn at_home(ctx: &Ctx, read: &Read<'_>, ask: &Asker) -> Result<Gathered> {
    let systems = ctx.part::<Systems>();
    if ctx.actor.hat().is_some_and(|hat| systems.is_administrator(&hat.kind)) {
        return Ok(Default::default());
    }
    let asked = asked(ctx, read, ask).await?;
    if asked.is_empty() {
        return Ok(Default::default());
    }
    Ok((Vec::new(), vec![forms(&asked, Markup::default())?]))
}

pub(crate) fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let asked = asked_alone(ctx, read)?;
    let whole = Whole {
        problems: parts::problems(&req.form),
        forms: forms(&asked, req.once())?,
        is_empty: asked.is_empty(),
    };
    Ok(Page::of("不记名的问题", &whole)?.section(Section::Me).under([("我的", "/me")]))
}

fn forms(asked: &[Asked], once: Markup) -> Result<Markup> {
    let shown = asked.iter().map(|it| Shown {
        title: it.title.clone(),
        last_day: it.poll.window(it.quarter).1.zh_short(),
        poll: it.poll.key.clone(),
        quarter: it.quarter.key(),
        group: it.group,
        questions: &it.poll.question,
    });
    let forms = Forms { shown: shown.collect(), once, at_least: AT_LEAST, choices: CHOICES };
    forms.render().map(Markup).map_err(Error::broken)
}

/// By the branch to which he belongs today, and the lectures that he sat through.
async fn asked(ctx: &Ctx, read: &Read<'_>, ask: &Asker) -> Result<Vec<Asked>> {
    let Some(person) = ctx.actor.person() else { return Ok(Vec::new()) };
    let branch: Vec<Branch> = ask.all(store::BRANCH, store::branch_of(person)).await?;
    let Some(branch) = branch.first() else { return Ok(Vec::new()) };
    let switched = Switched::in_unit(ctx, read, branch.id)?;
    let mut open = Vec::new();
    for poll in poll::polls().iter().filter(|it| switched.runs(&it.system)) {
        for quarter in poll.open_on(ctx.today) {
            let days = (quarter.first(), quarter.last());
            let heard = matches!(poll.asks, Whom::Audience)
                .then(|| record::attended_lectures(ask, person, &branch.path(), days));
            open.push((poll, quarter, heard));
        }
    }
    let mut all = Vec::new();
    for (poll, quarter, heard) in open {
        let asked = |group, title| Asked { poll, quarter, group, title };
        let Some(heard) = heard else {
            all.push(asked(branch.id, poll.title.clone()));
            continue;
        };
        let title = |it: &record::Attended| format!("{}（{}）", it.title, it.held_on.zh_short());
        all.extend(heard.await?.iter().map(|it| asked(it.id, title(it))));
    }
    if all.is_empty() {
        return Ok(all);
    }
    let polls: Vec<String> = all.iter().map(|it| it.poll.urn(it.quarter)).collect();
    let groups: Vec<i64> = all.iter().map(|it| it.group).collect();
    let done = ctx.have_cast(ask, &polls, &groups).await?;
    all.retain(|it| !done.contains(&(it.poll.urn(it.quarter), it.group)));
    Ok(all)
}

fn asked_alone(ctx: &Ctx, read: &Read) -> Result<Vec<Asked>> {
    let ask = Asker::default();
    ask.finish(read, asked(ctx, read, &ask))
}

pub(crate) fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let poll = poll::find(&reader.text("poll", "哪一次", 40)).ok_or(Error::NotFound)?;
    let quarter = reader.text("quarter", "哪个季度", 8);
    let group: Option<i64> = reader.id("group");
    let mut answers = Vec::new();
    for question in &poll.question {
        let choice = reader.optional_text(&question.key, &question.text, 10);
        if let Some((key, _)) = CHOICES.iter().find(|(key, _)| *key == choice) {
            answers.push((question.key.as_str(), *key));
        }
    }
    reader.check()?;
    if answers.is_empty() {
        return Err(Error::invalid("", "点一个回答再交；不想答可以不答"));
    }
    let asked = ctx.read(|read| asked_alone(ctx, read))?;
    let is_it = |it: &&Asked| {
        it.poll.key == poll.key && it.quarter.key() == quarter && Some(it.group) == group
    };
    let Some(asked) = asked.iter().find(is_it) else {
        return Err(Error::Conflict("这一次您已经答过，或者已经过了最后一天".into()));
    };
    ctx.cast(&poll.urn(asked.quarter), asked.group, &answers)?;
    Ok(Reply::to("/me/questions").saying("收到了，没有记是谁答的"))
}
