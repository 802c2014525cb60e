//! What can be done with a member: entering, editing, opening a number.

use act::{Act, Acting, Ctx, Error, Faults, Result, Theirs};
use crypto::Keys;

use super::{NewMember, Plain, find, on_list_of, store};
use crate::{codes, protect};

pub(crate) const SEE: Act = Act::new("see.member", "看党员信息");
pub(crate) const ADMIT: Act = Act::new("member.admit", "登记党员");
pub(crate) const EDIT: Act = Act::new("member.edit", "改党员信息");
pub(crate) const REVEAL: Act = Act::new("member.reveal", "看证件号或电话全号");
pub(crate) const EXPORT: Act = Act::new("member.export", "导出党员名册");
pub(crate) const EXPORT_NUMBERS: Act = Act::new("member.export.numbers", "导出证件号全号");

/// Enters one person. His numbers must be free.
pub fn admit(w: &Acting, keys: &Keys, member: &NewMember) -> Result<i64> {
    check_numbers(w, keys, None, member.id_number.as_deref(), member.police_number.as_deref())?;
    let ids = admit_many(w, keys, std::slice::from_ref(member))?;
    w.about("person", ids[0]).rows(1);
    Ok(ids[0])
}

/// Enters many persons in one act with few statements; the new ids in the same order.
/// The caller sees to it that no identity number and no police number is there twice.
pub fn admit_many(w: &Acting, keys: &Keys, members: &[NewMember]) -> Result<Vec<i64>> {
    let ids = store::insert(w, keys, members)?;
    w.rows(members.len());
    Ok(ids)
}

/// [`admit`] as an act of the hat worn.
pub(crate) fn enter(ctx: &Ctx, member: &NewMember) -> Result<i64> {
    ctx.act(&ADMIT, member.unit, |w| {
        let id = admit(w, &ctx.core.keys, member)?;
        w.reply(format!("/members/{id}"));
        Ok(id)
    })
}

/// The unit of somebody whom the viewer may see; 404 otherwise.
pub(crate) fn seen_unit(ctx: &Ctx, person: i64) -> Result<i64> {
    let sight = ctx.sight(&SEE);
    let found = ctx.read(|read| find(&sight, read, person))?;
    Ok(found.ok_or(Error::NotFound)?.unit)
}

/// He must still belong where the permission was checked.
pub(crate) fn still_in(w: &Acting, person: i64, unit: i64) -> Result<i64> {
    let gone = || Error::Conflict("他的组织关系刚刚转走了，请刷新页面再看".into());
    on_list_of(w, person, unit)?.ok_or_else(gone)
}

/// New protected numbers of an edit; `None` leaves what stands there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub(crate) id_number: Option<String>,
    pub(crate) phone: Option<String>,
}

/// Changes a person's row if nobody else has since it was opened at `version`.
pub(crate) fn edit(
    ctx: &Ctx,
    person: i64,
    version: i64,
    new: &Plain,
    numbers: &Numbers,
) -> Result<()> {
    let unit = seen_unit(ctx, person)?;
    let keys = &ctx.core.keys;
    ctx.act(&EDIT, unit, |w| {
        still_in(w, person, unit)?;
        let old = store::read_back(w, person)?.ok_or(Error::NotFound)?;
        let (id_number, police) = (numbers.id_number.as_deref(), new.police_number.as_deref());
        check_numbers(w, keys, Some(person), id_number, police)?;
        if !store::write_plain(w, person, version, new)? {
            return Err(Error::Stale(theirs(&old, new)));
        }
        if let Some(number) = &numbers.id_number {
            store::write_id_number(w, keys, person, number)?;
            w.changed(&["id_number"]);
        }
        if let Some(number) = &numbers.phone {
            store::write_phone(w, keys, person, number)?;
            w.changed(&["phone"]);
        }
        w.about("person", person).changed(&changed(&old, new)).reply(format!("/members/{person}"));
        Ok(())
    })
}

