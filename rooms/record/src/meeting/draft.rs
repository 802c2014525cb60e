//! A new record opens as a filled-in draft: from the regulation, the roll of the day and last time.

use act::{Ctx, Place, Result};
use calendar::Day;
use db::{Asker, Read};
use rules::Rules;
use systems::Systems;
use web::parts::Choice;

use super::{Record, Session, minute, sent::Content, store};
use crate::{
    birthday, entry,
    kind::{AgendaItem, Expects, RecordKind, Variety},
    plan::Foreseen,
    roll::{self, Expected, OnDay},
    task::{self, StillOpen, Task},
};

/// A draft, and where its parts come from.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) content: Content,
    /// For each item of the agenda: why it stands there.
    pub(crate) sources: Vec<String>,
    pub(crate) expected: Vec<Expected>,
    /// Entries of a register, one of which it may name.
    pub(crate) entries: Vec<Choice>,
    pub(crate) last: Option<Record>,
    /// Agreed earlier and not done.
    pub(crate) open_tasks: Vec<Task>,
    /// Drafts of the same kind and month that are not closed yet.
    pub(crate) standing: Vec<store::Standing>,
}

/// What a draft is made for.
pub(crate) struct Wanted<'w> {
    pub(crate) kind: &'w RecordKind,
    pub(crate) place: &'w Place,
    pub(crate) day: Day,
    pub(crate) on_day: &'w OnDay,
    pub(crate) variety: &'w str,
    /// With whom, where somebody is talked with.
    pub(crate) partner: Option<i64>,
    /// The entry of a register that a link names.
    pub(crate) entry: Option<i64>,
    /// What the year plan says of it.
    pub(crate) foreseen: Option<&'w Foreseen>,
}

/// Who was sent to sit in at a meeting that a unit drafts for a day, by name; a part of the core, for this room does not know
/// who sends them.
pub struct SitIn(pub fn(&Ctx, &Read, unit: i64, kind: &str, Day) -> Result<Vec<String>>);

/// What the form of a new record shows: first from the plan, then from last time, then from the regulation.
pub(crate) fn suggested(ctx: &Ctx, read: &Read, wanted: &Wanted) -> Result<Draft> {
    let Wanted { kind, place, day, on_day, variety, partner, foreseen, .. } = *wanted;
    let (rules, systems) = (ctx.part::<Rules>(), ctx.part::<Systems>());
    let mut offered = kind.varieties_in(&place.kind);
    let variety = kind.variety(variety).or_else(|| offered.next());
    let variety = variety.map(|it| it.key.clone()).unwrap_or_default();
    let Found { start, open, topic, standing } = found(read, wanted, &variety)?;
    let mut others = roll::others(read, kind, (partner, None), day)?;
    others.extend(start.people);
    let expected = roll::expected(systems, kind, place, on_day, others);
    let last = store::last_of(read, place.id, &kind.key, day)?;
    let carried = open.iter().filter(|it| kind.carries && it.kind == kind.key);
    let carried: Vec<&Task> = carried.map(|it| &it.task).collect();
    let (agenda, sources) = agenda(rules, &kind.agenda_in(&variety, &place.kind), &carried);
    let (chair, recorder) = officers(kind, on_day);
    let mut guests: Vec<String> = match kind.expects {
        Expects::Members => guests(on_day),
        _ => Vec::new(),
    };
    if let Some(SitIn(who)) = ctx.core.maybe_part::<SitIn>() {
        guests.extend(who(ctx, read, place.id, &kind.key, day)?);
    }
    let usual = session(kind, last.as_ref(), place, day);
    let named = start.named.unwrap_or_default();
    let at = at_entry(ctx, &named);
    let at = if at.is_empty() { usual.place.clone() } else { at };
    let chair = named.head.filter(|it| expected.iter().any(|row| row.person == *it)).or(chair);
    let content = Content {
        title: kind.title_on(&variety, day),
        lecturer: chair.filter(|_| kind.presumes_lecturer(&variety)),
        variety,
        topic,
        also: foreseen.map(|it| also(kind, it)).unwrap_or_default(),
        sessions: vec![planned(foreseen, Session { place: at, ..usual })],
        chair,
        recorder,
        partner,
        entry: Some(named.id).filter(|id| *id > 0),
        guests: guests.join("、"),
        agenda,
        ..Content::default()
    };
    let entries = start.offered;
    let open_tasks = open.into_iter().map(|it| it.task).collect();
    Ok(Draft { content, sources, expected, entries, last, open_tasks, standing })
}

