//! Taking a batch back: what goes, what stays and why, then the act.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Reply, Req, parts};

use super::{framed, seen};
use crate::{Batch, Fate, Undone, Wizard, Words, run};

#[derive(Template)]
#[template(path = "pages/undo.html")]
struct Undo {
    title: &'static str,
    measure: &'static str,
    stay: &'static str,
    all_go: &'static str,
    problems: Markup,
    key: Markup,
    action: String,
    back: String,
    fate: Fate,
    reason: Markup,
    b: Batch,
}

pub(super) fn form<W: Wizard>(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let b = seen::<W>(ctx, read, req, &W::KIND.undo)?;
    let (paths, words) = (W::KIND.paths, W::KIND.words);
    let crumbs = W::crumbs(ctx, read, b.unit)?;
    let page = Undo {
        title: words.undo_title,
        measure: words.measure,
        stay: words.stay,
        all_go: words.all_go,
        problems: parts::problems(&req.form),
        key: req.key(),
        action: paths.undo.replace("{batch}", &b.id.to_string()),
        back: paths.of_batch(b.id),
        fate: W::fate(ctx, read, &b)?,
        reason: parts::field_text(&req.form, "reason", "撤回的原因", "写给以后查记录的人看", ""),
        b,
    };
    Ok(framed::<W>(Page::of("撤回", &page)?, crumbs).task())
}

pub(super) fn undo<W: Wizard>(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("batch")?;
    let reader = req.form.reader();
    let reason = reader.text("reason", "撤回的原因", 100);
    reader.check()?;
    // Who may undo, may also see what he undoes.
    ctx.read(|read| seen::<W>(ctx, read, req, &W::KIND.undo))?;
    let undone = run::undo::<W>(ctx, id, &reason)?;
    Ok(Reply::to(W::KIND.paths.of_batch(id)).saying(said(&undone, &W::KIND.words)))
}

const MOST_NAMES: usize = 10;

fn said(undone: &Undone, words: &Words) -> String {
    let Words { measure, stay, .. } = *words;
    let words = format!("已撤回{}{measure}", undone.taken.removed + undone.taken.restored);
    if undone.kept.is_empty() {
        return words;
    }
    let names: Vec<&str> = undone.kept.iter().take(MOST_NAMES).map(|it| it.name.as_str()).collect();
    let more = if undone.kept.len() > MOST_NAMES { "等" } else { "" };
    let (kept, names) = (undone.kept.len(), names.join("、"));
    format!("{words}。{kept}{measure}{stay}，没有动：{names}{more}")
}
