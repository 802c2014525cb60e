//! Drafting from a directive, linking a record to it, saying why not, answering, offering help.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;
use notify::Tell;
use record::{AskedDraft, draft_asked};

use super::{
    Word,
    store::{self, Addressed},
};
use crate::directive::{self, Serving, tell_secretaries};

pub(crate) const DRAFT: Act = Act::new("directive.draft", "按部署起草记录");
pub(crate) const LINK: Act = Act::new("directive.link", "把记录算作部署的开展");
pub(crate) const UNLINK: Act = Act::new("directive.unlink", "不把记录算作部署的开展");
pub(crate) const EXPLAIN: Act = Act::new("directive.explain", "说明部署为什么没有开展");
pub(crate) const ANSWER: Act = Act::new("directive.answer", "答复下级的说明");
pub(crate) const HELP: Act = Act::new("directive.help", "愿意帮下级办部署");

/// Kept beside the event of the act, whose reason the words are.
pub(crate) fn say(
    w: &Acting,
    about: (i64, Option<i64>),
    word: Word,
    until: Option<Day>,
    by: Option<i64>,
) -> Result<()> {
    store::say(w, about, word.key(), until, (w.event(), w.now, by))
}

/// Ends in an open directive that asks something of the unit.
fn asked(it: &Addressed) -> Result<()> {
    if it.directive.is_open() {
        return Ok(());
    }
    Err(Error::Conflict("这件部署已经收尾或者撤回，不用再办".into()))
}

/// The draft on its way, or a new one out of the directive: linked as it is made.
pub(super) fn draft(
    ctx: &Ctx,
    it: &Addressed,
    serving: &Serving,
    agenda: &[String],
) -> Result<i64> {
    asked(it)?;
    let of = &it.directive;
    ctx.act(&DRAFT, it.unit_id, |w| {
        if let Some(record) = store::open_draft(w, of.id, it.unit_id)? {
            w.about("record", record).reply(format!("/records/{record}"));
            return Ok(record);
        }
        let wanted = AskedDraft {
            unit: it.unit_id,
            kind: &serving.kind.key,
            variety: &serving.variety,
            title: of.title.clone(),
            agenda: agenda.to_vec(),
            ..AskedDraft::default()
        };
        let record = draft_asked(w, ctx, &wanted, (of.from_on, of.to_on))?;
        store::link(w, (of.id, it.unit_id), record.0, (w.now, ctx.actor.person()))?;
        w.about("record", record)
            .changed(&["agenda", "directive"])
            .reply(format!("/records/{record}"));
        Ok(record.0)
    })
}

pub(super) fn link(ctx: &Ctx, it: &Addressed, record: i64) -> Result<()> {
    asked(it)?;
    ctx.act(&LINK, it.unit_id, |w| {
        let tied = store::tied(w, &it.directive, it.unit_id)?;
        if !tied.iter().any(|it| it.record == record && it.sort == "fits") {
            let words = "这份记录不是本支部在部署期间开展的，或者已经算上了";
            return Err(Error::Conflict(words.into()));
        }
        link_in(w, ctx, (it.directive.id, it.unit_id), record)?;
        w.about("directive", it.directive.id).changed(&["record"]).reply(url(it));
        Ok(())
    })
}

/// A record of the unit answers the directive, as far as it fits.
pub fn link_in(w: &Acting, ctx: &Ctx, at: (i64, i64), record: i64) -> Result<()> {
    store::link(w, at, record, (w.now, ctx.actor.person())).map(|_| ())
}

/// Records of the unit that would serve it, held and not linked.
pub fn fitting_in(w: &Acting, (directive, unit): (i64, i64)) -> Result<Vec<i64>> {
    let it = directive::store::get(w, directive)?.ok_or(Error::NotFound)?;
    let tied = store::tied(w, &it, unit)?;
    Ok(tied.into_iter().filter(|it| it.sort == "fits").map(|it| it.record).collect())
}

pub(super) fn unlink(ctx: &Ctx, it: &Addressed, record: i64) -> Result<()> {
    asked(it)?;
    ctx.act(&UNLINK, it.unit_id, |w| {
        if !store::unlink(w, (it.directive.id, it.unit_id), record)? {
            return Err(Error::Conflict("这份记录没有算在这件部署上".into()));
        }
        w.about("directive", it.directive.id).changed(&["record"]).reply(url(it));
        Ok(())
    })
}

