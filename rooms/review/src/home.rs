//! What waits: for who sits in, for an inspector, for a branch.

use act::{Ctx, Result};
use db::Asker;
use record::Kinds;
use web::{
    Gathered, Todo, Urgency,
    parts::{self, State},
};

use crate::{
    REPLY,
    hearing::{
        self, sheet,
        store::{COMING, SITTING, TO_BRANCH},
    },
    sample::{
        self,
        store::{TO_ANSWER, TO_INSPECT},
    },
};

/// A sheet without an answer is shown to the branch so long.
const SHOWN_DAYS: i32 = 90;

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let person = ctx.actor.person();
    let unit = ctx.actor.hat().filter(|_| ctx.carries(&REPLY)).map(|hat| hat.unit.id);
    let since = ctx.today.plus_days(-SHOWN_DAYS);
    let sittings = ask.all(SITTING, person.map(hearing::store::sittings));
    let samples = ask.all(TO_INSPECT, person.map(|it| sample::store::to_inspect(it, ctx.today)));
    let kinds = sheet::announced();
    let coming = ask.all(COMING, unit.map(|it| hearing::store::coming(it, &kinds, ctx.today)));
    let hearings = ask.all(TO_BRANCH, unit.map(|it| hearing::store::to_branch(it, since)));
    let findings = ask.all(TO_ANSWER, unit.map(sample::store::to_answer));
    let mut todos: Vec<Todo> = sittings.await?.iter().map(|it| to_sit_in(ctx, it)).collect();
    todos.extend(samples.await?.into_iter().map(to_inspect));
    if let Some(unit) = unit {
        todos.extend(coming.await?.iter().map(|it| to_be_heard(it, unit)));
        todos.extend(hearings.await?.iter().filter_map(|it| to_branch(it, unit)));
        todos.extend(findings.await?.into_iter().map(to_answer));
    }
    Ok((todos, Vec::new()))
}

fn todo(title: String, tag: (State, &str), words: String, action: (&str, String)) -> Todo {
    Todo {
        title,
        tag: parts::tag(tag.0, tag.1),
        words,
        why: None,
        actions: vec![(action.0.to_owned(), action.1)],
        due: None,
        urgency: Urgency::Soon,
    }
}

fn to_sit_in(ctx: &Ctx, it: &hearing::store::Sitting) -> Todo {
    let kind = Kinds::built_in().short(&it.kind);
    let is_over = it.plan_on.is_some_and(|on| on <= ctx.today);
    let when = it.sessions.as_deref().and_then(hearing::when);
    let words = when.unwrap_or_else(|| {
        let who = sheet::words(&it.kind).1;
        format!("{}至{}开，时间等{who}发通知", it.from_on.zh_short(), it.to_on.zh_short())
    });
    let url = format!("/review/hearings/{}", it.hearing);
    let (tag, action) = if is_over {
        ("该填听会表了", "填听会表")
    } else {
        ("抽到您去听", "看一下")
    };
    let todo =
        todo(format!("去听{}的{kind}", it.unit_name), (State::Due, tag), words, (action, url));
    Todo { due: it.plan_on.or(Some(it.to_on)), ..todo }
}

fn to_inspect((id, title, to_on, count): (i64, String, calendar::Day, i64)) -> Todo {
    let words = format!("还有{count}个组织没办结，记录看到{}为止", to_on.zh_short());
    let url = format!("/review/samples/{id}");
    Todo { due: Some(to_on), ..todo(title, (State::Due, "抽样督查"), words, ("去看", url)) }
}

/// Only of kinds that are announced: a meeting that nobody is told of stays as it would have been.
fn to_be_heard(it: &hearing::store::Coming, unit: i64) -> Todo {
    let (kind, called) = (Kinds::built_in().short(&it.kind), sheet::words(&it.kind).0);
    let url = format!("/review/hearings/{}", it.hearing);
    let words = match it.plan_on {
        Some(on) => format!("{}的这一次，来的人要写在列席里", on.zh_short()),
        None => format!(
            "{}至{}开的那一次。起草时来的人自动写进列席",
            it.from_on.zh_short(),
            it.to_on.zh_short()
        ),
    };
    let action = match it.record {
        Some(_) => ("看谁来", url.clone()),
        None => ("起草这次学习", format!("/records/new?kind={}&unit={unit}", it.kind)),
    };
    let title = format!("上级派人{called}{kind}");
    let mut todo = todo(title, (State::Due, called), words, action);
    todo.why = it.record.is_none().then(|| ("看谁来".to_owned(), url));
    Todo { due: Some(it.plan_on.unwrap_or(it.to_on)), ..todo }
}

fn to_branch(it: &hearing::store::ToBranch, unit: i64) -> Option<Todo> {
    let kind = Kinds::built_in().short(&it.kind);
    let url = format!("/review/hearings/{}", it.hearing);
    let called = sheet::words(&it.kind).0;
    if it.verdict == "again" && !it.is_held_again {
        let words = format!("{called}认为要重开。重开的会存档以后，这件事自动办结");
        let again = format!("/records/new?kind={}&unit={unit}", it.kind);
        let mut todo =
            todo(format!("重开{kind}"), (State::Soon, "重开"), words, ("准备重开", again));
        todo.why = Some(("看反馈".to_owned(), url));
        return Some(todo);
    }
    (!it.has_reply).then(|| {
        let words = format!("{}交的听会表，可以答复", it.filed_on.zh_short());
        todo(format!("{kind}的{called}反馈"), (State::Due, "反馈"), words, ("看反馈", url))
    })
}

fn to_answer((id, text, due_on): (i64, String, calendar::Day)) -> Todo {
    let url = format!("/review/sampled/{id}");
    let words =
        format!("{}以前答复：{}", due_on.zh_short(), text.lines().next().unwrap_or_default());
    let todo = todo("答复督查意见".to_owned(), (State::Due, "督查"), words, ("答复", url));
    Todo { due: Some(due_on), ..todo }
}
