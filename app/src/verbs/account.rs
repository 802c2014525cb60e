//! `account reset`: a way back in when nobody with the power to reset can sign in.

use anyhow::bail;
use clap::Subcommand;

use super::{Ended, Outcome};
use crate::{Installation, Place};

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// 重设一个账号的口令和两步验证，登录着的都退出
    Reset {
        /// 谁的账号
        #[arg(value_name = "账号")]
        login: String,
    },
    /// 登记一位管理员，只在这个职务没有人的时候：新安装，或者最后一位也不在了
    Administrator {
        /// 哪一种：system_administrator 系统管理员、security_administrator 安全保密管理员、audit_administrator 安全审计员
        #[arg(long, value_name = "职务")]
        post: String,
        /// 管理本系统的机关的区划代码，如130102
        #[arg(long, value_name = "代码")]
        unit: String,
        /// 他的姓名
        #[arg(long, value_name = "姓名")]
        name: String,
        /// 用什么账号登录：3到32个小写字母或数字
        #[arg(long, value_name = "账号")]
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
