//! `account reset`: a way back in when nobody with the power to reset can sign in.

use anyhow::bail;
use clap::Subcommand;

use super::{Ended, Outcome};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Give an account a new start password, and end its sessions
    Reset {
        /// Who signs in
        login: String,
    },
    /// Enter an administrator where nobody holds that post: a new installation, or the last one is gone
    Administrator {
        /// system_administrator, security_administrator or audit_administrator
        #[arg(long, value_name = "POST")]
        post: String,
        /// Code of the organ that manages the installation
        #[arg(long, value_name = "CODE")]
        unit: String,
        #[arg(long)]
        name: String,
        #[arg(long)]
        login: String,
    },
}

impl Account {
    pub(super) fn run(self, place: &Place) -> Outcome {
        match self {
            Self::Reset { login } => reset(place, &login),
            Self::Administrator { post, unit, name, login } => {
                let new = account::ByOperator {
                    kind: &post,
                    unit_code: &unit,
                    name: &name,
                    login: &login,
                };
                enter(place, &new)
            }
        }
    }
}

fn enter(place: &Place, new: &account::ByOperator) -> Outcome {
    let installation = Installation::for_writing(place)?;
    let code = account::enter_by_operator(&installation.operator(), new)?;
    println!("{}的开户口令：{code}", new.login);
    println!("只显示这一次。当面交给本人，首次登录要改");
    Ok(Ended::Done)
}

fn reset(place: &Place, login: &str) -> Outcome {
    let installation = Installation::for_writing(place)?;
    let code = match account::reset_by_operator(&installation.operator(), login) {
        Err(act::Error::NotFound) => bail!("没有登录名为{login}的账号"),
        done => done?,
    };
    println!("{login}的开户口令：{code}");
    println!("只显示这一次。当面交给本人，首次登录要改。原来的登录都已退出");
    Ok(Ended::Done)
}
