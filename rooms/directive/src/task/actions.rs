//! Giving a task, writing how far it is, asking for more time, reporting it done, accepting or giving back, helping.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;
use db::bind;
use notify::Tell;
use serde::Deserialize;

use super::{Task, store};
use crate::instruction::{self, BREAK_DOWN, Instruction};

pub(crate) const PROGRESS: Act = Act::new("instruction.progress", "写批示任务的进展");
pub(crate) const EXTEND: Act = Act::new("instruction.extend", "申请批示任务延期");
pub(crate) const REPORT: Act = Act::new("instruction.report", "报批示任务办结");
pub(crate) const ACCEPT: Act = Act::new("instruction.accept", "认可或者退回报结的任务");
pub(crate) const ANSWER: Act = Act::new("instruction.answer", "答复延期申请");
pub(crate) const HELP: Act = Act::new("instruction.help", "愿意帮着办批示任务");

/// What is said about an entry or one of its tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    Progress,
    /// Why more time is needed, and until when.
    More,
    Approved,
    Refused,
    /// How it was done.
    Reported,
    Accepted,
    Returned,
    Help,
    Dropped,
    Cancelled,
}

impl Word {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::More => "more",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Reported => "reported",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Help => "help",
            Self::Dropped => "dropped",
            Self::Cancelled => "cancelled",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Progress => "进展",
            Self::More => "申请延期",
            Self::Approved => "同意延期",
            Self::Refused => "不同意延期",
            Self::Reported => "报办结",
            Self::Accepted => "认可办结",
            Self::Returned => "退回",
            Self::Help => "愿意帮忙",
            Self::Dropped => "撤下任务",
            Self::Cancelled => "撤销登记",
        }
    }
}

/// Kept beside the event of the act, whose reason the words are; under which post it was said.
pub(crate) fn say(
    w: &Acting,
    ctx: &Ctx,
    (instruction, task): (i64, Option<i64>),
    word: Word,
    until: Option<Day>,
) -> Result<()> {
    let post = ctx.actor.hat().map_or("", |hat| hat.kind.as_str());
    said_by(w, (instruction, task), word, until, (ctx.actor.person(), post))
}

fn said_by(
    w: &Acting,
    (instruction, task): (i64, Option<i64>),
    word: Word,
    until: Option<Day>,
    (by, post): (Option<i64>, &str),
) -> Result<()> {
    let first = bind![w.id(), instruction, task, word.key(), post, until];
    store::say(w, &[first, bind![w.event(), w.now, by]].concat())
}

/// A task of a post as it is given.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub words: String,
    /// Key in `systems/posts.toml`.
    pub post: String,
    pub due_on: Day,
    /// `theme_day/july_first`; none: an account in words.
    pub kinds: Vec<String>,
}

/// Whoever holds the post today is told.
pub(crate) fn tell_holders(
    w: &Acting,
    ctx: &Ctx,
    (unit, post): (i64, &str),
    (text, url): (&str, &str),
    dedup: Option<&str>,
) -> Result<()> {
    let sender = ctx.actor.person();
    let held = people::holders(w, &[unit], post, ctx.today)?;
    for it in held.iter().filter(|it| Some(it.person) != sender) {
        let (person, unit, kind) = (it.person, Some(unit), "instruction");
        notify::tell(w, &Tell { person, unit, kind, text, url, sender, dedup })?;
    }
    Ok(())
}

/// Whoever keeps the ledger of the unit is told.
fn tell_keepers(w: &Acting, ctx: &Ctx, it: &Task, text: &str) -> Result<()> {
    for post in ["party_officer", "line_officer"] {
        tell_holders(w, ctx, (it.unit, post), (text, &it.url()), None)?;
    }
    Ok(())
}

pub(super) fn add(ctx: &Ctx, it: &Instruction, new: &NewTask) -> Result<()> {
    ctx.act(&BREAK_DOWN, it.unit, |w| {
        add_in(w, ctx, it.id, new)?;
        w.about("instruction", it.id).changed(&["task"]).reply(it.url());
        Ok(())
    })
}

/// Within an act of the caller; its id.
pub fn add_in(w: &Acting, ctx: &Ctx, instruction: i64, new: &NewTask) -> Result<i64> {
    let it = instruction::store::get(w, instruction)?.ok_or(Error::NotFound)?;
    instruction::check_open(&it)?;
    let id = w.id();
    let NewTask { words, post, due_on, kinds } = new;
    let position = store::next_position(w, it.id)?;
    let first = bind![id, it.id, it.unit, position, words, post];
    let none: Option<i64> = None;
    store::insert(w, &[first, bind![none, due_on, kinds.join(" "), 1]].concat())?;
    let text = format!("{}以前：{}（{}）", due_on.zh_short(), words, it.title);
    tell_holders(w, ctx, (it.unit, post), (&text, &format!("/instructions/tasks/{id}")), None)?;
    Ok(id)
}

