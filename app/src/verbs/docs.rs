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
    Permissions {
        /// As a paper to read: docs/generated/permissions.md
        #[arg(long)]
        md: bool,
    },
}

impl Docs {
    pub(super) fn run(self) -> Ended {
        let rooms = rooms();
        let text = match self {
            Self::Routes => docs::routes(&rooms),
            Self::Acts => docs::acts(&rooms),
            Self::Permissions { md } => {
                let (systems, acts) = (systems::Systems::built_in(), docs::all_acts(&rooms));
                if md {
                    docs::matrix(systems, &acts)
                } else {
                    docs::permissions(&systems.powers(), &acts)
                }
            }
        };
        print!("{text}");
        Ended::Done
    }
}
