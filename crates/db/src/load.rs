//! A database made out of a backup's rows: all in one transaction, so that there is nothing half.

use std::{fs::File, path::Path};

use rusqlite::Connection;

use crate::{
    Error, Read, Result, Table, Target, Value, conn::Conn, conn::PgConn, migrate, seal, server,
    sqlite,
};

/// The database being filled. What is asked of it sees what was put in.
pub struct Load<'c> {
    conn: &'c mut dyn Conn,
}

impl Load<'_> {
    /// Puts rows into a table until there are none left; how many. Cells stand in the order of its columns.
    pub fn fill(
        &mut self,
        table: &Table,
        next: &mut dyn FnMut() -> Result<Option<Vec<Value>>>,
    ) -> Result<u64> {
        if !table.is_plain() {
            return Err(Error::Refused(format!("no table of ours: {}", table.name)));
        }
        self.conn.fill(table, next).map_err(Error::named)
    }

    pub fn read(&mut self) -> Read<'_> {
        Read::new(self.conn)
    }
}

pub(crate) fn into<T, E: From<Error>>(
    target: &Target,
    versions: &[i64],
    work: impl FnOnce(&mut Load) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    match target {
        Target::Folder(folder) => into_file(&folder.join(sqlite::FILE), versions, work),
        Target::Url(url) => into_server(url, versions, work),
    }
}

/// Nobody sees the file before it is whole: no journal, one flush to the disk at the end.
fn into_file<T, E: From<Error>>(
    file: &Path,
    versions: &[i64],
    work: impl FnOnce(&mut Load) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    if file.exists() {
        return Err(Error::Refused(format!("{} 已经有了", file.display())).into());
    }
    let mut conn = Connection::open(file).map_err(Error::from)?;
    let pragmas = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536";
    conn.batch(pragmas)?;
    let answer = filled(&mut conn, "BEGIN IMMEDIATE", versions, |load| {
        let answer = work(load)?;
        // Rows of PostgreSQL may wait for the sealer, and nobody seals later on SQLite.
        while seal::seal_remembered(load.conn)? > 0 {}
        Ok::<T, E>(answer)
    })?;
    drop(conn);
    let failed = |cause| Error::File { path: file.display().to_string(), cause };
    File::open(file).and_then(|it| it.sync_all()).map_err(failed)?;
    Ok(answer)
}

fn into_server<T, E: From<Error>>(
    url: &str,
    versions: &[i64],
    work: impl FnOnce(&mut Load) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let mut conn = PgConn::new(server::connect(url)?);
    let sql = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
    if Read::new(&mut conn).one::<i64>(sql, &[])? > 0 {
        let words =
            "这个 PostgreSQL 数据库里已经有表。恢复只往空的数据库里做：先 CREATE DATABASE 一个新的";
        return Err(Error::Refused(words.into()).into());
    }
    filled(&mut conn, "BEGIN", versions, work)
}

fn filled<T, E: From<Error>>(
    conn: &mut dyn Conn,
    begin: &str,
    versions: &[i64],
    work: impl FnOnce(&mut Load) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let migrations = migrate::chosen(versions)?;
    conn.batch(begin)?;
    migrate::apply(conn, &migrations)?;
    let answer = work(&mut Load { conn: &mut *conn })?;
    conn.batch("COMMIT")?;
    Ok(answer)
}