/// A directive of the same unit is a task of the entry.
pub fn add_directive_in(w: &Acting, instruction: i64, directive: i64) -> Result<()> {
    let it = instruction::store::get(w, instruction)?.ok_or(Error::NotFound)?;
    instruction::check_open(&it)?;
    let of = crate::directive::store::get(w, directive)?.ok_or(Error::NotFound)?;
    if of.unit != it.unit {
        return Err(Error::NotFound);
    }
    if store::of_directive(w, directive)?.is_some() {
        return Err(Error::Conflict("这件部署已经是别的批示的任务了".into()));
    }
    let position = store::next_position(w, it.id)?;
    let none: Option<String> = None;
    let first = bind![w.id(), it.id, it.unit, position, "", none];
    let no_day: Option<Day> = None;
    store::insert(w, &[first, bind![directive, no_day, "", 1]].concat())
}

pub(super) fn add_directive(ctx: &Ctx, it: &Instruction, directive: i64) -> Result<()> {
    ctx.act(&BREAK_DOWN, it.unit, |w| {
        add_directive_in(w, it.id, directive)?;
        w.about("instruction", it.id).changed(&["task"]).reply(it.url());
        Ok(())
    })
}

/// Somebody changed it meanwhile, or it is over.
fn stale(done: bool) -> Result<()> {
    if done {
        return Ok(());
    }
    Err(Error::Conflict("这项任务刚刚有人办过或者改过，请刷新页面再看".into()))
}

/// With the version of the form; whoever holds the post then is told.
pub(super) fn amend(ctx: &Ctx, it: &Task, version: i64) -> Result<()> {
    ctx.act(&BREAK_DOWN, it.unit, |w| {
        stale(store::amend(w, it, version)?)?;
        let text = format!("任务有改动：{}，{}以前", it.words, it.due_on.zh_short());
        let post = it.post.as_deref().unwrap_or_default();
        tell_holders(w, ctx, (it.unit, post), (&text, &it.url()), None)?;
        w.about("instruction_task", it.id).changed(&["words", "post", "due_on"]).reply(it.url());
        Ok(())
    })
}

pub(super) fn set_aside(ctx: &Ctx, it: &Task, why: &str, version: i64) -> Result<()> {
    ctx.act(&BREAK_DOWN, it.unit, |w| {
        stale(store::set_aside(w, it.id, version, w.now)?)?;
        w.because(why);
        say(w, ctx, (it.instruction, Some(it.id)), Word::Dropped, None)?;
        let url = instruction::url(it.instruction);
        if let Some(post) = &it.post {
            let text = format!("任务撤下了，不用再办：{}", it.words);
            tell_holders(w, ctx, (it.unit, post), (&text, &url), None)?;
        }
        w.about("instruction_task", it.id).changed(&["dropped_at"]).reply(url);
        Ok(())
    })
}

/// How far it is, in short words.
pub(super) fn progress(ctx: &Ctx, it: &Task, words: &str) -> Result<()> {
    ctx.act(&PROGRESS, it.unit, |w| {
        w.because(words);
        say(w, ctx, (it.instruction, Some(it.id)), Word::Progress, None)?;
        w.about("instruction_task", it.id).reply(it.url());
        Ok(())
    })
}

/// The same for a demo: under a post, by somebody.
pub fn progress_in(
    w: &Acting,
    (instruction, task): (i64, i64),
    words: &str,
    (by, post): (Option<i64>, &str),
) -> Result<()> {
    w.because(words);
    said_by(w, (instruction, Some(task)), Word::Progress, None, (by, post))
}

pub(super) fn ask_more(ctx: &Ctx, it: &Task, why: &str, until: Day) -> Result<()> {
    ctx.act(&EXTEND, it.unit, |w| {
        let post = ctx.actor.hat().map_or("", |hat| hat.kind.as_str());
        ask_more_in(
            w,
            (it.instruction, it.id, it.version),
            (why, until),
            (ctx.actor.person(), post),
        )?;
        let text = format!("申请延期到{}：{}", until.zh_short(), it.words);
        tell_keepers(w, ctx, it, &text)?;
        w.about("instruction_task", it.id).changed(&["due_on"]).reply(it.url());
        Ok(())
    })
}

/// The same within an act of the caller.
pub fn ask_more_in(
    w: &Acting,
    (instruction, task, version): (i64, i64, i64),
    (why, until): (&str, Day),
    by: (Option<i64>, &str),
) -> Result<()> {
    stale(store::ask_more(w, (task, version), until)?)?;
    w.because(why);
    said_by(w, (instruction, Some(task)), Word::More, Some(until), by)
}

