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
}

impl Account {
    pub(super) fn run(self, place: &Place) -> Outcome {
        match self {
            Self::Reset { login } => reset(place, &login),
        }
    }
}

fn reset(place: &Place, login: &str) -> Outcome {
    let installation = Installation::for_writing(place)?;
    let code = match account::reset_by_operator(&installation.operator(), login) {
        Err(act::Error::NotFound) => bail!("没有登录名为{login}的账号"),
        done => done?,
    };
    println!("{login}的起始密码：{code}");
    println!("只显示这一次。当面交给本人，首次登录要改。原来的登录都已退出");
    Ok(Ended::Done)
}
