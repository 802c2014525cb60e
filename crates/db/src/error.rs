//! What a database can answer instead of rows.

/// A failed statement, commit or connection.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("PostgreSQL: {}", postgres_words(.0))]
    Postgres(#[from] ::postgres::Error),
    #[error("a row does not fit its type: {cause} in {sql}")]
    Misfit { sql: String, cause: serde::de::value::Error },
    #[error("migration: {0}")]
    Migration(#[from] refinery::Error),
    #[error("{path}: {cause}")]
    File { path: String, cause: std::io::Error },
    /// More acts are waiting than can be written in reasonable time.
    #[error("现在提交的人太多，请过一会儿再点一次。您填的内容还在")]
    Busy,
    /// The group that this act shared did not reach the disk; run it again alone.
    #[error("the shared commit failed")]
    GroupFailed,
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

    /// Whether the same act may simply be tried once more.
    pub(crate) fn is_worth_a_retry(&self) -> bool {
        use ::postgres::error::SqlState;
        match self {
            Self::Postgres(it) => match it.code() {
                Some(code) => {
                    *code == SqlState::T_R_SERIALIZATION_FAILURE
                        || *code == SqlState::T_R_DEADLOCK_DETECTED
                        || *code == SqlState::ADMIN_SHUTDOWN
                }
                None => it.is_closed() || it.as_db_error().is_none(),
            },
            _ => false,
        }
    }
}

fn postgres_words(error: &::postgres::Error) -> String {
    match error.as_db_error() {
        Some(it) => format!("{} ({})", it.message(), it.code().code()),
        None => error.to_string(),
    }
}
