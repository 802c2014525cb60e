//! `keys …`: which keys there are, a new one without stopping, a passphrase around them, a drill.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::{Ended, Outcome};
use crate::{Installation, Place, Settings, drill, passphrase};

/// Shorter passphrases are guessed.
const PASSPHRASE_CHARS: usize = 12;

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// 有哪几把密钥，各从什么时候用起，还有什么在旧密钥下
    List,
    /// 换一把新密钥；不用停服务，一秒之内用上，旧的内容在后台重新加密
    Rotate,
    /// 给主密钥文件加口令、换口令、去掉口令
    Rewrap(Rewrap),
    /// 整库重写一遍，空闲页里不再有换密钥以前的内容；要先停服务
    Compact,
    /// 演练：在虚构的数据上边写边换密钥，核对什么也没有丢
    Drill,
}

#[derive(Debug, Args)]
pub(crate) struct Rewrap {
    /// 去掉口令，以后只靠文件权限保护
    #[arg(long)]
    plain: bool,
    /// 新口令写在这个文件的第一行，不在终端上问
    #[arg(long, value_name = "文件", conflicts_with = "plain")]
    new_passphrase_file: Option<PathBuf>,
}

impl Keys {
    pub(super) fn run(self, place: &Place) -> Outcome {
        match self {
            Self::List => list(place),
            Self::Rotate => rotate(place),
            Self::Rewrap(verb) => verb.run(place),
            Self::Compact => compact(place),
            Self::Drill => {
                drill::in_scratch(&mut |words| println!("{words}"))?;
                Ok(Ended::Done)
            }
        }
    }
}

const PURPOSES: &str =
    "每把都分出各管一样的子密钥：加密字段、按号码查找、审计摘要、保护签名私钥、核对";

fn list(place: &Place) -> Outcome {
    let installation = Installation::for_reading(place)?;
    let ctx = installation.operator();
    let file = place.key_file();
    let how = if crypto::is_wrapped(&file) {
        "有口令保护"
    } else {
        "没有口令，只靠文件权限"
    };
    println!("{}（{how}）", file.display());
    println!("{PURPOSES}");
    let taken = ctx.read(|read| Ok(keyring::taken(read)?))?;
    let newest = ctx.core.keys.newest_id();
    for id in ctx.core.keys.ids() {
        let since = taken.iter().find(|it| it.id == i64::from(id)).map(|it| it.taken_at.zh());
        let since = since.map_or_else(|| "还没有启用".into(), |at| format!("{at}启用"));
        let role = if id == newest { "现在用它加密" } else { "只用来读旧的" };
        println!("第{id}把：{since}，{role}");
    }
    let mut left = keyring::left(&ctx)?;
    left.retain(|(_, rows)| *rows > 0);
    if left.is_empty() {
        println!(
            "没有还在旧密钥下的内容；个人的证件号、电话、更正申请、两步验证都在各人自己的密钥下"
        );
        return Ok(Ended::Done);
    }
    for (what, rows) in left {
        println!("{what}：还有{rows}条在旧密钥下，或者没有换到个人密钥下");
    }
    println!("服务运行时会在后台换完；每天3点30分再查一遍");
    Ok(Ended::Done)
}

fn compact(place: &Place) -> Outcome {
    let installation = Installation::for_writing(place)?;
    let left: i64 = keyring::left(&installation.operator())?.into_iter().map(|it| it.1).sum();
    if left > 0 {
        bail!("还有{left}条没有换到新密钥或者个人密钥下。先让服务运行一夜，换完再做");
    }
    installation.core.db.compact()?;
    println!("数据库整库重写过，空闲页里不再有换密钥以前的内容");
    Ok(Ended::Done)
}

fn open(place: &Place) -> anyhow::Result<crypto::Keys> {
    let file = place.key_file();
    if !file.exists() {
        bail!("{}不存在。先执行guantong migrate建库", file.display());
    }
    let settings = Settings::of(place)?;
    Ok(crypto::Keys::open(&file, &|| passphrase::passphrase(&settings))?)
}

/// Touches the key file alone: a server may run meanwhile.
fn rotate(place: &Place) -> Outcome {
    let id = open(place)?.rotate()?;
    println!("第{id}把密钥已写进{}", place.key_file().display());
    println!("现在就备份这个文件：新的内容没有它打不开；旧密钥都还在里面");
    println!("运行中的服务一秒之内就用上；有几台服务器的，马上把这个文件拷到每一台");
    Ok(Ended::Done)
}

impl Rewrap {
    fn run(self, place: &Place) -> Outcome {
        let keys = open(place)?;
        let new = if self.plain { None } else { Some(self.passphrase()?) };
        keys.rewrap(new.as_deref())?;
        if new.is_some() {
            println!("主密钥文件已用新口令保护。忘了口令就打不开，请另外保管");
        } else {
            println!("主密钥文件不再有口令，只有属主能读");
        }
        println!("密钥没有变，运行中的服务照常用；下次启动要用新口令");
        Ok(Ended::Done)
    }

    fn passphrase(&self) -> anyhow::Result<String> {
        let typed = if let Some(file) = &self.new_passphrase_file {
            passphrase::from_file(file)?
        } else {
            let no_terminal = "这里不是终端，请用--new-passphrase-file给出新口令";
            let first = passphrase::ask("新口令：")?.context(no_terminal)?;
            let again = passphrase::ask("再输一遍：")?.context(no_terminal)?;
            if first != again {
                bail!("两遍不一样，没有改动");
            }
            first
        };
        if typed.chars().count() < PASSPHRASE_CHARS {
            bail!("口令至少{PASSPHRASE_CHARS}个字符，可以用一句话；没有改动");
        }
        Ok(typed)
    }
}