fn url(it: &Addressed) -> String {
    it.directive.unit_url(it.unit_id)
}

/// Why the unit cannot, and until when; whoever may answer is told.
pub(super) fn explain(ctx: &Ctx, it: &Addressed, why: &str, until: Day) -> Result<()> {
    asked(it)?;
    ctx.act(&EXPLAIN, it.unit_id, |w| {
        let by = ctx.actor.person();
        say_in(w, (it.directive.id, it.unit_id), Word::Why, (why, Some(until)), by)?;
        let text = format!("{}说明“{}”为什么没有开展", it.place().short_name, it.directive.title);
        let issuers = [it.directive.unit];
        for kind in ["party_officer", "line_officer"] {
            for post in people::holders(w, &issuers, kind, ctx.today)? {
                let (person, unit, url) = (post.person, Some(post.unit), url(it));
                let (kind, sender) = ("directive", by);
                let tell = Tell { person, unit, kind, text: &text, url: &url, sender, dedup: None };
                notify::tell(w, &tell)?;
            }
        }
        w.about("directive", it.directive.id).reply(url(it));
        Ok(())
    })
}

/// Words become the reason of the act; what they change of the unit stands with it.
pub fn say_in(
    w: &Acting,
    (directive, unit): (i64, i64),
    word: Word,
    (words, until): (&str, Option<Day>),
    by: Option<i64>,
) -> Result<()> {
    w.because(words);
    say(w, (directive, Some(unit)), word, until, by)?;
    match word {
        Word::Why => store::stand_said(w, (directive, unit), "waiting", until),
        Word::Accepted => store::stand_said(w, (directive, unit), "accepted", until),
        Word::Answered => store::stand_said(w, (directive, unit), "answered", None),
        Word::LeftOut | Word::Help | Word::Withdrawn => Ok(()),
    }
}

/// The issuer accepts, or says what then; the unit is told.
pub(super) fn answer(ctx: &Ctx, it: &Addressed, accepts: bool, words: &str) -> Result<()> {
    asked(it)?;
    ctx.act(&ANSWER, it.directive.unit, |w| {
        let now = super::find(ctx, w, (it.directive.id, it.unit_id))?;
        if now.said.as_deref() != Some("waiting") {
            return Err(Error::Conflict("这个组织没有等着答复的说明".into()));
        }
        let word = if accepts { Word::Accepted } else { Word::Answered };
        let at = (it.directive.id, it.unit_id);
        say_in(w, at, word, (words, None), ctx.actor.person())?;
        let said = if accepts { "同意了说明" } else { "答复了说明，请看" };
        let text = format!("“{}”：{}{said}", it.directive.title, it.issuer_name);
        tell_secretaries(w, ctx, &it.directive, &[it.unit_id], (&text, None))?;
        w.about("directive", it.directive.id).reply(url(it));
        Ok(())
    })
}

/// Somebody above says what he can do for the unit.
pub(super) fn help(ctx: &Ctx, it: &Addressed, words: &str) -> Result<()> {
    asked(it)?;
    ctx.act(&HELP, it.unit_id, |w| {
        let at = (it.directive.id, it.unit_id);
        say_in(w, at, Word::Help, (words, None), ctx.actor.person())?;
        let text = format!("“{}”：上级愿意帮忙，请看怎么帮", it.directive.title);
        tell_secretaries(w, ctx, &it.directive, &[it.unit_id], (&text, None))?;
        w.about("directive", it.directive.id).reply(url(it));
        Ok(())
    })
}

/// Items of the directive, then of each level in between, from the top down.
pub(super) fn agenda(
    of: &directive::Directive,
    past: &[directive::store::Past],
    place: &act::Place,
) -> Vec<(String, Vec<String>)> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let on = |path: &Option<String>, unit: i64| {
        path.as_deref().is_some_and(|it| it.contains(&format!("/{unit}/")))
    };
    let parts = past.iter().filter(|it| {
        it.sort == "part" && (on(&place.lead_path, it.unit) || on(&place.line_path, it.unit))
    });
    let mut agenda = vec![(String::new(), lines(&of.items))];
    agenda.extend(parts.map(|it| (it.name.clone(), lines(&it.items))));
    agenda
}
