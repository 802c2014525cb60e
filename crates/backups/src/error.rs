//! What can be wrong with a backup, in words for the operator.

use std::path::Path;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(db::Error),
    #[error("{path}：{cause}")]
    File { path: String, cause: std::io::Error },
    #[error("磁盘满了，没有备份成，写了一半的已经删掉。腾出空间再做一次：{0}")]
    Full(String),
    #[error("这不是贯通的备份文件，或者开头已经损坏")]
    NotABackup,
    #[error("这个备份的格式比这个程序新。请换用升级后的程序")]
    Newer,
    #[error("恢复码打不开这个备份。请核对纸上的恢复码；备份上的锁号是{0}，要和纸上的锁号一样")]
    WrongCode(String),
    #[error("这台机器的主密钥打不开这个备份。请用恢复码：--recovery-code 文件")]
    OtherMachine,
    /// A changed bit, a missing end.
    #[error("备份文件已经损坏或者不完整（{0}），没有用它。请换用另一份备份")]
    Damaged(&'static str),
    /// It opened, and what came out is not what went in.
    #[error("按备份恢复出来的和备份时的不一样：{0}。这份备份不能用，请换用另一份并报告系统管理员")]
    Differs(String),
    #[error("还没有恢复码。先执行 guantong backup --new-code，把恢复码抄在纸上，放进保险柜")]
    NoLock,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Full => Self::Full("数据目录，备份要在那里恢复一次核对".into()),
            other => Self::Db(other),
        }
    }
}

impl Error {
    pub(crate) fn at(path: &Path) -> impl Fn(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |cause| match cause.get_ref().and_then(|it| it.downcast_ref::<Broken>()) {
            Some(broken) => Self::Damaged(broken.0),
            None if cause.kind() == std::io::ErrorKind::StorageFull => Self::Full(path.clone()),
            None => Self::File { path: path.clone(), cause },
        }
    }
}

/// Travels through readers as an I/O error and comes out as [`Error::Damaged`].
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Broken(pub(crate) &'static str);

pub(crate) fn broken(words: &'static str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, Broken(words))
}