/// What a draft finds, asked together.
struct Found {
    start: entry::Start,
    open: Vec<StillOpen>,
    topic: String,
    standing: Vec<store::Standing>,
}

fn found(read: &Read, wanted: &Wanted, variety: &str) -> Result<Found> {
    let Wanted { kind, place, day, entry, foreseen, .. } = *wanted;
    let planned = foreseen.map(|it| it.entry.topic.as_str()).unwrap_or_default();
    let is_named = planned.is_empty() && kind.variety(variety).is_some_and(|it| it.names_birthdays);
    let agrees = kind.expects != Expects::Partner;
    let ask = Asker::default();
    ask.finish(read, async {
        let start = entry::start(&ask, kind, place, (day, entry));
        let open = ask.all(task::STILL_OPEN, agrees.then(|| task::still_open(place.id)));
        let born = is_named.then(|| birthday::admitted(place.id, day));
        let born = ask.all(birthday::ADMITTED, born);
        let standing = agrees.then(|| store::standing(place.id, &kind.key, day));
        let standing = ask.all(store::STANDING, standing);
        let (start, open) = (start.await?, open.await?);
        let topic = if is_named { birthday::names(born.await?, day) } else { planned.to_owned() };
        Ok(Found { start, open, topic, standing: standing.await? })
    })
}

/// Where an entry is, "" where it does not say so, out of its name and its facts; a part of the core, for this room does not know
/// what registers write.
pub struct EntryAt(pub fn(name: &str, facts: &str) -> String);

fn at_entry(ctx: &Ctx, entry: &entry::Usable) -> String {
    match ctx.core.maybe_part::<EntryAt>() {
        Some(EntryAt(at)) => at(&entry.name, &entry.facts),
        None => String::new(),
    }
}

/// What was sent, with the title, the agenda and the place that go with its variety and its entry where nobody has written others:
/// those of another variety, and the room that every draft starts with.
pub(crate) fn followed(
    ctx: &Ctx,
    read: &Read,
    (kind, place): (&RecordKind, &Place),
    before: Option<&Record>,
    content: &Content,
) -> Result<Content> {
    let mut content = content.clone();
    let Some(day) = content.sessions.first().map(|it| it.on) else { return Ok(content) };
    if before.is_none_or(|it| it.variety != content.variety) {
        let days = [Some(day), Some(ctx.today), before.map(|it| it.plan_on)];
        let was = |it: &&Variety| match before {
            Some(before) => it.key == before.variety,
            None => it.key != content.variety,
        };
        let was: Vec<&Variety> = kind.varieties.iter().filter(was).collect();
        let titled = |it: &&Variety| {
            let of = |day: Day| kind.title_on(&it.key, day) == content.title;
            days.into_iter().flatten().any(of)
        };
        let title = was.iter().any(titled).then(|| kind.title_on(&content.variety, day));
        let agenda = exchanged(kind, &place.kind, (&was, &content.variety), &content.agenda);
        content.title = title.unwrap_or(content.title);
        content.agenda = agenda.unwrap_or(content.agenda);
    }
    if content.entry.is_some() && content.entry != before.and_then(|it| it.entry) {
        let named = content.entry.map(|it| entry::find(read, it)).transpose()?.flatten();
        let at = named.map_or_else(String::new, |it| at_entry(ctx, &it));
        let last = store::last_of(read, place.id, &kind.key, day)?;
        let usual = session(kind, last.as_ref(), place, day).place;
        let first =
            content.sessions.first_mut().filter(|it| it.place.is_empty() || it.place == usual);
        if let Some(first) = first.filter(|_| !at.is_empty()) {
            first.place = at;
        }
    }
    Ok(content)
}

