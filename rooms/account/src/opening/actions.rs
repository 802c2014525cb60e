//! Opening accounts: by an administrator, by the operator for the first one, in bulk by the demo.

use act::{Act, Acting, Ctx, Error, Faults, Result};
use people::{NewMember, StaffClass, Status};

use super::{NewAccount, login, store};
use crate::{
    entry,
    left::{self, Keep},
    password::{self, Owner},
    second, session,
    settings::password_kinds,
    telling::{self, SESSIONS},
    throttle,
};

pub(crate) const SEE: Act = Act::new("see.account", "看账号");
pub(crate) const OPEN: Act = Act::new("account.open", "开通账号");
pub(crate) const RESET: Act = Act::new("account.reset", "重设别人的口令");
pub(crate) const FIRST_CODE: Act = Act::new("account.first_code", "给出首次登记的一次性代码");
pub(crate) const CLOSE: Act = Act::new("account.close", "停用账号");
// The clerical half, for people without any post: it gives nobody a right (docs/adr/0100).
pub(crate) const OPEN_MEMBER: Act = Act::new("account.open_member", "给没有职务的人开通账号");
pub(crate) const RESET_MEMBER: Act = Act::new("account.reset_member", "给没有职务的人重设口令");
pub(crate) const CLOSE_MEMBER: Act = Act::new("account.close_member", "停用没有职务的人的账号");

/// Opens an account for somebody in reach; the start password, to be shown once and kept nowhere.
pub(crate) fn open(ctx: &Ctx, person: i64, typed_login: &str) -> Result<String> {
    let act = carried(ctx, OPEN, OPEN_MEMBER);
    let sight = ctx.sight(&act);
    let found = ctx.read(|read| Ok(store::find_candidate(read, &sight, person)?))?;
    let candidate = found.ok_or(Error::NotFound)?;
    let login = login(typed_login).map_err(|words| Error::invalid("login", words))?;
    let start = password::start_password();
    let new = NewAccount { person, login, password: password::hash(&start), must_change: true };
    ctx.act(&act, candidate.unit, |w| {
        check_hand(w, &act, person)?;
        add(w, &new)?;
        store::note_hand(w, person, ctx.actor.person())?;
        w.reply("/admin/accounts");
        Ok(())
    })?;
    Ok(start)
}

pub(crate) fn add(w: &Acting, new: &NewAccount) -> Result<()> {
    if store::is_taken(w, &new.login)? {
        let words = format!("账号{}已经有人用了，请换一个", new.login);
        return Err(Error::invalid("login", words));
    }
    match store::insert(w, std::slice::from_ref(new), w.now) {
        Err(error) if error.is_duplicate() => {
            Err(Error::Conflict("这个账号刚刚由别人开通了".into()))
        }
        Err(error) => Err(error.into()),
        Ok(_) => {
            w.about("person", new.person);
            Ok(())
        }
    }
}

/// Gives somebody in reach a new start password; every session of his ends, and he is told. Who has left gets it for a time.
pub(crate) fn reset(ctx: &Ctx, person: i64, keep: &Keep) -> Result<String> {
    let act = carried(ctx, RESET, RESET_MEMBER);
    let sight = ctx.sight(&act);
    let account = ctx.read(|read| Ok(store::find(read, &sight, person)?))?;
    let account = account.ok_or(Error::NotFound)?;
    let start = password::start_password();
    let hashed = password::hash(&start);
    ctx.act(&act, account.unit, |w| {
        check_hand(w, &act, person)?;
        if !store::reset(w, person, &hashed, w.now)? {
            return Err(Error::NotFound);
        }
        left::actions::keep_open(w, person, keep)?;
        store::note_hand(w, person, ctx.actor.person())?;
        throttle::forgive_everywhere(w, ctx, &account.login)?;
        throttle::store::forget_devices(w, person)?;
        session::store::revoke_all(w, person, w.now)?;
        tell_reset(w, ctx, person)?;
        w.about("person", person).changed(&["password"]).reply("/admin/accounts");
        Ok(())
    })?;
    Ok(start)
}

/// The account of somebody else in sight of this act. `own`: what to say to whoever means himself.
pub(crate) fn of_another(ctx: &Ctx, act: &Act, person: i64, own: &str) -> Result<store::Listed> {
    let sight = ctx.sight(act);
    let account = ctx.read(|read| Ok(store::find(read, &sight, person)?))?;
    if ctx.actor.person() == Some(person) {
        return Err(Error::Conflict(own.into()));
    }
    account.ok_or(Error::NotFound)
}

fn tell_reset(w: &Acting, ctx: &Ctx, person: i64) -> Result<()> {
    let words = "管理员重设了您的口令。如果不是您当面要求的，请马上告诉安全保密管理员";
    telling::owner_by(w, ctx.actor.person(), person, words, SESSIONS)
}

/// Closes an account; every session ends.
pub(crate) fn close(ctx: &Ctx, person: i64) -> Result<()> {
    let act = carried(ctx, CLOSE, CLOSE_MEMBER);
    let own = "自己的账号不能自己停用，请别的管理员来做";
    let account = of_another(ctx, &act, person, own)?;
    ctx.act(&act, account.unit, |w| {
        check_hand(w, &act, person)?;
        people::check_person_leaving(w, person, w.now.day())?;
        w.about("person", person).reply("/admin/accounts");
        if !store::close(w, person, w.now)? {
            return Err(Error::Conflict("这个账号已经停用了".into()));
        }
        session::store::revoke_all(w, person, w.now)?;
        Ok(())
    })
}

