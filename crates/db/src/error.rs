//! What a database can answer instead of rows.

/// A failed statement, commit or connection.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("PostgreSQL: {}", postgres_words(.0))]
    Postgres(#[from] ::postgres::Error),
    #[error("a row does not fit its type: {} in {sql}", unquoted(.cause))]
    Misfit { sql: String, cause: serde::de::value::Error },
    /// One step of an upgrade failed; nothing of the upgrade is kept.
    #[error(
        "升级没有做成（{name}：{cause}），数据库还是升级前的样子。请用原来的程序继续，把这句话报给开发者"
    )]
    Migration { name: String, cause: Box<Error> },
    /// A migration was changed after it had been applied: this program and this database do not belong together.
    #[error("数据库里的{0}和这个程序里的不一样。请换用正式发布的程序，不要改动数据库")]
    Altered(String),
    /// The disk or the folder takes no writing.
    #[error(
        "磁盘现在写不进去，这次没有存上。请告诉系统管理员执行 guantong doctor，看看磁盘和数据目录"
    )]
    ReadOnly,
    /// Pages of the file are not what was written.
    #[error(
        "数据库文件有损坏，已经停下这一步，没有改动。请告诉系统管理员：执行 guantong doctor，准备从备份恢复"
    )]
    Damaged,
    #[error("{path}: {cause}")]
    File { path: String, cause: std::io::Error },
    /// More acts are waiting than can be written in reasonable time.
    #[error("现在提交的人太多，请过一会儿再点一次。您填的内容还在")]
    Busy,
    /// No room left: what was asked is not done, what was done before stays.
    #[error("磁盘满了，这次没有存上。请告诉系统管理员腾出空间，然后再交一次")]
    Full,
    /// The connection broke after the act was sent off, and the database cannot be asked.
    #[error("数据库刚刚断开，这次存没存上还不知道。请过一会儿先看一看，没有再交")]
    Unknown,
    /// The database is away.
    #[error("数据库暂时连不上，请过一会儿再试")]
    Away,
    /// An act or a question inside an act: it would wait for itself, or see another state.
    #[error("a question or an act of its own inside an act; use what the act was lent")]
    Nested,
    /// The act answered well although one of its statements had failed.
    #[error("an act went on after a statement had failed")]
    WentOn,
    /// The group that this act shared did not reach the disk; run it again alone.
    #[error("the shared commit failed")]
    GroupFailed,
    /// Nobody has made the database yet.
    #[error(
        "这里还没有贯通的数据库。先执行 guantong migrate 建库，或者用 --data、--database 指对地方"
    )]
    Unbuilt,
    /// Whoever only reads does not change the schema.
    #[error(
        "数据库的结构比这个程序旧，差{0}步。先备份，停下正在运行的服务，再执行 guantong migrate"
    )]
    Behind(usize),
    #[error("数据库的结构比这个程序新，多{0}步。请换用升级后的程序")]
    Ahead(usize),
    /// Another process writes in this data folder.
    #[error("数据目录 {0} 正由另一个贯通进程使用（多半是 guantong serve），什么也没有改")]
    Held(String),
    /// Rows that were deleted would stay in the files for them.
    #[error(
        "还有{0}个连接看着删除以前的数据（没有停下的节点、正在做的备份、备机上还没完的查询），现在重写会漏下。没有重写；停下它们，再执行一次同一条命令"
    )]
    HasReaders(i64),
    #[error("{0}")]
    Refused(String),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Whether a row with the same unique value is already there.
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(it, _)) => {
                matches!(it.extended_code, 2067 | 1555)
            }
            Self::Postgres(it) => it.code() == Some(&::postgres::error::SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }

    /// Whether the schema is not the one of this version.
    pub fn is_of_schema(&self) -> bool {
        matches!(self, Self::Unbuilt | Self::Behind(_) | Self::Ahead(_))
    }

    /// Whether it is nobody's mistake, but a reason to come back later.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Busy | Self::Full | Self::ReadOnly | Self::Damaged | Self::Unknown | Self::Away
        )
    }

    /// The same, with a full disk and an absent server called by their names.
    pub(crate) fn named(self) -> Self {
        use ::postgres::error::SqlState;
        match &self {
            Self::Sqlite(it) => sqlite_name(it).unwrap_or(self),
            Self::Postgres(it) if it.code() == Some(&SqlState::DISK_FULL) => Self::Full,
            Self::Postgres(it) if it.code() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) => {
                Self::ReadOnly
            }
            Self::Postgres(it)
                if [Some(&SqlState::DATA_CORRUPTED), Some(&SqlState::INDEX_CORRUPTED)]
                    .contains(&it.code()) =>
            {
                Self::Damaged
            }
            Self::Postgres(it) if it.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => Self::Busy,
            Self::Postgres(_) if self.is_connection_lost() => Self::Away,
            _ => self,
        }
    }

    /// Whether the same act may simply be tried once more.
    pub(crate) fn is_worth_a_retry(&self) -> bool {
        use ::postgres::error::SqlState;
        let Self::Postgres(it) = self else { return false };
        let asks = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
        it.code().is_some_and(|code| asks.contains(code)) || self.is_connection_lost()
    }

    fn is_connection_lost(&self) -> bool {
        use std::error::Error as _;
        let Self::Postgres(it) = self else { return false };
        // Connection exceptions, operator intervention, too many connections.
        if let Some(code) = it.code() {
            let code = code.code();
            return code.starts_with("08") || code.starts_with("57P") || code == "53300";
        }
        it.is_closed() || it.source().is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
    }
}

fn sqlite_name(error: &rusqlite::Error) -> Option<Error> {
    use rusqlite::ErrorCode;
    Some(match error.sqlite_error_code()? {
        ErrorCode::DiskFull => Error::Full,
        // Another program holds the file: a copy being made, somebody's shell.
        ErrorCode::DatabaseBusy => Error::Busy,
        // A disk that fails is told apart by `doctor`; for who waits it is the same.
        ErrorCode::ReadOnly | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Error::ReadOnly,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Damaged,
        _ => return None,
    })
}

/// What serde says about a cell, without the cell: logs hold no personal data.
fn unquoted(cause: &serde::de::value::Error) -> String {
    let words = cause.to_string();
    let Some((before, rest)) = words.split_once('"') else { return words };
    let after = rest.rsplit_once('"').map_or("", |(_, after)| after);
    format!("{before}\"…\"{after}")
}

fn postgres_words(error: &::postgres::Error) -> String {
    match error.as_db_error() {
        Some(it) => format!("{} ({})", it.message(), it.code().code()),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_does_not_fit_is_reported_without_what_stands_in_it() {
        let cause = serde::de::Error::custom("invalid type: string \"张三\", expected i64");
        let words = Error::Misfit { sql: "SELECT 1".into(), cause }.to_string();
        assert!(words.contains("expected i64") && !words.contains("张三"), "{words}");
    }
}
