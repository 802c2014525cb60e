//! Every room of the house, and what they share.

use std::sync::Arc;

use act::Core;
use web::{App, Room};

use crate::home;

/// The rooms in the order in which their routes are listed.
pub fn rooms() -> Vec<Room> {
    vec![
        home::room(),
        org::room(),
        people::room(),
        record::room(),
        duty::room(),
        situation::room(),
        account::room(),
    ]
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
        .with(org::Uses([people::UPON, record::UPON, duty::UPON, account::switches::UPON].concat()))
        .with(act::Hats(account::worn))
        .with(account::proving())
        .with(record::SwitchedOn(account::switches::all_on))
        .with(account::trail::ActTitles(
            [crate::docs::all_acts(&rooms()), vec![crate::demo::SEED]].concat(),
        ))
        .with(keyring::Renewals(
            [
                vec![
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
                ],
                record::words_renewals(),
                record::talk_renewals(),
                vec![record::wish_renewal()],
            ]
            .concat(),
        ))
        .with(retention::Erasers { all: erasers(), after: crate::verbs::after_erasing })
        .with(exports::Kinds(vec![
            people::export_kind(),
            situation::export_kind(),
            record::export_kind(),
            record::list_kind(),
        ]))
}

/// What carries out the periods of `systems/personal.toml`.
pub fn erasers() -> Vec<retention::Eraser> {
    let single = vec![imports::eraser(), notify::eraser(), retention::kept_forms()];
    [people::erasers(), account::erasers(), exports::erasers(), record::erasers(), single].concat()
}

/// The web application over an installation.
pub fn application(core: &Arc<Core>, banner: Option<String>) -> Arc<App> {
    Arc::new(App { core: core.clone(), rooms: rooms(), identify: account::identify, banner })
}