/// The act under which this hat does it: an administrator's, or the clerical one.
pub(crate) fn carried(ctx: &Ctx, whole: Act, clerical: Act) -> Act {
    if ctx.carries(&whole) { whole } else { clerical }
}

/// Whoever gives posts hands out no way in to them: accounts of post holders are the system administrator's.
fn check_hand(w: &Acting, act: &Act, person: i64) -> Result<()> {
    let is_clerical = [OPEN_MEMBER, RESET_MEMBER, CLOSE_MEMBER].contains(act);
    if is_clerical && people::has_post(w, person, w.now.day())? {
        let words = "他担任职务或者代行职务，账号由系统管理员开通、重设和停用";
        return Err(Error::Conflict(words.into()));
    }
    Ok(())
}

/// Opens many accounts in one act with few statements. The caller sees to it that logins differ.
pub fn open_many(w: &Acting, accounts: &[NewAccount]) -> Result<()> {
    store::insert(w, accounts, w.now)?;
    w.rows(accounts.len());
    Ok(())
}

/// Words for the operator's terminal while nobody has an account: where the first administrator
/// enters himself, and with which one-time code. `None` once there is any account.
pub fn first_administrator(ctx: &Ctx) -> Result<Option<String>> {
    if ctx.read(|read| Ok(store::is_any(read)?))? {
        return Ok(None);
    }
    let code = password::start_password();
    let digest = session::digest(&code);
    ctx.act_system(&FIRST_CODE, |w| Ok(store::keep_first_code(w, &digest, w.now)?))?;
    Ok(Some(format!(
        "还没有任何账号。请打开网页的 /first，用这个一次性代码登记第一位系统管理员：{code}\n\
         （下次启动会换一个代码；有了账号，代码和那一页就都没有了）"
    )))
}

/// What the first administrator types about himself.
#[derive(Debug, Clone)]
pub(crate) struct First {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) login: String,
    pub(crate) password: String,
    /// Code of an administrative unit.
    pub(crate) unit_code: String,
}

/// Enters the first administrator. *404* once there is any account.
pub(crate) fn enter_first(ctx: &Ctx, first: &First) -> Result<()> {
    let (is_any, unit) = ctx
        .read(|read| Ok((store::is_any(read)?, store::administrative(read, &first.unit_code)?)))?;
    if is_any {
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let login = login(&first.login).unwrap_or_else(|words| {
        faults.add("login", words);
        String::new()
    });
    let (name, name_key) = (first.name.clone(), text::name_key(&first.name));
    let owner = Owner { login: login.clone(), name, name_key, ..Owner::default() };
    if let Err(words) = password::check(&first.password, &owner, password_kinds(&ctx.core)) {
        faults.add("password", words);
    }
    if unit.is_none() {
        faults.add(
            "unit_code",
            "没有这个代码的公安机关。还没有导入区划的，请运维人员停下服务，执行 guantong import divisions，再启动",
        );
    }
    faults.check()?;
    let (unit, hashed) = (unit.ok_or(Error::NotFound)?, password::hash(&first.password));
    let digest = session::digest(first.code.trim());
    ctx.act_unknown(&OPEN, |w| {
        if store::is_any(w)? || !store::use_first_code(w, &digest)? {
            return Err(Error::invalid(
                "code",
                "代码不对。每次启动都换一个，请填最近一次启动时写在终端上或者服务日志里的",
            ));
        }
        let place = act::Place::find(w, unit)?.ok_or(Error::NotFound)?;
        let systems = ctx.part::<systems::Systems>();
        let kind = systems.post("system_administrator").ok_or(Error::NotFound)?;
        crate::administrator::check_place(w, systems, &place, kind, w.now.day())?;
        let basis = "安装时登记";
        let administrator = NewMember {
            staff_class: StaffClass::Civilian,
            status: Status::None,
            ..NewMember::named(&first.name, unit, w.now.day(), basis)
        };
        let person = people::admit(w, &ctx.core.keys, &administrator)?;
        people::appoint(w, person, unit, "system_administrator", w.now.day(), basis)?;
        let (login, password) = (login.clone(), hashed.clone());
        w.reply("/sign-in");
        add(w, &NewAccount { person, login, password, must_change: false })
    })
}

/// A new one-time code for a known login, by the operator at the command line.
pub fn reset_by_operator(ctx: &Ctx, typed_login: &str) -> Result<String> {
    let login = entry::login_key(typed_login);
    let code = password::start_password();
    let hashed = password::hash(&code);
    ctx.act_system(&RESET, |w| {
        let account = entry::store::by_login(w, &login)?.ok_or(Error::NotFound)?;
        store::reset(w, account.person, &hashed, w.now)?;
        store::note_hand(w, account.person, None)?;
        // Whoever has this machine in his hands helps the last administrator who lost his phone, too.
        second::store::take_away(w, account.person)?;
        throttle::forgive_everywhere(w, ctx, &login)?;
        throttle::store::forget_devices(w, account.person)?;
        session::store::revoke_all(w, account.person, w.now)?;
        w.about("person", account.person).changed(&["password"]);
        tell_reset(w, ctx, account.person)
    })?;
    Ok(code)
}

/// Whether somebody may still sign in: what stands beside a session asks.
pub fn has_account(read: &db::Read, person: i64) -> Result<bool> {
    Ok(store::is_open(read, person)?)
}

/// A person's login, for lists that say who may sign in.
pub fn login_of(read: &db::Read, person: i64) -> Result<Option<String>> {
    Ok(store::login_of(read, person)?)
}
