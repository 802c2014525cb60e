//! Account: signing in, sessions, hats, who may see me, administrators' pages, switches.

mod administrator;
mod alarm;
mod digest;
mod entry;
mod exported;
mod hat;
mod kept;
mod left;
mod me;
mod opening;
mod own;
mod passkey;
mod password;
mod periods;
mod second;
mod security;
mod seen;
mod session;
mod settings;
mod sign_on;
mod status;
mod sweep;
mod telling;
mod throttle;
mod work;

/// The audit trail, searched.
pub mod trail;

/// Which systems run, where and until when.
pub mod switches;

use act::{Act, Ctx, Result};
use db::{Asker, Read};
use web::{Gathered, MenuEntry, Room, Route, Section};

pub use crate::{
    administrator::actions::{ByOperator, enter_by_operator},
    alarm::who_exported,
    entry::{
        Entered, SignedIn,
        actions::{second_step, sign_in, sign_in_by_certificate},
    },
    left::actions::on_leaving,
    opening::{
        NewAccount,
        actions::{first_administrator, has_account, login_of, open_many, reset_by_operator},
    },
    passkey::renew::renewal as passkey_renewal,
    password::hash as hash_password,
    periods::erasers,
    second::renewal as second_renewal,
    session::{hats, identify, was_ended, worn},
    settings::{Installed, SecondFactor, Site},
    sign_on::{SignOn, SignOnAt, renew::renewal as sign_on_renewal},
    status::{Running, administrators},
    sweep::schedules,
    switches::{NewSwitch, switch_on_many},
    throttle::Device,
};

/// What this room brings to the application.
pub fn room() -> Room {
    let routes: [Vec<Route>; 20] = [
        entry::pages::routes(),
        hat::pages::routes(),
        me::pages::routes(),
        kept::pages::routes(),
        session::pages::routes(),
        second::pages::routes(),
        passkey::entry::routes(),
        passkey::pages::routes(),
        sign_on::pages::routes(),
        seen::pages::routes(),
        exported::pages::routes(),
        opening::pages::routes(),
        administrator::pages::routes(),
        alarm::pages::routes(),
        switches::pages::routes(),
        digest::pages::routes(),
        work::pages::routes(),
        periods::pages::routes(),
        status::pages::routes(),
        trail::pages::routes(),
    ];
    let menu = |section, url, act| MenuEntry { section, url, act };
    Room {
        name: "account",
        routes: routes.concat(),
        menu: vec![
            menu(Section::Admin, "/admin/accounts", Some(opening::actions::SEE)),
            menu(Section::Admin, "/admin/administrators", Some(administrator::actions::SEE)),
            menu(Section::Admin, "/admin/alarms", Some(exports::SEE_ALARM)),
            menu(Section::Admin, "/admin/switches", Some(switches::actions::SEE)),
            menu(Section::Admin, "/admin/notices", Some(notify::SET_HOURS)),
            menu(Section::Admin, "/admin/jobs", Some(jobs::SEE)),
            menu(Section::Admin, "/admin/retention", Some(retention::SEE)),
            menu(Section::Admin, "/admin/status", Some(status::pages::SEE)),
            menu(Section::Admin, "/admin/audit", Some(trail::SEE)),
            menu(Section::Me, "/me", None),
        ],
        acts: acts(),
        at_home: Some(|ctx, read, ask| Box::pin(at_home(ctx, read, ask))),
        jobs: vec![
            sweep::job(),
            left::actions::job(),
            audit::job(),
            keyring::job(),
            notify::job(),
            jobs::sweep_kind(),
            exports::job(),
            retention::job(),
            alarm::job(),
        ],
        gauges: Some(status::gauges),
        own: own::data(),
        ..Room::default()
    }
}

