//! Every room of the house, and what they share.

use std::sync::Arc;

use act::Core;
use record::Neighbour;
use web::{App, OwnParts, Room};

use crate::home;

/// The rooms in the order in which their routes are listed.
pub fn rooms() -> Vec<Room> {
    vec![
        home::room(),
        org::room(),
        people::room(),
        record::room(),
        duty::room(),
        operation::room(),
        register::room(),
        directive::room(),
        review::room(),
        survey::room(),
        study::room(),
        responsibility::room(),
        receipt::room(),
        situation::room(),
        account::room(),
    ]
}

/// Drafts may lie on phones for so many hours: for installations that have it switched on.
pub fn offline(hours: i64) -> record::Offline {
    record::Offline { hours, was_ended: account::was_ended, hats: account::hats }
}

/// Calendars may read the plans of members who have an account: likewise.
pub fn feeds() -> record::CalendarFeeds {
    record::CalendarFeeds { may_enter: account::has_account }
}

/// Adds the loaded data that rooms ask for by type: regulations, systems, powers.
pub fn furnish(core: Core) -> Core {
    let systems = systems::Systems::built_in();
    core.with(rules::Rules::built_in().clone())
        .with(systems.powers())
        .with(systems.clone())
        .with(situation::Figures::default())
        .with(situation::Views::default())
        .with(org::Followers(vec![people::follow]))
        .with(org::Uses(
            [
                people::UPON,
                record::UPON,
                duty::UPON,
                operation::UPON,
                register::UPON,
                directive::UPON,
                review::UPON,
                study::UPON,
                responsibility::UPON,
                receipt::UPON,
                account::switches::UPON,
            ]
            .concat(),
        ))
        .with(people::Leavers(vec![account::on_leaving]))
        .with(act::Hats(account::worn))
        .with(account::proving())
        .with(account::whom_to_call())
        .with(account::whom_to_ask())
        .with(record::SwitchedOn(account::switches::all_on))
        .with(record::SitIn(review::sitting_in))
        .with(study::bound_with())
        .with(record::GoesTo(receipt::goes_to))
        .with(record::EntryAt(register::entry_at))
        .with(beside_records())
        .with(receipt::InZone(|core| {
            core.maybe_part::<account::Installed>().and_then(|it| it.zone)
        }))
        .with(account::trail::ActTitles(
            [crate::docs::all_acts(&rooms()), vec![crate::demo::SEED]].concat(),
        ))
        .with(renewals())
        .with(OwnParts(rooms().into_iter().flat_map(|room| room.own).collect()))
        .with(retention::Erasers { all: erasers(), after: crate::verbs::after_erasing })
        .with(exports::Kinds(vec![
            people::export_kind(),
            situation::export_kind(),
            record::export_kind(),
            record::list_kind(),
            record::rectification_kind(),
            directive::export_kind(),
            directive::ledger_kind(),
            receipt::export_kind(),
        ]))
}

/// Pages of other rooms that belong to organisation life.
fn beside_records() -> record::Beside {
    let page = |title, url, is_for| Neighbour { title, url, is_for };
    record::Beside(vec![
        page("部署", "/directives", |ctx| ctx.carries(&directive::SEE)),
        page("批示台账", "/instructions", directive::has_ledger),
        page("报告", "/receipts", receipt::reads),
        page("战时工作", "/operations", |_| true),
        page("名录", "/registers", |_| true),
    ])
}

/// Everything that lies sealed: brought under new keys, and looked through for what should never have come in.
pub fn renewals() -> keyring::Renewals {
    let single = vec![
        people::renewal(),
        people::correction_renewal(),
        account::second_renewal(),
        account::passkey_renewal(),
        account::sign_on_renewal(),
        imports::renewal(),
        exports::renewal(),
        exports::mark_renewal(),
        audit::renewal(),
        keyring::kept_forms(),
        keyring::own_keys(),
        keyring::reasons(),
        record::wish_renewal(),
        survey::renewal(),
    ];
    let several = [record::words_renewals(), record::talk_renewals(), spills::renewals()];
    keyring::Renewals([single, several.concat()].concat())
}

/// What carries out the periods of `systems/personal.toml`.
pub fn erasers() -> Vec<retention::Eraser> {
    let single =
        vec![imports::eraser(), notify::eraser(), retention::kept_forms(), review::eraser()];
    [people::erasers(), account::erasers(), exports::erasers(), record::erasers(), single].concat()
}

/// The web application over an installation.
pub fn application(core: &Arc<Core>, banner: Option<String>) -> Arc<App> {
    Arc::new(App { core: core.clone(), rooms: rooms(), identify: account::identify, banner })
}
