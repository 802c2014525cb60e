//! `docs`: what the code says about itself.

use clap::Subcommand;

use super::Ended;
use crate::{docs, rooms};

#[derive(Debug, Subcommand)]
pub(crate) enum Docs {
    /// Every route with its door
    Routes,
    /// Every act
    Acts,
    /// Which post may do which act, and how far
    Permissions,
}

impl Docs {
    pub(super) fn run(self) -> Ended {
        let rooms = rooms();
        let text = match self {
            Self::Routes => docs::routes(&rooms),
            Self::Acts => docs::acts(&rooms),
            Self::Permissions => {
                let powers = systems::Systems::built_in().powers();
                docs::permissions(&powers, &docs::all_acts(&rooms))
            }
        };
        print!("{text}");
        Ended::Done
    }
}