/// Opens the closed numbers of one person: recorded with its reason, seen by that person.
pub(crate) fn reveal(
    ctx: &Ctx,
    person: i64,
    reason: &str,
) -> Result<(Option<String>, Option<String>)> {
    let unit = seen_unit(ctx, person)?;
    ctx.act(&REVEAL, unit, |w| {
        still_in(w, person, unit)?;
        let closed = store::protected(w, person)?.ok_or(Error::NotFound)?;
        w.about("person", person).because(reason).changed(&["id_number", "phone"]);
        let (keys, whose) = (&ctx.core.keys, (person, closed.own()));
        let number = protect::open(keys, "id_number", whose, closed.id_number.as_deref())?;
        Ok((number, protect::open(keys, "phone", whose, closed.phone.as_deref())?))
    })
}

/// Writes down that a list goes out: scope, purpose, count and columns, under the number that its copy
/// carries. `also` is done in the same act.
pub(crate) fn note_export(
    ctx: &Ctx,
    act: &Act,
    leaving: &exports::Leaving,
    also: impl Fn(&Acting, &sheets::Mark) -> Result<()>,
) -> Result<sheets::Mark> {
    let note = |w: &Acting| {
        let mark = exports::leave(w, ctx, leaving)?;
        also(w, &mark)?;
        w.because(leaving.purpose).rows(leaving.rows);
        Ok(mark)
    };
    match ctx.actor.hat() {
        Some(hat) => ctx.act(act, hat.unit.id, note),
        None => ctx.act_system(act, note),
    }
}

/// Whether the numbers are free, apart from `person` himself.
fn check_numbers(
    w: &Acting,
    keys: &Keys,
    person: Option<i64>,
    id_number: Option<&str>,
    police_number: Option<&str>,
) -> Result<()> {
    let mut faults = Faults::default();
    if let Some(number) = id_number
        && let Some((holder, name, _)) = store::find_by_id_number(w, keys, number)?
        && Some(holder) != person
    {
        faults.add("id_number", format!("这个证件号已经登记给{name}了"));
    }
    if let Some(number) = police_number
        && let Some((holder, name)) = store::police_number_holder(w, number)?
        && Some(holder) != person
    {
        faults.add("police_number", format!("这个警号已经登记给{name}了"));
    }
    faults.check()
}

/// (field, value as people read it) of a row: what both sides of a conflict show.
fn shown(row: &Plain) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let part =
        |value: Option<calendar::PartDay>| value.map(|it| it.to_string()).unwrap_or_default();
    vec![
        ("name", row.name.clone()),
        ("sex", codes::sex(row.sex.as_deref()).to_owned()),
        ("birth", row.birth.map(|day| day.to_string()).unwrap_or_default()),
        ("ethnic", codes::ethnic(row.ethnic.as_deref()).to_owned()),
        ("education", codes::education(row.education.as_deref()).to_owned()),
        ("degree", codes::degree(row.degree.as_deref()).to_owned()),
        ("staff_class", row.staff_class.zh().to_owned()),
        ("police_rank", text(&row.police_rank)),
        ("police_number", text(&row.police_number)),
        ("duty_title", text(&row.duty_title)),
        ("work_from", part(row.work_from)),
        ("joined_on", part(row.joined_on)),
        ("full_on", part(row.full_on)),
        ("official_order", row.official_order.to_string()),
    ]
}

fn differing(old: &Plain, new: &Plain) -> Vec<(&'static str, String)> {
    let both = shown(old).into_iter().zip(shown(new));
    both.filter(|(old, new)| old.1 != new.1).map(|(old, _)| old).collect()
}

fn theirs(now: &Plain, typed: &Plain) -> Vec<Theirs> {
    let differing = differing(now, typed);
    differing.into_iter().map(|(field, value)| Theirs { field, value }).collect()
}

fn changed(old: &Plain, new: &Plain) -> Vec<&'static str> {
    differing(old, new).into_iter().map(|(field, _)| field).collect()
}
