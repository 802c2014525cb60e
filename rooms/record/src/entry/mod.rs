//! The entry of a register that a record names: the base that was visited, the partner, the studio. Who keeps registers is
//! not known here: two views say what may be named and who belongs to it.

mod store;

use act::{Ctx, Faults, Place, Result};
use calendar::Day;
use db::{Asker, Read};
use web::{
    Form, Markup, Pager,
    parts::{self, Choice},
};

use crate::{
    SEE_RECORD,
    kind::{Expects, Kinds, RecordKind},
    meeting::{self, DRAFT, Filter, Line},
};

pub(crate) use self::store::{Usable, find, people_of};

/// A record that names an entry, as the page of the entry lists it.
#[derive(Debug, Clone)]
pub struct Naming {
    pub url: String,
    pub title: String,
    pub unit_name: String,
    pub on: Day,
    /// `24/27`, or `—`.
    pub attendance: String,
    pub tag: Markup,
}

/// Everything that names an entry and is in the viewer's sight, newest first, on the page that `pager` makes of the count.
pub fn naming(
    ctx: &Ctx,
    read: &Read,
    entry: i64,
    pager: impl Fn(i64) -> Pager,
) -> Result<(Pager, Vec<Naming>)> {
    let sight = ctx.sight(&SEE_RECORD);
    let mut own_units = Vec::new();
    if let Some(person) = sight.own.filter(|_| sight.is_empty()) {
        own_units = meeting::own_units(read, person)?;
    }
    let open = Kinds::built_in().iter().filter(|kind| kind.open_to_members);
    let filter = Filter {
        entry: Some(entry),
        own_units,
        open_kinds: open.map(|kind| kind.key.clone()).collect(),
        stage: "standing".to_owned(),
        ..Filter::default()
    };
    // As if there were no end: what does not fill its first page is all there is, and need not be counted.
    let asked = pager(i64::MAX / 2);
    let mut lines = meeting::list(ctx, read, &filter, asked)?;
    let count = lines.len() as i64;
    let pager = if asked.page == 1 && count < asked.per {
        pager(count)
    } else {
        let pager = pager(meeting::count(ctx, read, &filter)?);
        if pager.page != asked.page {
            lines = meeting::list(ctx, read, &filter, pager)?;
        }
        pager
    };
    Ok((pager, lines.into_iter().map(of_line).collect()))
}

fn of_line(line: Line) -> Naming {
    Naming {
        url: line.id.url(),
        attendance: line.attendance(),
        tag: line.tag(),
        on: line.plan_on,
        title: line.title,
        unit_name: line.unit_name,
    }
}

/// What the hat worn may hold in its own unit that names an entry of this sort: title and URL of the filled-in draft.
pub fn drafts_naming(ctx: &Ctx, sort: &str, entry: i64) -> Vec<(&'static str, String)> {
    let Some(hat) = ctx.actor.hat().filter(|hat| ctx.allows(&DRAFT, &hat.unit)) else {
        return Vec::new();
    };
    let kinds = Kinds::built_in().iter().filter(|kind| kind.is_for(&hat.unit.kind));
    let named = kinds.filter_map(|kind| Some((kind, kind.entry.as_ref()?)));
    let of_sort = named.filter(|(_, it)| it.sort == sort);
    of_sort
        .map(|(kind, it)| {
            let variety = kind.variety(&it.variety);
            let title = variety.map_or(kind.short.as_str(), |it| it.title.as_str());
            let (unit, variety) = (hat.unit.id, &it.variety);
            let url = format!(
                "/records/new?kind={}&unit={unit}&variety={variety}&entry={entry}",
                kind.key
            );
            (title, url)
        })
        .collect()
}

/// What may be named: entries of the unit and of those above it on that day, and what is named already.
pub(crate) fn offered(
    read: &Read,
    kind: &RecordKind,
    place: &Place,
    (day, named): (Day, Option<i64>),
) -> Result<Vec<Choice>> {
    let Some(entry) = &kind.entry else { return Ok(Vec::new()) };
    let found = store::usable(read, &entry.sort, &above(place), (day, named))?;
    Ok(found.into_iter().map(|it| Choice::new(it.id.to_string(), it.name)).collect())
}

/// The unit and all above it.
fn above(place: &Place) -> Vec<i64> {
    let path = place.lead_path.as_deref().unwrap_or_default();
    let above = path.split('/').filter_map(|id| id.parse().ok());
    above.chain([place.id]).collect()
}

/// What a draft starts with.
#[derive(Debug, Default)]
pub(crate) struct Start {
    /// As the link says, else the only one where one is needed.
    pub(crate) named: Option<Usable>,
    /// Who belongs to it, where they are expected.
    pub(crate) people: Vec<(i64, String)>,
    pub(crate) offered: Vec<Choice>,
}

/// Handed over at once, to be waited for.
pub(crate) fn start<'k>(
    ask: &Asker,
    kind: &'k RecordKind,
    place: &Place,
    (day, asked): (Day, Option<i64>),
) -> impl Future<Output = Result<Start>> + use<'k> {
    let entry = kind.entry.as_ref();
    let is_with = kind.expects == Expects::Entry;
    let query = entry.map(|it| store::with_people(&it.sort, &above(place), day, is_with));
    let rows = ask.all(store::BELONGING, query);
    async move {
        let found = store::by_entry(rows.await?);
        let is_needed = entry.is_some_and(|it| it.is_needed);
        let named = match (asked, found.as_slice()) {
            (Some(asked), found) => found.iter().find(|it| it.0.id == asked),
            (None, [only]) => Some(only).filter(|_| is_needed),
            (None, _) => None,
        };
        let (named, people) = named.cloned().unzip();
        let offered =
            found.into_iter().map(|(it, _)| Choice::new(it.id.to_string(), it.name)).collect();
        Ok(Start { named, people: people.unwrap_or_default(), offered })
    }
}

/// The field in the form; "" where the kind names none.
pub(crate) fn field(
    form: &Form,
    kind: &RecordKind,
    offered: &[Choice],
    current: Option<i64>,
) -> Markup {
    let Some(entry) = &kind.entry else { return Markup::default() };
    let none = match (offered.is_empty(), entry.is_needed) {
        (true, true) => "名录里还没有，请先登记",
        (true, false) => "名录里还没有，写在下面",
        (false, true) => "请选择",
        (false, false) => "不在名录里",
    };
    let mut choices = vec![Choice::new("", none)];
    choices.extend(offered.iter().cloned());
    let current = current.map_or_else(String::new, |id| id.to_string());
    parts::field_select(form, "entry", &entry.label, &choices, &current)
}

/// Nobody names what is not offered to him; where one is needed, nothing `is_held` without.
pub(crate) fn faults(
    read: &Read,
    kind: &RecordKind,
    place: &Place,
    (named, day): (Option<i64>, Day),
    is_held: bool,
) -> Result<Faults> {
    let mut faults = Faults::default();
    let Some(entry) = &kind.entry else { return Ok(faults) };
    match named {
        Some(named) => {
            let found = store::usable(read, &entry.sort, &above(place), (day, None))?;
            if !found.iter().any(|it| it.id == named) {
                let words = format!("{}在这一天不在名录里，请从列出的里选", entry.label);
                faults.add("entry", words);
            }
        }
        None if entry.is_needed && is_held => {
            faults.add("entry", format!("请选择{}", entry.label));
        }
        None => {}
    }
    Ok(faults)
}