/// Whoever acts for the unit gives the time or does not; not who asked for it.
pub(super) fn answer(ctx: &Ctx, it: &Task, gives: bool, words: &str) -> Result<()> {
    ctx.act(&ANSWER, it.unit, |w| {
        let asked_by = store::asked_by(w, it.id)?;
        if asked_by.is_some() && asked_by == ctx.actor.person() {
            let words = "延期是您自己申请的，要由另一个人答复".to_owned();
            return Err(Error::Conflict(words));
        }
        let (more, word) =
            if gives { ("approved", Word::Approved) } else { ("refused", Word::Refused) };
        if !store::answer_more(w, it.id, more)? {
            return Err(Error::Conflict("这项任务没有等着答复的延期申请".into()));
        }
        w.because(words);
        say(w, ctx, (it.instruction, Some(it.id)), word, it.more_until.filter(|_| gives))?;
        let text = format!("{}：{}", word.zh(), it.words);
        let post = it.post.as_deref().unwrap_or_default();
        tell_holders(w, ctx, (it.unit, post), (&text, &it.url()), None)?;
        w.about("instruction_task", it.id).changed(&["due_on"]).reply(it.url());
        Ok(())
    })
}

pub(super) fn report(ctx: &Ctx, it: &Task, record: Option<i64>, words: &str) -> Result<()> {
    ctx.act(&REPORT, it.unit, |w| {
        let post = ctx.actor.hat().map_or("", |hat| hat.kind.as_str());
        let by = (ctx.actor.person(), post);
        report_in(w, (it.instruction, it.id, it.version), (ctx.today, record, words), by)?;
        tell_keepers(w, ctx, it, &format!("报办结，等认可：{}", it.words))?;
        w.about("instruction_task", it.id).changed(&["done_at"]).reply(it.url());
        Ok(())
    })
}

/// The same within an act of the caller: on a day, with a record or without.
pub fn report_in(
    w: &Acting,
    (instruction, task, version): (i64, i64, i64),
    (on, record, words): (Day, Option<i64>, &str),
    by: (Option<i64>, &str),
) -> Result<()> {
    stale(store::report(w, (task, version), (on, by.0), record)?)?;
    w.because(words);
    said_by(w, (instruction, Some(task)), Word::Reported, None, by)
}

/// What becomes of a task that was said to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    /// It runs again.
    Returned,
}

/// By two hands: whoever reported it done does not accept it.
pub(super) fn settle(
    ctx: &Ctx,
    it: &Task,
    outcome: Outcome,
    words: &str,
    version: i64,
) -> Result<()> {
    if it.reported_by.is_some() && it.reported_by == ctx.actor.person() {
        let words = "办结是您自己报的，要由另一个人认可或者退回".to_owned();
        return Err(Error::Conflict(words));
    }
    ctx.act(&ACCEPT, it.unit, |w| {
        let post = ctx.actor.hat().map_or("", |hat| hat.kind.as_str());
        let by = (ctx.actor.person(), post);
        settle_in(w, (it.instruction, it.id, version), outcome, words, by)?;
        let text = match outcome {
            Outcome::Accepted => format!("办结认可了：{}", it.words),
            Outcome::Returned => format!("退回再办，请看原因：{}", it.words),
        };
        let post = it.post.as_deref().unwrap_or_default();
        tell_holders(w, ctx, (it.unit, post), (&text, &it.url()), None)?;
        w.about("instruction_task", it.id).changed(&["done_at"]).reply(it.url());
        Ok(())
    })
}

/// The same within an act of the caller.
pub fn settle_in(
    w: &Acting,
    (instruction, task, version): (i64, i64, i64),
    outcome: Outcome,
    words: &str,
    by: (Option<i64>, &str),
) -> Result<()> {
    let (done, word) = match outcome {
        Outcome::Accepted => (store::accept(w, task, version, w.now)?, Word::Accepted),
        Outcome::Returned => (store::give_back(w, task, version)?, Word::Returned),
    };
    stale(done)?;
    w.because(words);
    said_by(w, (instruction, Some(task)), word, None, by)
}

/// Somebody above says what he can do for it.
pub(super) fn help(ctx: &Ctx, it: &Task, words: &str) -> Result<()> {
    ctx.act(&HELP, it.unit, |w| {
        w.because(words);
        say(w, ctx, (it.instruction, Some(it.id)), Word::Help, None)?;
        let text = format!("上级愿意帮忙，请看怎么帮：{}", it.words);
        let post = it.post.as_deref().unwrap_or_default();
        tell_holders(w, ctx, (it.unit, post), (&text, &it.url()), None)?;
        tell_keepers(w, ctx, it, &text)?;
        w.about("instruction_task", it.id).reply(it.url());
        Ok(())
    })
}
