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
    /// How long personal data are kept, as a paper to read: docs/generated/retention.md
    Retention,
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
            Self::Retention => docs::periods(systems::Systems::built_in()),
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