/// What only administrators are shown is asked apart.
async fn at_home(ctx: &Ctx, read: &Read<'_>, ask: &Asker) -> Result<Gathered> {
    let mut todos = hat::pages::todo(ctx, read, ask).await?;
    todos.extend(work::pages::todo(ctx, read)?);
    let (more, cards) = trail::pages::at_home(ctx, read)?;
    todos.extend(more);
    Ok((todos, cards))
}

/// How somebody proves before a dangerous act that it is he.
pub fn proving() -> web::Proving {
    web::Proving { prove: entry::actions::prove, beside: passkey::pages::beside }
}

/// Who is to be called where something carries a mark of state secrecy.
pub fn whom_to_call() -> web::WhomToCall {
    web::WhomToCall(security::whom_to_call)
}

/// Who is to be asked why a page does not open.
pub fn whom_to_ask() -> web::WhomToAsk {
    web::WhomToAsk(security::whom_to_ask)
}

fn acts() -> Vec<Act> {
    use administrator::actions::{APPOINT, END};
    use opening::actions::{
        CLOSE, CLOSE_MEMBER, FIRST_CODE, OPEN, OPEN_MEMBER, RESET, RESET_MEMBER,
    };
    use switches::actions::{OFF, ON};
    let own = [
        entry::actions::SIGN_IN,
        entry::actions::FAIL,
        entry::actions::CHANGE_PASSWORD,
        entry::actions::PROVE,
        second::actions::SET,
        second::actions::RENEW,
        second::actions::REMOVE,
        passkey::actions::ADD,
        passkey::actions::RENAME,
        passkey::actions::REMOVE,
        passkey::actions::CLONED,
        sign_on::actions::REMOVE,
        session::actions::SIGN_OUT,
        session::actions::REVOKE,
        hat::actions::WEAR,
        notify::MARK_READ,
    ];
    let of_others = [
        opening::actions::SEE,
        OPEN,
        RESET,
        second::actions::RESET,
        sign_on::actions::RESET,
        CLOSE,
        left::actions::CLOSE_LEFT,
        FIRST_CODE,
    ];
    let of_members = [OPEN_MEMBER, RESET_MEMBER, CLOSE_MEMBER];
    let of_administrators = [administrator::actions::SEE, APPOINT, END];
    let of_systems =
        [switches::actions::SEE, ON, OFF, sweep::SWEEP, jobs::SWEEP, status::pages::SEE];
    let of_notices = [notify::DIGEST, notify::SET_HOURS];
    let of_audit = [trail::SEE, audit::SIGN_HEAD, audit::MAKE_KEY, audit::RESTORE];
    [
        &own[..],
        &of_others,
        &of_members,
        &of_administrators,
        &of_systems,
        &of_notices,
        &of_audit,
        keyring::ACTS,
        jobs::ACTS,
        exports::ACTS,
        retention::ACTS,
    ]
    .concat()
}

/// The administrators' pages that this hat may open: (URL, title).
pub(crate) struct Nav {
    /// Address, title, and whether it is the page that is open.
    entries: Vec<(&'static str, &'static str, bool)>,
}

impl Nav {
    /// On the page at this address.
    pub(crate) fn on(ctx: &Ctx, current: &str) -> Self {
        let pages = [
            (opening::actions::SEE, "/admin/accounts", "账号"),
            (administrator::actions::SEE, "/admin/administrators", "管理员"),
            (exports::SEE_ALARM, "/admin/alarms", "导出异常"),
            (switches::actions::SEE, "/admin/switches", "系统开关"),
            (notify::SET_HOURS, "/admin/notices", "消息汇总"),
            (jobs::SEE, "/admin/jobs", "后台任务"),
            (retention::SEE, "/admin/retention", "保管期限"),
            (status::pages::SEE, "/admin/status", "运行状况"),
            (trail::SEE, "/admin/audit", "审计记录"),
            (trail::SEE, "/admin/audit/heads", "每日签名"),
        ];
        let open = pages.into_iter().filter(|it| ctx.carries(&it.0));
        Self { entries: open.map(|(_, url, title)| (url, title, url == current)).collect() }
    }
}