/// The agenda of the variety instead of that of another, with what stands after it; `None` where somebody has changed it.
fn exchanged(
    kind: &RecordKind,
    unit: &str,
    (was, now): (&[&Variety], &str),
    typed: &[String],
) -> Option<Vec<String>> {
    let items = |variety: &str| -> Vec<String> {
        kind.agenda_in(variety, unit).into_iter().map(|it| it.item.clone()).collect()
    };
    let new = items(now);
    if typed.starts_with(&new) {
        return None;
    }
    let old = was.iter().map(|it| items(&it.key)).filter(|it| typed.starts_with(it));
    let old = old.max_by_key(Vec::len).filter(|it| !it.is_empty())?;
    Some(new.into_iter().chain(typed[old.len()..].iter().cloned()).collect())
}

/// What the plan has fixed of a session; the rest as it would be without one.
fn planned(foreseen: Option<&Foreseen>, session: Session) -> Session {
    let Some(Foreseen { entry, .. }) = foreseen else { return session };
    let kept = |planned: &String, else_: String| {
        if planned.is_empty() { else_ } else { planned.clone() }
    };
    let (from, to) = match entry.from.as_str() {
        "" => (session.from, session.to),
        from => (from.to_owned(), kept(&entry.to, later(from, &session))),
    };
    Session { on: session.on, from, to, place: kept(&entry.place, session.place) }
}

/// As long as it would have been, from another hour; "" where that is not known.
fn later(from: &str, session: &Session) -> String {
    match (minute(from), session.length()) {
        (Some(from), length) if length > 0 => {
            let end = (from + length).min(24 * 60 - 1);
            format!("{:02}:{:02}", end / 60, end % 60)
        }
        _ => String::new(),
    }
}

/// What the plan wants it to be as well, as far as such a meeting may.
fn also(kind: &RecordKind, foreseen: &Foreseen) -> Vec<String> {
    let may = |key: &&str| kind.also.iter().any(|also| also == key);
    foreseen.entry.also().filter(may).map(str::to_owned).collect()
}

/// Where and when it was last time; else the usual hour in the unit's own room.
fn session(kind: &RecordKind, last: Option<&Record>, place: &Place, on: Day) -> Session {
    match last.and_then(|record| record.sessions().into_iter().next()) {
        Some(session) => Session { on, ..session },
        None => usual_session(kind, place, on),
    }
}

/// The usual hour of a kind in the unit's own room.
pub(crate) fn usual_session(kind: &RecordKind, place: &Place, on: Day) -> Session {
    let end = minute(&kind.hour).unwrap_or_default() + kind.length;
    let to = format!("{:02}:{:02}", end / 60, end % 60);
    // A temporary branch meets where its people are: nobody knows beforehand.
    let room = match place.kind.as_str() {
        "temporary_branch" => String::new(),
        _ => format!("{}会议室", place.short_name.trim_end_matches("党支部")),
    };
    Session { on, from: kind.hour.clone(), to, place: room }
}

/// More would hide what the meeting is for; all of them stand above the form.
const CARRIED_AT_MOST: usize = 3;

fn agenda(rules: &Rules, usual: &[&AgendaItem], open: &[&Task]) -> (Vec<String>, Vec<String>) {
    let source = |text: &str, article: &str| match text {
        "" => "通行做法".to_owned(),
        text => rules.source(text, article),
    };
    let of_kind = usual.iter().map(|it| (it.item.clone(), source(&it.text, &it.article)));
    let carried = open.iter().map(|it| (it.text.clone(), "前几次议定，还没有办结".to_owned()));
    of_kind.chain(carried.take(CARRIED_AT_MOST)).unzip()
}

/// Who presides and who writes: the first post of each list that somebody holds.
fn officers(kind: &RecordKind, on_day: &OnDay) -> (Option<i64>, Option<i64>) {
    let held = &on_day.held;
    let first = |posts: &[String], not: Option<i64>| {
        let of = |post: &String| {
            held.iter().find(|it| it.kind == *post && Some(it.person) != not).map(|it| it.person)
        };
        posts.iter().find_map(of)
    };
    let chair = first(&kind.chairs, None);
    let recorder = first(&kind.recorders, chair).or_else(|| first(&kind.recorders, None));
    (chair, recorder)
}

/// Those who take part here for a time sit in; their own branch counts them.
fn guests(on_day: &OnDay) -> Vec<String> {
    on_day.guests.iter().map(|it| it.name.clone()).collect()
}
