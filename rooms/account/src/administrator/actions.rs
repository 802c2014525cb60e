//! Appointing and ending administrators and managers: the security administrator's, without a way in.

use act::{Act, Ctx, Error, Place, Result};
use calendar::Day;
use people::{NewMember, StaffClass, Status, Terms};
use systems::{Office, Systems};

use super::{check_place, store};
use crate::opening::{self, NewAccount};

pub(crate) const SEE: Act = Act::new("see.administrator", "看管理员名单");
pub(crate) const APPOINT: Act = Act::new("administrator.appoint", "任命管理员");
pub(crate) const END: Act = Act::new("administrator.end", "免去管理员");

/// What the form says.
pub(crate) struct Wish<'w> {
    /// Who signs in so.
    pub(crate) login: &'w str,
    pub(crate) unit_code: &'w str,
    pub(crate) kind: &'w str,
    pub(crate) from: Day,
    pub(crate) basis: &'w str,
}

/// Gives the post to somebody who has an account already: another hand opened it.
pub(crate) fn appoint(ctx: &Ctx, wish: &Wish) -> Result<()> {
    let systems = ctx.part::<Systems>();
    let login = crate::entry::login_key(wish.login);
    let (person, place) = ctx.read(|read| {
        let account = opening::store::by_login(read, &ctx.sight(&opening::actions::SEE), &login)?;
        let unit = opening::store::administrative(read, wish.unit_code.trim())?;
        let place = unit.map(|unit| Place::find(read, unit)).transpose()?.flatten();
        Ok::<_, Error>((account, place))
    })?;
    let person = person.ok_or_else(|| {
        Error::invalid("login", "没有这个账号，或者不在您管理的范围。先请系统管理员给他开通账号")
    })?;
    let place = place.ok_or_else(|| Error::invalid("unit_code", "没有这个代码的公安机关"))?;
    let kind = systems.post(wish.kind).ok_or(Error::NotFound)?;
    let terms = Terms { from: wish.from, to: None, basis: wish.basis };
    ctx.act(&APPOINT, place.id, |w| {
        check_place(w, systems, &place, kind, w.now.day())?;
        people::give_under_hat(w, ctx, person, (&place, wish.kind), &terms).map_err(at_login)?;
        w.reply("/admin/administrators");
        Ok(())
    })
}

/// What is wrong with the person stands at the field that names him.
fn at_login(error: Error) -> Error {
    match error {
        Error::Invalid(mut faults) => {
            for (field, _) in faults.0.iter_mut().filter(|(field, _)| field == "kind") {
                "login".clone_into(field);
            }
            Error::Invalid(faults)
        }
        other => other,
    }
}

pub(crate) fn end(ctx: &Ctx, post: i64, on: Day, basis: &str) -> Result<()> {
    let held = ctx.read(|read| Ok::<_, Error>(store::post(read, post, ctx.today)?))?;
    let (unit, kind, _) = held.ok_or(Error::NotFound)?;
    people::check_taking(ctx, post, &kind)?;
    ctx.act(&END, unit, |w| {
        w.because(basis).reply("/admin/administrators");
        people::end_post(w, post, on)
    })
}

/// Who is entered from the machine itself, while nobody holds that post.
pub struct ByOperator<'b> {
    pub kind: &'b str,
    pub unit_code: &'b str,
    pub name: &'b str,
    pub login: &'b str,
}

/// Enters an administrator from the machine itself, with a start password: only where nobody holds the
/// post, so that a lost or a new installation gets its three. Afterwards they appoint one another.
pub fn enter_by_operator(ctx: &Ctx, new: &ByOperator) -> Result<String> {
    let systems = ctx.part::<Systems>();
    let kind = systems.post(new.kind).filter(|it| it.office == Office::Administrator);
    let kind = kind.ok_or_else(|| Error::invalid("", "只能登记系统、安全保密、审计三种管理员"))?;
    let login = opening::login(new.login).map_err(|words| Error::invalid("", words))?;
    let unit =
        ctx.read(|read| Ok::<_, Error>(opening::store::administrative(read, new.unit_code)?))?;
    let unit = unit.ok_or_else(|| Error::invalid("", "没有这个代码的公安机关"))?;
    let start = crate::password::start_password();
    let hashed = crate::password::hash(&start);
    ctx.act_system(&APPOINT, |w| {
        let held = store::seats(w, &[new.kind], w.now.day())?;
        if let Some(seat) = held.first() {
            let words = format!("{}已有{}，换人由安全保密管理员办理", seat.name, kind.title);
            return Err(Error::Conflict(words));
        }
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        check_place(w, systems, &place, kind, w.now.day())?;
        let basis = "从服务器登记";
        let member = NewMember {
            staff_class: StaffClass::Civilian,
            status: Status::None,
            ..NewMember::named(new.name, unit, w.now.day(), basis)
        };
        let person = people::admit(w, &ctx.core.keys, &member)?;
        people::appoint(w, person, unit, new.kind, w.now.day(), basis)?;
        let (login, password) = (login.clone(), hashed.clone());
        opening::actions::add(w, &NewAccount { person, login, password, must_change: true })?;
        w.about("person", person);
        Ok(())
    })?;
    Ok(start)
}
