//! `docs`: what the code says about itself.

use clap::Subcommand;

use super::Ended;
use crate::{docs, rooms};

#[derive(Debug, Subcommand)]
pub(crate) enum Docs {
    /// 每个网址，谁能打开
    Routes,
    /// 每种操作
    Acts,
    /// 个人信息的保管期限
    Retention,
    /// 哪个职务能办哪些事，管到哪里
    Permissions {
        /// 写成便于阅读的文稿
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
